// How a response becomes a user or an error.
import assert from "node:assert/strict";
import { test } from "node:test";
import { ClerkAPIResponseError, createClerkClient, User } from "clerk-metadata";
import { rejectsWithApiError, rejectsWithConnectionError } from "./support/errors.mjs";
import { fixture } from "./support/fixtures.mjs";
import { httpServer } from "./support/server.mjs";

// Compares data only: the fixtures have no classes.
const asJson = (value) => JSON.parse(JSON.stringify(value));

const nullToUndefined = (value) => value ?? undefined;

function expectedFields({ retryable: _, errors, ...error }) {
  const fields = Object.fromEntries(Object.entries(error).map(([name, value]) => [name, nullToUndefined(value)]));
  if (error.code !== "api_response_error") {
    delete fields.retryAfter;
    return fields;
  }
  return {
    ...fields,
    clerkError: true,
    errors: errors.map((item) => ({
      ...item,
      longMessage: nullToUndefined(item.longMessage),
      meta: nullToUndefined(item.meta),
    })),
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
      const result = await call();
      assert.ok(result instanceof User);
      assert.deepEqual(result.raw, JSON.parse(response.body));
      if (user) assert.deepEqual(asJson(result), user);
      for (const field in userIncludes) assert.deepEqual(asJson(result[field]), userIncludes[field], field);
    }
    assert.equal(server.requests.length, 3); // no request is repeated
  });
}

for (const [description, metadata] of Object.entries({
  "single digits": { a: Array(4000).fill(1) },
  "rows of digits": { a: Array(400).fill([0, 1, 0, 1, 1, 0]) },
  "short strings": { a: Array(2000).fill("x") },
  "small objects": { a: Array(500).fill({ on: true }) },
})) {
  test(`a page of 500 users whose metadata consists of ${description}`, async () => {
    const page = JSON.stringify(
      Array.from({ length: 500 }, (_, index) => ({ object: "user", id: `user_${index}`, public_metadata: metadata })),
    );
    const fetch = async (url) =>
      new Response(url.includes("/count") ? '{"object":"total_count","total_count":500}' : page);
    const { data: asJson } = await createClerkClient({ secretKey: "sk_test_fake", fetch }).users.getUserList({
      limit: 500,
    });
    assert.equal(asJson.length, 500);
    assert.deepEqual(asJson[499].publicMetadata, metadata);
  });
}

for (const { name, camelCase } of fixture("camel_case.json")) {
  test(`the key ${JSON.stringify(name)} of meta becomes ${JSON.stringify(camelCase)}, in a response and in the constructor`, async (t) => {
    const data = [{ code: "a", message: "b", meta: JSON.parse(`{${JSON.stringify(name)}:1}`) }];
    const server = await httpServer(t, () => ({ status: 422, body: JSON.stringify({ errors: data }) }));
    const { users } = createClerkClient({ secretKey: "sk_test_fake", apiUrl: server.url });
    const error = await rejectsWithApiError(users.getUser("user_1"), { status: 422 });
    for (const { errors } of [error, new ClerkAPIResponseError("m", { status: 422, data })])
      assert.deepEqual(Object.keys(errors[0].meta), [camelCase]);
  });
}
