// A journal whose `append` returns promises: each change waits until its line is stored.
import assert from "node:assert/strict";
import { test } from "node:test";
import { createClerkClient } from "clerk-metadata";
import { createLocalBackend } from "clerk-metadata/local";
import { assertUserMethodsThrow } from "./support/data-file.mjs";
import {
  HEADERS,
  KEY,
  backendWithPendingJournal,
  clientOf,
  idle,
  memoryJournal,
  pendingJournal,
  settled,
  until,
} from "./support/journal.mjs";

test("a promise of append is awaited: the response follows it, and until then other requests see the old users", async () => {
  const { backend, pendingLines, send, patch } = await backendWithPendingJournal();
  const before = backend.users.list();
  const response = patch("user_1", { b: 2 });
  await until(() => pendingLines.length === 1);
  await idle();
  assert.equal(await settled(response), false);
  assert.deepEqual(backend.users.list(), before);
  assert.deepEqual((await (await send("GET", "/users/user_1")).json()).public_metadata, { a: 1 });
  assert.equal(JSON.parse(pendingLines[0].line).put.public_metadata.b, 2);
  pendingLines[0].resolve();
  const settledResponse = await response;
  assert.deepEqual([settledResponse.status, (await settledResponse.json()).public_metadata], [200, { a: 1, b: 2 }]);
  assert.deepEqual(backend.users.get("user_1").public_metadata, { a: 1, b: 2 });
});

for (const [description, reason, text] of [
  ["an error", new Error("the disk is full"), "the disk is full"],
  ["a string", "quota", "quota"],
  ["undefined", undefined, "the journal gave no reason"],
  ["an error without a message", new Error(), "the journal gave no reason"],
  ["a DOMException", new DOMException("no room", "QuotaExceededError"), "no room"],
]) {
  test(`a promise that rejects with ${description}: 500, no user is changed, and the next change takes effect`, async () => {
    const { backend, pendingLines, send, patch } = await backendWithPendingJournal();
    const before = backend.users.list();
    for (const [method, path, body] of [
      ["PATCH", "/users/user_1/metadata", { public_metadata: { b: 2 } }],
      ["PUT", "/users/user_1/metadata", { public_metadata: {} }],
      ["POST", "/users", { username: "ada" }],
      ["DELETE", "/users/user_1"],
    ]) {
      const response = send(method, path, body);
      await until(() => pendingLines.length === 1);
      pendingLines.shift().reject(reason);
      const settledResponse = await response;
      assert.equal(settledResponse.status, 500);
      const { errors } = await settledResponse.json();
      assert.deepEqual(
        [errors[0].code, errors[0].long_message],
        ["internal_clerk_error", `The data file could not be written, so nothing was changed: ${text}`],
      );
      assert.deepEqual(backend.users.list(), before);
    }
    const response = patch("user_1", { c: 3 });
    await until(() => pendingLines.length === 1);
    pendingLines.shift().resolve();
    assert.deepEqual((await (await response).json()).public_metadata, { a: 1, c: 3 });
  });
}

test("changes run one after the other, in order, each on the result of the previous one", async () => {
  const { backend, pendingLines, patch } = await backendWithPendingJournal();
  const responses = ["one", "two", "three", "four"].map((key, index) => patch("user_1", { [key]: index }));
  const results = [];
  for (const outcome of ["resolve", "reject", "resolve", "resolve"]) {
    await until(() => pendingLines.length > 0);
    await idle();
    assert.equal(pendingLines.length, 1, "the next change waits");
    const pendingLine = pendingLines.shift();
    results.push(Object.keys(JSON.parse(pendingLine.line).put.public_metadata));
    pendingLine[outcome](new Error("no"));
  }
  assert.deepEqual(
    (await Promise.all(responses)).map(({ status }) => status),
    [200, 500, 200, 200],
  );
  assert.deepEqual(results, [
    ["a", "one"],
    ["a", "one", "two"],
    ["a", "one", "three"],
    ["a", "one", "three", "four"],
  ]);
  assert.deepEqual(backend.users.get("user_1").public_metadata, { a: 1, one: 0, three: 2, four: 3 });
});

test("two concurrent requests that create the same user: the second is rejected while the first is still pending", async () => {
  const { pendingLines, send } = await backendWithPendingJournal();
  const responses = [1, 2].map(() => send("POST", "/users", { username: "ada" }));
  await until(() => pendingLines.length === 1);
  pendingLines.shift().resolve();
  assert.deepEqual(
    (await Promise.all(responses)).map(({ status }) => status),
    [200, 422],
  );
  assert.deepEqual(pendingLines, []);
});

test("a request that is aborted while it is queued changes nothing", async () => {
  const { backend, pendingLines, patch } = await backendWithPendingJournal();
  const first = patch("user_1", { b: 2 });
  await until(() => pendingLines.length === 1);
  const controller = new AbortController();
  const second = backend.fetch("http://localhost/v1/users/user_1/metadata", {
    method: "PATCH",
    headers: HEADERS,
    body: '{"public_metadata":{"c":3}}',
    signal: controller.signal,
  });
  await idle();
  controller.abort(new Error("no longer needed"));
  pendingLines.shift().resolve();
  await assert.rejects(second, { message: "no longer needed" });
  assert.equal((await first).status, 200);
  assert.deepEqual(pendingLines, []);
  assert.deepEqual(backend.users.get("user_1").public_metadata, { a: 1, b: 2 });
});

test("fetch rejects as soon as its signal is aborted: while its line is written, while it is queued, while its body is read", async () => {
  const { backend, pendingLines } = await backendWithPendingJournal();
  const start = (body = '{"public_metadata":{"b":2}}') => {
    const controller = new AbortController();
    const promise = backend.fetch("http://localhost/v1/users/user_1/metadata", {
      method: "PATCH",
      headers: HEADERS,
      body,
      duplex: "half",
      signal: controller.signal,
    });
    return { promise, controller };
  };
  const [writing, waiting, reading] = [start(), start('{"public_metadata":{"c":3}}'), start(new ReadableStream())];
  await until(() => pendingLines.length === 1);
  await idle();
  for (const { promise, controller } of [writing, waiting, reading]) {
    const reason = new Error("no longer needed");
    controller.abort(reason);
    await assert.rejects(promise, (error) => error === reason);
  }
  await assert.rejects(backend.fetch("http://localhost/v1/users", { headers: HEADERS, signal: AbortSignal.abort() }), {
    name: "AbortError",
  });
  // The line that was passed to append takes effect; the change that was waiting does not.
  pendingLines.shift().resolve();
  await idle();
  assert.deepEqual(pendingLines, []);
  assert.deepEqual(backend.users.get("user_1").public_metadata, { a: 1, b: 2 });
});

test("the client's timeout ends a call whose line is never written", async () => {
  const { backend, pendingLines } = await backendWithPendingJournal();
  const clerk = createClerkClient({ secretKey: KEY, fetch: backend.fetch, maxRetries: 0, timeout: 1000 });
  const call = clerk.users.updateUserMetadata("user_1", { publicMetadata: { b: 2 } });
  await assert.rejects(call, (error) => error.name === "ClerkConnectionError");
  assert.equal(pendingLines.length, 1);
});

test("a promise of append over HTTP, and close waits for pending writes", async (t) => {
  const { backend, pendingLines } = await backendWithPendingJournal();
  const server = await backend.listen();
  t.after(() => server.close());
  const clerk = createClerkClient({ secretKey: KEY, apiUrl: server.url, maxRetries: 0 });
  const rejectedCall = assert.rejects(
    clerk.users.updateUserMetadata("user_1", { publicMetadata: { b: 2 } }),
    (error) => error.status === 500,
  );
  const storedLines = clerk.users.updateUserMetadata("user_2", { publicMetadata: { c: 3 } });
  await until(() => pendingLines.length === 1);
  const isFirst = JSON.parse(pendingLines[0].line).put.id === "user_1";
  pendingLines.shift()[isFirst ? "reject" : "resolve"](new Error("full"));
  await until(() => pendingLines.length === 1);
  const closed = backend.close();
  await idle();
  assert.equal(await settled(closed), false);
  pendingLines.shift()[isFirst ? "resolve" : "reject"](new Error("full"));
  await rejectedCall;
  assert.deepEqual((await storedLines).publicMetadata, { c: 3 });
  await closed;
  assert.deepEqual(backend.users.get("user_1").public_metadata, { a: 1 });
});

for (const [description, appendOf] of [
  ["an async function", (append) => async (line) => append(line)],
  ["a promise", (append) => (line) => Promise.resolve().then(() => append(line))],
  [
    "a thenable",
    (append) => (line) => ({
      then: (resolve, reject) =>
        Promise.resolve()
          .then(() => append(line))
          .then(resolve, reject),
    }),
  ],
]) {
  test(`append as ${description}: the initial users are stored before the backend is returned; one that cannot be stored is an error`, async () => {
    const { lines, append } = memoryJournal();
    const users = [{ id: "user_1" }, { id: "user_2" }];
    const backend = await createLocalBackend({ users, journal: { append: appendOf(append) } });
    assert.deepEqual([...lines.keys()], ["user_1", "user_2"]);
    await clientOf(backend).users.updateUserMetadata("user_1", { publicMetadata: { a: 1 } });
    assert.equal(JSON.parse(lines.get("user_1")).put.public_metadata.a, 1);
    await assert.rejects(
      createLocalBackend({
        users,
        journal: {
          append: appendOf(() => {
            throw new Error("full");
          }),
        },
      }),
      (error) => {
        assert.ok(error instanceof Error);
        assert.deepEqual(
          [error.status, error.message],
          [500, "The data file could not be written, so nothing was changed: full"],
        );
        return true;
      },
    );
  });

  test(`append as ${description}: the synchronous methods of users throw an error that says so, and change nothing`, async () => {
    const { lines, append } = memoryJournal();
    const backend = await createLocalBackend({ users: [{ id: "user_1" }], journal: { append: appendOf(append) } });
    const before = [backend.users.list(), [...lines]];
    const { users } = backend;
    const message = /journal\.append returns a promise.*Send the change with backend\.fetch instead/;
    await assertUserMethodsThrow(users, { message }, async () => {
      await idle();
      assert.deepEqual([users.list(), [...lines]], before);
    });
  });
}

test("an unexpected promise: users.create throws, and the change takes effect if its line is stored", async () => {
  for (const outcome of ["resolve", "reject"]) {
    const { pendingLines, append } = pendingJournal();
    const backend = await createLocalBackend({ journal: { append } });
    assert.throws(
      () => backend.users.create({ id: "user_1" }),
      /journal\.append returns a promise.*This change is made once the promise resolves/,
    );
    assert.equal(backend.users.count(), 0);
    const next = backend.fetch("http://localhost/v1/users", {
      method: "POST",
      headers: HEADERS,
      body: '{"username":"ada"}',
    });
    await idle();
    assert.equal(pendingLines.length, 1, "the next change waits for it");
    pendingLines.shift()[outcome](new Error("full"));
    await until(() => pendingLines.length === 1);
    assert.equal(backend.users.count(), outcome === "resolve" ? 1 : 0);
    pendingLines.shift().resolve();
    assert.equal((await next).status, 200);
  }
});
