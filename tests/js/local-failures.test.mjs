// How a test makes requests to a local Backend API fail.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { setImmediate } from "node:timers/promises";
import { createClerkClient } from "clerk-metadata";
import { createLocalBackend } from "clerk-metadata/local";
import { KEY, serve, startInProcess } from "./support/backend.mjs";
import { rejectsWithApiError, rejectsWithConnectionError } from "./support/errors.mjs";

const STATUSES = [
  [400, "request_body_invalid"],
  [401, "clerk_key_invalid"],
  [403, "authorization_invalid"],
  [404, "resource_not_found"],
  [409, "resource_locked"],
  [413, "request_body_too_large"],
  [415, "unsupported_content_type"],
  [422, "form_param_exceeds_allowed_size"],
  [429, "too_many_requests"],
  [500, "internal_clerk_error"],
  [502, undefined],
  [503, "service_unavailable"],
  [504, "gateway_timeout"],
  ...[520, 521, 522, 523, 524, 530].map((status) => [status, undefined]),
];

test("failNext: each status has Clerk's code, and the request changes nothing", async (t) => {
  const inProcess = await startInProcess();
  const overHttp = await serve(t, { users: [{ id: "user_1" }] });
  for (const { backend, users } of [inProcess, { ...overHttp, users: overHttp.clerk.users }]) {
    for (const [status, code] of STATUSES) {
      backend.failNext({ status });
      const error = await rejectsWithApiError(users.updateUserMetadata("user_1", { publicMetadata: { a: 1 } }), {
        status,
        retryAfter: undefined,
      });
      assert.equal(error.errors[0]?.code, code, `${status}`);
      assert.match(error.clerkTraceId, /^[0-9a-f]{32}$/);
    }
    assert.deepEqual(backend.users.get("user_1").public_metadata, {});
    assert.deepEqual(
      backend.requests.map(({ status }) => status),
      STATUSES.map(([status]) => status),
    );
  }
});

test("failNext: the types and the documentation have the same statuses and codes", () => {
  const root = new URL("../../", import.meta.url);
  const types = readFileSync(new URL("pkg/types/local-test-controls.d.ts", root), "utf8");
  const [, union] = /type LocalFailureStatus =([^;]+);/.exec(types);
  assert.deepEqual(
    union.match(/\d+/g).map(Number),
    STATUSES.map(([status]) => status).toSorted((a, b) => a - b),
  );
  const page = readFileSync(new URL("docs/testing.md", root), "utf8");
  const documented = [...page.matchAll(/^\| (\d{3}) \| `(\w+)`/gm)].map(([, status, code]) => [Number(status), code]);
  assert.deepEqual(
    documented,
    STATUSES.filter(([, code]) => code !== undefined),
  );
  assert.match(page, /^\| 502, 520 to 524, 530 \| no errors/m);
});

test("failNext: the errors fit the request, or are those of the option", async () => {
  const { backend, users, change } = await startInProcess();
  backend.failNext({ status: 404 });
  const notFound = await rejectsWithApiError(change("user_2"), { status: 404 });
  assert.equal(notFound.errors[0].longMessage, "No user was found with id user_2");
  backend.failNext({ status: 422 });
  const tooLarge = await rejectsWithApiError(users.updateUserMetadata("user_1", { privateMetadata: {} }), {
    status: 422,
  });
  assert.equal(tooLarge.errors[0].meta.paramName, "private_metadata");
  backend.failNext({ status: 403, retryAfter: 5, errors: [{ code: "my_code", message: "mine", meta: { a_b: 1 } }] });
  const custom = await rejectsWithApiError(change(), { status: 403, message: "mine", retryAfter: 5 });
  assert.deepEqual(
    { ...custom.errors[0] },
    { code: "my_code", message: "mine", longMessage: undefined, meta: { aB: 1 } },
  );
});

test("failNext: a network failure rejects as fetch does, and breaks the connection over HTTP", async (t) => {
  const { backend, change } = await startInProcess();
  for (const [option, code, message] of [
    [true, "ECONNRESET", "read ECONNRESET"],
    ["ECONNREFUSED", "ECONNREFUSED", "connect ECONNREFUSED"],
    ["ENOTFOUND", "ENOTFOUND", "getaddrinfo ENOTFOUND api.clerk.com"],
    ["ETIMEDOUT", "ETIMEDOUT", "connect ETIMEDOUT"],
    ["UND_ERR_SOCKET", "UND_ERR_SOCKET", "other side closed"],
  ]) {
    backend.failNext({ error: option });
    const { cause } = await rejectsWithConnectionError(change(), { code: "connection_failed" });
    assert.ok(cause instanceof TypeError);
    assert.equal(cause.message, "fetch failed");
    assert.equal(cause.cause.code, code);
    assert.equal(cause.cause.message, message);
  }
  const overHttp = await serve(t, { users: [{ id: "user_1" }] });
  overHttp.backend.failNext({ error: "ECONNREFUSED" });
  await rejectsWithConnectionError(overHttp.clerk.users.getUser("user_1"), { code: "connection_failed" });
  assert.equal(overHttp.backend.requests[0].status, undefined);
  assert.equal((await overHttp.clerk.users.getUser("user_1")).id, "user_1");
});

test("failNext: a timeout never responds, until the request is aborted", async (t) => {
  const { backend, change } = await startInProcess();
  backend.failNext({ timeout: true, times: 2 });
  t.mock.timers.enable({ apis: ["setTimeout", "Date"] });
  const call = rejectsWithConnectionError(change(), { code: "timeout", attempts: 1 });
  await setImmediate();
  t.mock.timers.tick(1_000);
  await call;
  t.mock.timers.reset();
  const reason = new Error("no longer needed");
  const controller = new AbortController();
  const request = backend.fetch("https://api.clerk.com/v1/users/count", { signal: controller.signal });
  controller.abort(reason);
  await assert.rejects(request, reason);
  assert.deepEqual(
    backend.requests.map(({ status }) => status),
    [undefined, undefined],
  );

  const overHttp = await serve(t, { users: [{ id: "user_1" }] });
  overHttp.backend.failNext({ timeout: true });
  await rejectsWithConnectionError(overHttp.clerk.users.getUser("user_1", { timeout: 50 }), { code: "timeout" });
});

test("failNext: a 429 with Retry-After 30 takes no time with fake timers", async (t) => {
  const backend = await createLocalBackend({ users: [{ id: "user_1" }] });
  const clerk = createClerkClient({ secretKey: KEY, fetch: backend.fetch });
  t.mock.timers.enable({ apis: ["setTimeout", "Date"], now: 1_700_000_000_000 });
  backend.failNext({ status: 429, retryAfter: 30 });
  const call = clerk.users.updateUserMetadata("user_1", { publicMetadata: { a: 1 } }).withResponse();
  await setImmediate();
  t.mock.timers.tick(29_999);
  await setImmediate();
  assert.equal(backend.requests.length, 1);
  t.mock.timers.tick(1);
  const { data, response } = await call;
  assert.deepEqual([data.publicMetadata, response.attempts], [{ a: 1 }, 2]);
  assert.deepEqual(
    backend.requests.map(({ time, status }) => [time, status]),
    [
      [1_700_000_000_000, 429],
      [1_700_000_030_000, 200],
    ],
  );
});

test("failNext: times and match select the requests; the first failure that fits applies", async () => {
  const { backend, users, change } = await startInProcess();
  const statusOf = (call) =>
    call.then(
      () => 200,
      ({ status }) => status,
    );
  backend.failNext({ status: 500, times: 2, match: { userId: "user_2" } });
  backend.failNext({ status: 503, match: { method: "GET" } });
  backend.failNext({ status: 504, match: { path: "/v1/users/count" } });
  backend.failNext({ status: 409, match: { method: "PATCH", path: /\/user_1\/metadata$/g } });
  backend.failNext({ status: 404, match: ({ body }) => body?.public_metadata?.a === 1, times: Infinity });
  const calls = [
    [() => change("user_2"), 500],
    [() => users.getUser("user_2"), 500],
    [() => users.getUser("user_2"), 503],
    [() => users.getUser("user_2"), 200],
    [() => users.getCount(), 504],
    [() => users.getCount(), 200],
    [() => change(), 409],
    [() => change(), 404],
    [() => change("user_2"), 404],
    [() => users.updateUserMetadata("user_1", { publicMetadata: { a: 2 } }), 200],
  ];
  for (const [call, status] of calls) assert.equal(await statusOf(call()), status, String(call));
});

test("failNext: neither later changes of its argument nor match change anything", async () => {
  const { backend, users } = await startInProcess();
  const failure = { status: 429, match: { userId: "user_1" }, errors: [{ code: "x", message: "y" }] };
  backend.failNext(failure);
  failure.status = 500;
  failure.match.userId = "user_2";
  failure.errors[0].code = "changed";
  const error = await users.getUser("user_1").catch((thrown) => thrown);
  assert.deepEqual([error.status, error.errors[0].code], [429, "x"]);
  backend.requests.clear();
  backend.failNext({
    status: 500,
    match: (request) => {
      request.method = "DELETE";
      return false;
    },
  });
  backend.failNext({ status: 500, match: async () => true });
  assert.equal((await users.getUser("user_1")).id, "user_1");
  assert.deepEqual(
    backend.requests.map(({ method }) => method),
    ["GET"],
  );
});

const ERRORS_MESSAGE =
  'failNext: errors must be an array of objects such as { code: "resource_locked", message: "Please try again." }, which may also have long_message and meta, as JSON.';

test("failNext: an invalid failure is rejected, and the error says what is valid", async () => {
  const { backend, change } = await startInProcess();
  const list = "400, 401, 403, 404, 409, 413, 415, 422, 429, 500, 502, 503, 504, 520 to 524 and 530";
  for (const [failure, message] of [
    [undefined, "failNext: pass an object such as { status: 429, retryAfter: 30 }."],
    [429, "failNext: pass an object such as { status: 429, retryAfter: 30 }."],
    [{}, "failNext: pass exactly one of status, error and timeout, not none of them."],
    [
      { status: 500, timeout: true },
      "failNext: pass exactly one of status, error and timeout, not status and timeout.",
    ],
    [
      { staus: 500 },
      "failNext: unknown option staus. The options are status, error, timeout, retryAfter, errors, times, match.",
    ],
    [{ status: 200 }, `failNext: status must be one of ${list}, not 200.`],
    [{ status: 65536 + 429 }, `failNext: status must be one of ${list}, not 65965.`],
    [{ status: "429" }, `failNext: status must be one of ${list}, not "429".`],
    [
      { error: "EPIPE" },
      'failNext: error must be true or one of ECONNREFUSED, ECONNRESET, ENOTFOUND, ETIMEDOUT, UND_ERR_SOCKET, not "EPIPE".',
    ],
    [{ timeout: 5000 }, "failNext: timeout must be true, not 5000. The request gets no response until it is aborted."],
    [{ timeout: true, retryAfter: 1 }, "failNext: retryAfter needs a status, because only a response can have it."],
    [{ error: true, errors: [] }, "failNext: errors needs a status, because only a response can have it."],
    [{ status: 429, retryAfter: -1 }, "failNext: retryAfter must be a whole number of seconds, 0 or more, not -1."],
    [{ status: 429, errors: [{ code: "x" }] }, ERRORS_MESSAGE],
    [{ status: 429, times: 0 }, "failNext: times must be a whole number, 1 or more, or Infinity, not 0."],
    ...[/zzz/, [], "PATCH"].map((match) => [
      { status: 429, match },
      'failNext: match must be a function or an object such as { method: "PATCH" }.',
    ]),
    ...[
      { code: "a", message: "m", meta: { x: 1n } },
      { code: "a", message: "m", longMessage: "L" },
    ].map((item) => [{ status: 422, errors: [item] }, ERRORS_MESSAGE]),
    [
      { status: 429, match: { path: "/v1/users?limit=1" } },
      'failNext: match.path must be a regular expression or a path without a query such as "/v1/users/count", not "/v1/users?limit=1".',
    ],
    [
      { status: 429, match: { user: "a" } },
      "failNext: unknown option match.user. The options are method, path, userId, organizationId.",
    ],
    [
      { status: 429, match: { method: "patch" } },
      'failNext: match.method must be one of GET, POST, PATCH, PUT, DELETE, not "patch".',
    ],
    [
      { status: 429, match: { path: "users" } },
      'failNext: match.path must be a regular expression or a path without a query such as "/v1/users/count", not "users".',
    ],
    [{ status: 429, match: { userId: "" } }, 'failNext: match.userId must be a user ID such as "user_1", not "".'],
  ]) {
    assert.throws(
      () => backend.failNext(failure),
      (error) => {
        assert.ok(error instanceof TypeError || error instanceof RangeError);
        assert.equal(error.message, message);
        return true;
      },
    );
  }
  assert.deepEqual((await change()).publicMetadata, { a: 1 });
});
