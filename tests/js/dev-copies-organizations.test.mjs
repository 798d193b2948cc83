// dev --upstream copies organizations and memberships on first use. Their changes stay local.
import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { createLocalBackend } from "clerk-metadata/local";
import { folder } from "./support/folder.mjs";
import { httpServer } from "./support/server.mjs";
import { devWithUpstream, KEY } from "./support/upstream.mjs";

const ORGANIZATION = JSON.stringify({
  object: "organization",
  id: "org_1",
  name: "Acme",
  slug: "acme",
  image_url: "https://img.example.com/org_1",
  has_image: true,
  max_allowed_memberships: 0,
  admin_delete_enabled: true,
  public_metadata: { plan: "NUMBER" },
  private_metadata: { customer: "cus_1" },
  created_at: 1_600_000_000_000,
  updated_at: 1_600_000_000_000,
  a_field_of_tomorrow: { nested: [1, null] },
}).replace('"NUMBER"', "9007199254740993");

/** An instance with the organization, whose members are user_1 and user_2, and org_2, whose member is user_1. */
async function startUpstream(t, change = () => {}) {
  const backend = await createLocalBackend({
    secretKey: KEY,
    users: [1, 2, 3].map((number) => ({ id: `user_${number}`, username: `user_${number}` })),
    organizations: [{ id: "org_2", name: "Second", members: [{ userId: "user_1" }] }],
  });
  backend.organizations.insert(ORGANIZATION);
  for (const userId of ["user_1", "user_2"])
    backend.memberships.create({ organizationId: "org_1", userId, publicMetadata: { team: "sales" } });
  change(backend);
  const before = backend.snapshot().lines;
  const server = await httpServer(t, async ({ method, url, headers, body }) => {
    const { authorization = "" } = headers;
    const init = { method, headers: { authorization, "content-type": "application/json" } };
    const response = await backend.fetch(`http://localhost${url}`, body ? { ...init, body } : init);
    return {
      status: response.status,
      headers: { "content-type": "application/json" },
      body: await response.text(),
    };
  });
  return { ...server, backend, isUnchanged: () => backend.snapshot().lines === before };
}

async function start(t, { args = [], change } = {}) {
  const upstream = await startUpstream(t, change);
  const server = await devWithUpstream(t, upstream, args);
  const sent = () => upstream.requests.splice(0).map(({ method, url }) => `${method} ${url}`);
  return { ...server, upstream, sent };
}

const MEMBER = "/organizations/org_1/memberships/user_1";

test("an organization is copied with every field and digit, and read locally from then on", async (t) => {
  const { call, sent, upstream } = await start(t);
  for (const key of ["org_1", "acme", "org_1"]) {
    const response = await call("GET", `/organizations/${key}`);
    assert.equal(response.status, 200);
    assert.equal(response.text, ORGANIZATION);
  }
  assert.deepEqual(sent(), ["GET /v1/organizations/org_1"]);
  assert.equal((await call("GET", "/organizations/org_none")).status, 404);
  assert.ok(upstream.isUnchanged());
});

test("an organization is found by its slug", async (t) => {
  const { call, sent } = await start(t);
  assert.equal((await call("GET", "/organizations/acme")).json.id, "org_1");
  assert.equal((await call("GET", "/organizations/acme")).json.id, "org_1");
  assert.deepEqual(sent(), ["GET /v1/organizations/acme"]);
});

for (const [method, path, body, expected] of [
  ["PATCH", "/organizations/org_1/metadata", { public_metadata: { seats: 2 } }, { plan: 9007199254740992, seats: 2 }],
  ["PUT", "/organizations/org_1/metadata", { public_metadata: { seats: 2 } }, { seats: 2 }],
  ["PATCH", "/organizations/org_1", { name: "New" }, { plan: 9007199254740992 }],
  ["PATCH", `${MEMBER}/metadata`, { public_metadata: { seat: 1 } }, { team: "sales", seat: 1 }],
  ["PATCH", MEMBER, { role: "org:admin" }, { team: "sales" }],
]) {
  test(`${method} ${path} copies what it changes, and changes it locally only`, async (t) => {
    const { call, sent, upstream } = await start(t);
    const changed = await call(method, path, body);
    assert.equal(changed.status, 200, changed.text);
    assert.deepEqual(changed.json.public_metadata, expected);
    const [name] = Object.keys(body);
    if (name !== "public_metadata") assert.equal(changed.json[name], body[name]);
    assert.ok(sent().every((request) => request.startsWith("GET ")));
    assert.equal((await call(method, path, body)).status, 200);
    assert.deepEqual(sent(), []);
    assert.ok(upstream.isUnchanged());
  });
}

test("one membership is copied with its user and its organization", async (t) => {
  const { call, sent, upstream } = await start(t);
  const { json } = await call("PATCH", `${MEMBER}/metadata`, { private_metadata: { salary: 1 } });
  const original = upstream.backend.memberships.get({ organizationId: "org_1", userId: "user_1" });
  assert.deepEqual(json, { ...original, private_metadata: { salary: 1 }, updated_at: json.updated_at });
  assert.deepEqual(sent(), [
    "GET /v1/organizations/org_1",
    "GET /v1/users/user_1",
    "GET /v1/organizations/org_1/memberships?user_id=user_1&limit=1",
  ]);
  assert.equal((await call("GET", "/users/user_1")).json.username, "user_1");
  const missing = await call("PATCH", "/organizations/org_1/memberships/user_3/metadata", {});
  assert.deepEqual(
    [missing.status, missing.json.errors[0].long_message],
    [404, "User user_3 is not a member of the organization."],
  );
});

test("the members of an organization are copied once, on the first list", async (t) => {
  const change = ({ users, memberships }) => {
    for (let number = 10; number < 510; number++) {
      users.create({ id: `user_${number}` });
      memberships.create({ organizationId: "org_1", userId: `user_${number}` });
    }
  };
  const { call, sent, upstream } = await start(t, { change });
  const list = await call("GET", "/organizations/org_1/memberships?limit=500");
  assert.equal(list.json.total_count, 502);
  const expected = upstream.backend.memberships.list({ organizationId: "org_1" });
  const second = await call("GET", "/organizations/org_1/memberships?limit=500&offset=500");
  const byId = (a, b) => (a.id < b.id ? -1 : 1);
  assert.deepEqual([...list.json.data, ...second.json.data].sort(byId), expected.sort(byId));
  const targets = sent().map((request) => request.replace(/user_id=[^ ]+/, "user_id=…"));
  const page = "GET /v1/users?user_id=…";
  assert.deepEqual(targets, [
    "GET /v1/organizations/org_1",
    "GET /v1/organizations/org_1/memberships?limit=500&offset=0",
    ...[page, page, page, page, page],
    "GET /v1/organizations/org_1/memberships?limit=500&offset=500",
    page,
  ]);
  const counted = await call("GET", "/organizations/org_1?include_members_count=true");
  assert.equal(counted.json.members_count, 502);
  assert.deepEqual(sent(), []);
});

test("the members of an organization that is read by its slug are counted", async (t) => {
  const change = ({ organizations }) => organizations.update("org_1", { slug: "acme" });
  const { call, sent } = await start(t, { change });
  const counted = await call("GET", "/organizations/acme?include_members_count=true");
  assert.deepEqual([counted.json.id, counted.json.members_count], ["org_1", 2]);
  assert.ok(sent().includes("GET /v1/organizations/org_1/memberships?limit=500&offset=0"));
  const again = await call("GET", "/organizations/org_1?include_members_count=true");
  assert.deepEqual([again.json.members_count, sent()], [2, []]);
});

test("a count, a limit and a filter by organization consider all members", async (t) => {
  const { call } = await start(t);
  const counted = await call("GET", "/organizations/org_1?include_members_count=true");
  assert.equal(counted.json.members_count, 2);

  const change = ({ organizations }) => organizations.update("org_1", { maxAllowedMemberships: 2 });
  const limited = await start(t, { change });
  const full = await limited.call("POST", "/organizations/org_1/memberships", {
    user_id: "user_3",
    role: "org:member",
  });
  assert.equal(full.json.errors[0].code, "organization_membership_quota_exceeded");

  const filtered = await start(t);
  const ids = (await filtered.call("GET", "/users?organization_id=org_1&order_by=username")).json.map(({ id }) => id);
  assert.deepEqual(ids, ["user_1", "user_2"]);
});

test("the memberships of a user are copied with their organizations", async (t) => {
  const { call, sent, upstream } = await start(t);
  const list = await call("GET", "/users/user_1/organization_memberships");
  const expected = upstream.backend.memberships.list({ userId: "user_1" });
  const byId = (a, b) => (a.id < b.id ? -1 : 1);
  assert.deepEqual(list.json.data.sort(byId), expected.sort(byId));
  assert.deepEqual(sent(), [
    "GET /v1/users/user_1",
    "GET /v1/users/user_1/organization_memberships?limit=500&offset=0",
  ]);
  assert.equal((await call("GET", "/organizations/org_1")).text, ORGANIZATION);
  await call("GET", "/users/user_1/organization_memberships");
  assert.deepEqual(sent(), []);
});

test("a list copies the organizations that it names", async (t) => {
  const { call, sent } = await start(t);
  const ids = async (query) =>
    (await call("GET", `/organizations?${query}&order_by=name`)).json.data.map(({ id }) => id);
  assert.deepEqual(await ids("limit=10"), []);
  assert.deepEqual(sent(), []);
  assert.deepEqual(await ids("organization_id=org_1&organization_id=org_2"), ["org_1", "org_2"]);
  assert.deepEqual(sent(), ["GET /v1/organizations?organization_id=org_1&organization_id=org_2&limit=500"]);
  assert.deepEqual(await ids("user_id=user_2"), ["org_1"]);
  assert.deepEqual(await ids("limit=10"), ["org_1", "org_2"]);
});

test("a new organization and a new member copy their users", async (t) => {
  const { call, upstream } = await start(t);
  const created = await call("POST", "/organizations", { name: "New", created_by: "user_3" });
  assert.equal(created.status, 200, created.text);
  const members = await call("GET", `/organizations/${created.json.id}/memberships`);
  assert.deepEqual(
    members.json.data.map((membership) => membership.public_user_data.user_id),
    ["user_3"],
  );
  const body = { user_id: "user_3", role: "org:member" };
  assert.equal((await call("POST", "/organizations/org_1/memberships", body)).status, 200);
  const again = await call("POST", "/organizations/org_1/memberships", { ...body, user_id: "user_1" });
  assert.equal(again.json.errors[0].code, "already_a_member_in_organization");
  const broken = await call("POST", "/organizations", { name: 1, created_by: ["user_3"] });
  assert.equal(broken.status, 422);
  assert.ok(upstream.isUnchanged());
});

test("what was deleted locally stays deleted, also after a restart", async (t) => {
  const args = ["--data", join(folder(t), "users.ndjson")];
  const first = await start(t, { args });
  assert.equal((await first.call("DELETE", MEMBER)).status, 200);
  assert.equal((await first.call("DELETE", "/organizations/org_2")).status, 200);
  first.child.kill("SIGINT");
  await first.exit;
  const { call } = await devWithUpstream(t, first.upstream, args);
  assert.equal((await call("PATCH", `${MEMBER}/metadata`, {})).status, 404);
  assert.equal((await call("GET", "/organizations/org_2")).status, 404);
  const users = async (path) =>
    (await call("GET", path)).json.data.map((membership) => membership.public_user_data.user_id);
  assert.deepEqual(await users("/organizations/org_1/memberships"), ["user_2"]);
  assert.deepEqual(await users("/users/user_1/organization_memberships"), []);
  assert.equal((await call("DELETE", "/users/user_2")).status, 200);
  assert.deepEqual(await users("/organizations/org_1/memberships"), []);
  assert.ok(first.upstream.isUnchanged());
});

test("a response that is no list of memberships is a 502, and a limit is passed on", async (t) => {
  const bodies = {
    "/v1/organizations/org_html": { body: "<html>" },
    "/v1/organizations/org_limited": { status: 429, body: '{"errors":[]}' },
    "/v1/organizations/org_3": { body: ORGANIZATION.replace('"org_1"', '"org_3"') },
    "/v1/organizations/org_3/memberships?limit=500&offset=0": { body: '{"data":[{"object":"user"}],"total_count":1}' },
    "/v1/users/user_9/organization_memberships?limit=500&offset=0": { body: "[" },
  };
  const upstream = await httpServer(t, ({ url }) => bodies[url] ?? { status: 404, body: '{"errors":[]}' });
  const { call } = await devWithUpstream(t, upstream, ["--user", "user_9"]);
  for (const path of [
    "/organizations/org_html",
    "/organizations/org_3/memberships",
    "/users/user_9/organization_memberships",
  ]) {
    const { status, json } = await call("GET", path);
    assert.deepEqual([status, json.errors[0].code], [502, "bad_gateway"], path);
    assert.ok(json.errors[0].message.startsWith(`The response of the upstream ${upstream.url} could not be stored: `));
  }
  assert.equal((await call("GET", "/organizations/org_limited")).status, 429);
});

test("GET /v1/instance is that of the copy", async (t) => {
  const { call, sent } = await start(t);
  const { json } = await call("GET", "/instance");
  assert.match(json.id, /^ins_\w{27}$/);
  assert.deepEqual(sent(), []);
});
