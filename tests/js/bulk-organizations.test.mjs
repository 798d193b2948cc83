// Rows of organizations and memberships.
import assert from "node:assert/strict";
import { test } from "node:test";
import { createClerkClient } from "clerk-metadata";
import { planUsersMetadata, undoRows, updateUsersMetadata } from "clerk-metadata/bulk";
import { KEY, serve } from "./support/backend.mjs";

const start = (t) =>
  serve(t, {
    users: [{ id: "user_1", publicMetadata: { a: 1 } }, { id: "user_2" }],
    organizations: [
      {
        id: "org_1",
        name: "One",
        publicMetadata: { tier: 1 },
        members: [
          { userId: "user_1", publicMetadata: { desk: 1 } },
          { userId: "user_2", privateMetadata: { note: "x" } },
        ],
      },
      { id: "org_2", name: "Two", members: [{ userId: "user_1" }] },
    ],
  });

async function resultsOf(run) {
  const results = [];
  for await (const result of run) results.push(result);
  return results.sort((left, right) => left.index - right.index);
}

const ROWS = [
  { organizationId: "org_1", publicMetadata: { tier: 2 } },
  { id: "user_1", publicMetadata: { a: 2 } },
  { organizationId: "org_1", userId: "user_1", publicMetadata: { desk: null, floor: 3 } },
  { organizationId: "org_1", userId: "user_2", privateMetadata: { note: "x" } },
  { organizationId: "org_2", userId: "user_1", publicMetadata: { desk: 7 } },
  { organizationId: "org_2", userId: "user_2", publicMetadata: { desk: 7 } },
  { organizationId: "org_3", publicMetadata: { tier: 2 } },
  { organizationId: "org_3", userId: "user_1", publicMetadata: { tier: 2 } },
  { organizationId: "org_1", publicMetadata: { tier: 3 } },
];
const STATUSES = ["ok", "ok", "ok", "same", "ok", "missing", "missing", "missing", "ok"];

test("organizations, memberships and users are planned, changed and undone by one run", async (t) => {
  const { backend, clerk } = await start(t);
  const { organizations, memberships, users } = backend;
  const before = [organizations.list(), memberships.list(), users.list()].map((all) =>
    all.map(({ public_metadata, private_metadata }) => [public_metadata, private_metadata]),
  );
  const planned = await resultsOf(planUsersMetadata(clerk, ROWS, { limiter: false }));
  assert.deepEqual(
    planned.map(({ status }) => status),
    STATUSES.map((status) => (status === "ok" ? "change" : status)),
  );
  assert.equal(
    planned[2].change,
    '{"organizationId":"org_1","userId":"user_1","publicMetadata":{"desk":null,"floor":3},"expected":{"publicMetadata":{"desk":1,"floor":null}}}',
  );
  backend.requests.clear();
  const lines = [];
  const journal = { append: (added) => lines.push(...added) };
  const results = await resultsOf(updateUsersMetadata(clerk, ROWS, { limiter: false, journal }));
  assert.deepEqual(
    results.map(({ status }) => status),
    STATUSES,
  );
  assert.deepEqual(
    results.map(({ id }) => id),
    ["org_1", "user_1", "user_1", "user_2", "user_1", "user_2", "org_3", "user_1", "org_1"],
  );
  const reads = backend.requests.filter(({ method }) => method === "GET").map(({ path }) => path);
  assert.deepEqual(reads.sort(), [
    "/v1/organizations",
    "/v1/organizations/org_1/memberships",
    "/v1/organizations/org_2/memberships",
    "/v1/organizations/org_3/memberships",
    "/v1/users",
  ]);
  assert.deepEqual(organizations.get("org_1").public_metadata, { tier: 3 });
  assert.deepEqual(memberships.get({ organizationId: "org_1", userId: "user_1" }).public_metadata, { floor: 3 });

  const undone = await resultsOf(updateUsersMetadata(clerk, undoRows(lines), { limiter: false }));
  // org_1 has two of the five changes, which one change reverts.
  assert.deepEqual(
    undone.map(({ status }) => status),
    ["ok", "ok", "ok", "ok"],
  );
  const after = [organizations.list(), memberships.list(), users.list()].map((all) =>
    all.map(({ public_metadata, private_metadata }) => [public_metadata, private_metadata]),
  );
  assert.deepEqual(after, before);
});

test("an unsafe field is rejected, and a transform receives no unsafe metadata", async (t) => {
  const { clerk } = await start(t);
  const rows = [{ organizationId: "org_1", unsafeMetadata: { a: 1 } }];
  const [{ error }] = await resultsOf(updateUsersMetadata(clerk, rows, { limiter: false }));
  assert.match(error.message, /^rows\[0\]\.unsafeMetadata: organizations and memberships have no unsafe metadata/);
  const received = [];
  const transform = (resource) => {
    received.push(resource);
    return { publicMetadata: { x: 1 } };
  };
  const [{ change }] = await resultsOf(
    planUsersMetadata(clerk, [{ organizationId: "org_1", userId: "user_1" }], { limiter: false, transform }),
  );
  assert.deepEqual(received, [
    { organizationId: "org_1", userId: "user_1", publicMetadata: { desk: 1 }, privateMetadata: {} },
  ]);
  assert.match(change, /^\{"organizationId":"org_1","userId":"user_1","publicMetadata":\{"x":1\}/);
});

test("the requests have the limiter, the hooks and the retries of the client", async (t) => {
  const { url } = await start(t);
  const requests = [];
  const events = [];
  const clerk = createClerkClient({
    secretKey: KEY,
    apiUrl: url,
    limiter(request, send) {
      requests.push(`${request.method} ${new URL(request.url).pathname}`);
      return send();
    },
    onRequest: ({ operation, url: sent }) => events.push(`${operation} ${new URL(sent).pathname}`),
  });
  const { ok } = await updateUsersMetadata(clerk, ROWS.slice(2, 3)).summary;
  assert.equal(ok, 1);
  assert.deepEqual(requests, [
    "GET /v1/organizations/org_1/memberships",
    "PATCH /v1/organizations/org_1/memberships/user_1/metadata",
  ]);
  assert.deepEqual(events, [
    "getOrganizationMembershipList /v1/organizations/org_1/memberships",
    "updateOrganizationMembershipMetadata /v1/organizations/org_1/memberships/user_1/metadata",
  ]);
});
