// Validates the responses of the local Backend API for organizations and memberships against Clerk's published OpenAPI
// document.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { serve } from "./support/backend.mjs";
import { openApi, skip } from "./support/openapi.mjs";

const api = skip ? undefined : openApi();
const local = await serve({ after }, { users: [{ id: "user_1" }, { id: "user_2", username: "two" }] });

const ORGANIZATION = "/organizations/{organization_id}";
const METADATA = `${ORGANIZATION}/metadata`;
const MEMBERSHIPS = `${ORGANIZATION}/memberships`;
const MEMBERSHIP = `${MEMBERSHIPS}/{user_id}`;
const MEMBER_METADATA = `${MEMBERSHIP}/metadata`;
const OF_USER = "/users/{user_id}/organization_memberships";

/** Sends one request, and validates its body and its response. */
async function sendValidated(method, path, { id = "", user = "user_1", query = "", body, headers, status = 200 } = {}) {
  if (status === 200 && body !== undefined) api.request(method, path, body);
  const url = path.replace("{organization_id}", id).replace("{user_id}", user) + query;
  const response = await local.request(method, url, body, headers);
  assert.equal(response.status, status, response.text);
  assert.equal(response.headers.get("content-type"), "application/json");
  api.response(method, path, status, response.json);
  return response.json;
}

test("organizations and memberships: created, read, listed, changed, deleted", { skip }, async () => {
  const bodies = [
    {
      name: "Acme",
      slug: "acme",
      created_by: "user_1",
      public_metadata: { a: 1 },
      private_metadata: { b: null },
      max_allowed_memberships: 5,
      created_at: "2012-10-20T07:15:20.902Z",
      role_set_key: "role_set:default",
    },
    { name: "Second", slug: null, created_by: null, public_metadata: null, private_metadata: null },
  ];
  for (const body of bodies) {
    const created = await sendValidated("POST", "/organizations", { body });
    const { id, slug } = created;
    for (const key of [id, slug]) assert.deepEqual(await sendValidated("GET", ORGANIZATION, { id: key }), created);
    const query = "?include_members_count=true&include_missing_member_with_elevated_permissions=true";
    await sendValidated("GET", ORGANIZATION, { id, query });
    const list = await sendValidated("GET", "/organizations", { query: `${query}&organization_id=${id}` });
    assert.equal(list.total_count, 1);
    for (const method of ["PATCH", "PUT"]) {
      const change = { public_metadata: { plan: { seats: 5 } }, private_metadata: { c: null } };
      await sendValidated(method, METADATA, { id, body: change });
    }
    const update = {
      name: "Changed",
      slug: null,
      max_allowed_memberships: 7,
      admin_delete_enabled: false,
      created_at: "2012-10-20T07:15:20.902Z",
      role_set_key: "role_set:other",
    };
    const updated = await sendValidated("PATCH", ORGANIZATION, { id, body: update });
    assert.deepEqual([updated.name, updated.slug, updated.role_set_key], ["Changed", slug, "role_set:other"]);
    const member = { user_id: "user_2", role: "org:member", public_metadata: { d: 1 }, private_metadata: null };
    const membership = await sendValidated("POST", MEMBERSHIPS, { id, body: member });
    api.schema("OrganizationMembershipPublicUserData", membership.public_user_data);
    assert.deepEqual(membership.public_metadata, { d: 1 });
    const page = await sendValidated("GET", MEMBERSHIPS, { id });
    assert.equal(page.total_count, body.created_by ? 2 : 1);
    const ofUser = await sendValidated("GET", OF_USER, { user: "user_2" });
    assert.deepEqual(ofUser.data[0], page.data[0]);
    const change = { public_metadata: { d: null }, private_metadata: { e: {} } };
    const changed = await sendValidated("PATCH", MEMBER_METADATA, { id, user: "user_2", body: change });
    assert.deepEqual([changed.public_metadata, changed.private_metadata], [{}, { e: {} }]);
    const promoted = await sendValidated("PATCH", MEMBERSHIP, { id, user: "user_2", body: { role: "org:admin" } });
    assert.equal(promoted.role, "org:admin");
    const all = await sendValidated("GET", "/organization_memberships", { query: "?order_by=-created_at" });
    assert.equal(all.total_count, page.total_count);
    await sendValidated("DELETE", MEMBERSHIP, { id, user: "user_2" });
    const deletion = await sendValidated("DELETE", ORGANIZATION, { id });
    assert.deepEqual(deletion, { object: "organization", id, slug, deleted: true });
  }
});

test("the instance of a test key, and that of a live key", { skip }, async (t) => {
  const instance = await sendValidated("GET", "/instance");
  assert.equal(instance.environment_type, "development");
  assert.deepEqual(await sendValidated("GET", "/instance"), instance);
  const live = await serve(t, { secretKey: undefined });
  const response = await live.request("GET", "/instance", undefined, { authorization: "Bearer sk_live_1" });
  api.response("GET", "/instance", 200, response.json);
  assert.equal(response.json.environment_type, "production");
});

test("all seeded organizations", { skip }, async () => {
  local.users.seed(100);
  assert.equal(local.backend.organizations.seed(40), 40);
  const page = await sendValidated("GET", "/organizations", { query: "?limit=500" });
  assert.equal(page.data.length, 40);
  const { organizations, memberships } = local.backend;
  for (const organization of organizations.list()) api.schema("Organization", organization);
  for (const membership of memberships.list()) api.schema("OrganizationMembership", membership);
  assert.equal(memberships.list().length, 100);
  organizations.clear();
});

test("every error response", { skip }, async () => {
  const { id } = local.backend.organizations.create({});
  local.backend.memberships.create({ organizationId: id, userId: "user_1" });
  const routes = [
    ["GET", "/organizations"],
    ["POST", "/organizations"],
    ["GET", ORGANIZATION],
    ["DELETE", ORGANIZATION],
    ["PATCH", METADATA],
    ["PUT", METADATA],
    ["GET", MEMBERSHIPS],
    ["POST", MEMBERSHIPS],
    ["DELETE", MEMBERSHIP],
    ["PATCH", MEMBER_METADATA],
    ["GET", OF_USER],
  ];
  for (const [method, path] of routes) {
    const body = /^P/.test(method)
      ? { public_metadata: {}, name: "a", user_id: "user_2", role: "org:member" }
      : undefined;
    const rejected = { id, body };
    await sendValidated(method, path, { ...rejected, headers: { authorization: "Bearer sk_test_other" }, status: 401 });
    await sendValidated(method, path, { ...rejected, headers: { authorization: undefined }, status: 401 });
    await sendValidated(method, path, { ...rejected, headers: { "clerk-api-version": "latest" }, status: 400 });
    if (path.includes("{")) {
      const valid = path.endsWith("/metadata") ? { public_metadata: {} } : { user_id: "user_2", role: "org:member" };
      const nobody = { id: "org_nobody", user: "user_nobody", body: body && valid, status: 404 };
      await sendValidated(method, path, nobody);
    }
    if (!body) continue;
    await sendValidated(method, path, { id, body: "{", status: 400 });
    await sendValidated(method, path, { id, body: "{}", headers: { "content-type": "text/plain" }, status: 415 });
    await sendValidated(method, path, { id, body: "{}".padEnd(2 ** 20 + 1), status: 413 });
    const required = /metadata$/.test(path) ? {} : body;
    for (const invalid of [{ other: 1 }, { public_metadata: [] }, { private_metadata: { a: "x".repeat(9000) } }])
      await sendValidated(method, path, { id, body: { ...required, ...invalid }, status: 422 });
  }
  await sendValidated("GET", "/organizations", { query: "?limit=0", status: 422 });
  await sendValidated("GET", MEMBERSHIPS, { id, query: "?order_by=updated_at", status: 422 });
  local.backend.organizations.clear();
});

/** A value for a documented parameter in the query string. */
function sampleValue({ name, schema }) {
  if (name === "order_by") return "-created_at";
  const values = { integer: "1", boolean: "false", array: "user_1", string: "user_1" };
  assert.ok(values[schema?.type], `a parameter of an unknown type: ${name}`);
  return values[schema.type];
}

test("lists accept every documented parameter, and no other", { skip }, async () => {
  const { id } = local.backend.organizations.create({});
  for (const path of ["/organizations", ORGANIZATION, MEMBERSHIPS, OF_USER]) {
    const parameters = api.parameters("GET", path).filter((parameter) => parameter.in === "query");
    assert.ok(parameters.length >= 2, path);
    for (const parameter of parameters) {
      const query = `?${new URLSearchParams({ [parameter.name]: sampleValue(parameter) })}`;
      await sendValidated("GET", path, { id, query });
    }
    const { errors } = await sendValidated("GET", path, { id, query: "?nickname=a", status: 422 });
    assert.deepEqual([errors[0].code, errors[0].meta.param_name], ["form_param_unknown", "nickname"]);
  }
  local.backend.organizations.clear();
});
