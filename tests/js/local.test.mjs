// The local Backend API as a user's test calls it: its options, `fetch` and `listen`.
import assert from "node:assert/strict";
import { test } from "node:test";
import { createClerkClient } from "clerk-metadata";
import { createLocalBackend } from "clerk-metadata/local";
import { KEY, serve } from "./support/backend.mjs";
import { rejectsWithApiError, rejectsWithConnectionError } from "./support/errors.mjs";

test("an unknown option is rejected, and the error lists the known options", async () => {
  for (const name of ["ratelimit", "port", "seed", "__proto"]) {
    await assert.rejects(createLocalBackend({ [name]: true }), (error) => {
      assert.ok(error instanceof TypeError);
      assert.ok(error.message.includes(`unknown option ${name}.`), error.message);
      assert.match(error.message, /users, organizations, secretKey, file, journal, rateLimit/);
      return true;
    });
  }
});

test("an option of the wrong type is rejected, and the error does not contain the key", async () => {
  for (const options of [{ secretKey: ["sk_test_hidden"] }, { secretKey: 1 }, { rateLimit: "off" }, { rateLimit: 0 }]) {
    await assert.rejects(createLocalBackend(options), (error) => {
      assert.ok(error instanceof Error, String(error));
      assert.doesNotMatch(error.stack, /hidden/);
      return true;
    });
  }
});

test("the error for invalid options, users or a body names the invalid part", async () => {
  for (const [action, message] of [
    ...[null, 5, "users.json", []].map((options) => [
      () => createLocalBackend(options),
      "createLocalBackend: options must be an object",
    ]),
    ...[null, "ab", 5, {}, () => {}].map((users) => [
      () => createLocalBackend({ users }),
      "createLocalBackend: users must be an array of users",
    ]),
    ...[null, "ab", 5, []].map((user) => [() => createLocalBackend({ users: [user] }), "A user must be an object"]),
    ...[null, 5, {}, false].map((secretKey) => [
      () => createLocalBackend({ secretKey }),
      "createLocalBackend: secretKey must be a string",
    ]),
    ...[null, 0, "no"].map((rateLimit) => [
      () => createLocalBackend({ rateLimit }),
      "createLocalBackend: rateLimit must be true or false",
    ]),
    [() => createLocalBackend({ file: " " }), "createLocalBackend: file is empty"],
    ...[null, 4100].map((options) => [
      async () => (await createLocalBackend()).listen(options),
      "listen: options must be an object",
    ]),
    ...[null, "ab"].map((user) => [
      async () => (await createLocalBackend()).users.create(user),
      "A user must be an object",
    ]),
  ]) {
    await assert.rejects(action, (error) => {
      assert.ok(error instanceof TypeError, String(error));
      assert.ok(error.message.startsWith(message), error.message);
      return true;
    });
  }
  assert.equal((await createLocalBackend({ users: new Set([{ id: "user_1" }, undefined]) })).users.count(), 2);
});

test("a byte order mark before the body is ignored, through fetch and over HTTP", async (t) => {
  const { backend, url } = await serve(t);
  const init = {
    method: "POST",
    headers: { authorization: `Bearer ${KEY}`, "content-type": "application/json" },
    body: '\ufeff{"username":"ada"}',
  };
  for (const fetch of [backend.fetch, globalThis.fetch]) {
    const response = await fetch(`${url}/v1/users`, init);
    assert.deepEqual([response.status, (await response.json()).username], [200, "ada"]);
    backend.users.clear();
  }
});

test("without options: no users, and any key that begins with sk_ is accepted", async () => {
  const backend = await createLocalBackend();
  assert.equal(backend.users.count(), 0);
  for (const [key, status] of [
    ["sk_test_1", 200],
    ["sk_live_1", 200],
    ["pk_test_1", 401],
    ["other", 401],
  ]) {
    const response = await backend.fetch("http://localhost/v1/users", { headers: { authorization: `Bearer ${key}` } });
    assert.equal(response.status, status, key);
  }
  await backend.close();
});

test("secretKey: only that key is accepted", async (t) => {
  const { request } = await serve(t, { secretKey: "sk_live_mine" });
  for (const [authorization, status] of [
    ["Bearer sk_live_mine", 200],
    ["bearer sk_live_mine", 200],
    ["Bearer sk_live_min", 401],
    ["Bearer sk_test_local", 401],
  ]) {
    assert.equal((await request("GET", "/users", undefined, { authorization })).status, status, authorization);
  }
});

test("fetch: a Request, a URL or a string, each with init", async () => {
  const backend = await createLocalBackend({ secretKey: KEY, users: [{ id: "user_1", publicMetadata: { a: 1 } }] });
  const url = "http://localhost/v1/users/user_1/metadata";
  const headers = { authorization: `Bearer ${KEY}`, "content-type": "application/json" };
  const init = (key) => ({ method: "PATCH", headers, body: JSON.stringify({ public_metadata: { [key]: 1 } }) });
  const calls = [
    [new Request(url, init("b"))],
    [url, init("c")],
    [new URL(url), init("d")],
    [new Request(url, { method: "PUT", headers, body: "{}" }), init("e")],
  ];
  for (const call of calls) {
    const response = await backend.fetch(...call);
    assert.ok(response instanceof Response);
    assert.equal(response.status, 200);
    assert.equal(response.headers.get("content-type"), "application/json");
  }
  assert.deepEqual(backend.users.get("user_1").public_metadata, { a: 1, b: 1, c: 1, d: 1, e: 1 });
  await assert.rejects(backend.fetch("/v1/users"), TypeError); // a relative URL names no server
  await backend.close();
});

test("fetch replaces the global fetch: no server is started", async () => {
  const { fetch, users, close } = await createLocalBackend({
    users: [{ id: "user_1", publicMetadata: { plan: { name: "free", seats: 1 } } }],
  });
  const clerk = createClerkClient({ secretKey: "sk_test_any", fetch });
  const user = await clerk.users.updateUserMetadata("user_1", { publicMetadata: { plan: { name: "pro" } } });
  assert.deepEqual(user.publicMetadata, { plan: { name: "pro", seats: 1 } });
  assert.deepEqual(users.get("user_1").public_metadata, { plan: { name: "pro", seats: 1 } });
  const error = await rejectsWithApiError(clerk.users.getUser("user_2"), {
    status: 404,
    message: "No user was found with id user_2",
  });
  assert.match(error.clerkTraceId, /^[0-9a-f]{32}$/);
  await close();
});

test("fetch with a signal that is aborted changes nothing", async () => {
  const backend = await createLocalBackend({ secretKey: KEY, users: [{ id: "user_1" }] });
  const headers = { authorization: `Bearer ${KEY}`, "content-type": "application/json" };
  const init = { method: "PATCH", headers, body: '{"public_metadata":{"a":1}}' };
  const reason = new Error("no longer needed");
  for (const [signal, expected] of [
    [AbortSignal.abort(), { name: "AbortError" }],
    [AbortSignal.abort(reason), reason],
  ]) {
    await assert.rejects(backend.fetch("http://localhost/v1/users/user_1/metadata", { ...init, signal }), expected);
  }
  await assert.rejects(
    backend.fetch(new Request("http://localhost/v1/users/user_1/metadata", { ...init, signal: AbortSignal.abort() })),
    { name: "AbortError" },
  );
  assert.deepEqual(backend.users.get("user_1").public_metadata, {});
  const response = await backend.fetch("http://localhost/v1/users/user_1/metadata", {
    ...init,
    signal: new AbortController().signal,
  });
  assert.equal(response.status, 200);
  await backend.close();
});

test("fetch, HTTP and users share one state", async (t) => {
  const { backend, request, users, clerk } = await serve(t);
  const createdUser = await request("POST", "/users", { username: "ada" });
  await clerk.users.updateUserMetadata(createdUser.json.id, { publicMetadata: { a: 1 } });
  const response = await backend.fetch(`http://localhost/v1/users/${createdUser.json.id}`, {
    headers: { authorization: `Bearer ${KEY}` },
  });
  assert.deepEqual(await response.json(), users.get(createdUser.json.id));
  assert.deepEqual(users.get(createdUser.json.id).public_metadata, { a: 1 });
});

test("a response over HTTP has its length in bytes, and is not sent in chunks", async (t) => {
  const { url } = await serve(t, { users: [{ id: "user_1", firstName: "Zoë 🙂" }] });
  const headers = { authorization: `Bearer ${KEY}` };
  for (const [path, status] of [
    ["/v1/users/user_1", 200],
    ["/v1/users/user_2", 404],
  ]) {
    const response = await fetch(url + path, { headers });
    assert.equal(response.status, status);
    assert.equal(response.headers.get("transfer-encoding"), null);
    const { byteLength } = await response.arrayBuffer();
    assert.equal(response.headers.get("content-length"), String(byteLength));
    const head = await fetch(url + path, { headers, method: "HEAD" });
    assert.equal(await head.text(), "");
  }
});

test("listen: more than once, on a chosen port and address; the users are kept when a server closes", async () => {
  const backend = await createLocalBackend({ secretKey: KEY, users: [{ id: "user_1" }] });
  const first = await backend.listen();
  assert.equal(first.url, `http://127.0.0.1:${first.port}`);
  const second = await backend.listen({ host: "localhost" });
  // No request goes to the first server: fetch would keep a connection to it, which would be broken below.
  await createClerkClient({ secretKey: KEY, apiUrl: second.url }).users.updateUserMetadata("user_1", {
    publicMetadata: { a: 1 },
  });
  assert.deepEqual(
    (await createClerkClient({ secretKey: KEY, apiUrl: second.url }).users.getUser("user_1")).publicMetadata,
    { a: 1 },
  );
  await assert.rejects(backend.listen({ port: first.port }), { code: "EADDRINUSE" });
  await first.close();
  const { port } = first;
  const reopened = await backend.listen({ port });
  assert.equal(reopened.port, port);
  assert.deepEqual(
    (await createClerkClient({ secretKey: KEY, apiUrl: reopened.url }).users.getUser("user_1")).publicMetadata,
    { a: 1 },
  );
  await Promise.all([second.close(), reopened.close()]);
  await rejectsWithConnectionError(
    createClerkClient({ secretKey: KEY, apiUrl: reopened.url }).users.getUser("user_1"),
    {
      code: "connection_failed",
    },
  );
  await backend.close();
});
