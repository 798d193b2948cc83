// Which failures are retried, how often, and after which wait.
import assert from "node:assert/strict";
import { test } from "node:test";
import { createClerkClient } from "clerk-metadata";
import { rejectsWithApiError, rejectsWithConnectionError, rejectsWithInputError } from "./support/errors.mjs";
import { deadUrl, httpServer, socketServer, userBody } from "./support/server.mjs";
import { LONGEST, SHORTEST, skipWaits } from "./support/waits.mjs";

const USER = { body: userBody() };
const errorOf = (code) => JSON.stringify({ errors: [{ code, message: code }] });

/** A client of a server that sends these responses in order and repeats the last one. Waits end immediately. */
async function clientWithResponses(t, responses, options) {
  skipWaits(t);
  const remaining = [...responses];
  const server = await httpServer(t, () => (remaining.length > 1 ? remaining.shift() : remaining[0]));
  const retries = [];
  const clerk = createClerkClient({
    secretKey: "sk_test_fake",
    apiUrl: server.url,
    onRetry: (retry) => retries.push(retry),
    ...options,
  });
  return { users: clerk.users, requests: server.requests, retries };
}

const CALLS = {
  updateUserMetadata: (users, options) => users.updateUserMetadata("user_1", { publicMetadata: { a: null } }, options),
  replaceUserMetadata: (users, options) => users.replaceUserMetadata("user_1", { publicMetadata: {} }, options),
  getUser: (users, options) => users.getUser("user_1", options),
};

for (const [name, call] of Object.entries(CALLS)) {
  test(`${name}: two 503 responses, then a success`, async (t) => {
    const { users, requests, retries } = await clientWithResponses(t, [{ status: 503 }, { status: 502 }, USER]);
    const { data, response } = await call(users).withResponse();
    assert.equal(data.id, "user_1");
    assert.deepEqual(response, { status: 200, clerkTraceId: undefined, attempts: 3 });
    assert.equal(requests.length, 3);
    for (const request of requests)
      assert.deepEqual(
        [request.method, request.url, request.body],
        [requests[0].method, requests[0].url, requests[0].body],
      );
    assert.deepEqual(
      retries.map(({ attempt, delay, reason }) => [attempt, delay, reason.name, reason.status]),
      [
        [1, 250, "ClerkAPIResponseError", 503],
        [2, 500, "ClerkAPIResponseError", 502],
      ],
    );
  });
}

test("the list request and the count request are each retried", async (t) => {
  skipWaits(t);
  const urls = [];
  const server = await httpServer(t, ({ url }) => {
    urls.push(url);
    if (urls.filter((seenUrl) => seenUrl === url).length === 1) return { status: 500 };
    return { body: url.includes("count") ? '{"object":"total_count","total_count":4}' : "[]" };
  });
  const { users } = createClerkClient({ secretKey: "sk_test_fake", apiUrl: server.url });
  assert.deepEqual(await users.getUserList({ limit: 1 }), { data: [], totalCount: 4 });
  assert.equal(urls.length, 4);
});

for (const [status, code, isRetried] of [
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
  ...[520, 521, 522, 523, 524, 530].map((status) => [status, "error_of_the_cdn", true]),
  ...[525, 526, 527].map((status) => [status, "certificate", false]),
  ...[400, 401, 403, 404, 410, 425, 505, 519, 528, 529, 531, 598, 599].map((status) => [status, "final", false]),
]) {
  test(`${status} ${code}: ${isRetried ? "retried" : "not retried"}`, async (t) => {
    const { users, requests, retries } = await clientWithResponses(t, [{ status, body: errorOf(code) }]);
    const attempts = isRetried ? 3 : 1;
    await rejectsWithApiError(users.getUser("user_1"), { status, message: code, attempts });
    assert.equal(requests.length, attempts);
    assert.equal(retries.length, attempts - 1);
  });
}

test("a refused connection and a broken connection are retried", async (t) => {
  skipWaits(t);
  const call = (apiUrl) => createClerkClient({ secretKey: "sk_test_fake", apiUrl }).users.getUser("user_1");
  await rejectsWithConnectionError(call(await deadUrl()), {
    code: "connection_failed",
    attempts: 3,
    status: undefined,
  });

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

for (const [description, response] of [
  ["a redirect", { status: 307, headers: { location: "http://127.0.0.1:1/" } }],
  ["an HTML page", { body: "<html></html>" }],
  ["a user of another kind", { body: '{"object":"organization","id":"org_1"}' }],
]) {
  test(`${description} is not retried`, async (t) => {
    const { users, requests } = await clientWithResponses(t, [response]);
    await rejectsWithConnectionError(users.getUser("user_1"), { code: "unexpected_response", attempts: 1 });
    assert.equal(requests.length, 1);
  });
}

for (const [maxRetries, attempts] of [
  [0, 1],
  [1, 2],
  [5, 6],
  [undefined, 3],
  [null, 3],
]) {
  test(`maxRetries ${maxRetries}: ${attempts} attempts`, async (t) => {
    const clientResult = await clientWithResponses(t, [{ status: 500 }], { maxRetries });
    await rejectsWithApiError(clientResult.users.getUser("user_1"), { attempts });
    assert.equal(clientResult.requests.length, attempts);
    if (maxRetries === null) return;
    const callResult = await clientWithResponses(t, [{ status: 500 }], {
      maxRetries: maxRetries === undefined ? undefined : 9,
    });
    await rejectsWithApiError(callResult.users.getUser("user_1", { maxRetries }), { attempts });
    assert.equal(callResult.requests.length, attempts);
  });
}

for (const [random, expected] of [
  [1, LONGEST],
  [0, SHORTEST],
  [0.5, LONGEST.map((wait) => wait * 0.75)],
  [NaN, SHORTEST],
  [-1, SHORTEST],
  [2, LONGEST],
]) {
  test(`the backoff doubles from half a second to eight seconds, Math.random() is ${random}`, async (t) => {
    const realSetTimeout = globalThis.setTimeout;
    const waits = [];
    // The deadline of an attempt is longer than any wait.
    t.mock.method(globalThis, "setTimeout", (callback, delay, ...rest) => {
      if (delay > 8000) return realSetTimeout(callback, delay, ...rest);
      waits.push(delay);
      return realSetTimeout(callback, 0, ...rest);
    });
    t.mock.method(Math, "random", () => random);
    const retries = [];
    const clerk = createClerkClient({
      secretKey: "sk_test_fake",
      maxRetries: 6,
      onRetry: ({ delay }) => retries.push(delay),
      fetch: async () => new Response("", { status: 503 }),
    });
    await rejectsWithApiError(clerk.users.getUser("user_1"), { attempts: 7 });
    assert.deepEqual(retries, expected);
    for (const delay of expected) assert.ok(waits.includes(delay), `no timer of ${delay} ms`);
  });
}

const NOW = Date.UTC(2026, 10, 24, 12, 0, 0);
/** A date in each of the three formats of RFC 9110. */
function httpDates(milliseconds) {
  const date = new Date(milliseconds);
  const [weekday, day, month, year, timeOfDay] = date.toUTCString().replace(",", "").split(" ");
  const name = date.toLocaleDateString("en", { weekday: "long", timeZone: "UTC" });
  return [
    date.toUTCString(),
    `${name}, ${day}-${month}-${year.slice(2)} ${timeOfDay} GMT`,
    `${weekday} ${month} ${String(Number(day)).padStart(2)} ${timeOfDay} ${year}`,
  ];
}
const rateLimited = (retryAfter, date) => ({
  status: 429,
  headers: { "content-type": "application/json", "retry-after": retryAfter, ...(date !== undefined && { date }) },
});

/**
 * Calls a server that responds with these headers and then with a user; returns `[delay, retryAfter]` of the one retry.
 */
async function retryDelay(t, retryAfter, date) {
  const realSetTimeout = globalThis.setTimeout;
  t.mock.method(globalThis, "setTimeout", (callback, delay, ...rest) =>
    realSetTimeout(callback, delay === 30_000 ? delay : 0, ...rest),
  );
  t.mock.method(Math, "random", () => 0);
  t.mock.method(Date, "now", () => NOW);
  const remaining = [rateLimited(retryAfter, date), USER];
  const server = await httpServer(t, (_, outgoing) => {
    outgoing.sendDate = false;
    return remaining.shift();
  });
  const retries = [];
  const clerk = createClerkClient({
    secretKey: "sk_test_fake",
    apiUrl: server.url,
    onRetry: (retry) => retries.push([retry.delay, retry.reason.retryAfter]),
  });
  assert.equal((await clerk.users.getUser("user_1")).id, "user_1");
  assert.equal(retries.length, 1);
  return retries[0];
}

for (const [header, delay] of [
  ["0", 250],
  ["00", 250],
  ["1", 1000],
  ["7", 7000],
  ["60", 60_000],
]) {
  test(`Retry-After ${header}: the wait is ${delay} ms`, async (t) => {
    assert.deepEqual(await retryDelay(t, header), [delay, Number(header)]);
  });
}

for (const header of ["soon", "-1", "1.5", "5, 6", "2026-11-24T12:00:42Z", "Tue, 24 Nov 2026 12:00:42 CET"]) {
  test(`Retry-After ${header}: only the backoff`, async (t) => {
    assert.deepEqual(await retryDelay(t, header), [250, undefined]);
  });
}

for (const offset of [0, -1, -120, -86_400]) {
  test(`a Retry-After that is ${offset} seconds after the response's Date: only the backoff`, async (t) => {
    for (const header of httpDates(NOW + offset * 1000))
      assert.deepEqual(await retryDelay(t, header), [250, 0], header);
    // The clock of this host is two minutes behind that of the server, or ahead of it.
    for (const skew of [-120_000, 120_000]) {
      for (const [index, header] of httpDates(NOW + skew + offset * 1000).entries()) {
        assert.deepEqual(await retryDelay(t, header, httpDates(NOW + skew)[index]), [250, 0], header);
      }
    }
  });
}

test("a Retry-After date is measured from the response's Date header, not from the clock of this host", async (t) => {
  for (const skew of [0, -120_000, 120_000, -86_400_000 * 365]) {
    for (const date of httpDates(NOW + skew)) {
      for (const header of httpDates(NOW + skew + 42_000))
        assert.deepEqual(await retryDelay(t, header, date), [42_000, 42], `${header}, sent ${date}`);
    }
  }
});

test("without a valid Date header, a Retry-After date is measured from the time of receipt", async (t) => {
  for (const date of [undefined, "", "now", "1795694400", "Tue, 24 Nov 2026"]) {
    for (const header of httpDates(NOW + 42_000))
      assert.deepEqual(await retryDelay(t, header, date), [42_000, 42], `${header}, sent ${date}`);
  }
});

test("for a Retry-After of more than 60 seconds the call rejects without waiting, and the error has retryAfter", async (t) => {
  t.mock.method(Date, "now", () => NOW);
  for (const [header, retryAfter] of [
    ["61", 61],
    ["86400", 86400],
    ...httpDates(NOW + 61_000).map((date) => [date, 61]),
  ]) {
    const { users, requests } = await clientWithResponses(t, [rateLimited(header, new Date(NOW).toUTCString()), USER]);
    await rejectsWithApiError(users.getUser("user_1"), { status: 429, retryAfter, attempts: 1 });
    assert.equal(requests.length, 1);
  }
});

for (const [name, value] of [
  ["maxRetries", -1],
  ["maxRetries", 0.5],
  ["maxRetries", NaN],
  ["maxRetries", Infinity],
  ["maxRetries", "2"],
  ["maxRetries", 2n],
  ["timeout", 0],
  ["timeout", -1],
  ["timeout", NaN],
  ["timeout", 2 ** 31],
  ["timeout", "1s"],
  ["signal", {}],
  ["signal", "now"],
  ["signal", new AbortController()],
]) {
  test(`rejected: ${name} ${String(value)}`, async (t) => {
    const { users, requests } = await clientWithResponses(t, [USER]);
    const clientResult = createClerkClient({
      secretKey: "sk_test_fake",
      [name]: value,
      fetch: () => assert.fail("sent"),
    });
    await rejectsWithInputError(clientResult.users.getUser("user_1"), { code: "invalid_option", path: name });
    for (const call of Object.values(CALLS))
      await rejectsWithInputError(call(users, { [name]: value }), { code: "invalid_option", path: name });
    assert.equal(requests.length, 0);
  });
}

const cause = new RangeError("not now");
for (const [description, options, expected] of [
  ["a misspelled name", { maxRetrys: 1 }, { path: "maxRetrys", message: /Did you mean maxRetries\?/ }],
  [
    "an option of createClerkClient",
    { secretKey: "sk_test_hidden" },
    { path: "secretKey", message: /Expected limiter, signal, timeout or maxRetries/ },
  ],
  ["a number, such as a loop index", 0, { path: "options" }],
  ["null", null, { path: "options" }],
  ["a signal itself", new AbortController().signal, { path: "options" }],
  [
    "a getter that throws",
    {
      get timeout() {
        throw cause;
      },
    },
    { path: "timeout", cause },
  ],
]) {
  test(`rejected: options of a call that are ${description}`, async (t) => {
    const { users, requests } = await clientWithResponses(t, [USER]);
    for (const call of [
      ...Object.values(CALLS),
      (users, callOptions) => users.getUserList({}, callOptions),
      (users, callOptions) => users.getCount({}, callOptions),
    ]) {
      await rejectsWithInputError(call(users, options), { code: "invalid_option", ...expected });
    }
    assert.equal(requests.length, 0);
  });
}
