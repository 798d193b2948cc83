// checkInstance: what happens if an instance cannot be read.
import assert from "node:assert/strict";
import { test } from "node:test";
import { inspect } from "node:util";
import { ClerkConnectionError, ClerkInputError } from "clerk-metadata";
import { withMetadata } from "clerk-metadata/with-metadata";

const KEY = "sk_test_0123456789";
const INSTANCE = { object: "instance", id: "ins_1" };
const json = (value) => new Response(JSON.stringify(value));
const pending = () => new Promise(() => {});

/** The client of Clerk of the instance ins_1, wrapped, with an own `fetch`. */
function wrap(fetch, { get = async () => INSTANCE, ...options } = {}) {
  const official = { users: { getUser() {} }, instance: { get } };
  return withMetadata(official, { secretKey: KEY, checkInstance: true, maxRetries: 0, fetch, ...options });
}

/** What a call of the client rejects with. The key is nowhere in it. */
async function rejection(clerk, ...args) {
  const error = await clerk.users.getUser("user_1", ...args).then(
    () => assert.fail("the call does not reject"),
    (thrown) => thrown,
  );
  assert.equal(inspect(error, { depth: 10, showHidden: true }).includes(KEY), false);
  assert.equal(JSON.stringify(error).includes(KEY), false);
  return error;
}

const GET_INSTANCE = "checkInstance: the instance of secretKey could not be read: GET /instance";
const bodies = { html: `${KEY} <html>`, null: "null", array: "[]", "the key as ID": JSON.stringify({ id: KEY }) };
for (const [name, body] of Object.entries(bodies)) {
  test(`a response that is not an instance: ${name}`, async () => {
    const error = await rejection(wrap(async () => new Response(body)));
    assert.ok(error instanceof ClerkConnectionError);
    assert.equal(error.code, "unexpected_response");
    assert.equal(
      error.message,
      `${GET_INSTANCE} returned no ID of an instance. Check the option fetch and apiUrl, or omit checkInstance.`,
    );
  });
}

test("fetch throws an error with the headers", async () => {
  const error = await rejection(
    wrap(async (_url, { headers }) => {
      throw new Error(`failed: ${JSON.stringify(headers)}`);
    }),
  );
  assert.ok(error instanceof ClerkConnectionError);
  assert.equal(error.code, "connection_failed");
  assert.ok(error.message.startsWith(`${GET_INSTANCE} failed (failed: {`), error.message);
});

test("fetch returns no response", async () => {
  for (const value of [null, undefined, "text", {}]) {
    const error = await rejection(wrap(async () => value));
    assert.ok(error instanceof ClerkConnectionError, inspect(error));
    assert.ok(error.message.startsWith(GET_INSTANCE), error.message);
  }
});

test("a status", async () => {
  const error = await rejection(wrap(async () => new Response(KEY, { status: 500 })));
  assert.ok(error instanceof ClerkInputError);
  assert.equal(error.message, `${GET_INSTANCE} responded with 500. Check the key, or omit checkInstance.`);
});

test("a temporary failure is retried", async () => {
  let requests = 0;
  const fetch = async (url) => {
    if (++requests === 1) return new Response("{}", { status: 503, headers: { "retry-after": "0" } });
    return url.endsWith("/instance") ? json(INSTANCE) : json({ object: "user", id: "user_1" });
  };
  assert.equal((await wrap(fetch, { maxRetries: 1 }).users.getUser("user_1")).id, "user_1");
  assert.equal(requests, 3);
});

const slow = {
  "our request": [pending],
  "Clerk's request": [async () => json(INSTANCE), { get: pending }],
};
for (const [name, [fetch, options]] of Object.entries(slow)) {
  test(`${name} does not settle: timeout and signal of the client and of the call`, async () => {
    const timeouts = [
      rejection(wrap(fetch, { ...options, timeout: 20 })),
      rejection(wrap(fetch, options), { timeout: 20 }),
    ];
    for (const error of await Promise.all(timeouts)) {
      assert.ok(error instanceof ClerkConnectionError);
      assert.equal(error.code, "timeout");
      assert.match(error.message, /^checkInstance: .* timed out\. Check the network/);
    }
    for (const inClient of [true, false]) {
      const controller = new AbortController();
      const { signal } = controller;
      const call = inClient
        ? rejection(wrap(fetch, { ...options, signal }))
        : rejection(wrap(fetch, options), { signal });
      const reason = new Error("stop");
      controller.abort(reason);
      assert.equal(await call, reason);
    }
  });
}

const CLIENT_GET = "checkInstance: the instance of the client could not be read: client.instance.get()";
test("Clerk's request rejects", async () => {
  const unauthorized = Object.assign(new Error("Unauthorized"), { status: 401 });
  const fetch = async () => json(INSTANCE);
  const rejected = await rejection(wrap(fetch, { get: () => Promise.reject(unauthorized) }));
  assert.ok(rejected instanceof ClerkInputError);
  assert.equal(rejected.message, `${CLIENT_GET} responded with 401. Check the key, or omit checkInstance.`);
  const failed = await rejection(wrap(fetch, { get: () => Promise.reject(new Error(`broken ${KEY}`)) }));
  assert.ok(failed instanceof ClerkConnectionError);
  assert.ok(failed.message.startsWith(`${CLIENT_GET} failed (broken [redacted]).`), failed.message);
  const missing = await rejection(wrap(fetch, { get: null }));
  assert.ok(missing.message.startsWith(CLIENT_GET), missing.message);
});

test("options that are no object", () => {
  for (const options of [null, "sk_test_1"])
    assert.throws(() => withMetadata({ users: {} }, options), {
      name: "ClerkInputError",
      path: "options",
      message: "options: must be an object such as { secretKey }. Pass the options with which the client was created.",
    });
});
