// The request of a call that is not sent.
import assert from "node:assert/strict";
import { test } from "node:test";
import { createClerkClient, prepareRequest } from "clerk-metadata";
import { rejectsWithInputError } from "./support/errors.mjs";
import { fixture, version } from "./support/fixtures.mjs";

const neverFetch = () => assert.fail("a request was sent");

for (const { name, operation, config, userId, params, request, error } of fixture("requests.json")) {
  if (error) {
    test(`rejected like the call: ${name}`, async () => {
      await rejectsWithInputError(prepareRequest({ ...config, fetch: neverFetch }, operation, userId, params), error);
    });
    continue;
  }

  test(`the same request as that of the call: ${name}`, async () => {
    const prepared = await prepareRequest({ ...config, fetch: neverFetch }, operation, userId, params);
    const headers = Object.entries(request.headers).map(([name, value]) => [name, value.replace("{version}", version)]);
    assert.deepEqual(prepared, {
      method: request.method,
      url: request.url,
      headers: { ...Object.fromEntries(headers), authorization: "[redacted]" },
      body: request.body ?? undefined,
    });
  });
}

const options = { secretKey: "sk_test_hidden", fetch: neverFetch };

for (const [method, ...args] of [
  ["getUser", "user_1"],
  ["getUserList", { limit: 10, emailAddress: ["ada@example.com"] }],
  ["getUserList"],
  ["getCount", { query: "ada" }],
  ["getCount"],
]) {
  test(`the same request as ${method}(${JSON.stringify(args).slice(1, -1)}) sends`, async () => {
    const requests = [];
    const { users } = createClerkClient({
      ...options,
      maxRetries: 0,
      fetch: async (url, init) => {
        requests.push({ url, method: init.method, headers: init.headers, body: init.body });
        throw new Error("not sent");
      },
    });
    await assert.rejects(users[method](...args), { code: "connection_failed" });
    const [{ headers, ...sent }] = requests;
    assert.equal(headers.authorization, "Bearer sk_test_hidden");
    assert.deepEqual(await prepareRequest(options, method, ...args), {
      ...sent,
      headers: { ...headers, authorization: "[redacted]" },
    });
  });
}

test("a key in the URL is redacted", async () => {
  const { url } = await prepareRequest(
    { ...options, apiUrl: "https://example.com/sk_test_hidden" },
    "getUser",
    "user_1",
  );
  assert.equal(url, "https://example.com/[redacted]/v1/users/user_1");
});

for (const method of ["deleteUser", "toString", "__proto__", "", undefined]) {
  test(`an unknown method is rejected: ${method}`, async () => {
    await rejectsWithInputError(prepareRequest(options, method), { code: "invalid_params", path: "operation" });
  });
}

test("invalid options are rejected", async () => {
  await rejectsWithInputError(prepareRequest({}, "getUser", "user_1"), { code: "missing_secret_key" });
  await rejectsWithInputError(prepareRequest({ ...options, timeout: -1 }, "getUser", "user_1"), {
    code: "invalid_option",
    path: "timeout",
  });
});
