// Validates the requests for organizations and memberships, the responses of the fixtures and the types against Clerk's
// published OpenAPI document.
import assert from "node:assert/strict";
import { test } from "node:test";
import { createClerkClient } from "clerk-metadata";
import { MEMBERSHIP_METADATA } from "./support/calls.mjs";
import { members } from "./support/declarations.mjs";
import { fixture } from "./support/fixtures.mjs";
import { openApi, skip } from "./support/openapi.mjs";

const api = skip ? undefined : openApi();
const RESPONSES = fixture("organization_responses.json");
const bodyNamed = (wanted) => RESPONSES.find(({ name }) => name === wanted).body;
const BODIES = {
  Organization: bodyNamed("an organization with all fields"),
  OrganizationMembership: bodyNamed("a membership with all fields"),
};
const JSON_TYPES = new URL("../../pkg/types/organization-json.d.ts", import.meta.url);
/** Each resource, its schema, and the type of its JSON. */
const TYPES = {
  Organization: "OrganizationJSON",
  OrganizationMembership: "OrganizationMembershipJSON",
  OrganizationMembershipPublicUserData: "OrganizationMembershipPublicUserDataJSON",
};

/** The method and the documented path of each call. */
const ROUTES = {
  getOrganization: ["GET", "/organizations/{organization_id}"],
  updateOrganizationMetadata: ["PATCH", "/organizations/{organization_id}/metadata"],
  replaceOrganizationMetadata: ["PUT", "/organizations/{organization_id}/metadata"],
  [MEMBERSHIP_METADATA]: ["PATCH", "/organizations/{organization_id}/memberships/{user_id}/metadata"],
};

/** The request of a call. */
async function requestOf(operation, args) {
  const requests = [];
  const fetch = async (url, { method, body }) => {
    const { pathname, search } = new URL(url);
    requests.push({ method, path: pathname.replace("/v1", ""), search, body });
    return new Response(
      JSON.stringify(BODIES[operation === MEMBERSHIP_METADATA ? "OrganizationMembership" : "Organization"]),
    );
  };
  await createClerkClient({ secretKey: "sk_test_fake", fetch }).organizations[operation](...args);
  assert.equal(requests.length, 1);
  return requests[0];
}

/** A documented path as a pattern of paths. */
const patternOf = (path) => new RegExp(`^${path.replace(/\{\w+\}/g, "[^/]+")}$`);

test("the requests of the fixtures", { skip }, async () => {
  const sent = new Set();
  for (const { name, operation, args, error } of fixture("organization_requests.json")) {
    if (error) continue;
    const { method, path, search, body } = await requestOf(operation, args);
    const [documentedMethod, documentedPath] = ROUTES[operation];
    assert.equal(method, documentedMethod, name);
    assert.match(path, patternOf(documentedPath), name);
    sent.add(operation);
    if (body !== undefined) api.request(method, documentedPath, JSON.parse(body));
    const documented = api.parameters(method, documentedPath).map((parameter) => parameter.name);
    for (const parameter of new URLSearchParams(search).keys()) assert.ok(documented.includes(parameter), parameter);
  }
  assert.deepEqual([...sent], Object.keys(ROUTES));
});

test("the client sends any patch that can be merged", { skip }, async () => {
  const patches = fixture("merge.json")
    .map(({ patch }) => patch)
    .filter((patch) => typeof patch === "object" && patch !== null && !Array.isArray(patch));
  for (const patch of patches) {
    const params = { publicMetadata: patch, privateMetadata: patch };
    for (const operation of Object.keys(ROUTES).slice(1)) {
      const ids = { organizationId: "org_1", userId: "user_1" };
      const args = operation === MEMBERSHIP_METADATA ? [{ ...ids, ...params }] : ["org_1", params];
      const { method, body } = await requestOf(operation, args);
      api.request(method, ROUTES[operation][1], JSON.parse(body));
    }
  }
});

test("the client sends every documented parameter of an organization", { skip }, async () => {
  const camelCase = (name) => name.replace(/_([a-z])/g, (_, letter) => letter.toUpperCase());
  const parameters = api.parameters(...ROUTES.getOrganization).filter(({ name }) => name !== "organization_id");
  assert.equal(parameters.length, 2);
  for (const { name, schema } of parameters) {
    assert.equal(schema.type, "boolean");
    const { search } = await requestOf("getOrganization", [{ organizationId: "org_1", [camelCase(name)]: true }]);
    assert.equal(search, `?${name}=true`);
  }
});

test("the fixtures are documented responses", { skip }, () => {
  for (const [name, body] of Object.entries(BODIES)) api.schema(name, body);
  for (const [operation, [method, path]] of Object.entries(ROUTES)) {
    const body = BODIES[operation === MEMBERSHIP_METADATA ? "OrganizationMembership" : "Organization"];
    api.response(method, path, 200, body);
  }
});

test("the types declare the documented fields, and no others", { skip }, () => {
  const { public_user_data } = BODIES.OrganizationMembership;
  const all = { ...BODIES, OrganizationMembershipPublicUserData: public_user_data };
  for (const [schema, type] of Object.entries(TYPES)) {
    const declared = Object.keys(members(JSON_TYPES, type));
    // Deprecated in the document.
    const documented = api.properties(schema).filter((name) => name !== "profile_image_url");
    assert.deepEqual([...declared].sort(), [...documented].sort(), type);
    for (const name of Object.keys(all[schema])) assert.ok([...documented, "profile_image_url"].includes(name), name);
  }
});

test("the documented metadata fields are those of the client", { skip }, () => {
  for (const [method, path] of Object.values(ROUTES).slice(1)) {
    api.request(method, path, { public_metadata: {}, private_metadata: {} });
    assert.throws(() => api.request(method, path, { unsafe_metadata: {} }), /additional properties/);
    assert.throws(() => api.request(method, path, { public_metadata: null }), /object/);
  }
});
