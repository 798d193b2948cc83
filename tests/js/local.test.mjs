// The local Backend API as a user's test calls it: options, users, `fetch`, rate limits.
import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { createClerkClient, isClerkInputError } from "clerk-metadata";
import { createLocalBackend } from "clerk-metadata/local";
import { KEY, serve } from "./support/backend.mjs";
import { rejectsWithApiError, rejectsWithConnectionError } from "./support/errors.mjs";
import { folder } from "./support/folder.mjs";

test("an unknown option is rejected, and the error lists the known options", async () => {
  for (const name of ["ratelimit", "port", "seed", "__proto"]) {
    await assert.rejects(createLocalBackend({ [name]: true }), (error) => {
      assert.ok(error instanceof TypeError);
      assert.ok(error.message.includes(`unknown option ${name}.`), error.message);
      assert.match(error.message, /users, secretKey, file, journal, rateLimit/);
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

test("users: created when the backend starts, with the given IDs, times and metadata", async (t) => {
  const users = [
    {
      id: "user_ada",
      firstName: "Ada",
      emailAddress: ["ada@example.com"],
      publicMetadata: { snake_case: 1, camelCase: 2 },
      createdAt: 1000,
      updatedAt: 2000,
      lastSignInAt: 3000,
      lastActiveAt: 4000,
    },
    { id: "user_bob", username: "bob" },
  ];
  const { clerk, backend } = await serve(t, { users });
  const ada = await clerk.users.getUser("user_ada");
  assert.deepEqual(
    [ada.firstName, ada.createdAt, ada.updatedAt, ada.lastSignInAt, ada.lastActiveAt],
    ["Ada", 1000, 2000, 3000, 4000],
  );
  assert.equal(ada.primaryEmailAddress.emailAddress, "ada@example.com");
  assert.deepEqual(ada.publicMetadata, { snake_case: 1, camelCase: 2 });
  assert.deepEqual(
    backend.users.list().map(({ id }) => id),
    ["user_ada", "user_bob"],
  );
});

test("users: an invalid user makes the start fail", async () => {
  await assert.rejects(createLocalBackend({ users: [{ id: "user_1" }, { id: "user_1" }] }), (error) => {
    assert.ok(error instanceof Error);
    assert.equal(error.status, 422);
    assert.equal(error.errors[0].code, "form_identifier_exists");
    assert.equal(error.message, "That id is taken. Please try another.");
    return true;
  });
});

test("metadata under the names that users.get returns is validated like metadata under the other names", async () => {
  const backend = await createLocalBackend();
  const errorOf = async (action) => {
    let thrown;
    await assert.rejects(
      async () => action(),
      (error) => {
        thrown = error;
        return true;
      },
    );
    return [thrown.name, thrown.code, thrown.path, thrown.message];
  };
  const cycle = {};
  cycle.cycle = cycle;
  const values = [
    { plan: { seats: NaN } },
    { at: new Date(NaN) },
    { list: [undefined] },
    { map: new Map() },
    { big: 1n },
    cycle,
    null,
    [],
    "x",
    new Map(),
    { toJSON: () => null },
    JSON.parse(`${'{"a":'.repeat(101)}1${"}".repeat(101)}`),
  ];
  for (const kind of ["public", "private", "unsafe"]) {
    for (const value of values) {
      const [camel, snake] = [`${kind}Metadata`, `${kind}_metadata`];
      const expected = (await errorOf(() => backend.users.create({ [camel]: value }))).map((text) =>
        text.replaceAll(camel, snake),
      );
      assert.equal(expected[0], "ClerkInputError");
      assert.ok(expected[2].startsWith(snake), expected[2]);
      assert.deepEqual(await errorOf(() => backend.users.create({ [snake]: value })), expected);
      assert.deepEqual(await errorOf(() => createLocalBackend({ users: [{ [snake]: value }] })), expected);
    }
  }
  assert.equal(backend.users.count(), 0);
  assert.deepEqual(
    backend.users.create({ public_metadata: { at: new Date(0), none: undefined }, private_metadata: undefined })
      .public_metadata,
    { at: "1970-01-01T00:00:00.000Z" },
  );
});

test("passing one field under two names is an error", async () => {
  const backend = await createLocalBackend();
  for (const [first, second, value] of [
    ["publicMetadata", "public_metadata", {}],
    ["unsafe_metadata", "unsafeMetadata", {}],
    ["firstName", "first_name", "Ada"],
    ["emailAddress", "email_address", ["ada@example.com"]],
  ]) {
    assert.throws(
      () => backend.users.create({ [first]: value, [second]: value }),
      (error) => {
        assert.ok(isClerkInputError(error));
        assert.deepEqual(
          [error.code, error.path, error.message],
          ["invalid_params", second, `${first} and ${second} are the same field. Pass only one of them.`],
        );
        return true;
      },
    );
    assert.equal(backend.users.create({ [first]: undefined, [second]: value }).object, "user");
    backend.users.clear();
  }
});

test("users.create, get, list, count, delete, clear", async () => {
  const { users, close } = await createLocalBackend();
  assert.deepEqual([users.count(), users.list(), users.get("user_1")], [0, [], undefined]);
  const ada = users.create({
    firstName: "Ada",
    externalId: "ext-1",
    web3Wallet: [`0x${"0".repeat(40)}`],
    publicMetadata: { a: null },
  });
  assert.match(ada.id, /^user_[0-9A-Za-z]{27}$/);
  assert.deepEqual([ada.object, ada.first_name, ada.external_id, ada.web3_wallets.length], ["user", "Ada", "ext-1", 1]);
  assert.deepEqual(ada.public_metadata, { a: null });
  const bob = users.create();
  assert.notEqual(bob.id, ada.id);
  assert.deepEqual(users.get(ada.id), ada);
  assert.deepEqual(users.list(), [ada, bob]);
  assert.equal(users.count(), 2);
  assert.equal(users.delete(bob.id), true);
  assert.equal(users.delete(bob.id), false);
  assert.deepEqual(users.list(), [ada]);
  users.clear();
  assert.deepEqual([users.count(), users.list()], [0, []]);
  await close();
});

test("lone surrogates are returned unchanged: the client, HTTP, the data file, a restart", async (t) => {
  const file = join(folder(t), "users.ndjson");
  const metadata = { "\ud83d": ["x\udc00y", { "\udfff": "\ud800\ud83d\ude42" }], "\ufffd": "\uffff" };
  const first = await serve(t, { file, users: [{ id: "user_1", publicMetadata: metadata }] });
  await first.clerk.users.updateUserMetadata("user_1", { privateMetadata: metadata });
  await first.clerk.users.updateUserMetadata("user_1", {
    publicMetadata: { "\ud83d": "\udfff", "\ud83e": 1 },
    privateMetadata: { "\ud83e": null },
  });
  const user = await first.clerk.users.replaceUserMetadata("user_1", { unsafeMetadata: metadata });
  const expected = {
    public_metadata: { ...metadata, "\ud83d": "\udfff", "\ud83e": 1 },
    private_metadata: metadata,
    unsafe_metadata: metadata,
  };
  const metadataOf = ({ public_metadata, private_metadata, unsafe_metadata }) =>
    JSON.stringify({ public_metadata, private_metadata, unsafe_metadata });
  assert.equal(metadataOf(user.raw), JSON.stringify(expected));
  assert.deepEqual(user.unsafeMetadata, metadata);
  await first.close();
  const second = await serve(t, { file });
  assert.equal(metadataOf(second.users.get("user_1")), JSON.stringify(expected));
  assert.equal(metadataOf((await second.clerk.users.getUser("user_1")).raw), JSON.stringify(expected));
});

test("users.create rejects what the Backend API rejects, with an Error", async () => {
  const { users, close } = await createLocalBackend({ users: [{ username: "ada" }] });
  for (const [input, code, param_name] of [
    [{ username: "Ada" }, "form_identifier_exists", "username"],
    [{ fristName: "Ada" }, "form_param_unknown", "frist_name"],
    [{ firstName: 1 }, "form_param_type_invalid", "first_name"],
    [{ publicMetadata: { a: "x".repeat(9000) } }, "form_param_exceeds_allowed_size", "public_metadata"],
    [{ id: "count" }, "form_param_format_invalid", "id"],
    [{ id: "a/b" }, "form_param_format_invalid", "id"],
    [{ emailAddress: ["no address"] }, "form_param_format_invalid", "email_address"],
    [{ createdAt: "yesterday" }, "form_param_invalid_time", "created_at"],
  ]) {
    assert.throws(
      () => users.create(input),
      (error) => {
        assert.ok(error instanceof Error);
        assert.equal(error.status, 422);
        assert.equal(error.errors[0].code, code);
        assert.equal(error.errors[0].meta.param_name, param_name);
        assert.equal(error.message, error.errors[0].long_message);
        return true;
      },
    );
  }
  assert.equal(users.count(), 1);
  await close();
});

test("users.list returns all users, over many pages, oldest first", async () => {
  const { users, close } = await createLocalBackend();
  assert.equal(users.seed(1234), 1234);
  const all = users.list();
  assert.equal(all.length, 1234);
  assert.equal(new Set(all.map(({ id }) => id)).size, 1234);
  await close();
});

test("users.seed: the same users each time; existing users are kept", async () => {
  const [first, second] = [await createLocalBackend(), await createLocalBackend()];
  const metadataOf = ({
    id,
    first_name,
    last_name,
    email_addresses: [{ email_address }],
    public_metadata,
    private_metadata,
    unsafe_metadata,
  }) => ({ id, first_name, last_name, email_address, public_metadata, private_metadata, unsafe_metadata });
  assert.equal(first.users.seed(5), 5);
  assert.equal(second.users.seed(3), 3);
  assert.equal(second.users.seed(5), 2);
  assert.deepEqual(second.users.list().map(metadataOf), first.users.list().map(metadataOf));
  assert.equal(first.users.seed(0), 0);
  await Promise.all([first.close(), second.close()]);
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
  const error = await rejectsWithApiError(clerk.users.getUser("user_2"), { status: 404, message: "not found" });
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

test("times as numbers, dates and strings", async () => {
  const { users, close } = await createLocalBackend();
  for (const createdAt of [
    1_700_000_000_000,
    new Date(1_700_000_000_000),
    "2023-11-14T22:13:20Z",
    "2023-11-14T23:13:20.000+01:00",
  ]) {
    assert.equal(users.create({ createdAt }).created_at, 1_700_000_000_000, String(createdAt));
  }
  await close();
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

/** A clock that stands still until the test moves it. */
function clock(t) {
  t.mock.timers.enable({ apis: ["Date"], now: 1_700_000_000_000 });
  return (ms) => t.mock.timers.tick(ms);
}

test("rate limits: the 11th change of a user within ten seconds is rejected, with the seconds to wait", async (t) => {
  const tick = clock(t);
  const { clerk, users } = await serve(t, { rateLimit: true, users: [{ id: "user_1" }, { id: "user_2" }] });
  const change = (id, key) => clerk.users.updateUserMetadata(id, { publicMetadata: { [key]: 1 } });
  for (let index = 1; index <= 10; index++) {
    await (index % 2
      ? change("user_1", `k${index}`)
      : clerk.users.replaceUserMetadata("user_1", { privateMetadata: { index } }));
  }
  const assertLimited = (retryAfter) =>
    rejectsWithApiError(change("user_1", "late"), {
      status: 429,
      retryAfter,
      message: "Too many requests",
      clerkTraceId: /^[0-9a-f]{32}$/,
    });
  const { errors } = await assertLimited(10);
  assert.deepEqual(
    errors.map(({ code, longMessage }) => [code, longMessage]),
    [["too_many_requests", "Too many requests, retry later"]],
  );
  // Changes of other users, and reads, are not limited.
  await change("user_2", "a");
  await clerk.users.getUser("user_1");
  tick(1);
  await assertLimited(10);
  tick(8_999);
  await assertLimited(1);
  assert.deepEqual(users.get("user_1").public_metadata, { k1: 1, k3: 1, k5: 1, k7: 1, k9: 1 });
  tick(1_000);
  assert.equal((await change("user_1", "late")).publicMetadata.late, 1);
});

test("rate limits: the response has a Retry-After header without the client too", async (t) => {
  clock(t);
  const { request } = await serve(t, { rateLimit: true, users: [{ id: "user_1" }] });
  const responses = [];
  for (let index = 1; index <= 11; index++)
    responses.push(await request("PATCH", "/users/user_1/metadata", { public_metadata: {} }));
  assert.deepEqual(
    responses.map(({ status }) => status),
    [...Array(10).fill(200), 429],
  );
  assert.equal(responses[9].headers.get("retry-after"), null);
  assert.equal(responses[10].headers.get("retry-after"), "10");
});

for (const [key, limit] of [
  ["sk_test_1", 100],
  ["sk_live_1", 1000],
]) {
  test(`rate limits: ${limit} requests in ten seconds with ${key}`, async (t) => {
    const tick = clock(t);
    const { fetch, close } = await createLocalBackend({ rateLimit: true });
    const status = async () =>
      (await fetch("http://localhost/v1/users/count", { headers: { authorization: `Bearer ${key}` } })).status;
    for (let index = 0; index < limit; index++) assert.equal(await status(), 200);
    assert.equal(await status(), 429);
    tick(10_000);
    assert.equal(await status(), 200);
    await close();
  });
}

test("rate limits: disabled by default, enabled by rateLimit: true", async (t) => {
  clock(t);
  for (const [options, expected] of [
    [{}, 150],
    [{ rateLimit: undefined }, 150],
    [{ rateLimit: true }, 10],
    [{ rateLimit: false }, 150],
  ]) {
    const { fetch, close } = await createLocalBackend({ ...options, users: [{ id: "user_1" }] });
    const headers = { authorization: "Bearer sk_test_1", "content-type": "application/json" };
    let createdUser = 0;
    for (let index = 0; index < 150; index++) {
      createdUser += (
        await fetch("http://localhost/v1/users/user_1/metadata", {
          method: "PATCH",
          headers,
          body: '{"public_metadata":{}}',
        })
      ).ok;
    }
    assert.equal(createdUser, expected);
    await close();
  }
});
