// The option `journal`: the program stores the users itself.
import assert from "node:assert/strict";
import { test } from "node:test";
import { createClerkClient } from "clerk-metadata";
import { createLocalBackend } from "clerk-metadata/local";

/** A journal in memory that keeps the last line of each user. */
function memoryJournal() {
  const lines = new Map();
  const append = (line) => {
    const change = JSON.parse(line);
    if (change === "clear") lines.clear();
    else if (change.put) lines.set(change.put.id, line);
    else lines.delete(change.delete);
  };
  return { lines, append };
}

const clientOf = (backend) => createClerkClient({ secretKey: "sk_test_journal", fetch: backend.fetch, maxRetries: 0 });

test("another backend with the same journal has the same users, with every change", async () => {
  const { lines, append } = memoryJournal();
  const first = await createLocalBackend({
    users: [{ id: "user_ada", publicMetadata: { plan: "free" } }, { id: "user_gone" }],
    journal: { append },
  });
  first.users.seed(3);
  first.users.delete("user_gone");
  await clientOf(first).users.updateUserMetadata("user_ada", {
    publicMetadata: { plan: "pro" },
    unsafeMetadata: { größe: "🦀" },
  });
  const before = first.users.list();
  assert.equal(lines.size, 4);

  for (const storedLines of [lines.values(), asynchronous(lines.values())]) {
    const second = await createLocalBackend({ users: [{ id: "user_other" }], journal: { lines: storedLines, append } });
    assert.deepEqual(second.users.list(), before); // the journal has users, so those of the option are not added
    await second.close();
  }
  first.users.clear();
  assert.equal(lines.size, 0);
});

async function* asynchronous(lines) {
  yield* lines;
}

test("a change whose line is not stored does not take effect", async () => {
  let full = false;
  const append = () => {
    if (full) throw new Error("the disk is full");
  };
  const backend = await createLocalBackend({ users: [{ id: "user_ada" }], journal: { append } });
  full = true;
  await assert.rejects(
    clientOf(backend).users.updateUserMetadata("user_ada", { publicMetadata: { a: 1 } }),
    (error) => error.status === 500,
  );
  assert.deepEqual(backend.users.get("user_ada").public_metadata, {});
});

test("an invalid journal is rejected with the reason", async () => {
  const append = () => {};
  await assert.rejects(createLocalBackend({ journal: {} }), /journal\.append must be a function/);
  await assert.rejects(createLocalBackend({ journal: { append }, file: "users.json" }), /file and journal/);
  await assert.rejects(createLocalBackend({ journal: { lines: ["{}", "{}"], append } }), /journal\.lines: line 2/);
  for (const lines of [null, "", 5, {}, () => {}]) {
    await assert.rejects(createLocalBackend({ journal: { lines, append } }), {
      name: "TypeError",
      message: /journal\.lines must be an iterable of lines/,
    });
  }
  // An element is a complete line, including the last one.
  const put = '{"put":{"id":"user_1","created_at":1,"updated_at":1}}';
  for (const invalid of ["{bad", '{"rename":"user_1"}', "", put.slice(0, -1), null]) {
    await assert.rejects(
      createLocalBackend({ journal: { lines: [put, invalid], append } }),
      /journal\.lines: line 3: it cannot be read/,
      String(invalid),
    );
  }
});

const KEY = "sk_test_journal";
const HEADERS = { authorization: `Bearer ${KEY}`, "content-type": "application/json" };

/** A journal whose promises the test settles: `pendingLines[0].resolve()`. */
function pendingJournal() {
  const pendingLines = [];
  const append = (line) => new Promise((resolve, reject) => pendingLines.push({ line, resolve, reject }));
  return { pendingLines, append };
}

/** A backend with `user_1` and `user_2`, whose lines are stored, and the journal's next promises. */
async function backendWithPendingJournal() {
  const { pendingLines, append } = pendingJournal();
  const opening = createLocalBackend({
    users: [{ id: "user_1", publicMetadata: { a: 1 } }, { id: "user_2" }],
    journal: { append },
  });
  for (let index = 0; index < 2; index++) {
    await until(() => pendingLines.length === 1);
    pendingLines.shift().resolve();
  }
  const backend = await opening;
  const send = (method, path, body) =>
    backend.fetch(`http://localhost/v1${path}`, { method, headers: HEADERS, body: body && JSON.stringify(body) });
  return {
    backend,
    pendingLines,
    send,
    patch: (id, metadata) => send("PATCH", `/users/${id}/metadata`, { public_metadata: metadata }),
  };
}

/** Waits until the condition holds, without a timer. */
async function until(condition) {
  while (!condition()) await new Promise(setImmediate);
}
const settled = (promise) =>
  Promise.race([promise.then(() => true), new Promise((resolve) => setImmediate(resolve, false))]);
/** Runs every pending callback. */
const idle = async () => {
  for (let turn = 0; turn < 20; turn++) await new Promise(setImmediate);
};

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

for (const [description, failWith] of [
  ["throws", (action) => action()],
  ["rejects", async (action) => action()],
]) {
  test(`initial users, where append ${description} at the second: the earlier ones are removed again, or the error names them`, async () => {
    const users = [{ id: "user_1" }, { id: "user_2" }, { id: "user_3" }];
    for (const canRemove of [true, false]) {
      const { lines, append } = memoryJournal();
      const journal = {
        append: (line) =>
          failWith(() => {
            if (line.includes("user_2") || (!canRemove && line.includes("delete"))) throw new Error("full");
            append(line);
          }),
      };
      await assert.rejects(createLocalBackend({ users, journal }), (error) => {
        assert.ok(error instanceof Error);
        assert.equal(error.status, 500);
        const message = canRemove
          ? "The data file could not be written, so nothing was changed: full"
          : "Not all users could be written: full. These users were written, and could not be removed again: user_1. Remove them once lines can be written.";
        assert.deepEqual([error.message, error.errors[0].long_message], [message, message]);
        return true;
      });
      assert.deepEqual([...lines.keys()], canRemove ? [] : ["user_1"]);
    }
  });
}

test("invalid initial users: no line is written, not even for the valid users before them", async () => {
  for (const invalid of [
    { publicMetadata: { a: NaN } },
    { id: "user_1" },
    { emailAddress: ["nobody"] },
    { username: "ada", unknown: 1 },
  ]) {
    const { lines, append } = memoryJournal();
    await assert.rejects(createLocalBackend({ users: [{ id: "user_1" }, invalid], journal: { append } }));
    assert.equal(lines.size, 0);
  }
});

test("users.seed, where append throws: all users or none, and the error names those that could not be removed", async () => {
  for (const canRemove of [true, false]) {
    const { lines, append } = memoryJournal();
    let remaining = 3;
    const journal = {
      append(line) {
        if (line.includes('"put"') ? remaining-- === 0 : !canRemove) throw new Error("full");
        append(line);
      },
    };
    const backend = await createLocalBackend({ users: [{ id: "user_1" }], journal });
    assert.throws(
      () => backend.users.seed(10),
      (error) => {
        assert.equal(error.status, 500);
        assert.match(
          error.message,
          canRemove
            ? /so nothing was changed: full$/
            : /^Not all users could be written: full\. These users were written, and could not be removed again: user_\w+, user_\w+\./,
        );
        return true;
      },
    );
    assert.equal(lines.size, canRemove ? 1 : 3);
    assert.deepEqual(
      backend.users.list().map(({ id }) => id),
      [...lines.keys()],
    );
    remaining = 100;
    assert.equal(backend.users.seed(10), canRemove ? 10 : 8);
    assert.equal(lines.size, 11);
  }
});

test("an append that throws an unreadable value: 500, without a reason", async () => {
  const hostile = Object.defineProperty({}, "message", {
    get: () => {
      throw new Error("no");
    },
  });
  for (const thrown of [
    hostile,
    null,
    Symbol("x"),
    new Proxy(
      {},
      {
        get: () => {
          throw new Error("no");
        },
      },
    ),
  ]) {
    for (const append of [
      () => {
        throw thrown;
      },
      async () => {
        throw thrown;
      },
    ]) {
      const backend = await createLocalBackend({ journal: { append } });
      const response = await backend.fetch("http://localhost/v1/users", {
        method: "POST",
        headers: HEADERS,
        body: '{"username":"ada"}',
      });
      assert.equal(response.status, 500);
      assert.match((await response.json()).errors[0].long_message, /: the journal gave no reason$/);
    }
  }
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
    for (const action of [
      () => users.create({ id: "user_2" }),
      () => users.delete("user_1"),
      () => users.clear(),
      () => users.seed(2),
    ]) {
      assert.throws(action, (error) => {
        assert.ok(error instanceof Error);
        assert.match(error.message, /journal\.append returns a promise.*Send the change with backend\.fetch instead/);
        return true;
      });
      await idle();
      assert.deepEqual([users.list(), [...lines]], before);
    }
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

test("append cannot change users itself", async () => {
  const backend = await createLocalBackend({ journal: { append: () => backend?.users.create({ id: "user_2" }) } });
  assert.throws(
    () => backend.users.create({ id: "user_1" }),
    (error) => {
      assert.deepEqual(
        [error.status, error.message],
        [500, "The data file could not be written, so nothing was changed: journal.append must not change users."],
      );
      return true;
    },
  );
  assert.equal(backend.users.count(), 0);
});

test("append is called with its journal as this, and a return value other than a promise is ignored", async () => {
  const journal = {
    kept: [],
    append(line) {
      this.kept.push(line);
      return false;
    },
  };
  const backend = await createLocalBackend({ users: [{ id: "user_1" }], journal });
  backend.users.create({ id: "user_2" });
  assert.equal(journal.kept.length, 2);
});
