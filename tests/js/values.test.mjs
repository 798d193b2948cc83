// Metadata is validated as a JavaScript value: what JSON would silently change is rejected with its
// path; any other value is kept as JSON.stringify writes it. The same rows apply to every function
// and interface that accepts metadata.
import assert from "node:assert/strict";
import { test } from "node:test";
import { runInNewContext } from "node:vm";
import { createClerkClient } from "clerk-metadata";
import { rejectsWithInputError } from "./support/errors.mjs";
import { INTERFACES, rejects } from "./support/metadata-interfaces.mjs";
import {
  INVALID_METADATA,
  INVALID_VALUES,
  VALID_METADATA,
  NOT_METADATA,
  UNUSUAL_KEYS,
  placesOf,
} from "./support/metadata-rows.mjs";
import { userBody } from "./support/server.mjs";

/** Whether an object has a null member at any depth, not counting arrays. */
const hasNullMember = (value) =>
  typeof value === "object" &&
  value !== null &&
  !Array.isArray(value) &&
  Object.values(value).some((member) => member === null || hasNullMember(member));

/** A patch, applied to an empty object. */
const withoutNullMembers = (value) =>
  typeof value !== "object" || value === null || Array.isArray(value)
    ? value
    : Object.fromEntries(
        Object.entries(value)
          .filter(([, member]) => member !== null)
          .map(([key, member]) => [key, withoutNullMembers(member)]),
      );

for (const target of INTERFACES) {
  for (const [name, value, message] of INVALID_VALUES) {
    test(`${target.name}: rejects ${name}`, async () => {
      for (const [below, metadata] of placesOf(value)) await rejects(target, metadata, below, { message });
    });
  }
  for (const [name, below, metadata, expectedError] of INVALID_METADATA) {
    test(`${target.name}: rejects ${name}`, () => rejects(target, metadata, below, expectedError));
  }
  for (const [name, value] of NOT_METADATA) {
    test(`${target.name}: rejects ${name} for metadata`, () =>
      rejects(target, value, undefined, { message: /must be a plain object/ }));
  }
  test(`${target.name}: the path of keys that are not identifiers`, async () => {
    for (const [key, below] of UNUSUAL_KEYS) await rejects(target, { [key]: NaN }, below, { message: /NaN/ });
  });
  for (const [name, value] of VALID_METADATA) {
    test(`${target.name}: keeps ${name}`, async () => {
      const text = JSON.stringify(value);
      const parsed = JSON.parse(text);
      if (target.cannotSetNull && hasNullMember(parsed))
        return assert.rejects(target.accept(value), {
          name: "ClerkInputError",
          code: "invalid_params",
          message: /cannot set null/,
        });
      const result = await target.accept(value);
      // The interface returns parsed values, so JavaScript determines the order of keys that are indices.
      assert.equal(result, target.removesNulls ? JSON.stringify(withoutNullMembers(parsed)) : text);
      assert.equal(JSON.stringify(value), text, "the caller's value was changed");
    });
  }
  test(`${target.name}: toJSON is called once, with its key`, async () => {
    if (target.name === "diffMetadata, current") return; // this interface makes two calls, and each calls toJSON
    const calls = [];
    const value = {
      toJSON(...args) {
        calls.push(args);
        return "x";
      },
    };
    assert.equal(await target.accept({ a: value, b: [value] }), '{"a":"x","b":["x"]}');
    assert.deepEqual(calls, [["a"], ["0"]]);
  });
}

test("each of the three fields is validated", async () => {
  const clerk = createClerkClient({ secretKey: "sk_test_fake", fetch: () => assert.fail("sent") });
  for (const field of ["publicMetadata", "privateMetadata", "unsafeMetadata"]) {
    const params = { publicMetadata: {}, privateMetadata: {}, unsafeMetadata: {}, [field]: { a: NaN } };
    await rejectsWithInputError(clerk.users.updateUserMetadata("user_1", params), {
      code: "invalid_params",
      path: `${field}.a`,
    });
  }
});

/** The body that is sent. */
async function sentBody(params) {
  const bodies = [];
  const fetch = async (_, { body }) => {
    bodies.push(body);
    return new Response(userBody());
  };
  await createClerkClient({ secretKey: "sk_test_fake", fetch }).users.updateUserMetadata("user_1", params);
  assert.equal(bodies.length, 1);
  return bodies[0];
}

test("parameters without a prototype, and from another realm", async () => {
  const params = Object.assign(Object.create(null), { publicMetadata: { a: 1 } });
  assert.equal(await sentBody(params), '{"public_metadata":{"a":1}}');
  assert.equal(
    await sentBody(runInNewContext("({ publicMetadata: { a: 1 }, unsafeMetadata: undefined })")),
    '{"public_metadata":{"a":1}}',
  );
});

test("the error for a rejected value does not contain the value", async () => {
  const clerk = createClerkClient({ secretKey: "sk_test_fake", fetch: () => assert.fail("sent") });
  const params = { privateMetadata: { token: Object.assign(new Map(), { note: "hidden" }), more: "hidden" } };
  const error = await rejectsWithInputError(clerk.users.updateUserMetadata("user_1", params), {
    path: "privateMetadata.token",
  });
  assert.doesNotMatch(error.stack, /hidden/);
});
