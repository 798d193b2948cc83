// `npx clerk-metadata verify --rate-limits` against Backend APIs with limits that end after a second. The limits of the
// local Backend API last ten seconds: verify-mutants/local-rate-limits.test.mjs.
import assert from "node:assert/strict";
import { test } from "node:test";
import { createBackend, notHolding, serveBackend, verify } from "./support/verify.mjs";

const TOO_MANY = '{"errors":[{"code":"too_many_requests","message":"Too many requests"}]}';
const USER_FACTS = [
  "rate-limit-user",
  "rate-limit-error",
  "rate-limit-retry-after",
  "rate-limit-next",
  "rate-limit-other-user",
  "rate-limit-ends",
];

/** Limits the changes of each user by a window that starts with its first change. */
function userLimits({ limit = 10, error = TOO_MANY, headers = { "retry-after": "1" }, status = 429, ...rules } = {}) {
  const windows = new Map();
  return (request, forward) => {
    const id = rules.isShared ? "all" : /^\/v1\/users\/(\w+)\/metadata$/.exec(request.url)?.[1];
    if (id === undefined || request.method !== "PATCH") return forward(request);
    const now = performance.now();
    let window = windows.get(id);
    if (window === undefined || (now - window.start >= 1000 && !rules.neverEnds)) window = { start: now, count: 0 };
    windows.set(id, window);
    window.count++;
    const isOver = rules.rejectsOnce ? window.count === limit + 1 : window.count > limit;
    return isOver
      ? { status, headers: { "content-type": "application/json", ...headers }, body: error }
      : forward(request);
  };
}

const ARGS = ["--rate-limits", ...USER_FACTS.flatMap((id) => ["--only", id])];

test("limits of one second: every fact about a user holds", async (t) => {
  const backend = await createBackend(t);
  const count = backend.users.count();
  const { url } = await serveBackend(t, backend, userLimits());
  const run = await verify(t, url, ARGS);
  assert.deepEqual([notHolding(run), run.code, run.stderr, backend.users.count()], [[], 0, "", count]);
});

for (const [title, rules, differs] of [
  ["no limit", { limit: Number.POSITIVE_INFINITY }, USER_FACTS],
  ["a limit of 5", { limit: 5 }, ["rate-limit-user"]],
  ["another code", { error: '{"errors":[{"code":"rate_limited"}]}' }, ["rate-limit-error"]],
  ["no Retry-After", { headers: {} }, ["rate-limit-retry-after", "rate-limit-ends"]],
  [
    "Retry-After as a date",
    { headers: { "retry-after": "Fri, 27 Nov 2026 00:00:00 GMT" } },
    ["rate-limit-retry-after", "rate-limit-ends"],
  ],
  ["only one request is rejected", { rejectsOnce: true }, ["rate-limit-next"]],
  ["one limit for all users", { isShared: true }, ["rate-limit-other-user"]],
  ["a limit that never ends", { neverEnds: true }, ["rate-limit-ends"]],
])
  test(`limits of a user: ${title}`, async (t) => {
    const backend = await createBackend(t);
    const { url } = await serveBackend(t, backend, userLimits(rules));
    const run = await verify(t, url, ARGS);
    assert.deepEqual([notHolding(run), run.code, run.stderr], [differs, 1, ""]);
  });

for (const [title, intercept, actual] of [
  ["no limit", undefined, "no request was rejected"],
  ["a limit of 120", limitOfInstance(120, 429), { status: 429, at_most_100_accepted: "120 were accepted" }],
  ["another status", limitOfInstance(100, 503), { status: 503, at_most_100_accepted: true }],
])
  test(`limits of an instance: ${title}`, async (t) => {
    const { url } = await serveBackend(t, await createBackend(t), intercept);
    const { results, code } = await verify(t, url, ["--rate-limits", "--only", "rate-limit-instance"]);
    assert.deepEqual([results["rate-limit-instance"].actual, code], [actual, 1]);
  });

/** Rejects all reads of a user after a number of them. */
function limitOfInstance(limit, status) {
  let count = 0;
  return (request, forward) => {
    const isRead = request.method === "GET" && /^\/v1\/users\/\w+$/.test(request.url);
    return isRead && ++count > limit ? { status, body: TOO_MANY } : forward(request);
  };
}
