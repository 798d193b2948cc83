// onRequest, onResponse, onRetry, onSuccess, onError and withResponse().
import assert from "node:assert/strict";
import { test } from "node:test";
import { inspect } from "node:util";
import { createClerkClient } from "clerk-metadata";
import { rejectsWithApiError, rejectsWithConnectionError, rejectsWithInputError } from "./support/errors.mjs";
import { deadUrl, httpServer, userBody } from "./support/server.mjs";
import { skipWaits } from "./support/waits.mjs";

const KEY = "sk_test_hidden";
const HOOKS = ["onRequest", "onResponse", "onRetry", "onSuccess", "onError"];

test("the hooks of a call that is retried once", async (t) => {
  skipWaits(t);
  let calls = 0;
  const server = await httpServer(t, () => {
    const headers = { "content-type": "application/json", "cf-ray": `ray-${++calls}`, "set-cookie": "secret=1" };
    return calls === 1 ? { status: 503, headers } : { headers, body: userBody() };
  });
  const events = [];
  const hooks = Object.fromEntries(HOOKS.map((name) => [name, (info) => events.push([name, info])]));
  const clerk = createClerkClient({ secretKey: KEY, apiUrl: server.url, userAgent: "app/1", ...hooks });
  const { response } = await clerk.users
    .updateUserMetadata("user_1", { publicMetadata: { plan: "pro" } })
    .withResponse();
  assert.deepEqual(response, { status: 200, clerkTraceId: "ray-2", attempts: 2 });

  assert.deepEqual(
    events.map(([name, { attempt, attempts }]) => [name, attempt ?? attempts]),
    [
      ["onRequest", 1],
      ["onResponse", 1],
      ["onRetry", 1],
      ["onRequest", 2],
      ["onResponse", 2],
      ["onSuccess", 2],
    ],
  );
  const { callId } = events[0][1];
  assert.match(callId, /^call_[0-9a-z]+_\d+$/);
  const call = { callId, operation: "updateUserMetadata" };
  for (const [name, { callId, operation }] of events) assert.deepEqual({ callId, operation }, call, name);
  const url = `${server.url}/v1/users/user_1/metadata`;
  assert.deepEqual(events[0][1], {
    ...call,
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
  assert.deepEqual(responseFields, {
    ...call,
    attempt: 1,
    method: "PATCH",
    url,
    status: 503,
    clerkTraceId: "ray-1",
  });
  assert.equal(headers["cf-ray"], "ray-1");
  assert.equal("set-cookie" in headers, false);
  assert.ok(Number.isInteger(duration) && duration >= 0);
  const { reason, ...retry } = events[2][1];
  assert.deepEqual(retry, { ...call, attempt: 1, delay: 250, clerkTraceId: "ray-1" });
  assert.equal(reason.name, "ClerkAPIResponseError");
  assert.equal(reason.clerkTraceId, "ray-1");
  assert.deepEqual(events.at(-1)[1], { ...call, status: 200, clerkTraceId: "ray-2", attempts: 2 });
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

/** A client that records the events of its hooks. */
function recordingClient(options) {
  const events = [];
  const hooks = Object.fromEntries(HOOKS.map((name) => [name, (event) => events.push({ name, ...event })]));
  return { events, users: createClerkClient({ secretKey: KEY, ...hooks, ...options }).users };
}
const apiError = (status, body) => async () => new Response(JSON.stringify(body), { status });

test("onError: an error of the Backend API, with the trace ID of its body", async () => {
  const body = { errors: [{ code: "resource_not_found", message: "not found" }], clerk_trace_id: "trace-1" };
  const { events, users } = recordingClient({ fetch: apiError(404, body) });
  const error = await rejectsWithApiError(users.getUser("user_1"), { status: 404, clerkTraceId: "trace-1" });
  assert.deepEqual(
    events.map(({ name, clerkTraceId }) => [name, clerkTraceId]),
    [
      ["onRequest", undefined],
      ["onResponse", "trace-1"],
      ["onError", "trace-1"],
    ],
  );
  const { callId } = events[0];
  assert.deepEqual(events[2], { name: "onError", callId, operation: "getUser", error, clerkTraceId: "trace-1" });
});

test("onError: once after the retries of a failed connection", async (t) => {
  skipWaits(t);
  const { events, users } = recordingClient({ apiUrl: await deadUrl() });
  const error = await rejectsWithConnectionError(users.getUser("user_1"), { attempts: 3 });
  assert.deepEqual(
    events.map(({ name }) => name),
    ["onRequest", "onRetry", "onRequest", "onRetry", "onRequest", "onError"],
  );
  assert.equal(events.at(-1).error, error);
  assert.equal(new Set(events.map(({ callId }) => callId)).size, 1);
});

for (const [description, options, call, expected] of [
  ["invalid input", {}, ({ users }) => users.getUser("a b"), { code: "invalid_user_id" }],
  ["an invalid option", { timeout: -1 }, ({ users }) => users.getUser("user_1"), { code: "invalid_option" }],
  ["no secret key", { secretKey: "" }, ({ users }) => users.getUser("user_1"), { code: "missing_secret_key" }],
]) {
  test(`onError: ${description}, without a request`, async () => {
    const client = recordingClient({ fetch: () => assert.fail("nothing is sent"), ...options });
    const error = await rejectsWithInputError(call(client), expected);
    assert.deepEqual(
      client.events.map(({ name, error, operation }) => [name, error, operation]),
      [["onError", error, "getUser"]],
    );
  });
}

test("onError: the reason of an abort, before the call and while it waits for a retry", async () => {
  const reason = new Error("stop");
  const before = recordingClient({ fetch: () => assert.fail("nothing is sent") });
  await assert.rejects(before.users.getUser("user_1", { signal: AbortSignal.abort(reason) }), reason);
  assert.deepEqual(
    before.events.map(({ name, error }) => [name, error]),
    [["onError", reason]],
  );
  const controller = new AbortController();
  const during = recordingClient({ fetch: apiError(503, {}), onRetry: () => controller.abort(reason) });
  await assert.rejects(during.users.getUser("user_1", { signal: controller.signal }), reason);
  assert.deepEqual(
    during.events.map(({ name }) => name),
    ["onRequest", "onResponse", "onError"],
  );
});

test("onError: a timeout, and a value with which a framework controls the flow", async () => {
  const timeout = recordingClient({ fetch: () => new Promise(() => {}), timeout: 5, maxRetries: 0 });
  const error = await rejectsWithConnectionError(timeout.users.getUser("user_1"), { code: "timeout" });
  assert.equal(timeout.events.at(-1).error, error);
  const redirect = Object.assign(new Error("NEXT_REDIRECT"), { digest: "NEXT_REDIRECT" });
  const framework = recordingClient({ fetch: () => Promise.reject(redirect) });
  await assert.rejects(framework.users.getUser("user_1"), redirect);
  assert.equal(framework.events.at(-1).error, redirect);
});

test("getUserList is one call: its two requests have one ID, and it ends once", async () => {
  const fetch = async (url) =>
    new Response(url.includes("count") ? '{"object":"total_count","total_count":1}' : `[${userBody()}]`);
  const { events, users } = recordingClient({ fetch });
  await users.getUserList();
  assert.deepEqual(events.map(({ name }) => name).sort(), [
    "onRequest",
    "onRequest",
    "onResponse",
    "onResponse",
    "onSuccess",
  ]);
  assert.equal(new Set(events.map(({ callId }) => callId)).size, 1);
  assert.deepEqual(new Set(events.map(({ operation }) => operation)), new Set(["getUserList"]));
  const failing = recordingClient({ fetch: apiError(404, {}) });
  await rejectsWithApiError(failing.users.getUserList(), { status: 404 });
  assert.equal(failing.events.filter(({ name }) => name === "onError").length, 1);
  assert.equal(failing.events.at(-1).name, "onError");
});

test("concurrent calls have different IDs, and each event is of its call", async () => {
  const fetch = async (url) => new Response(JSON.stringify({ ...JSON.parse(userBody()), id: url.split("/").at(-1) }));
  const { events, users } = recordingClient({ fetch });
  await Promise.all(Array.from({ length: 50 }, (_, index) => users.getUser(`user_${index}`)));
  const calls = groupByCall(events);
  assert.equal(calls.size, 50);
  for (const [request, response, success] of calls.values()) {
    assert.deepEqual([request.name, response.name, success.name], ["onRequest", "onResponse", "onSuccess"]);
    assert.equal(request.url, response.url);
  }
});

function groupByCall(events) {
  const calls = new Map();
  for (const event of events) calls.set(event.callId, [...(calls.get(event.callId) ?? []), event]);
  return calls;
}

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
    const hooks = Object.fromEntries(HOOKS.map((name) => [name, hook]));
    const clerk = createClerkClient({ secretKey: KEY, fetch, ...hooks });
    assert.equal((await clerk.users.getUser("user_1")).id, "user_1");
    await rejectsWithInputError(clerk.users.getUser(""), { code: "invalid_user_id" });
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

for (const name of [...HOOKS, "fetch"]) {
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
