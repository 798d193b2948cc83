// Organizations and memberships from JSON text, as the Backend API returns it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { createLocalBackend } from "clerk-metadata/local";

test("organizations and memberships are inserted from the JSON of the Backend API, with every digit", async () => {
  const source = await createLocalBackend({ users: [{ id: "user_1" }, { id: "user_2" }] });
  source.organizations.create({ id: "org_1", name: "Acme" });
  for (const userId of ["user_1", "user_2"]) source.memberships.create({ organizationId: "org_1", userId });
  const init = { headers: { authorization: "Bearer sk_test_1" } };
  const response = await source.fetch("https://api.clerk.com/v1/organizations/org_1/memberships", init);
  const page = (await response.text()).replaceAll('"public_metadata":{}', '"public_metadata":{"n":9007199254740993}');

  const backend = await createLocalBackend({ users: [{ id: "user_1" }, { id: "user_2" }] });
  assert.equal(backend.organizations.insert(page, { keepExisting: true }), 1);
  assert.equal(backend.memberships.insert(page), 2);
  const copied = await backend.fetch("https://api.clerk.com/v1/organizations/org_1/memberships", init);
  assert.equal((await copied.text()).split("9007199254740993").length, 5);
  assert.equal(backend.organizations.insert(page, { keepExisting: true }), 0);
  assert.equal(backend.memberships.insert(page, { keepExisting: true }), 0);

  const [first, second] = backend.memberships.list();
  backend.memberships.delete({ organizationId: "org_1", userId: first.public_user_data.user_id });
  assert.deepEqual(
    [first, second].map(({ id }) => backend.memberships.wasDeleted(id)),
    [true, false],
  );
  assert.equal(backend.memberships.insert(page, { keepExisting: true }), 0);
  backend.organizations.delete("org_1");
  assert.equal(backend.organizations.wasDeleted("org_1"), true);
  assert.equal(backend.organizations.insert(page, { keepExisting: true }), 0);
});

test("an invalid text inserts nothing, and its position is in the error", async () => {
  const backend = await createLocalBackend({ users: [{ id: "user_1" }] });
  backend.organizations.create({ id: "org_1" });
  const [organization] = backend.organizations.list();
  const other = { ...organization, id: "org_2", slug: "other" };
  for (const [insert, message] of [
    [() => backend.organizations.insert(JSON.stringify([other, organization])), /^organization 2: .*id/],
    [
      () => backend.organizations.insert(JSON.stringify([other, { object: "user" }])),
      /^organization 2: organization must be/,
    ],
    [() => backend.organizations.insert("{}"), /^organization must be the JSON of an organization/],
    [
      () => backend.organizations.insert(organization),
      /^organizations\.insert takes the JSON text of one organization/,
    ],
    [() => backend.memberships.insert(JSON.stringify(organization)), /must be the JSON of a membership/],
  ]) {
    assert.throws(insert, (error) => message.test(error.message) || assert.fail(error.message));
    assert.deepEqual(backend.organizations.list(), [organization]);
  }
});
