// limiterFrom and RateLimiter of clerk-metadata/cloudflare outside of Workers. tests/cloudflare-queues runs them in
// workerd.
import assert from "node:assert/strict";
import { test } from "node:test";
import { createClerkClient } from "clerk-metadata";
import { clerkClient, isClerkRateLimiterError, limiterFrom, RateLimiter } from "clerk-metadata/cloudflare";
import { KEY, serve } from "./support/backend.mjs";

/** A namespace whose objects grant every slot, and record what they receive. */
function namespaceThatGrants() {
  const received = [];
  const stub = (name) => ({
    async fetch(url, { body }) {
      const { pathname } = new URL(url);
      const request = JSON.parse(body);
      received.push({ name, pathname, request });
      const slots = request.waiting?.map((_, index) => [received.length * 100 + index, 0]);
      return Response.json({ slots, pausedFor: 0 });
    },
  });
  return { received, idFromName: (name) => name, get: stub };
}

const env = { CLERK_RATE_LIMITER: namespaceThatGrants() };

test("limiterFrom: a missing binding is an error that says what to add", () => {
  for (const invalid of [undefined, null, {}, { CLERK_RATE_LIMITER: "RateLimiter" }, { CLERK_RATE_LIMITER: {} }])
    assert.throws(() => limiterFrom(invalid), {
      name: "TypeError",
      message:
        "limiterFrom: env.CLERK_RATE_LIMITER is not a Durable Object namespace. Export RateLimiter from the Worker, and " +
        'add to wrangler.jsonc: "durable_objects": { "bindings": [{ "name": "CLERK_RATE_LIMITER", "class_name": ' +
        '"RateLimiter" }] }, "migrations": [{ "tag": "v1", "new_sqlite_classes": ["RateLimiter"] }]',
    });
});

for (const [options, message] of [
  [null, /^limiterFrom: options must be an object such as \{ rate: "60%" \}\.$/],
  [{ rates: "60%" }, /^limiterFrom: unknown option rates\. The options are rate, name, maxWait, waitUntil\.$/],
  [
    { rate: "0%" },
    /^limiterFrom: rate: a percentage must be more than 0% and at most 100%, such as "60%", not "0%"\.$/,
  ],
  [{ rate: { requests: 0, seconds: 1 } }, /^limiterFrom: rate\.requests must be a number from 1 to 1000000, not 0\.$/],
  [{ name: "" }, /^limiterFrom: name must be a text that names the Clerk instance, such as "shop"\.$/],
  [{ maxWait: 1000 }, /^limiterFrom: maxWait must be a number from 0 to 900, not 1000\.$/],
  [{ maxWait: "60" }, /^limiterFrom: maxWait must be a number from 0 to 900, not 60\.$/],
  [{ waitUntil: {} }, /^limiterFrom: waitUntil must be a function such as \(promise\) => ctx\.waitUntil\(promise\)\.$/],
])
  test(`limiterFrom: ${JSON.stringify(options)} is rejected`, () => {
    assert.throws(() => limiterFrom(env, options), { message });
  });

test("limiterFrom: calls ask for slots together, six are in flight, and all are reported", async (t) => {
  const users = Array.from({ length: 20 }, (_, index) => ({ id: `user_${index}` }));
  const { url } = await serve(t, { users, latency: 5 });
  const namespace = namespaceThatGrants();
  const limiter = limiterFrom({ CLERK_RATE_LIMITER: namespace });
  let [current, most] = [0, 0];
  const counting = (request, send) =>
    limiter.background(request, async () => {
      most = Math.max(most, ++current);
      try {
        return await send();
      } finally {
        current -= 1;
      }
    });
  const clerk = createClerkClient({ secretKey: KEY, apiUrl: url, limiter: counting });
  await Promise.all(users.map(({ id }) => clerk.users.updateUserMetadata(id, { publicMetadata: { a: 1 } })));
  assert.equal(most, 6);
  const asked = namespace.received.filter(({ pathname }) => pathname === "/v1/slots");
  const [first] = asked;
  assert.equal(first.name, "clerk:test");
  assert.deepEqual(first.request.rate, { requests: 100, seconds: 10 });
  assert.deepEqual(first.request.waiting[0], [null, 0, "user_0", true]);
  assert.equal(first.request.waiting.length, 10);
  assert.equal(asked.flatMap(({ request }) => request.waiting).length, 20);
  const ended = namespace.received.flatMap(({ request }) => request.ended ?? []);
  assert.equal(ended.length, 20);
  assert.deepEqual(new Set(ended.map(([, status]) => status)), new Set([200]));
});

test("limiterFrom: instances have objects of their own, and live instances another rate", async () => {
  const namespace = namespaceThatGrants();
  const send = async () => ({ status: 200 });
  const limiter = limiterFrom({ CLERK_RATE_LIMITER: namespace }, { name: "shop" });
  const request = { method: "GET", url: "https://api.clerk.com/v1/users/user_1" };
  for (const isLive of [true, false]) await limiter({ ...request, isLive }, send);
  const asked = namespace.received.filter(({ pathname }) => pathname === "/v1/slots");
  assert.deepEqual(
    asked.map(({ name, request }) => [name, request.rate.requests, request.waiting[0][2]]),
    [
      ["shop:live", 600, null],
      ["shop:test", 100, null],
    ],
  );
});

test("limiterFrom: with waitUntil a call does not wait for its report", async () => {
  const namespace = namespaceThatGrants();
  let report;
  const reported = new Promise((resolve) => (report = resolve));
  const get = (name) => ({
    async fetch(url, init) {
      if (url.endsWith("/v1/ended")) await reported;
      return namespace.get(name).fetch(url, init);
    },
  });
  const promises = [];
  const waitUntil = (promise) => promises.push(promise);
  const limiter = limiterFrom({ CLERK_RATE_LIMITER: { ...namespace, get } }, { waitUntil });
  const outcome = { status: 200 };
  assert.equal(
    await limiter({ method: "GET", url: "https://api.clerk.com", isLive: true }, async () => outcome),
    outcome,
  );
  assert.equal(namespace.received.length, 1);
  report();
  await Promise.all(promises);
  assert.equal(namespace.received.length, 2);
});

test("limiterFrom: a request that would wait for too long says when its slot comes", async () => {
  for (const [wait, pausedFor, expected] of [
    [100, 0, [1, 2, 3]],
    [7_000, 0, [7, 2, 3]],
    [5_500, 5_500, [6, 8, 9]],
  ]) {
    const get = () => ({
      async fetch(_url, { body }) {
        // Later than the requests, which may not wait.
        const receivedAt = Date.now();
        while (Date.now() === receivedAt) await new Promise((resolve) => setTimeout(resolve, 1));
        const { waiting } = JSON.parse(body);
        return Response.json({ slots: waiting.map((_, index) => [index + 1, wait]), pausedFor });
      },
    });
    const limiter = limiterFrom({ CLERK_RATE_LIMITER: { idFromName: String, get } }, { maxWait: 0 });
    const request = { method: "GET", url: "https://api.clerk.com/v1/users/user_1", isLive: false };
    const errors = await Promise.all(
      Array.from({ length: 30 }, () => limiter(request, async () => ({ status: 200 })).then(assert.fail, (e) => e)),
    );
    assert.ok(errors.every(isClerkRateLimiterError), String(errors[0]));
    assert.deepEqual(
      [0, 19, 29].map((index) => errors[index].retryAfter),
      expected,
    );
  }
});

test("limiterFrom: an object with another version of the package is named as the cause", async () => {
  const get = () => ({ fetch: async () => new Response("not found", { status: 404 }) });
  const limiter = limiterFrom({ CLERK_RATE_LIMITER: { idFromName: String, get } });
  const clerk = clerkClient({ CLERK_SECRET_KEY: KEY }, { limiter });
  const error = await clerk.users.getUser("user_1").then(
    () => undefined,
    (reason) => reason,
  );
  assert.ok(isClerkRateLimiterError(error), String(error));
  assert.deepEqual([error.code, error.retryAfter], ["unavailable", 10]);
  assert.match(
    error.message,
    /cannot be reached: Error: it runs another version of clerk-metadata: deploy all Workers/,
  );
});

test("RateLimiter: outside of Workers it says where it runs", () => {
  const context = { storage: { get: async () => undefined, put: async () => {} } };
  assert.throws(() => new RateLimiter(context), {
    name: "Error",
    message:
      "RateLimiter of clerk-metadata/cloudflare is a Durable Object, and runs in Workers only. If this is one, bundle it " +
      "with the conditions that Wrangler sets, such as esbuild --conditions=workerd,worker",
  });
});
