// `clerk-metadata/wasm` for organizations and memberships: the requests, results and errors of the client.
import assert from "node:assert/strict";
import { test } from "node:test";
import * as clerkMetadata from "clerk-metadata";
import { assertNoKey } from "./support/errors.mjs";
import { fixture } from "./support/fixtures.mjs";
import { httpServer } from "./support/server.mjs";
import * as wasm from "./support/wasm-entry.mjs";

const SECRET_KEY = "sk_test_fake";
const RESPONSE = '{"object":"organization","id":"org_1"}';
const MEMBERSHIP = '{"object":"organization_membership","id":"orgmem_1"}';
const bodyFor = (operation) => (operation === "updateOrganizationMembershipMetadata" ? MEMBERSHIP : RESPONSE);

/** The outcome of a call with both: what was sent, and the result or the error. */
async function outcomes(t, operation, createArgs, body = bodyFor(operation)) {
  const server = await httpServer(t, () => ({ body }));
  const options = { secretKey: SECRET_KEY, apiUrl: server.url, maxRetries: 0 };
  const calls = [
    (...args) => clerkMetadata.createClerkClient(options).organizations[operation](...args),
    (...args) => wasm[operation](...args, options),
  ];
  const found = [];
  for (const call of calls) {
    const outcome = await call(...createArgs()).then(
      (result) => ({ result: JSON.parse(JSON.stringify(result)) }),
      (error) => {
        assertNoKey(error);
        const { name, message, code, path, status } = error;
        return { error: { name, message, code, path, status } };
      },
    );
    const requests = server.requests.splice(0).map(({ method, url, body }) => ({ method, url, body }));
    found.push({ ...outcome, requests });
  }
  return found;
}

for (const { name, operation, args, request, error } of fixture("organization_requests.json")) {
  test(`the same request or error: ${name}`, async (t) => {
    const [expected, actual] = await outcomes(t, operation, () => args);
    assert.deepEqual(actual, expected);
    if (error) return assert.equal(actual.error.code, error.code);
    const { method, path, body } = request;
    assert.deepEqual(actual.requests, [{ method, url: path, body: body ?? "" }]);
  });
}

const ARGS = {
  getOrganization: [{ organizationId: "org_1" }],
  updateOrganizationMetadata: ["org_1", { publicMetadata: {} }],
  replaceOrganizationMetadata: ["org_1", { publicMetadata: {} }],
  updateOrganizationMembershipMetadata: [{ organizationId: "org_1", userId: "user_1", publicMetadata: {} }],
};
for (const { name, operation, body } of fixture("organization_responses.json")) {
  test(`the same result: ${name}`, async (t) => {
    const [expected, actual] = await outcomes(t, operation, () => ARGS[operation], JSON.stringify(body));
    assert.deepEqual(actual, expected);
  });
}

const thrown = new Error("thrown by a getter");
const throws = (name, rest = {}) =>
  Object.defineProperty({ ...rest }, name, {
    enumerable: true,
    get() {
      throw thrown;
    },
  });
const NOT_IDS = [undefined, null, "", 1, "org_\ud83d", "a/b", ["org_1"], {}, Symbol("x")];
const IDS = { organizationId: "org_1", userId: "user_1" };
const INVALID = [
  ...NOT_IDS.flatMap((id) => [
    ["getOrganization", () => [{ organizationId: id }]],
    ["getOrganization", () => [{ slug: id }]],
    ["updateOrganizationMetadata", () => [id, { publicMetadata: {} }]],
    ["replaceOrganizationMetadata", () => [id, undefined]],
    ["updateOrganizationMembershipMetadata", () => [{ ...IDS, organizationId: id, publicMetadata: {} }]],
    ["updateOrganizationMembershipMetadata", () => [{ ...IDS, userId: id, publicMetadata: { a: NaN } }]],
  ]),
  ...[
    undefined,
    null,
    {},
    [],
    "org_1",
    new Map(),
    throws("slug"),
    { slg: "a" },
    { slug: "a", organizationId: "b" },
  ].map((params) => ["getOrganization", () => [params]]),
  ...["yes", 1, {}, [true], "true", null].map((value) => [
    "getOrganization",
    () => [{ slug: "a", includeMembersCount: value }],
  ]),
  ...[undefined, null, {}, [], "x", { unsafeMetadata: {} }, { publicMetdata: {} }, throws("publicMetadata")].flatMap(
    (params) => [
      ["updateOrganizationMetadata", () => ["org_1", params]],
      ["replaceOrganizationMetadata", () => ["org_1", params]],
    ],
  ),
  ...[
    undefined,
    null,
    {},
    [],
    "x",
    IDS,
    { ...IDS, unsafeMetadata: {} },
    { ...IDS, publicMetdata: {} },
    { ...IDS, organisationId: "x" },
    { ...IDS, publicMetadata: { list: [1, { n: NaN }] } },
    { ...IDS, publicMetadata: new Map() },
    { ...IDS, publicMetadata: { text: "x".repeat(8200) } },
    throws("publicMetadata", IDS),
    throws("userId", { organizationId: "org_1" }),
    JSON.parse('{"organizationId":"org_1","userId":"user_1","__proto__":{"publicMetadata":{}}}'),
  ].map((params) => ["updateOrganizationMembershipMetadata", () => [params]]),
];
test("the same errors for invalid input, and nothing is sent", async (t) => {
  for (const [index, [operation, createArgs]] of INVALID.entries()) {
    const [expected, actual] = await outcomes(t, operation, createArgs);
    assert.deepEqual(actual, expected, `${index}: ${operation}`);
  }
});

test("a result is a plain object", async (t) => {
  const server = await httpServer(t, () => ({
    body: `{"object":"organization_membership","id":"orgmem_1","organization":${RESPONSE}}`,
  }));
  const params = { ...IDS, publicMetadata: { __proto__: null, team: "design" } };
  const membership = await wasm.updateOrganizationMembershipMetadata(params, {
    secretKey: SECRET_KEY,
    apiUrl: server.url,
  });
  assert.equal(Object.getPrototypeOf(membership), Object.prototype);
  assert.equal(Object.getPrototypeOf(membership.organization), Object.prototype);
  assert.equal(membership.organization.id, "org_1");
  assert.equal(server.requests[0].body, '{"public_metadata":{"team":"design"}}');
});
