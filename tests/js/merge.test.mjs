// Merging metadata, through the client and the local Backend API over HTTP.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { User } from "clerk-metadata";
import { serve } from "./support/backend.mjs";
import { fixture } from "./support/fixtures.mjs";

const FIELDS = {
  publicMetadata: "public_metadata",
  privateMetadata: "private_metadata",
  unsafeMetadata: "unsafe_metadata",
};

const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

// Compares JSON texts, because comparing values would miss the order of keys and an own key __proto__.
const assertSameJson = (actual, expected, description) =>
  assert.equal(JSON.stringify(actual), JSON.stringify(expected), description);

const local = await serve({ after });

async function createUserWith(target) {
  const metadata = Object.fromEntries(Object.values(FIELDS).map((responseField) => [responseField, target]));
  const { status, json } = await local.request("POST", "/users", { ...metadata, skip_user_requirement: true });
  assert.equal(status, 200);
  return json.id;
}

for (const { name, target, patch, result } of fixture("merge.json")) {
  const skip = !(isObject(target) && isObject(patch)) && "a metadata field and its patch are objects";
  test(`merge: ${name}`, { skip }, async () => {
    const id = await createUserWith(target);
    const expected = { publicMetadata: target, privateMetadata: target, unsafeMetadata: target };
    for (const [field, responseField] of Object.entries(FIELDS)) {
      const user = await local.clerk.users.updateUserMetadata(id, { [field]: patch });
      expected[field] = result;
      assert.ok(user instanceof User);
      const stored = await local.request("GET", `/users/${id}`);
      for (const otherField in FIELDS) {
        assertSameJson(user[otherField], expected[otherField], `${field} changed, ${otherField} of the returned user`);
        assertSameJson(
          stored.json[FIELDS[otherField]],
          expected[otherField],
          `${field} changed, ${otherField} as stored`,
        );
      }
      assert.ok(stored.text.includes(`"${responseField}":${JSON.stringify(result)}`), stored.text);
    }
  });

  test(`merge, all three fields in one call: ${name}`, { skip }, async () => {
    const id = await createUserWith(target);
    const user = await local.clerk.users.updateUserMetadata(id, {
      publicMetadata: patch,
      privateMetadata: patch,
      unsafeMetadata: patch,
    });
    for (const field in FIELDS) assertSameJson(user[field], result, field);
  });

  test(`replace: ${name}`, { skip }, async () => {
    const id = await createUserWith(target);
    for (const field in FIELDS) {
      const user = await local.clerk.users.replaceUserMetadata(id, { [field]: patch });
      assertSameJson(user[field], patch, field);
      assertSameJson(local.users.get(id)[FIELDS[field]], patch, field);
    }
  });
}

// JSON.parse would change these values, so they bypass the client's params: they are sent and read as text.
for (const { name, target, patch, result } of fixture("merge_text.json")) {
  test(`merge of JSON texts: ${name}`, async () => {
    for (const responseField of Object.values(FIELDS)) {
      const created = await local.request(
        "POST",
        "/users",
        `{"skip_user_requirement":true,"${responseField}":${target}}`,
      );
      const { id } = created.json;
      const patched = await local.request("PATCH", `/users/${id}/metadata`, `{"${responseField}":${patch}}`);
      assert.equal(patched.status, 200);
      assert.ok(patched.text.includes(`"${responseField}":${result},`), patched.text);
      const stored = await local.request("GET", `/users/${id}`);
      assert.equal(stored.text, patched.text);
      const user = await local.clerk.users.getUser(id);
      assertSameJson(user.raw[responseField], JSON.parse(result));
    }
  });
}

test("after one change, the returned user, the stored user and the user of the next call are equal", async () => {
  const { id } = local.users.create({
    publicMetadata: { birthday: "1990-01-01", plan: { name: "free", seats: 1, trial: true } },
  });
  const before = local.users.get(id);
  const user = await local.clerk.users.updateUserMetadata(id, {
    publicMetadata: { plan: { name: "pro", trial: null } },
    privateMetadata: { stripeId: "cus_1" },
  });
  const expected = { birthday: "1990-01-01", plan: { name: "pro", seats: 1 } };
  assertSameJson(user.publicMetadata, expected);
  assertSameJson(user.privateMetadata, { stripeId: "cus_1" });
  assertSameJson(user.unsafeMetadata, {});
  const stored = local.users.get(id);
  assert.deepEqual(stored, {
    ...before,
    updated_at: user.updatedAt,
    public_metadata: expected,
    private_metadata: { stripeId: "cus_1" },
  });
  assert.ok(user.updatedAt >= before.updated_at);
  assert.deepEqual(await local.clerk.users.getUser(id), user);
});
