// withMetadata with the real client of @clerk/backend: which methods are replaced, and which key they use.
import assert from "node:assert/strict";
import { test } from "node:test";
import { createClerkClient as createOfficialClient } from "@clerk/backend";
import { createClerkClient, User } from "clerk-metadata";
import { withMetadata } from "clerk-metadata/with-metadata";
import { rejectsWithInputError } from "./support/errors.mjs";
import { httpServer, userBody } from "./support/server.mjs";

const METHODS = Object.entries(createClerkClient()).flatMap(([namespace, methods]) =>
  Object.keys(methods).map((name) => [namespace, name]),
);
const publishableKey = (host, type = "test") => `pk_${type}_${btoa(`${host}$`)}`;
const PATCH = { publicMetadata: { plan: "pro" } };

/** Each kind of request of the tests. The ID of the instance contains the key. */
const respond = ({ url, headers: { authorization } }) => {
  if (url !== "/v1/instance") return { body: userBody() };
  if (authorization === "Bearer sk_test_unknown") return { status: 401, body: "{}" };
  return { body: JSON.stringify({ object: "instance", id: `ins_${authorization.split("_").at(-1)}` }) };
};
const isOurs = ({ headers }) => headers["user-agent"].startsWith("clerk-metadata");

async function wrapped(t, { clientOptions, options } = {}) {
  const server = await httpServer(t, respond);
  const shared = { secretKey: "sk_test_1", apiUrl: server.url };
  const official = createOfficialClient({ ...shared, ...clientOptions });
  return { server, official, clerk: withMetadata(official, { ...shared, ...options }) };
}

test("the methods of this package are replaced, and all others are Clerk's", async (t) => {
  const { clerk, official, server } = await wrapped(t);
  for (const [namespace, name] of METHODS) {
    assert.equal(typeof clerk[namespace][name], "function");
    assert.notEqual(clerk[namespace][name], official[namespace][name]);
  }
  const user = await clerk.users.updateUserMetadata("user_1", PATCH);
  assert.ok(user instanceof User);
  await clerk.users.getUser("user_1");
  await clerk.users.banUser("user_1");
  await clerk.organizations.getOrganizationList();
  assert.deepEqual(
    server.requests.map((request) => [request.method, request.url, isOurs(request), request.headers.authorization]),
    [
      ["PATCH", "/v1/users/user_1/metadata", true, "Bearer sk_test_1"],
      ["GET", "/v1/users/user_1", true, "Bearer sk_test_1"],
      ["POST", "/v1/users/user_1/ban", false, "Bearer sk_test_1"],
      ["GET", "/v1/organizations", false, "Bearer sk_test_1"],
    ],
  );
});

test("the client that is passed is not changed", async (t) => {
  const { official, server } = await wrapped(t);
  await official.users.updateUserMetadata("user_1", PATCH);
  assert.equal(isOurs(server.requests[0]), false);
});

test("results have withResponse(), and errors are those of this package", async (t) => {
  const { clerk } = await wrapped(t);
  const { data, response } = await clerk.users.updateUserMetadata("user_1", PATCH).withResponse();
  assert.equal(data.id, "user_1");
  assert.deepEqual(response, { status: 200, clerkTraceId: undefined, attempts: 1 });
  const invalid = { code: "invalid_params", path: "publicMetdata" };
  await rejectsWithInputError(clerk.users.updateUserMetadata("user_1", { publicMetdata: {} }), invalid);
  await rejectsWithInputError(clerk.users.updateUserMetadata("user_1", { publicMetdata: {} }).withResponse(), invalid);
});

test("options apply to the methods of this package", async (t) => {
  const calls = [];
  const { clerk } = await wrapped(t, { options: { onSuccess: ({ operation }) => calls.push(operation) } });
  await clerk.users.getUser("user_1");
  await clerk.users.banUser("user_1");
  assert.deepEqual(calls, ["getUser"]);
});

const rejected = [
  ["no client", undefined, /^client: must be a client of Clerk\. Pass what createClerkClient\(\)/],
  ["null", null, /Pass what createClerkClient\(\)/],
  ["another object", { secretKey: "sk_test_1" }, /Pass what createClerkClient\(\)/],
  ["a function", () => {}, /This is a function\. Pass what it returns/],
  ["a promise", Promise.resolve({}), /This is a promise\. Await it/],
];
for (const [name, client, message] of rejected) {
  test(`rejected: ${name}`, () =>
    rejectsWithInputError((async () => withMetadata(client, { secretKey: "sk_test_1" }))(), {
      code: "invalid_option",
      path: "client",
      message,
    }));
}

test("without a secret key, the methods of this package reject, and the others work", async (t) => {
  const { clerk, server } = await wrapped(t, { options: { secretKey: undefined } });
  await rejectsWithInputError(clerk.users.getUser("user_1"), { code: "missing_secret_key" });
  await clerk.users.banUser("user_1");
  assert.equal(server.requests.length, 1);
});

const ONE = "clerk.one.example";
const TWO = "clerk.two.example";
const INVALID_KEY = { code: "invalid_option", path: "secretKey" };
const mismatches = [
  {
    name: "a test client and a live key",
    clientOptions: { publishableKey: publishableKey(ONE) },
    options: { secretKey: "sk_live_1" },
    reason: "this key is of a live instance, and the client is of a test instance",
  },
  {
    name: "a live client and a test key",
    clientOptions: { publishableKey: publishableKey(ONE, "live"), secretKey: "sk_live_1" },
    reason: "this key is of a test instance, and the client is of a live instance",
  },
  {
    name: "the publishable key of another instance",
    clientOptions: { publishableKey: publishableKey(ONE) },
    options: { publishableKey: publishableKey(TWO) },
    reason: `this key is of the instance ${TWO}, and the client is of ${ONE}`,
  },
];
for (const { name, reason, ...settings } of mismatches) {
  test(`another instance: ${name}`, async (t) => {
    const { clerk, server } = await wrapped(t, settings);
    const expected = {
      ...INVALID_KEY,
      message: `secretKey: must be the key of the client's instance: ${reason}. Pass the key of the client: withMetadata(client, { secretKey }).`,
    };
    for (let call = 0; call < 2; call++) {
      await rejectsWithInputError(clerk.users.updateUserMetadata("user_1", PATCH), expected);
    }
    assert.equal(server.requests.length, 0);
  });
}

const accepted = [
  {
    name: "the same publishable key",
    clientOptions: { publishableKey: publishableKey(ONE) },
    options: { publishableKey: publishableKey(ONE) },
  },
  { name: "no publishable key of the client", options: { publishableKey: publishableKey(TWO) } },
  { name: "no publishable key in the options", clientOptions: { publishableKey: publishableKey(ONE) } },
  {
    name: "a placeholder",
    clientOptions: { publishableKey: publishableKey(ONE) },
    options: { publishableKey: "pk_test_x" },
  },
  {
    name: "a satellite",
    clientOptions: { publishableKey: publishableKey(ONE), isSatellite: true, domain: "a.example" },
  },
];
for (const { name, ...settings } of accepted) {
  test(`the same instance, or not known: ${name}`, async (t) => {
    const { clerk, server } = await wrapped(t, settings);
    await clerk.users.updateUserMetadata("user_1", PATCH);
    await clerk.users.updateUserMetadata("user_1", PATCH);
    // The check sends nothing.
    assert.deepEqual(
      server.requests.map(({ url }) => url),
      Array(2).fill("/v1/users/user_1/metadata"),
    );
  });
}

test("checkInstance compares the IDs of the instances once", async (t) => {
  const { clerk, server } = await wrapped(t, { options: { checkInstance: true } });
  await clerk.users.getUser("user_1");
  await clerk.users.getUser("user_1");
  const urls = server.requests.map(({ url }) => url);
  assert.deepEqual(urls, ["/v1/instance", "/v1/instance", "/v1/users/user_1", "/v1/users/user_1"]);
});

test("checkInstance: another instance, and a key that no instance has", async (t) => {
  const other = await wrapped(t, { options: { checkInstance: true, secretKey: "sk_test_2" } });
  await rejectsWithInputError(other.clerk.users.getUser("user_1"), {
    ...INVALID_KEY,
    message: /this key is of the instance ins_2, and the client is of ins_1\. Pass the key of the client/,
  });
  const unknown = await wrapped(t, { options: { checkInstance: true, secretKey: "sk_test_unknown" } });
  await rejectsWithInputError(unknown.clerk.users.getUser("user_1"), {
    code: "invalid_option",
    path: "checkInstance",
    message: /GET \/instance responded with 401/,
  });
});

test("a fake without authenticateRequest", async (t) => {
  const { url } = await httpServer(t, respond);
  const clerk = withMetadata({ users: { getUser: () => {} } }, { secretKey: "sk_test_1", apiUrl: url });
  assert.equal((await clerk.users.getUser("user_1")).id, "user_1");
});
