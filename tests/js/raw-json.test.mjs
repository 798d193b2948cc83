// `JSON.rawJSON()` keeps every digit of a number: metadata that contains it is sent as JSON.stringify writes it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { rejectsWithInputError } from "./support/errors.mjs";
import { recording } from "./support/recording.mjs";

const skip = typeof JSON.rawJSON !== "function" && "this runtime has no JSON.rawJSON";

test("every digit of a number is sent", { skip }, async () => {
  const { users, bodies } = recording();
  const n = JSON.rawJSON("12345678901234567890");
  await users.updateUserMetadata("user_1", { publicMetadata: { n, list: [n, { n }] } });
  assert.deepEqual(bodies, [
    '{"public_metadata":{"n":12345678901234567890,"list":[12345678901234567890,{"n":12345678901234567890}]}}',
  ]);
});

test("JSON.rawJSON() is rejected as a whole field", { skip }, async () => {
  const { users } = recording();
  for (const text of ["1", '"{"', "null"])
    await rejectsWithInputError(users.updateUserMetadata("user_1", { publicMetadata: JSON.rawJSON(text) }), {
      path: "publicMetadata",
    });
});
