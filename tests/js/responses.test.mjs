// What becomes of an answer: a user, or an error.
import assert from "node:assert/strict";
import { test } from "node:test";
import { createClerkClient, User } from "clerk-metadata";
import { rejectsWithApiError, rejectsWithConnectionError } from "./support/errors.mjs";
import { fixture } from "./support/fixtures.mjs";
import { httpServer } from "./support/server.mjs";

// Without classes: the fixtures have data only.
const data = (value) => JSON.parse(JSON.stringify(value));

const orUndefined = (value) => value ?? undefined;

function expectedFields({ retryable: _, errors, ...error }) {
  const fields = Object.fromEntries(Object.entries(error).map(([name, value]) => [name, orUndefined(value)]));
  if (error.code !== "api_response_error") {
    delete fields.retryAfter;
    return fields;
  }
  return {
    ...fields,
    clerkError: true,
    errors: errors.map((item) => ({ ...item, longMessage: orUndefined(item.longMessage), meta: orUndefined(item.meta) })),
  };
}

for (const { name, response, user, userIncludes, error } of fixture("responses.json")) {
  test(name, async (t) => {
    const server = await httpServer(t, () => response);
    const clerk = createClerkClient({ secretKey: "sk_test_fake", apiUrl: server.url, maxRetries: 0 });
    for (const call of [
      () => clerk.users.updateUserMetadata("user_1", { publicMetadata: {} }),
      () => clerk.users.replaceUserMetadata("user_1", { publicMetadata: {} }),
      () => clerk.users.getUser("user_1"),
    ]) {
      if (error) {
        const rejects = error.code === "api_response_error" ? rejectsWithApiError : rejectsWithConnectionError;
        await rejects(call(), expectedFields(error));
        continue;
      }
      const got = await call();
      assert.ok(got instanceof User);
      assert.deepEqual(got.raw, JSON.parse(response.body));
      if (user) assert.deepEqual(data(got), user);
      for (const field in userIncludes) assert.deepEqual(data(got[field]), userIncludes[field], field);
    }
    assert.equal(server.requests.length, 3); // none of them is made again
  });
}
