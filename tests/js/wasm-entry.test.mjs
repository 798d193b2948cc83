// `clerk-metadata/wasm` over HTTP: the requests, responses and rejections of the fixtures, and the same errors as those
// of the client. tests/js/values.test.mjs has the values of metadata.
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { test } from "node:test";
import * as clerkMetadata from "clerk-metadata";
import * as entry from "clerk-metadata/wasm";
import { assertNoKey } from "./support/errors.mjs";
import { fixture, version } from "./support/fixtures.mjs";
import { NUMBERS, STRING_LISTS, STRINGS } from "./support/list-params.mjs";
import { httpServer, userBody } from "./support/server.mjs";
import * as wasm from "./support/wasm-entry.mjs";

const SECRET_KEY = "sk_test_fake";
/** The methods of the client and the functions of the module, with the options of a call. */
const CLIENTS = [
  (operation, args, options) => clerkMetadata.createClerkClient(options).users[operation](...args),
  (operation, args, options) => wasm[operation](...args, options),
];

/** What a call rejects with. It must be an `Error` that does not show the key. */
async function rejectionOf(promise) {
  const error = await promise.then(
    (value) => assert.fail(`it resolved with ${JSON.stringify(value)}`),
    (thrown) => thrown,
  );
  assert.ok(error instanceof Error);
  assertNoKey(error);
  return error;
}

/** The fields of an error that both clients have. */
function fieldsOf(error) {
  const { name, message, code, path, status, errors, clerkError, clerkTraceId, retryAfter, attempts, request } = error;
  const guards = ["isClerkAPIResponseError", "isClerkInputError", "isClerkConnectionError"].map((guard) =>
    clerkMetadata[guard](error),
  );
  const fields = { name, message, code, path, status, errors, clerkError, clerkTraceId, retryAfter, attempts, request };
  return { ...fields, guards, json: JSON.parse(JSON.stringify(error)) };
}

/** Asserts that both clients reject a call with the same error, and returns it. */
async function rejectsAlike(operation, createArgs, options) {
  const [expected, actual] = await Promise.all(
    CLIENTS.map((call) => rejectionOf(call(operation, createArgs(), { secretKey: SECRET_KEY, ...options }))),
  );
  assert.deepEqual(fieldsOf(actual), fieldsOf(expected));
  return actual;
}

test("the module has the methods as functions, and what loads the wasm", () => {
  const { users, organizations } = clerkMetadata.createClerkClient({ secretKey: SECRET_KEY });
  const functions = [...Object.keys(users), ...Object.keys(organizations)];
  assert.deepEqual(Object.keys(entry).sort(), ["default", "initSync", ...functions].sort());
});

test("Node.js can load the module with require", { skip: !process.features.require_module }, () => {
  const required = createRequire(import.meta.url)("clerk-metadata/wasm");
  assert.equal(required.getUser, entry.getUser);
});

for (const { name, operation, config, userId, params, request, error } of fixture("requests.json")) {
  const args = params === undefined ? [userId] : [userId, params];
  if (error) {
    test(`no request is sent: ${name}`, async (t) => {
      const server = await httpServer(t, () => ({ body: userBody() }));
      const rejected = await rejectionOf(wasm[operation](...args, { apiUrl: server.url, ...config }));
      assert.deepEqual([rejected.code, rejected.path], [error.code, error.path ?? undefined]);
      assert.deepEqual(server.requests, []);
    });
    continue;
  }
  test(`over HTTP: ${name}`, async (t) => {
    const server = await httpServer(t, () => ({ body: userBody() }));
    const path = config.apiUrl === undefined ? "" : new URL(config.apiUrl).pathname;
    await wasm[operation](...args, { ...config, apiUrl: server.url + path });
    assert.equal(server.requests.length, 1);
    const [{ method, url, headers, body }] = server.requests;
    assert.deepEqual([method, url, body], [request.method, new URL(request.url).pathname, request.body ?? ""]);
    for (const [header, value] of Object.entries(request.headers))
      assert.equal(headers[header], value.replace("{version}", version), header);
  });
}

for (const { name, response, user, userIncludes, error } of fixture("responses.json")) {
  test(`a response: ${name}`, async (t) => {
    const server = await httpServer(t, () => response);
    const options = { secretKey: SECRET_KEY, apiUrl: server.url, maxRetries: 0 };
    if (error) {
      await rejectsAlike("getUser", () => ["user_1"], options);
      return;
    }
    const result = await wasm.getUser("user_1", options);
    if (user) assert.deepEqual(JSON.parse(JSON.stringify(result)), user);
    for (const field in userIncludes) assert.deepEqual(result[field], userIncludes[field], field);
    const instance = await clerkMetadata.createClerkClient(options).users.getUser("user_1");
    assert.deepEqual(JSON.parse(JSON.stringify(result)), JSON.parse(JSON.stringify(instance)));
  });
}

const USER_IDS = fixture("user_ids.json");
for (const { id, encoded } of USER_IDS.accepted) {
  test(`the ID ${JSON.stringify(id)} is one segment of the path`, async (t) => {
    const server = await httpServer(t, () => ({ body: userBody() }));
    await wasm.updateUserMetadata(id, { publicMetadata: {} }, { secretKey: SECRET_KEY, apiUrl: server.url });
    assert.deepEqual(
      server.requests.map(({ url }) => url),
      [`/v1/users/${encoded}/metadata`],
    );
  });
}
const NOT_IDS = ["user_\ud83d", undefined, null, 1, 1n, Symbol("x"), {}, ["user_1"], new String("user_1")];
for (const [index, id] of [...USER_IDS.rejected.map(({ id }) => id), ...NOT_IDS].entries()) {
  test(`a user ID is rejected, ${index}: ${String(id)}`, async () => {
    const error = await rejectsAlike("getUser", () => [id]);
    assert.deepEqual([error.code, error.path], ["invalid_user_id", "userId"]);
  });
}

class Plan {
  publicMetadata = {};
}
const thrown = new Error("thrown by a getter");
const INVALID_PARAMS = {
  "no params": () => undefined,
  null: () => null,
  "no field": () => ({}),
  "fields that are undefined": () => ({ publicMetadata: undefined }),
  "an unknown field": () => ({ publicMetdata: {} }),
  "a field of the API": () => ({ public_metadata: {} }),
  "an instance of a class": () => new Plan(),
  "a Map": () => new Map([["publicMetadata", {}]]),
  "a list": () => [{ publicMetadata: {} }],
  "a text": () => "{}",
  "a function": () => () => {},
  "a field that throws": () => ({
    get publicMetadata() {
      throw thrown;
    },
  }),
  "a proxy that throws": () =>
    new Proxy(
      {},
      {
        ownKeys() {
          throw thrown;
        },
      },
    ),
  "a revoked proxy": () => {
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    return proxy;
  },
  "a revoked proxy in metadata": () => {
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    return { publicMetadata: { a: [proxy] } };
  },
  "more than 8 KB": () => ({ publicMetadata: { text: "x".repeat(8200) } }),
  "an error of a getter after another invalid value": () => ({
    publicMetadata: {
      a: NaN,
      get b() {
        throw thrown;
      },
    },
  }),
  "a huge sparse array": () => ({ publicMetadata: { a: new Array(1e9) } }),
};
for (const [name, createParams] of Object.entries(INVALID_PARAMS)) {
  test(`params are rejected: ${name}`, async () => {
    for (const operation of ["updateUserMetadata", "replaceUserMetadata"])
      await rejectsAlike(operation, () => ["user_1", createParams()]);
  });
}

test("the error of a getter is the cause, unless it shows the key", async () => {
  const params = (error) => ({
    publicMetadata: {
      get a() {
        throw error;
      },
    },
  });
  const call = (error) => rejectionOf(wasm.updateUserMetadata("user_1", params(error), { secretKey: SECRET_KEY }));
  assert.equal((await call(thrown)).cause, thrown);
  const { cause } = await call(new Error(`a log line with ${SECRET_KEY}`));
  assert.equal(cause.message, "a log line with [redacted]");
});

const OPTIONS = [
  { secretKey: "" },
  { secretKey: 1 },
  { secretKey: "pk_test_fake" },
  { apiUrl: "http://example.com" },
  { apiUrl: new URL("https://example.com") },
  { apiVersion: "v/1" },
  { timeout: 0 },
  { timeout: "5" },
  { maxRetries: 1.5 },
  { userAgent: "é" },
  { sdkMetadata: { name: "a" } },
  { sdkMetadata: "a" },
  { allowInsecureHosts: "backend" },
  { allowInsecureHosts: [1] },
  { skipApiVersionInUrl: 1 },
];
for (const [index, options] of OPTIONS.entries()) {
  test(`options are rejected, ${index}: ${JSON.stringify(options)}`, async () => {
    await rejectsAlike("getUser", () => ["user_1"], options);
  });
}

test("options that the module does not have are named", async () => {
  const messageOf = async (options) =>
    (await rejectionOf(wasm.getUser("user_1", { secretKey: SECRET_KEY, ...options }))).message;
  assert.equal(
    await messageOf({ fetch }),
    "fetch: clerk-metadata/wasm does not have this option. createClerkClient of clerk-metadata has it.",
  );
  assert.equal(await messageOf({ timeot: 1 }), "timeot: unknown option of clerk-metadata/wasm. Did you mean timeout?");
  assert.equal((await rejectionOf(wasm.getUser("user_1", null))).path, "options");
});

const LIST_VALUES = [NaN, -1, 1.5, "1e3", "x", true, {}, [1], [undefined], 1n, Symbol("x"), () => {}, [, "a"]];
for (const name of [...NUMBERS, ...STRINGS, ...STRING_LISTS, "banned", "limt", "orderBy"]) {
  test(`the list parameter ${name}: the same error or the same requests`, async (t) => {
    const server = await httpServer(t, ({ url }) => ({
      body: url.includes("/count") ? '{"object":"total_count","total_count":0}' : "[]",
    }));
    const options = { secretKey: SECRET_KEY, apiUrl: server.url, maxRetries: 0 };
    for (const value of [...LIST_VALUES, 0, 5, "5", "", null, undefined, false, "true", "a b&c", ["a", "é"], []]) {
      const outcomes = [];
      for (const call of CLIENTS) {
        server.requests.length = 0;
        const outcome = await call("getUserList", [{ [name]: value }], options).then((list) => list, fieldsOf);
        outcomes.push({ outcome, urls: server.requests.map(({ url }) => url).sort() });
      }
      assert.deepEqual(outcomes[1], outcomes[0], String(value));
    }
  });
}

test("the environment is read only if there is no key", async (t) => {
  const server = await httpServer(t, () => ({ body: userBody() }));
  const keys = () => server.requests.map(({ headers }) => headers.authorization);
  const previous = { ...process.env };
  Object.assign(process.env, { CLERK_SECRET_KEY: "sk_test_environment", CLERK_API_URL: server.url });
  t.after(() => {
    for (const name of ["CLERK_SECRET_KEY", "CLERK_API_URL"]) {
      if (previous[name] === undefined) delete process.env[name];
      else process.env[name] = previous[name];
    }
  });
  await wasm.getUser("user_1");
  await wasm.getUser("user_1", { maxRetries: 0, apiUrl: `${server.url}/other` });
  assert.deepEqual(keys(), ["Bearer sk_test_environment", "Bearer sk_test_environment"]);
  assert.deepEqual(
    server.requests.map(({ url }) => url),
    ["/v1/users/user_1", "/other/v1/users/user_1"],
  );
  // Not sent to the URL of the environment, but to Clerk's, which this fetch stands in for.
  const { fetch } = globalThis;
  t.after(() => Object.assign(globalThis, { fetch }));
  const urls = [];
  globalThis.fetch = async (url) => {
    urls.push(url);
    return new Response(userBody());
  };
  await wasm.getUser("user_1", { secretKey: SECRET_KEY });
  assert.deepEqual(urls, ["https://api.clerk.com/v1/users/user_1"]);
});

test("a list is plain objects and their count", async (t) => {
  const server = await httpServer(t, ({ url }) => ({
    body: url.includes("/count") ? '{"object":"total_count","total_count":7}' : `[${userBody()},${userBody()}]`,
  }));
  const options = { secretKey: SECRET_KEY, apiUrl: server.url };
  const { data, totalCount } = await wasm.getUserList({ limit: 2 }, options);
  assert.deepEqual([data.map(({ id }) => id), totalCount], [["user_1", "user_1"], 7]);
  assert.equal(Object.getPrototypeOf(data[0]), Object.prototype);
  assert.equal(await wasm.getCount(undefined, options), 7);
});

test("the arguments are read when the function is called", async (t) => {
  const server = await httpServer(t, () => ({ body: userBody() }));
  const params = { publicMetadata: { plan: "pro" } };
  const call = wasm.updateUserMetadata("user_1", params, { secretKey: SECRET_KEY, apiUrl: server.url });
  params.publicMetadata.plan = "changed";
  await call;
  assert.equal(server.requests[0].body, '{"public_metadata":{"plan":"pro"}}');
});

test("keys such as __proto__ are keys of metadata", async (t) => {
  const body = userBody({ public_metadata: JSON.parse('{"__proto__":{"a":1},"constructor":2}') });
  const server = await httpServer(t, () => ({ body }));
  const params = { publicMetadata: JSON.parse('{"__proto__":{"a":null}}') };
  const user = await wasm.updateUserMetadata("user_1", params, { secretKey: SECRET_KEY, apiUrl: server.url });
  assert.equal(server.requests[0].body, '{"public_metadata":{"__proto__":{"a":null}}}');
  assert.deepEqual(Object.entries(user.publicMetadata), [
    ["__proto__", { a: 1 }],
    ["constructor", 2],
  ]);
  assert.equal({}.a, undefined);
});

test("a call that throws in user code leaves the instance usable", async (t) => {
  const server = await httpServer(t, () => ({ body: userBody() }));
  const options = { secretKey: SECRET_KEY, apiUrl: server.url };
  const hostile = {
    get publicMetadata() {
      throw thrown;
    },
  };
  for (let index = 0; index < 10_000; index++)
    await wasm.updateUserMetadata("user_1", hostile, options).catch(() => undefined);
  assert.equal((await wasm.getUser("user_1", options)).id, "user_1");
});
