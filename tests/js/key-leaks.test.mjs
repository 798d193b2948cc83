// No error, and nothing that a hook receives, contains the key. The helpers of the other suites check this too.
import assert from "node:assert/strict";
import { test } from "node:test";
import { createClerkClient } from "clerk-metadata";
import { assertNoKey, rejectsWithApiError, rejectsWithConnectionError } from "./support/errors.mjs";
import { httpServer, userBody } from "./support/server.mjs";

const KEY = "sk_test_hidden";

const escaped = [...KEY].map((character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`).join("");

for (const [description, key] of Object.entries({
  "as plain text": KEY,
  escaped: escaped,
  "escaped with uppercase digits": escaped.toUpperCase().replaceAll("\\U", "\\u"),
  "partly escaped": `\\u0073${KEY.slice(1)}`,
})) {
  test(`a response that contains the key ${description}`, async (t) => {
    const body = `{"errors":[{"code":"${key}","message":"bad key ${key}","long_message":"the key ${key} is wrong","meta":{"param_name":"${key}","more":{"${key}":["${key}"]}}}],"clerk_trace_id":"trace ${key}"}`;
    const infos = [];
    const hook = (info) => infos.push(info);
    let status = 503;
    const server = await httpServer(t, () => ({
      status,
      headers: { "content-type": "application/json", "x-key": `Bearer ${KEY}`, [KEY]: "1", "cf-ray": KEY },
      body,
    }));
    t.mock.method(Math, "random", () => 0);
    const clerk = createClerkClient({
      secretKey: KEY,
      apiUrl: server.url,
      maxRetries: 1,
      onRequest: hook,
      onResponse: hook,
      onRetry: hook,
    });
    const error = await rejectsWithApiError(clerk.users.getUser("user_1"), {
      status: 503,
      message: "the key [redacted] is wrong",
      clerkTraceId: "trace [redacted]",
    });
    assert.deepEqual(error.errors[0], {
      code: "[redacted]",
      message: "bad key [redacted]",
      longMessage: "the key [redacted] is wrong",
      meta: { paramName: "[redacted]", more: { "[redacted]": ["[redacted]"] } },
    });
    assert.equal(infos.length, 5);
    infos.forEach(assertNoKey);
    status = 404;
    await rejectsWithApiError(clerk.users.updateUserMetadata("user_1", { publicMetadata: {} }), { status: 404 });
    infos.forEach(assertNoKey);
  });
}

test("a trace ID header that contains the key, in a success and in an error response", async (t) => {
  let response = { headers: { "cf-ray": `${KEY}-AMS` }, body: userBody() };
  const server = await httpServer(t, () => response);
  const { users } = createClerkClient({ secretKey: KEY, apiUrl: server.url, maxRetries: 0 });
  assert.equal((await users.getUser("user_1").withResponse()).response.clerkTraceId, "[redacted]-AMS");
  response = { ...response, status: 404, body: "no JSON" };
  assert.equal((await rejectsWithApiError(users.getUser("user_1"), { status: 404 })).clerkTraceId, "[redacted]-AMS");
  response = { ...response, status: 200, body: "no JSON" };
  assert.equal(
    (await rejectsWithConnectionError(users.getUser("user_1"), { code: "unexpected_response" })).clerkTraceId,
    "[redacted]-AMS",
  );
});

test("other escapes in a redacted response keep their meaning", async (t) => {
  const message = 'tab \t "quoted" \\u0041 \u2028 \ud83d\ude00 é';
  const body = JSON.stringify({ errors: [{ code: "x", message, long_message: KEY }] });
  for (const text of [
    body,
    body.replaceAll("/", "\\/"),
    body.replace(/[^\x20-\x7e]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`),
  ]) {
    const server = await httpServer(t, () => ({ status: 404, body: text }));
    await rejectsWithApiError(createClerkClient({ secretKey: KEY, apiUrl: server.url }).users.getUser("user_1"), {
      message,
    });
  }
});

test("the data of a success is returned unchanged, including the key", async (t) => {
  const server = await httpServer(t, () => ({ body: userBody({ first_name: KEY }) }));
  const user = await createClerkClient({ secretKey: KEY, apiUrl: server.url }).users.getUser("user_1");
  assert.equal(user.firstName, KEY);
});

test("a hook does not receive a user ID that equals the key", async () => {
  const infos = [];
  const { users } = createClerkClient({
    secretKey: KEY,
    fetch: async () => new Response(userBody()),
    onRequest: (info) => infos.push(info),
    onResponse: (info) => infos.push(info),
  });
  await users.getUser(KEY);
  assert.equal(infos.length, 2);
  infos.forEach(assertNoKey);
});

test("an error about input that contains a key does not contain the key", async () => {
  const { users } = createClerkClient({ secretKey: KEY, fetch: () => assert.fail("sent") });
  const throws = () => {
    throw Object.assign(new Error(`no ${KEY}`), { config: { secretKey: KEY } });
  };
  const calls = [
    () =>
      users.updateUserMetadata("user_1", {
        publicMetadata: {
          get a() {
            return throws();
          },
        },
      }),
    () => users.updateUserMetadata("user_1", { publicMetadata: { a: { toJSON: throws } } }),
    () => users.updateUserMetadata("user_1", { publicMetadata: { [KEY]: Number.NaN } }),
    () => users.updateUserMetadata("user_1", { [KEY]: {} }),
    () => users.getUserList({ [KEY]: 1 }),
    () => users.getUser("user_1", { [KEY]: 1 }),
    () => createClerkClient({ secretKey: KEY, [KEY]: 1 }).users.getUser("user_1"),
  ];
  for (const call of calls)
    await assert.rejects(call(), (error) => (assertNoKey(error), error.name === "ClerkInputError"));
  // The error itself is the cause if it does not contain the key.
  const cause = new RangeError("no seats");
  await assert.rejects(
    users.updateUserMetadata("user_1", {
      publicMetadata: {
        get a() {
          throw cause;
        },
      },
    }),
    (error) => error.cause === cause,
  );
});

test("a key with characters that are encoded in a URL", async () => {
  const key = "sk_test_a/b+c=d<e";
  const infos = [];
  const { users } = createClerkClient({
    secretKey: key,
    maxRetries: 0,
    fetch: async (url) => {
      throw new Error(`failed: ${url}`);
    },
    onRequest: ({ url }) => infos.push(url),
  });
  await assert.rejects(
    users.getUserList({ query: key }),
    (error) => !error.message.includes(encodeURIComponent(key)) && !error.stack.includes(encodeURIComponent(key)),
  );
  assert.equal(
    infos.some((url) => url.includes(encodeURIComponent(key))),
    false,
  );
});
