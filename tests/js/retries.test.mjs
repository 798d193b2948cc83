// What is tried again, how often, and after which wait.
import assert from "node:assert/strict";
import { test } from "node:test";
import { createClerkClient } from "clerk-metadata";
import { rejectsWithApiError, rejectsWithConnectionError, rejectsWithInputError } from "./support/errors.mjs";
import { deadUrl, httpServer, socketServer, userBody } from "./support/server.mjs";

const USER = { body: userBody() };
const errorOf = (code) => JSON.stringify({ errors: [{ code, message: code }] });

/** A client of a server that gives these answers, one after the other and the last for ever; waits end at once. */
async function answered(t, answers, options) {
  t.mock.method(Math, "random", () => 0);
  const left = [...answers];
  const server = await httpServer(t, () => (left.length > 1 ? left.shift() : left[0]));
  const retries = [];
  const clerk = createClerkClient({ secretKey: "sk_test_fake", apiUrl: server.url, onRetry: (retry) => retries.push(retry), ...options });
  return { users: clerk.users, requests: server.requests, retries };
}

const CALLS = {
  updateUserMetadata: (users, options) => users.updateUserMetadata("user_1", { publicMetadata: { a: null } }, options),
  replaceUserMetadata: (users, options) => users.replaceUserMetadata("user_1", { publicMetadata: {} }, options),
  getUser: (users, options) => users.getUser("user_1", options),
};

for (const [name, call] of Object.entries(CALLS)) {
  test(`${name}: twice unavailable, then answered`, async (t) => {
    const { users, requests, retries } = await answered(t, [{ status: 503 }, { status: 502 }, USER]);
    const { data, response } = await call(users).withResponse();
    assert.equal(data.id, "user_1");
    assert.deepEqual(response, { status: 200, clerkTraceId: undefined, attempts: 3 });
    assert.equal(requests.length, 3);
    for (const request of requests) assert.deepEqual([request.method, request.url, request.body], [requests[0].method, requests[0].url, requests[0].body]);
    assert.deepEqual(retries.map(({ attempt, delay, reason }) => [attempt, delay, reason.name, reason.status]), [
      [1, 0, "ClerkAPIResponseError", 503],
      [2, 0, "ClerkAPIResponseError", 502],
    ]);
  });
}

test("a list and its count are each tried again", async (t) => {
  t.mock.method(Math, "random", () => 0);
  const seen = [];
  const server = await httpServer(t, ({ url }) => {
    seen.push(url);
    if (seen.filter((one) => one === url).length === 1) return { status: 500 };
    return { body: url.includes("count") ? '{"object":"total_count","total_count":4}' : "[]" };
  });
  const { users } = createClerkClient({ secretKey: "sk_test_fake", apiUrl: server.url });
  assert.deepEqual(await users.getUserList({ limit: 1 }), { data: [], totalCount: 4 });
  assert.equal(seen.length, 4);
});

for (const [status, code, again] of [
  [408, "request_timeout", true],
  [409, "resource_locked", true],
  [409, "conflict", false],
  [429, "too_many_requests", true],
  [500, "internal_clerk_error", true],
  [502, "bad_gateway", true],
  [503, "service_unavailable", true],
  [504, "gateway_timeout", true],
  [400, "request_body_invalid", false],
  [401, "clerk_key_invalid", false],
  [403, "forbidden", false],
  [404, "resource_not_found", false],
  [413, "request_body_too_large", false],
  [415, "unsupported_content_type", false],
  [422, "form_param_value_invalid", false],
  [501, "not_implemented", false],
]) {
  test(`${status} ${code}: ${again ? "tried again" : "not tried again"}`, async (t) => {
    const { users, requests, retries } = await answered(t, [{ status, body: errorOf(code) }]);
    const attempts = again ? 3 : 1;
    await rejectsWithApiError(users.getUser("user_1"), { status, message: code, attempts });
    assert.equal(requests.length, attempts);
    assert.equal(retries.length, attempts - 1);
  });
}

test("no connection, and one that breaks, are tried again", async (t) => {
  t.mock.method(Math, "random", () => 0);
  const call = (apiUrl) => createClerkClient({ secretKey: "sk_test_fake", apiUrl }).users.getUser("user_1");
  await rejectsWithConnectionError(call(await deadUrl()), { code: "connection_failed", attempts: 3, status: undefined });

  let connections = 0;
  const { url } = await socketServer(t, (socket) => {
    connections += 1;
    if (connections === 1) socket.once("data", () => socket.resetAndDestroy());
    else if (connections === 2) socket.once("data", () => socket.end("HTTP/1.1 200 OK\r\ncontent-length: 99\r\n\r\n{"));
    else socket.once("data", () => socket.end(`HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n${userBody()}`));
  });
  assert.equal((await call(url)).id, "user_1");
  assert.equal(connections, 3);
});

for (const [what, answer] of [
  ["a redirect", { status: 307, headers: { location: "http://127.0.0.1:1/" } }],
  ["a page", { body: "<html></html>" }],
  ["a user of another kind", { body: '{"object":"organization","id":"org_1"}' }],
]) {
  test(`${what} is not tried again`, async (t) => {
    const { users, requests } = await answered(t, [answer]);
    await rejectsWithConnectionError(users.getUser("user_1"), { code: "unexpected_response", attempts: 1 });
    assert.equal(requests.length, 1);
  });
}

for (const [maxRetries, attempts] of [[0, 1], [1, 2], [5, 6], [undefined, 3], [null, 3]]) {
  test(`maxRetries ${maxRetries}: ${attempts} attempts`, async (t) => {
    const ofClient = await answered(t, [{ status: 500 }], { maxRetries });
    await rejectsWithApiError(ofClient.users.getUser("user_1"), { attempts });
    assert.equal(ofClient.requests.length, attempts);
    if (maxRetries === null) return;
    const ofCall = await answered(t, [{ status: 500 }], { maxRetries: maxRetries === undefined ? undefined : 9 });
    await rejectsWithApiError(ofCall.users.getUser("user_1", { maxRetries }), { attempts });
    assert.equal(ofCall.requests.length, attempts);
  });
}

test("waits double from half a second to eight seconds, and a random part of each is taken", async (t) => {
  const real = globalThis.setTimeout;
  const waits = [];
  // The waits end at once; the deadline of an attempt is longer than any of them.
  t.mock.method(globalThis, "setTimeout", (end, delay, ...rest) => {
    if (delay > 8000) return real(end, delay, ...rest);
    waits.push(delay);
    return real(end, 0, ...rest);
  });
  for (const [random, expected] of [[1, [500, 1000, 2000, 4000, 8000, 8000]], [0.25, [125, 250, 500, 1000, 2000, 2000]]]) {
    t.mock.method(Math, "random", () => random);
    waits.length = 0;
    const retries = [];
    const clerk = createClerkClient({ secretKey: "sk_test_fake", maxRetries: 6, onRetry: ({ delay }) => retries.push(delay), fetch: async () => new Response("", { status: 503 }) });
    await rejectsWithApiError(clerk.users.getUser("user_1"), { attempts: 7 });
    assert.deepEqual(retries, expected);
    for (const delay of expected) assert.ok(waits.includes(delay), `no timer of ${delay} ms`);
  }
});

test("Retry-After is waited for as it is", async (t) => {
  const real = globalThis.setTimeout;
  t.mock.method(globalThis, "setTimeout", (end, delay, ...rest) => real(end, delay === 30_000 ? delay : 0, ...rest));
  t.mock.method(Date, "now", () => Date.UTC(2026, 10, 24, 12, 0, 0));
  for (const [header, delay] of [["0", 0], ["7", 7000], ["60", 60_000], ["Tue, 24 Nov 2026 12:00:42 GMT", 42_000], ["Tue, 24 Nov 2026 11:00:00 GMT", 0]]) {
    const { users, retries } = await answered(t, [{ status: 429, headers: { "retry-after": header } }, USER]);
    assert.equal((await users.getUser("user_1")).id, "user_1");
    assert.deepEqual(retries.map((retry) => [retry.delay, retry.reason.retryAfter]), [[delay, delay / 1000]], header);
  }
});

test("a Retry-After beyond a minute is told, not waited for", async (t) => {
  t.mock.method(Date, "now", () => Date.UTC(2026, 10, 24, 12, 0, 0));
  for (const [header, retryAfter] of [["61", 61], ["86400", 86400], ["Tue, 24 Nov 2026 12:01:01 GMT", 61]]) {
    const { users, requests } = await answered(t, [{ status: 429, headers: { "retry-after": header } }, USER]);
    await rejectsWithApiError(users.getUser("user_1"), { status: 429, retryAfter, attempts: 1 });
    assert.equal(requests.length, 1);
  }
});

for (const [name, value] of [["maxRetries", -1], ["maxRetries", 0.5], ["maxRetries", NaN], ["maxRetries", Infinity], ["maxRetries", "2"], ["maxRetries", 2n], ["timeout", 0], ["timeout", -1], ["timeout", NaN], ["timeout", 2 ** 31], ["timeout", "1s"], ["signal", {}], ["signal", "now"], ["signal", new AbortController()]]) {
  test(`refused: ${name} ${String(value)}`, async (t) => {
    const { users, requests } = await answered(t, [USER]);
    const ofClient = createClerkClient({ secretKey: "sk_test_fake", [name]: value, fetch: () => assert.fail("sent") });
    await rejectsWithInputError(ofClient.users.getUser("user_1"), { code: "invalid_option", path: name });
    for (const call of Object.values(CALLS)) await rejectsWithInputError(call(users, { [name]: value }), { code: "invalid_option", path: name });
    assert.equal(requests.length, 0);
  });
}

const cause = new RangeError("not now");
for (const [what, options, expected] of [
  ["a misspelt name", { maxRetrys: 1 }, { path: "maxRetrys", message: /Did you mean maxRetries\?/ }],
  ["an option of the client", { secretKey: "sk_test_hidden" }, { path: "secretKey", message: /it takes signal, timeout and maxRetries/ }],
  ["a number, as of a loop's index", 0, { path: "options" }],
  ["null", null, { path: "options" }],
  ["a signal itself", new AbortController().signal, { path: "options" }],
  ["a getter that throws", { get timeout() { throw cause; } }, { path: "timeout", cause }],
]) {
  test(`refused: options of a call that are ${what}`, async (t) => {
    const { users, requests } = await answered(t, [USER]);
    for (const call of [...Object.values(CALLS), (given, own) => given.getUserList({}, own), (given, own) => given.getCount({}, own)]) {
      await rejectsWithInputError(call(users, options), { code: "invalid_option", ...expected });
    }
    assert.equal(requests.length, 0);
  });
}
