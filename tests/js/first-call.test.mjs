// A call reads its arguments when it is made, also the first one, which waits until the wasm is loaded.
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { test } from "node:test";
import { withMetadata } from "clerk-metadata/with-metadata";
import { httpServer, userBody } from "./support/server.mjs";
import * as wasmEntry from "./support/wasm-entry.mjs";

const KEY = "sk_test_fake";
const require = createRequire(import.meta.url);
let copies = 0;

/** Loads an entry that has made no call. */
const ENTRIES = {
  "clerk-metadata": () => import(`${import.meta.resolve("clerk-metadata")}?copy=${++copies}`),
  "clerk-metadata/js": () => import(`${import.meta.resolve("clerk-metadata/js")}?copy=${++copies}`),
  'require("clerk-metadata")': () => {
    delete require.cache[require.resolve("clerk-metadata")];
    return require("clerk-metadata");
  },
};

const ids = { organizationId: "org_1", userId: "user_1" };
/** The arguments of each method, what the caller changes right after the call, and what is sent. */
const CALLS = {
  updateUserMetadata: {
    args: () => ["user_1", { publicMetadata: { plan: { name: "a" }, list: [1] } }],
    change([, params]) {
      params.publicMetadata.plan.name = "b";
      params.publicMetadata.list.push(2);
      params.privateMetadata = {};
    },
    url: "/v1/users/user_1/metadata",
    body: '{"public_metadata":{"plan":{"name":"a"},"list":[1]}}',
  },
  replaceUserMetadata: {
    args: () => ["user_1", { privateMetadata: { at: new Date(0) } }],
    change: ([, { privateMetadata }]) => privateMetadata.at.setFullYear(2000),
    url: "/v1/users/user_1/metadata",
    body: '{"private_metadata":{"at":"1970-01-01T00:00:00.000Z"}}',
  },
  getUserList: {
    args: () => [{ limit: 1, userId: ["user_1"] }],
    change([params]) {
      params.limit = 2;
      params.userId.push("user_2");
    },
    url: "/v1/users?limit=1&user_id=user_1",
  },
  getCount: {
    args: () => [{ query: "a" }],
    change: ([params]) => (params.query = "b"),
    url: "/v1/users/count?query=a",
  },
  getOrganization: {
    args: () => [{ organizationId: "org_1" }],
    change: ([params]) => (params.organizationId = "org_2"),
    url: "/v1/organizations/org_1",
  },
  updateOrganizationMetadata: {
    args: () => ["org_1", { publicMetadata: { a: 1 } }],
    change: ([, { publicMetadata }]) => (publicMetadata.a = 2),
    url: "/v1/organizations/org_1/metadata",
    body: '{"public_metadata":{"a":1}}',
  },
  updateOrganizationMembershipMetadata: {
    args: () => [{ ...ids, publicMetadata: { a: 1 } }],
    change([params]) {
      params.userId = "user_2";
      params.publicMetadata.a = 2;
    },
    url: "/v1/organizations/org_1/memberships/user_1/metadata",
    body: '{"public_metadata":{"a":1}}',
  },
};

const respond = () => ({ status: 404, body: '{"errors":[]}' });
const methodsOf = ({ users, organizations }) => ({ ...users, ...organizations });

/** Makes a call, changes its arguments, and returns the requests to its URL. */
async function sentBy(call, { args, change, url }, requests) {
  const start = requests.length;
  const passed = args();
  const promise = call(...passed);
  change(passed);
  await assert.rejects(promise, { status: 404 });
  return requests.slice(start).filter((request) => new URL(request.url, "http://x").pathname === url.split("?")[0]);
}

for (const [entry, load] of Object.entries(ENTRIES)) {
  for (const [method, call] of Object.entries(CALLS)) {
    test(`${entry}: ${method} reads its arguments when it is called`, async (t) => {
      const { url, requests } = await httpServer(t, respond);
      const { createClerkClient } = await load();
      const methods = methodsOf(createClerkClient({ secretKey: KEY, apiUrl: url, maxRetries: 0 }));
      for (const position of ["first", "second"]) {
        const [sent, ...others] = await sentBy(methods[method], call, requests);
        assert.deepEqual([sent.url, sent.body, others], [call.url, call.body ?? "", []], position);
      }
    });
  }
}

for (const [name, options] of Object.entries({
  coalesce: { coalesce: true },
  "a hook": { onRequest() {} },
  "a hook and coalesce": { coalesce: true, onSuccess() {} },
})) {
  test(`a client with ${name} reads the arguments when it is called`, async (t) => {
    const { url, requests } = await httpServer(t, respond);
    const { createClerkClient } = await ENTRIES["clerk-metadata"]();
    const { users } = createClerkClient({ secretKey: KEY, apiUrl: url, maxRetries: 0, ...options });
    const call = CALLS.updateUserMetadata;
    const [{ body }] = await sentBy(users.updateUserMetadata, call, requests);
    assert.equal(body, call.body);
  });
}

test("withMetadata, which checks the instance first, reads the arguments when it is called", async (t) => {
  const { url, requests } = await httpServer(t, ({ url }) =>
    url === "/v1/instance" ? { body: '{"object":"instance","id":"ins_1"}' } : respond(),
  );
  const official = { users: { updateUserMetadata() {} }, instance: { get: async () => ({ id: "ins_1" }) } };
  const options = { secretKey: KEY, apiUrl: url, maxRetries: 0, checkInstance: true };
  const call = CALLS.updateUserMetadata;
  const { users } = withMetadata(official, options);
  for (const position of ["first", "second"]) {
    const [{ body }] = await sentBy(users.updateUserMetadata, call, requests);
    assert.equal(body, call.body, position);
  }
});

test("prepareRequest and clerk-metadata/wasm read the arguments when they are called", async (t) => {
  const { url, requests } = await httpServer(t, respond);
  const call = CALLS.updateUserMetadata;
  const { prepareRequest } = await ENTRIES["clerk-metadata"]();
  const args = call.args();
  const options = { secretKey: KEY, apiUrl: url };
  const prepared = prepareRequest(options, "updateUserMetadata", ...args);
  call.change(args);
  options.apiUrl = "https://example.com";
  const { body, url: preparedUrl } = await prepared;
  assert.deepEqual([body, preparedUrl], [call.body, url + call.url]);

  const update = (...args) => wasmEntry.updateUserMetadata(...args, { secretKey: KEY, apiUrl: url, maxRetries: 0 });
  const [sent] = await sentBy(update, call, requests);
  assert.equal(sent.body, call.body);
});

test("the options of the first call are read when it is made", async (t) => {
  const { url, requests } = await httpServer(t, () => ({ status: 503, body: "{}" }));
  const { createClerkClient } = await ENTRIES["clerk-metadata"]();
  const { users } = createClerkClient({ secretKey: KEY, apiUrl: url });
  const options = { maxRetries: 0 };
  const call = users.getUser("user_1", options);
  options.maxRetries = 1;
  options.unknown = true;
  await assert.rejects(call, { status: 503 });
  assert.equal(requests.length, 1);
});

const circular = {};
circular.self = circular;
class Plan {
  name = "pro";
}
const throwing = (error) =>
  Object.defineProperty({}, "plan", {
    enumerable: true,
    get: () => {
      throw error;
    },
  });
/** Metadata of which JSON cannot represent a part, or that it converts. */
const VALUES = {
  NaN: () => ({ a: NaN }),
  "a cycle": () => circular,
  "101 levels": () => JSON.parse(`${'{"a":'.repeat(101)}1${"}".repeat(101)}`),
  "100,000 levels": () => JSON.parse(`${'{"a":'.repeat(100_000)}1${"}".repeat(100_000)}`),
  "a Map": () => ({ a: new Map() }),
  "a class": () => new Plan(),
  "a nested class": () => ({ a: [new Plan()] }),
  "a date": () => ({ a: new Date(5) }),
  "an invalid date": () => ({ a: new Date(NaN) }),
  toJSON: () => ({ a: { toJSON: (key) => [key, null] } }),
  "a toJSON that throws": () => ({
    a: {
      toJSON: () => {
        throw new Error("toJSON");
      },
    },
  }),
  "a symbol": () => ({ a: Symbol("s"), b: 1 }),
  "a key that is a symbol": () => ({ [Symbol("s")]: 1, a: 1 }),
  "undefined in an array": () => ({ a: [undefined] }),
  undefined: () => ({ a: undefined }),
  "a BigInt": () => ({ a: 1n }),
  "a function": () => ({ a() {} }),
  "no prototype": () => Object.assign(Object.create(null), { a: 1 }),
  "the key __proto__": () => JSON.parse('{"__proto__":{"a":1}}'),
  "a getter that throws": () => throwing(new Error("getter")),
  "an array": () => [],
  null: () => null,
  "an error with the key": () => throwing(new Error(`the key is ${KEY}`)),
};

/** What a call sends, or the fields of its error. */
async function outcome(call, requests) {
  const start = requests.length;
  const error = await call().then(
    () => undefined,
    ({ name, code, path, message, cause }) => ({ name, code, path, message, cause: cause?.message }),
  );
  return { error, bodies: requests.slice(start).map(({ body }) => body) };
}

test("the first call sends or rejects what the second one does", async (t) => {
  const { url, requests } = await httpServer(t, () => ({ body: userBody() }));
  let rejected = 0;
  for (const [name, value] of Object.entries(VALUES)) {
    const { createClerkClient } = await ENTRIES["clerk-metadata/js"]();
    const { users } = createClerkClient({ secretKey: KEY, apiUrl: url });
    const call = () => users.updateUserMetadata("user_1", { publicMetadata: value() });
    const first = await outcome(call, requests);
    assert.deepEqual(first, await outcome(call, requests), name);
    if (first.error) rejected++;
    assert.equal(first.bodies.length, first.error ? 0 : 1, name);
  }
  assert.equal(rejected, 17);
});

test("invalid arguments and options of the first call have the errors of the second one", async (t) => {
  const { url, requests } = await httpServer(t, () => ({ body: userBody() }));
  const metadata = { publicMetadata: { a: NaN } };
  const CASES = {
    params: [["user_1", new Map()], "invalid_params"],
    field: [["user_1", { publicMetadat: {} }], "invalid_params"],
    id: [[5, { publicMetadata: {} }], "invalid_user_id"],
    "options before metadata": [["user_1", metadata, { timeout: -1 }], "invalid_option"],
    "options that are no object": [["user_1", metadata, 5], "invalid_option"],
    "options that throw": [["user_1", metadata, throwing(new Error("options"))], "invalid_option"],
    "null as options": [["user_1", metadata, null], "invalid_option"],
    "a revoked proxy": [["user_1", revoked()], "invalid_params"],
    "a revoked proxy as options": [["user_1", metadata, revoked()], "invalid_option"],
  };
  for (const [name, [args, code]] of Object.entries(CASES)) {
    const { createClerkClient } = await ENTRIES["clerk-metadata/js"]();
    const { users } = createClerkClient({ secretKey: KEY, apiUrl: url });
    const call = () => users.updateUserMetadata(...args);
    const first = await outcome(call, requests);
    assert.deepEqual(first, await outcome(call, requests), name);
    assert.equal(first.error?.code, code, name);
  }
  assert.equal(requests.length, 0);
});

function revoked() {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
}

test("the first call reads a getter as often as the second one", async (t) => {
  const { url } = await httpServer(t, () => ({ body: userBody() }));
  const { createClerkClient } = await ENTRIES["clerk-metadata"]();
  const { users } = createClerkClient({ secretKey: KEY, apiUrl: url });
  const counts = [];
  for (let call = 0; call < 2; call++) {
    const reads = { params: 0, metadata: 0, options: 0 };
    const counting = (name, key, value) =>
      Object.defineProperty({}, key, { enumerable: true, get: () => (reads[name]++, value) });
    const params = counting("params", "publicMetadata", counting("metadata", "plan", "pro"));
    await users.updateUserMetadata("user_1", params, counting("options", "timeout", 5_000));
    counts.push(reads);
  }
  assert.deepEqual(counts[0], counts[1]);
  assert.deepEqual([counts[0].params, counts[0].options], [1, 1]);
});
