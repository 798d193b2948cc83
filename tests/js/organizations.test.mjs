// The calls for organizations and memberships, over HTTP.
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  createClerkClient,
  Organization,
  OrganizationMembership,
  OrganizationMembershipPublicUserData,
  prepareRequest,
  User,
} from "clerk-metadata";
import { clerkClient as expressClient } from "clerk-metadata/express";
import { clerkClient as workerClient } from "clerk-metadata/cloudflare";
import { rejectsWithApiError, rejectsWithConnectionError, rejectsWithInputError } from "./support/errors.mjs";
import { fixture } from "./support/fixtures.mjs";
import { httpServer } from "./support/server.mjs";

const RESPONSES = fixture("organization_responses.json");
const BODIES = {
  organization: RESPONSES.find(({ name }) => name === "an organization with all fields").body,
  membership: RESPONSES.find(({ name }) => name === "a membership with all fields").body,
};
const MEMBERSHIP_METADATA = "updateOrganizationMembershipMetadata";
const bodyOf = (operation) => JSON.stringify(BODIES[operation === MEMBERSHIP_METADATA ? "membership" : "organization"]);
const OPTIONS = { secretKey: "sk_test_fake" };

/** The arguments of a valid call. */
const ARGS = {
  getOrganization: [{ organizationId: "org_1" }],
  updateOrganizationMetadata: ["org_1", { publicMetadata: { a: 1 } }],
  replaceOrganizationMetadata: ["org_1", { publicMetadata: { a: 1 } }],
  [MEMBERSHIP_METADATA]: [{ organizationId: "org_1", userId: "user_1", publicMetadata: { a: 1 } }],
};
const OPERATIONS = Object.keys(ARGS);

for (const { name, operation, args, request, error } of fixture("organization_requests.json")) {
  test(`${operation}: ${name}`, async (t) => {
    const server = await httpServer(t, () => ({ body: bodyOf(operation) }));
    const options = { ...OPTIONS, apiUrl: server.url };
    const clerk = createClerkClient(options);
    if (error) {
      const { code, path, message } = error;
      assert.equal(
        (await rejectsWithInputError(clerk.organizations[operation](...args), { code, path })).message,
        message,
      );
      await assert.rejects(prepareRequest(options, operation, ...args), { code, path, message });
      assert.equal(server.requests.length, 0);
      return;
    }
    await clerk.organizations[operation](...args);
    assert.deepEqual(
      server.requests.map(({ method, url, body }) => ({ method, path: url, body: body || null })),
      [request],
    );
    const [{ headers }] = server.requests;
    assert.equal(headers.authorization, "Bearer sk_test_fake");
    assert.equal(headers["content-type"], request.body === null ? undefined : "application/json");
    const prepared = await prepareRequest(options, operation, ...args);
    assert.equal(prepared.method, request.method);
    assert.equal(prepared.url, server.url + request.path);
    assert.equal(prepared.body ?? null, request.body);
  });
}

for (const { name, operation, body, result, error } of RESPONSES) {
  test(`the response is ${name}`, async (t) => {
    const server = await httpServer(t, () => ({ body: JSON.stringify(body) }));
    const clerk = createClerkClient({ ...OPTIONS, apiUrl: server.url, maxRetries: 0 });
    const call = clerk.organizations[operation](...ARGS[operation]);
    if (error) {
      const { message } = await rejectsWithConnectionError(call, { code: error.code });
      assert.ok(message.startsWith(error.message), message);
      return;
    }
    const found = await call;
    assert.equal(JSON.stringify(found), JSON.stringify(result));
    assert.deepEqual(found.raw, body);
    assert.equal(found.raw, found.raw);
  });
}

test("results are instances of the exported classes, with the own fields of the official ones", async () => {
  const clerk = createClerkClient({
    ...OPTIONS,
    fetch: async (url) => new Response(bodyOf(/memberships/.test(url) ? MEMBERSHIP_METADATA : "")),
  });
  for (const operation of OPERATIONS) {
    const result = await clerk.organizations[operation](...ARGS[operation]);
    const isMembership = operation === MEMBERSHIP_METADATA;
    assert.equal(result instanceof OrganizationMembership, isMembership, operation);
    assert.equal(result instanceof Organization, !isMembership, operation);
    assert.ok(!(result instanceof User));
    assert.equal(result.constructor.name, isMembership ? "OrganizationMembership" : "Organization");
    const organization = isMembership ? result.organization : result;
    assert.ok(organization instanceof Organization);
    assert.ok(Object.hasOwn(organization, "membersCount") && Object.hasOwn(organization, "createdBy"));
    if (!isMembership) continue;
    assert.equal(organization.membersCount, undefined);
    assert.deepEqual(organization.raw, BODIES.membership.organization);
    assert.ok(result.publicUserData instanceof OrganizationMembershipPublicUserData);
    assert.equal(result.publicUserData.constructor.name, "OrganizationMembershipPublicUserData");
    assert.equal(result.raw.role_name, "Admin");
  }
});

test("invalid input is rejected with its path before a request", async () => {
  const { organizations } = createClerkClient({ ...OPTIONS, fetch: () => assert.fail("nothing is sent") });
  const ids = { organizationId: "org_1", userId: "user_1" };
  for (const [operation, args, code, path, message] of [
    ["getOrganization", [], "invalid_organization_id", "organizationId", "unless slug is set."],
    ["getOrganization", [{}], "invalid_organization_id", "organizationId", "unless slug is set."],
    ["getOrganization", ["org_1"], "invalid_params", "params", 'such as { organizationId: "org_2abc" }.'],
    ["getOrganization", [{ organizationId: 5 }], "invalid_organization_id", "organizationId", "must be a string."],
    ["getOrganization", [{ organizationId: "" }], "invalid_organization_id", "organizationId", "must not be empty."],
    ["getOrganization", [{ slug: ["acme"] }], "invalid_organization_id", "slug", "must be a string."],
    ["getOrganization", [{ slug: "" }], "invalid_organization_id", "slug", "must not be empty."],
    ["getOrganization", [{ slug: "a b" }], "invalid_organization_id", "slug", "white space"],
    ["getOrganization", [{ slug: "\ud83d" }], "invalid_organization_id", "slug", "unpaired surrogate"],
    ["getOrganization", [{ organizationId: "org_1", slug: "acme" }], "invalid_params", "slug", "Remove one of them."],
    [
      "getOrganization",
      [{ organisationId: "org_1" }],
      "invalid_params",
      "organisationId",
      "Did you mean organizationId?",
    ],
    [
      "getOrganization",
      [{ slug: "a", includeMembersCount: 1 }],
      "invalid_params",
      "includeMembersCount",
      "true or false.",
    ],
    ["updateOrganizationMetadata", [], "invalid_organization_id", "organizationId", "must be a string."],
    [
      "updateOrganizationMetadata",
      [{}, { publicMetadata: {} }],
      "invalid_organization_id",
      "organizationId",
      "must be a string.",
    ],
    [
      "updateOrganizationMetadata",
      ["\udc00", { publicMetadata: {} }],
      "invalid_organization_id",
      "organizationId",
      "surrogate",
    ],
    ["updateOrganizationMetadata", ["org_1"], "invalid_params", "params", "publicMetadata and privateMetadata."],
    ["updateOrganizationMetadata", ["org_1", []], "invalid_params", "params", "plain object"],
    [
      "updateOrganizationMetadata",
      ["org_1", { publicMetadata: { plan: { seats: NaN } } }],
      "invalid_params",
      "publicMetadata.plan.seats",
      "NaN",
    ],
    [
      "updateOrganizationMetadata",
      ["org_1", { privateMetadata: { m: new Map() } }],
      "invalid_params",
      "privateMetadata.m",
      "Map",
    ],
    [
      "replaceOrganizationMetadata",
      ["org_1", { publicMetadata: { a: "x".repeat(8192) } }],
      "invalid_params",
      "publicMetadata",
      "8192 (8 KB)",
    ],
    [MEMBERSHIP_METADATA, [], "invalid_organization_id", "organizationId", "must be a string."],
    [MEMBERSHIP_METADATA, [null], "invalid_organization_id", "organizationId", "must be a string."],
    [
      MEMBERSHIP_METADATA,
      [5],
      "invalid_params",
      "params",
      "such as { organizationId, userId, publicMetadata: { … } }.",
    ],
    [MEMBERSHIP_METADATA, [{ organizationId: "org_1" }], "invalid_user_id", "userId", "must be a string."],
    [
      MEMBERSHIP_METADATA,
      [{ ...ids, organizationId: 5 }],
      "invalid_organization_id",
      "organizationId",
      "must be a string.",
    ],
    [MEMBERSHIP_METADATA, [{ ...ids, userId: "" }], "invalid_user_id", "userId", "must not be empty."],
    [MEMBERSHIP_METADATA, [ids], "invalid_params", "params", "publicMetadata and privateMetadata."],
    [
      MEMBERSHIP_METADATA,
      [{ ...ids, role: "org:admin" }],
      "invalid_params",
      "role",
      "Expected publicMetadata or privateMetadata.",
    ],
    [MEMBERSHIP_METADATA, [{ ...ids, userID: "user_1" }], "invalid_params", "userID", "Did you mean userId?"],
    [
      MEMBERSHIP_METADATA,
      [{ ...ids, publicMetadata: { plan: { seats: 10n } } }],
      "invalid_params",
      "publicMetadata.plan.seats",
      "BigInt",
    ],
  ]) {
    const error = await rejectsWithInputError(organizations[operation](...args), { code, path });
    assert.ok(error.message.includes(message), `${operation} ${error.message}`);
    assert.ok(error.message.includes(path), error.message);
  }
});

test("a getter of the parameters of a membership is read once, and its error is the cause", async (t) => {
  const server = await httpServer(t, () => ({ body: bodyOf(MEMBERSHIP_METADATA) }));
  const { organizations } = createClerkClient({ ...OPTIONS, apiUrl: server.url });
  let reads = 0;
  const ids = { organizationId: "org_1", userId: "user_1" };
  await organizations.updateOrganizationMembershipMetadata({
    ...ids,
    get publicMetadata() {
      return { reads: ++reads };
    },
  });
  assert.equal(server.requests[0].body, '{"public_metadata":{"reads":1}}');
  const cause = new Error("not now");
  const call = organizations.updateOrganizationMembershipMetadata({
    ...ids,
    get publicMetadata() {
      throw cause;
    },
  });
  assert.equal((await rejectsWithInputError(call, { code: "invalid_params", path: "publicMetadata" })).cause, cause);
});

test("the errors of the Backend API, and withResponse", async (t) => {
  const notFound = { errors: [{ code: "resource_not_found", message: "not found", long_message: "No organization." }] };
  const statuses = [];
  const server = await httpServer(t, () => {
    const status = statuses.shift() ?? 200;
    const body = status === 200 ? bodyOf("") : JSON.stringify(notFound);
    return { status, body, headers: { "cf-ray": "ray_1", "retry-after": "0" } };
  });
  const clerk = createClerkClient({ ...OPTIONS, apiUrl: server.url });
  statuses.push(404);
  const error = await rejectsWithApiError(clerk.organizations.getOrganization({ slug: "acme" }), { status: 404 });
  assert.equal(error.message, "No organization. (GET /v1/organizations/acme)");
  assert.deepEqual(error.request, { method: "GET", path: "/v1/organizations/acme" });
  assert.equal(error.errors[0].code, "resource_not_found");
  statuses.push(429);
  const { data, response } = await clerk.organizations
    .updateOrganizationMetadata(...ARGS.updateOrganizationMetadata)
    .withResponse();
  assert.equal(data.id, "org_1");
  assert.deepEqual(response, { status: 200, clerkTraceId: "ray_1", attempts: 2 });
});

test("hooks and the options of a call", async (t) => {
  const server = await httpServer(t, (request) => ({
    body: bodyOf(/memberships/.test(request.url) ? MEMBERSHIP_METADATA : ""),
  }));
  const events = [];
  const clerk = createClerkClient({
    ...OPTIONS,
    apiUrl: server.url,
    onRequest: ({ operation, method }) => events.push(`${operation} ${method}`),
    onSuccess: ({ operation, status }) => events.push(`${operation} ${status}`),
  });
  const controller = new AbortController();
  controller.abort();
  for (const operation of OPERATIONS) {
    await clerk.organizations[operation](...ARGS[operation]);
    await assert.rejects(clerk.organizations[operation](...ARGS[operation], { signal: controller.signal }), {
      name: "AbortError",
    });
    await rejectsWithInputError(clerk.organizations[operation](...ARGS[operation], { timeOut: 1 }), {
      code: "invalid_option",
      path: "timeOut",
    });
  }
  assert.deepEqual(events, [
    "getOrganization GET",
    "getOrganization 200",
    "updateOrganizationMetadata PATCH",
    "updateOrganizationMetadata 200",
    "replaceOrganizationMetadata PUT",
    "replaceOrganizationMetadata 200",
    "updateOrganizationMembershipMetadata PATCH",
    "updateOrganizationMembershipMetadata 200",
  ]);
});

test("the clients of framework entries have the calls", async (t) => {
  const server = await httpServer(t, () => ({ body: bodyOf("") }));
  const env = { CLERK_SECRET_KEY: "sk_test_fake", CLERK_API_URL: server.url };
  assert.equal((await workerClient(env).organizations.getOrganization({ slug: "acme" })).id, "org_1");
  const previous = { ...process.env };
  Object.assign(process.env, env);
  t.after(() => Object.assign(process.env, { CLERK_SECRET_KEY: "", CLERK_API_URL: "" }, previous));
  const { organizations } = expressClient;
  assert.equal((await organizations.replaceOrganizationMetadata("org_1", { publicMetadata: {} })).id, "org_1");
  assert.equal(expressClient.organizations, organizations);
  assert.deepEqual(Object.keys(organizations), OPERATIONS);
  assert.deepEqual(
    OPERATIONS.map((name) => createClerkClient().organizations[name].name),
    OPERATIONS,
  );
});
