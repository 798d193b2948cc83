// onRequest, onResponse, onRetry and withResponse().
import assert from "node:assert/strict";
import { test } from "node:test";
import { inspect } from "node:util";
import { createClerkClient } from "clerk-metadata";
import { rejectsWithApiError, rejectsWithConnectionError, rejectsWithInputError } from "./support/errors.mjs";
import { deadUrl, httpServer, userBody } from "./support/server.mjs";
import { skipWaits } from "./support/waits.mjs";

const KEY = "sk_test_hidden";

test("the hooks of a call that is retried once", async (t) => {
  skipWaits(t);
  let calls = 0;
  const server = await httpServer(t, () => {
    const headers = { "content-type": "application/json", "cf-ray": `ray-${++calls}`, "set-cookie": "secret=1" };
    return calls === 1 ? { status: 503, headers } : { headers, body: userBody() };
  });
  const events = [];
  const hooks = Object.fromEntries(
    ["onRequest", "onResponse", "onRetry"].map((name) => [name, (info) => events.push([name, info])]),
  );
  const clerk = createClerkClient({ secretKey: KEY, apiUrl: server.url, userAgent: "app/1", ...hooks });
  const { response } = await clerk.users
    .updateUserMetadata("user_1", { publicMetadata: { plan: "pro" } })
    .withResponse();
  assert.deepEqual(response, { status: 200, clerkTraceId: "ray-2", attempts: 2 });

  assert.deepEqual(
    events.map(([name, { attempt }]) => [name, attempt]),
    [
      ["onRequest", 1],
      ["onResponse", 1],
      ["onRetry", 1],
      ["onRequest", 2],
      ["onResponse", 2],
    ],
  );
  const url = `${server.url}/v1/users/user_1/metadata`;
  assert.deepEqual(events[0][1], {
    attempt: 1,
    method: "PATCH",
    url,
    headers: {
      authorization: "[redacted]",
      "clerk-api-version": "2026-05-12",
      "user-agent": "app/1",
      accept: "application/json",
      "content-type": "application/json",
    },
  });
  const { headers, duration, ...responseFields } = events[1][1];
  assert.deepEqual(responseFields, { attempt: 1, method: "PATCH", url, status: 503 });
  assert.equal(headers["cf-ray"], "ray-1");
  assert.equal("set-cookie" in headers, false);
  assert.ok(Number.isInteger(duration) && duration >= 0);
  const { reason, ...retry } = events[2][1];
  assert.deepEqual(retry, { attempt: 1, delay: 250 });
  assert.equal(reason.name, "ClerkAPIResponseError");
  assert.equal(reason.clerkTraceId, "ray-1");
  assert.equal(inspect(events, { depth: 9, showHidden: true }).includes("hidden"), false);
  for (const { headers } of server.requests) assert.equal(headers.authorization, `Bearer ${KEY}`);
});

test("without a response: onResponse is not called, and onRetry gets the error of fetch", async (t) => {
  skipWaits(t);
  const events = [];
  const clerk = createClerkClient({
    secretKey: KEY,
    apiUrl: await deadUrl(),
    maxRetries: 1,
    onResponse: () => events.push("response"),
    onRetry: ({ reason }) => events.push([reason.name, reason.code, reason.cause instanceof Error]),
  });
  await rejectsWithConnectionError(clerk.users.getUser("user_1"), { attempts: 2 });
  assert.deepEqual(events, [["ClerkConnectionError", "connection_failed", true]]);
});

test("a hook that throws or rejects does not affect the call", async (t) => {
  skipWaits(t);
  let calls = 0;
  const fetch = async () => (++calls % 2 ? new Response("", { status: 500 }) : new Response(userBody()));
  for (const hook of [
    () => {
      throw new Error("hook");
    },
    async () => {
      throw new Error("hook");
    },
    () => Promise.reject(),
    () => ({
      get then() {
        throw new Error("hook");
      },
    }),
  ]) {
    const clerk = createClerkClient({ secretKey: KEY, fetch, onRequest: hook, onResponse: hook, onRetry: hook });
    assert.equal((await clerk.users.getUser("user_1")).id, "user_1");
  }
  assert.equal(calls, 8);
});

test("a hook cannot change the request", async () => {
  const sentRequests = [];
  const fetch = async (url, init) => {
    sentRequests.push([url, init.headers.authorization]);
    return new Response(userBody());
  };
  const onRequest = (info) => {
    info.url = "https://elsewhere.example";
    info.headers.authorization = "Bearer other";
  };
  await createClerkClient({ secretKey: KEY, fetch, onRequest }).users.getUser("user_1");
  assert.deepEqual(sentRequests, [["https://api.clerk.com/v1/users/user_1", `Bearer ${KEY}`]]);
});

test("response headers that cannot be iterated are empty", async () => {
  const events = [];
  const fetch = async () => ({ status: 200, headers: { get: () => null }, text: async () => userBody() });
  await createClerkClient({ secretKey: KEY, fetch, onResponse: ({ headers }) => events.push(headers) }).users.getUser(
    "user_1",
  );
  assert.deepEqual(events, [{}]);
});

for (const name of ["onRequest", "onResponse", "onRetry", "fetch"]) {
  test(`${name} is not a function`, async () => {
    for (const value of [1, "log", {}, true]) {
      await rejectsWithInputError(createClerkClient({ secretKey: KEY, [name]: value }).users.getUser("user_1"), {
        code: "invalid_option",
        path: name,
      });
    }
    const clerk = createClerkClient({
      secretKey: KEY,
      fetch: async () => new Response(userBody()),
      [name === "fetch" ? "onRetry" : name]: null,
    });
    assert.equal((await clerk.users.getUser("user_1")).id, "user_1");
  });
}

test("withResponse of each call", async (t) => {
  const server = await httpServer(t, ({ url }) => ({
    headers: { "cf-ray": url.includes("count") ? "of the count" : "trace" },
    body: url.includes("count")
      ? '{"object":"total_count","total_count":1}'
      : /users(\?|$)/.test(url)
        ? `[${userBody()}]`
        : userBody(),
  }));
  const { users } = createClerkClient({ secretKey: KEY, apiUrl: server.url });
  const response = { status: 200, clerkTraceId: "trace", attempts: 1 };
  for (const call of [
    users.updateUserMetadata("user_1", { publicMetadata: {} }),
    users.replaceUserMetadata("user_1", { publicMetadata: {} }),
    users.getUser("user_1"),
  ]) {
    const { data, ...rest } = await call.withResponse();
    assert.equal(data, await call);
    assert.deepEqual(rest, { response });
  }
  const { data, ...rest } = await users.getUserList().withResponse();
  assert.deepEqual([data.data[0].id, data.totalCount, rest], ["user_1", 1, { response }]);
  assert.deepEqual(await users.getCount().withResponse(), {
    data: 1,
    response: { ...response, clerkTraceId: "of the count" },
  });
});

test("withResponse of a failed call rejects with the same error, without an unhandled rejection", async (t) => {
  const unhandled = [];
  const recordRejection = (error) => unhandled.push(error);
  process.on("unhandledRejection", recordRejection);
  t.after(() => process.off("unhandledRejection", recordRejection));
  const { users } = createClerkClient({ secretKey: KEY, fetch: async () => new Response("", { status: 404 }) });
  const call = users.getUser("user_1");
  const error = await rejectsWithApiError(call.withResponse(), { status: 404 });
  await assert.rejects(call, (same) => same === error);
  await rejectsWithApiError(users.getUser("user_1").withResponse(), { status: 404 });
  await rejectsWithApiError(users.getUserList().withResponse(), { status: 404 });
  await rejectsWithApiError(users.getUserList(), { status: 404 });
  await new Promise((resolve) => setImmediate(resolve));
  assert.deepEqual(unhandled, []);
});

test("apart from withResponse, a call is a plain promise", async () => {
  const { users } = createClerkClient({ secretKey: KEY, fetch: async () => new Response(userBody()) });
  const call = users.getUser("user_1");
  assert.ok(call instanceof Promise);
  assert.deepEqual(Object.keys(call), []);
  assert.equal((await Promise.all([call, call]))[1].id, "user_1");
});
