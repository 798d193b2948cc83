// The organizations and memberships of the local Backend API: the option `organizations`, `backend.organizations`,
// `backend.memberships`, and how they are stored.
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { isClerkInputError } from "clerk-metadata";
import { createLocalBackend } from "clerk-metadata/local";
import { request, serve } from "./support/backend.mjs";
import { dev } from "./support/command.mjs";
import { folder } from "./support/folder.mjs";

const USERS = [{ id: "user_1", firstName: "Ada" }, { id: "user_2" }, { id: "user_3" }];
const ORGANIZATIONS = [
  {
    id: "org_1",
    name: "Acme",
    publicMetadata: { snake_case: 1, camelCase: 2 },
    members: [{ userId: "user_1", role: "org:admin", publicMetadata: { team: "sales" } }, { userId: "user_2" }],
  },
  { id: "org_2", slug: "second", createdBy: "user_2" },
];
const OPTIONS = { users: USERS, organizations: ORGANIZATIONS };

/** What a backend holds, without times and generated IDs. */
const summaryOf = ({ users, organizations, memberships }) => ({
  users: users.list().map(({ id }) => id),
  organizations: organizations.list().map(({ id, slug, public_metadata }) => [id, slug, public_metadata]),
  memberships: memberships
    .list()
    .map(({ organization, public_user_data, role, public_metadata }) => [
      organization.id,
      public_user_data.user_id,
      role,
      public_metadata,
    ]),
});

const INITIAL = {
  users: ["user_1", "user_2", "user_3"],
  organizations: [
    ["org_1", "acme", { snake_case: 1, camelCase: 2 }],
    ["org_2", "second", {}],
  ],
  memberships: [
    ["org_1", "user_1", "org:admin", { team: "sales" }],
    ["org_1", "user_2", "org:member", {}],
    ["org_2", "user_2", "org:admin", {}],
  ],
};

/** The error of an action. */
function errorOf(action) {
  try {
    action();
  } catch (error) {
    return error;
  }
  return assert.fail("nothing was thrown");
}

test("organizations: created when the backend starts, with their members", async () => {
  const backend = await createLocalBackend(OPTIONS);
  assert.deepEqual(summaryOf(backend), INITIAL);
  const { public_user_data: user, organization } = backend.memberships.get({
    organizationId: "org_1",
    userId: "user_1",
  });
  assert.equal(user.first_name, "Ada");
  assert.deepEqual(organization, backend.organizations.get("org_1"));
});

test("organizations: an invalid option makes the start fail", async () => {
  const table = [
    [{ organizations: 1 }, /^createLocalBackend: organizations must be an array of organizations/],
    [{ organizations: ["org_1"] }, /^An organization must be an object such as .*, not a value of type string\.$/],
    [{ organizations: [{ id: "org_1", members: {} }] }, /^members must be an array/],
    [{ organizations: [{ id: "org_1", members: [{ userId: "nobody" }] }] }, /^No user was found with id nobody$/],
    [{ organizations: [{ id: "org_1", createdBy: "nobody" }] }, /^No users found with id nobody\.$/],
    [{ organizations: [{ id: "org_1" }, { id: "org_1" }] }, /^That id is taken/],
    [{ organizations: [{ id: "org_1", unsafeMetadata: {} }] }, /^unsafe_metadata is not a valid parameter/],
  ];
  for (const [options, message] of table) await assert.rejects(createLocalBackend(options), { message });
});

test("organizations and memberships: created, read, updated and deleted without requests", async () => {
  const backend = await createLocalBackend(OPTIONS);
  const { organizations, memberships } = backend;
  const created = organizations.create({ id: "org_3", name: "Third", maxAllowedMemberships: 1, createdAt: 1000 });
  assert.deepEqual(
    [created.slug, created.created_at, created.max_allowed_memberships, organizations.count()],
    ["third", 1000, 1, 3],
  );
  const ids = { organizationId: "org_3", userId: "user_3" };
  const member = memberships.create({ ...ids, privateMetadata: { n: 1 } });
  assert.deepEqual([member.role, member.private_metadata], ["org:member", { n: 1 }]);
  const error = errorOf(() => memberships.create({ organizationId: "org_3", userId: "user_1" }));
  assert.deepEqual([error.status, error.errors[0].code], [403, "organization_membership_quota_exceeded"]);

  // Metadata is replaced, other fields are kept.
  const updated = organizations.update("org_3", { publicMetadata: { plan: "pro" }, slug: "new-slug" });
  assert.deepEqual([updated.name, updated.slug, updated.public_metadata], ["Third", "new-slug", { plan: "pro" }]);
  // As without a name at its creation.
  assert.equal(organizations.update("org_3", { name: null }).name, "org_3");
  assert.equal(organizations.update("org_3", { name: "Third" }).name, "Third");
  const updatedMember = memberships.update({ ...ids, role: "org:admin" });
  assert.deepEqual([updatedMember.role, updatedMember.private_metadata], ["org:admin", { n: 1 }]);

  assert.deepEqual(
    memberships.list({ userId: "user_2" }).map(({ organization }) => organization.id),
    ["org_1", "org_2"],
  );
  assert.equal(memberships.list({ organizationId: "org_1", userId: "user_2" }).length, 1);
  assert.throws(() => memberships.list({ org: "org_1" }), {
    name: "TypeError",
    message: "memberships.list: unknown filter org. The filters are organizationId and userId.",
  });
  assert.deepEqual([memberships.delete(ids), memberships.delete(ids)], [true, false]);
  assert.equal(memberships.get(ids), undefined);
  assert.deepEqual([organizations.delete("org_1"), organizations.delete("org_1")], [true, false]);
  assert.equal(organizations.get("org_1"), undefined);
  assert.equal(memberships.list({ organizationId: "org_1" }).length, 0);
  backend.users.clear();
  assert.deepEqual([organizations.count(), memberships.list().length], [2, 0]);
  organizations.clear();
  assert.equal(organizations.count(), 0);
  organizations.clear();
});

test("organizations and memberships: invalid input has the errors of users", async () => {
  const { organizations, memberships, users } = await createLocalBackend(OPTIONS);
  const ids = { organizationId: "org_1", userId: "user_3" };
  for (const value of [{ plan: { seats: NaN } }, { map: new Map() }, null, []]) {
    const expected = errorOf(() => users.create({ publicMetadata: value }));
    assert.ok(isClerkInputError(expected));
    for (const action of [
      () => organizations.create({ publicMetadata: value }),
      () => organizations.update("org_1", { publicMetadata: value }),
      () => memberships.create({ ...ids, publicMetadata: value }),
      () => memberships.update({ organizationId: "org_1", userId: "user_1", publicMetadata: value }),
    ]) {
      const { code, path, message } = errorOf(action);
      assert.deepEqual([code, path, message], [expected.code, expected.path, expected.message]);
    }
  }
  for (const [action, status, message] of [
    [() => organizations.update("nobody", {}), 404, "Given organization not found."],
    [() => organizations.update("org_1", { slug: "second" }), 422, "That slug is taken. Please try another."],
    [() => memberships.create({ ...ids, organizationId: "nobody" }), 404, "Given organization not found."],
    [() => memberships.update(ids), 404, "User user_3 is not a member of the organization."],
    [() => memberships.create({ ...ids, unsafeMetadata: {} }), 422, /^unsafe_metadata is not a valid parameter/],
    [() => memberships.get({ organizationId: "org_1" }), undefined, /both IDs as strings\.$/],
    [() => memberships.get("org_1"), undefined, /both IDs as strings\.$/],
    [() => organizations.seed(-1), undefined, /^organizations\.seed: count must be a whole number/],
  ]) {
    const error = errorOf(action);
    assert.equal(error.status, status);
    if (typeof message === "string") assert.equal(error.message, message);
    else assert.match(error.message, message);
  }
});

test("requests: organizations and memberships are changed over HTTP, with exact numbers", async (t) => {
  const { request, backend } = await serve(t, OPTIONS);
  const text = await backend.fetch("https://api.clerk.com/v1/organizations/org_1/metadata", {
    method: "PATCH",
    headers: { authorization: "Bearer sk_test_local", "content-type": "application/json" },
    body: '{"public_metadata":{"camelCase":null,"id":9007199254740993}}',
  });
  assert.match(await text.text(), /"public_metadata":\{"snake_case":1,"id":9007199254740993\}/);
  const { status, json } = await request("PATCH", "/organizations/org_1/memberships/user_1/metadata", {
    public_metadata: { team: null, seat: 4 },
  });
  assert.deepEqual([status, json.public_metadata], [200, { seat: 4 }]);
  const { json: page } = await request("GET", "/users/user_2/organization_memberships");
  assert.deepEqual([page.total_count, page.data.length], [2, 2]);
});

test("requests are recorded with their organization, and failNext matches it", async () => {
  const backend = await createLocalBackend(OPTIONS);
  const send = async (path) => {
    const { status } = await backend.fetch(`https://api.clerk.com/v1${path}`, {
      headers: { authorization: "Bearer sk_test_1" },
    });
    return status;
  };
  backend.failNext({ status: 409, match: { organizationId: "org_2" } });
  backend.failNext({ status: 404, match: { organizationId: "org_1", userId: "user_2" } });
  assert.deepEqual([await send("/organizations/org_1"), await send("/organizations/org_2/memberships")], [200, 409]);
  assert.equal(await send("/organizations/org_1/memberships/user_2/metadata"), 404);
  assert.equal(await send("/organizations"), 200);
  assert.deepEqual(
    backend.requests.map(({ organizationId, userId, status }) => [organizationId, userId, status]),
    [
      ["org_1", undefined, 200],
      ["org_2", undefined, 409],
      ["org_1", "user_2", 404],
      [undefined, undefined, 200],
    ],
  );
  assert.throws(() => backend.failNext({ status: 500, match: { organizationId: "" } }), {
    message: /^failNext: match\.organizationId must be an organization ID/,
  });
});

test("the statuses of failNext have the texts of organizations and memberships", async () => {
  const backend = await createLocalBackend(OPTIONS);
  for (const [path, message] of [
    ["/organizations/org_1/metadata", "Given organization not found."],
    ["/organizations/org_1/memberships/user_1/metadata", "User user_1 is not a member of the organization."],
  ]) {
    backend.failNext({ status: 404 });
    const response = await backend.fetch(`https://api.clerk.com/v1${path}`, { method: "PATCH" });
    const { errors } = await response.json();
    assert.deepEqual([response.status, errors[0].long_message], [404, message]);
  }
});

test("snapshot, restore and reset include organizations and memberships", async () => {
  const backend = await createLocalBackend(OPTIONS);
  const snapshot = backend.snapshot();
  backend.organizations.delete("org_1");
  backend.users.delete("user_2");
  backend.organizations.create({ id: "org_9" });
  const changed = summaryOf(backend);
  assert.notDeepEqual(changed, INITIAL);
  backend.restore(snapshot);
  assert.deepEqual(summaryOf(backend), INITIAL);
  backend.organizations.clear();
  backend.reset();
  assert.deepEqual(summaryOf(backend), INITIAL);
  const other = await createLocalBackend();
  other.restore(JSON.parse(JSON.stringify(snapshot)));
  assert.deepEqual(summaryOf(other), INITIAL);
});

test("the data file keeps them across runs, and the option is then not used", async (t) => {
  const file = join(folder(t), "data.ndjson");
  const first = await createLocalBackend({ ...OPTIONS, file });
  first.organizations.update("org_2", { publicMetadata: { plan: "pro" } });
  first.memberships.delete({ organizationId: "org_1", userId: "user_2" });
  first.users.delete("user_3");
  const expected = summaryOf(first);
  await first.close();
  for (let run = 0; run < 2; run++) {
    const backend = await createLocalBackend({ ...OPTIONS, file });
    assert.deepEqual(summaryOf(backend), expected);
    await backend.close();
  }
  assert.deepEqual(expected.memberships.length, 2);
});

test("a data file of the first version opens, and gets organizations", async (t) => {
  const file = join(folder(t), "data.ndjson");
  writeFileSync(
    file,
    '{"format":"clerk-metadata-local","version":1}\n{"put":{"id":"user_1","created_at":1,"updated_at":1}}\n',
  );
  const organizations = [{ id: "org_1", members: [{ userId: "user_1" }] }];
  const backend = await createLocalBackend({ file, organizations });
  assert.equal(backend.memberships.list().length, 1);
  await backend.close();
  const lines = readFileSync(file, "utf8").trimEnd().split("\n");
  assert.equal(lines[0], '{"format":"clerk-metadata-local","version":2}');
  assert.deepEqual(
    lines.slice(1).map((line) => JSON.parse(line).put.object),
    [undefined, "organization", "organization_membership"],
  );
});

test("a journal that keeps the last line of each ID restores them, in any order", async () => {
  const lines = new Map();
  const append = (line) => {
    const change = JSON.parse(line);
    if (change === "clear") lines.clear();
    else if ("put" in change) lines.set(change.put.id, line);
    else lines.delete(change.delete);
  };
  const backend = await createLocalBackend({ ...OPTIONS, journal: { append } });
  backend.users.delete("user_2");
  backend.users.create({ id: "user_2" }); // without its memberships
  backend.organizations.update("org_1", { publicMetadata: { plan: "pro" } });
  const { users, organizations, memberships } = summaryOf(backend);
  for (const order of [[...lines.values()], [...lines.values()].reverse()]) {
    const restored = summaryOf(await createLocalBackend({ journal: { lines: order, append } }));
    assert.deepEqual(
      [restored.users.toSorted(), restored.organizations.toSorted(), restored.memberships.toSorted()],
      [users.toSorted(), organizations.toSorted(), memberships.toSorted()],
    );
  }
  assert.deepEqual(memberships, [["org_1", "user_1", "org:admin", { team: "sales" }]]);
});

test("a removal of several lines waits for each of them, and says what is missing if one fails", async () => {
  let capacity = Infinity;
  const written = [];
  const journal = {
    async append(line) {
      if (capacity-- <= 0) throw new Error("full");
      written.push(line);
    },
  };
  const backend = await createLocalBackend({ ...OPTIONS, journal });
  const remove = async () => {
    const response = await backend.fetch("https://api.clerk.com/v1/organizations/org_1", {
      method: "DELETE",
      headers: { authorization: "Bearer sk_test_1" },
    });
    return [response.status, (await response.json()).errors?.[0].long_message];
  };
  written.length = 0;
  capacity = 1;
  assert.deepEqual(await remove(), [
    500,
    "The data file could not be written, so the change is incomplete. Repeat it once the file can be written: full",
  ]);
  assert.equal(backend.memberships.list({ organizationId: "org_1" }).length, 1);
  capacity = Infinity;
  assert.deepEqual(await remove(), [200, undefined]);
  assert.deepEqual(
    written.map((line) => JSON.parse(line).delete.replace(/^(orgmem_).*/, "$1")),
    ["orgmem_", "orgmem_", "org_1"],
  );
});

test("initial organizations that cannot be written are removed again, with their users", async () => {
  for (const failing of [1, 4, 6, 7]) {
    const lines = new Map();
    let count = 0;
    const append = (line) => {
      if (++count === failing) throw new Error("full");
      const change = JSON.parse(line);
      if ("put" in change) lines.set(change.put.id, line);
      else lines.delete(change.delete);
    };
    await assert.rejects(createLocalBackend({ ...OPTIONS, journal: { append } }), {
      status: 500,
      message: "The data file could not be written, so nothing was changed: full",
    });
    assert.equal(lines.size, 0);
  }
});

test("seed: all organizations or none, also if a line in the middle of one cannot be written", async () => {
  let capacity = Infinity;
  const lines = new Map();
  const append = (line) => {
    const change = JSON.parse(line);
    if ("put" in change) {
      if (capacity-- <= 0) throw new Error("full");
      lines.set(change.put.id, line);
    } else lines.delete(change.delete);
  };
  const backend = await createLocalBackend({ journal: { append } });
  backend.users.seed(9);
  const users = lines.size;
  for (capacity = 0; capacity < 12; ) {
    const allowed = capacity;
    assert.throws(() => backend.organizations.seed(3), { status: 500 });
    assert.deepEqual([backend.organizations.count(), backend.memberships.list().length], [0, 0]);
    assert.equal(lines.size, users);
    capacity = allowed + 1;
  }
  capacity = Infinity;
  assert.deepEqual([backend.organizations.seed(3), backend.organizations.seed(4)], [3, 1]);
  assert.equal(backend.memberships.list().length, 9);
});

test("dev: --seed-organizations, and the data file keeps them", async (t) => {
  const file = join(folder(t), "data.ndjson");
  const first = await dev(t, ["--data", file, "--seed", "6", "--seed-organizations", "2"]);
  const { json } = await request(first.url, "GET", "/organizations?include_members_count=true");
  assert.deepEqual([json.total_count, json.data.map(({ members_count }) => members_count)], [2, [3, 3]]);
  const path = `/organizations/${json.data[0].id}/metadata`;
  assert.equal((await request(first.url, "PUT", path, { public_metadata: { a: 1 } })).status, 200);
  first.child.kill("SIGKILL");
  await first.exit;
  const second = await dev(t, ["--data", file]);
  const { json: kept } = await request(second.url, "GET", `/organizations/${json.data[0].slug}`);
  assert.deepEqual(kept.public_metadata, { a: 1 });
});
