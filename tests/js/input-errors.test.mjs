// The errors for input that JavaScript rejects have the codes, paths and messages of the errors that Rust creates.
import assert from "node:assert/strict";
import { test } from "node:test";
import { createClerkClient } from "clerk-metadata";
import { rejectsWithInputError } from "./support/errors.mjs";
import { fixture } from "./support/fixtures.mjs";

const { users } = createClerkClient({ secretKey: "sk_test_fake", fetch: () => assert.fail("nothing is sent") });

const nested = (levels) => (levels === 0 ? {} : { a: nested(levels - 1) });

/** For each case: a call that JavaScript rejects, the reason in its error, and the path if the fixture has none. */
const CALLS = {
  "not an object": { call: () => users.updateUserMetadata("user_1", { publicMetadata: [] }) },
  "too deep": {
    call: () => users.updateUserMetadata("user_1", { publicMetadata: nested(100) }),
    path: `publicMetadata${".a".repeat(100)}`,
  },
  option: { call: () => users.getUser("user_1", 5), reason: "must be an object such as { timeout: 5000 }." },
  parameter: { call: () => users.getUserList([]), reason: "must be a plain object such as { limit: 10 }." },
};

for (const { name, code, path, message } of fixture("input_errors.json")) {
  test(`an error that Rust creates too: ${name}`, async () => {
    const { call, reason, path: ownPath } = CALLS[name];
    const text = message.replace("{reason}", () => reason);
    const error = await rejectsWithInputError(call(), { code, path: path ?? ownPath });
    assert.equal(error.message, path === null ? `${ownPath}: ${text}` : text);
  });
}

test("paths are written as Rust writes them", async () => {
  for (const { keys, path } of fixture("paths.json")) {
    const [field, ...inner] = keys;
    const value = inner.length === 0 ? 1 : inner.reduceRight((value, key) => ({ [key]: value }), NaN);
    await rejectsWithInputError(users.updateUserMetadata("user_1", { [field]: value }), {
      code: "invalid_params",
      path,
    });
  }
});
