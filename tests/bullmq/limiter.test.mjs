// createRedisLimiter: apps go first, slots of dead processes are released, and a server may restart.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { createRequire } from "node:module";
import { createServer } from "node:net";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { isInstalled, kill, nextMessage, startBackend, startProgram, startRedis } from "./support/processes.mjs";
import { createProject } from "./support/project.mjs";

const project = createProject();
const require = createRequire(join(project, "main.cjs"));
const { createRedisLimiter } = require("clerk-metadata/bullmq");
const { Redis } = require("ioredis");
const skip = !isInstalled("redis-server") && "redis-server is not installed";

const SLOW_WINDOW = { requests: 3, seconds: 3_600 };
/** More requests than any of these tests sends. */
const NO_LIMIT = { requests: 1_000_000, seconds: 1 };
const request = (user = "user_1", options = {}) => ({
  method: "PATCH",
  url: `https://api.clerk.com/v1/users/${user}/metadata`,
  isLive: true,
  ...options,
});
const send =
  (outcome = { status: 200 }) =>
  async () =>
    outcome;
const redisCli = ({ port }, ...args) =>
  execFileSync("redis-cli", ["-p", String(port), ...args], { encoding: "utf8" }).trim();

/** Resolves when a condition holds. */
async function until(condition) {
  while (!condition()) await new Promise((resolve) => setImmediate(resolve));
}

/** A limiter that is closed after the test. */
function createLimiter(t, options) {
  const limiter = createRedisLimiter(options);
  t.after(() => limiter.close());
  return limiter;
}

/** Aborts a call that waits for a slot, when it waits in Redis. */
async function assertWaits(redis, limiter) {
  const controller = new AbortController();
  let isSent = false;
  const call = limiter(request("user_9", { signal: controller.signal }), async () => {
    isSent = true;
    return { status: 200 };
  });
  await until(() => redisCli(redis, "hlen", "{clerk-metadata:default:live}:waiting") !== "0");
  const reason = new Error("aborted by the test");
  controller.abort(reason);
  await assert.rejects(call, reason);
  assert.equal(isSent, false);
}

test("requests of two limiters share the slots of a window", { skip }, async (t) => {
  const redis = await startRedis(t);
  const first = createLimiter(t, { connection: redis.url, rate: SLOW_WINDOW });
  const client = new Redis(redis.url);
  t.after(() => client.disconnect());
  const second = createLimiter(t, { connection: client, rate: SLOW_WINDOW });
  assert.deepEqual(await first(request("user_1"), send({ status: 200, mark: 1 })), { status: 200, mark: 1 });
  await second(request("user_2"), send());
  await second.background(request("user_3"), send());
  await assertWaits(redis, first);
  await assertWaits(redis, second.background);
  // Another name is another instance.
  const other = createLimiter(t, {
    connection: { host: "127.0.0.1", port: redis.port },
    rate: SLOW_WINDOW,
    name: "other",
  });
  assert.deepEqual(await other(request(), send()), { status: 200 });
});

test("at most 9 changes of one user in 10 seconds; other users do not wait", { skip }, async (t) => {
  const redis = await startRedis(t);
  const limiter = createLimiter(t, { connection: redis.url, rate: NO_LIMIT });
  const controller = new AbortController();
  let sent = 0;
  const calls = Array.from({ length: 12 }, () =>
    limiter(request("user_1", { signal: controller.signal }), async () => ({ status: 200, number: ++sent })),
  );
  await Promise.all(calls.slice(0, 9));
  assert.deepEqual(await limiter(request("user_2"), send()), { status: 200 });
  assert.equal(sent, 9);
  controller.abort();
  const results = await Promise.allSettled(calls);
  assert.deepEqual(results.map(({ status }) => status).slice(8), ["fulfilled", "rejected", "rejected", "rejected"]);
  // Reads of the user count only for the instance.
  const read = { ...request("user_1"), method: "GET", url: "https://api.clerk.com/v1/users/user_1" };
  assert.deepEqual(await limiter(read, send()), { status: 200 });
});

test("a 429 pauses all processes and lowers the rate", { skip }, async (t) => {
  const redis = await startRedis(t);
  const first = createLimiter(t, { connection: redis.url, rate: NO_LIMIT });
  const second = createLimiter(t, { connection: redis.url, rate: NO_LIMIT });
  const rejected = send({ status: 429, retryAfter: "3600" });
  await first(request(), rejected);
  await assertWaits(redis, second);
  const state = redisCli(redis, "hmget", "{clerk-metadata:default:live}:state", "current", "limit")
    .split("\n")
    .map(Number);
  assert.ok(state[0] < state[1], `${state}`);
});

test("a 429 that comes from the limit of one user pauses only that user", { skip }, async (t) => {
  const redis = await startRedis(t);
  const limiter = createLimiter(t, { connection: redis.url, rate: NO_LIMIT });
  const names = ["user_1", "user_2", "user_3", "user_4"];
  /** Ends the request of each user. */
  const end = new Map();
  const calls = [];
  for (const [index, user] of names.entries()) {
    const outcome = new Promise((resolve) => end.set(user, resolve));
    calls.push(limiter(request(user), () => outcome));
    await until(() => redisCli(redis, "zcard", "{clerk-metadata:default:live}:flight") === String(index + 1));
  }
  end.get("user_1")({ status: 429, retryAfter: "3600" });
  await calls[0];
  for (const user of names.slice(1)) end.get(user)({ status: 200 });
  await Promise.all(calls);
  assert.deepEqual(await limiter(request("user_5"), send()), { status: 200 });
  const controller = new AbortController();
  const blocked = limiter(request("user_1", { signal: controller.signal }), send());
  assert.deepEqual(await limiter(request("user_6"), send()), { status: 200 });
  controller.abort();
  await assert.rejects(blocked, { name: "AbortError" });
  const state = redisCli(redis, "hmget", "{clerk-metadata:default:live}:state", "current", "limit").split("\n");
  assert.equal(state[0], state[1]);
});

test("a worker without a limiter shares one through the server of its queue", { skip, timeout: 60_000 }, async (t) => {
  const redis = await startRedis(t);
  const backend = await startBackend(t, project, { users: 20 });
  const worker = startProgram(t, project, "worker.mjs", [backend.url, redis.url, "{}"]);
  assert.equal(await nextMessage(worker), "ready");
  const journal = join(project, "without-limiter.ndjson");
  const feeder = startProgram(t, project, "feeder.mjs", [redis.url, journal, JSON.stringify({ rows: 20 })]);
  while ((await nextMessage(feeder)).summary === undefined);
  assert.equal(redisCli(redis, "hget", "{clerk-metadata:default:live}:state", "limit"), "600");
});

test("calls of the app are sent before those in the background", { skip }, async (t) => {
  const redis = await startRedis(t);
  const rate = { requests: 40, seconds: 1 };
  const worker = createLimiter(t, { connection: redis.url, rate });
  const app = createLimiter(t, { connection: redis.url, rate });
  const order = [];
  const call = (limiter, name, index) =>
    limiter(request(`user_${name}${index}`), async () => ({ status: 200, place: order.push(name) }));
  const background = Array.from({ length: 40 }, (_, index) => call(worker.background, "row", index));
  await background[9];
  const calls = Array.from({ length: 10 }, (_, index) => call(app, "app", index));
  await Promise.all([...background, ...calls]);
  const last = order.lastIndexOf("app");
  const between = order.slice(order.indexOf("app"), last).filter((name) => name === "row").length;
  assert.ok(between <= 5, `${between} rows between the calls of the app: ${order}`);
});

test("the slots of a process that is killed are released when their lease is over", {
  skip,
  timeout: 60_000,
}, async (t) => {
  const redis = await startRedis(t);
  const rate = { requests: 2, seconds: 1 };
  const settings = JSON.stringify({ rate, leaseMs: 1_000, calls: 2 });
  // Nothing responds at this address: the calls stay in flight.
  const silent = createServer(() => {}).listen(0, "127.0.0.1");
  await once(silent, "listening");
  t.after(() => silent.close());
  const holder = startProgram(t, project, "caller.mjs", [
    `http://127.0.0.1:${silent.address().port}`,
    redis.url,
    settings,
  ]);
  assert.equal(await nextMessage(holder), "started");
  await until(() => redisCli(redis, "zcard", "{clerk-metadata:default:live}:flight") === "2");
  // Its lease is renewed as long as it lives.
  const first = () => redisCli(redis, "zrange", "{clerk-metadata:default:live}:slots", "0", "0", "withscores");
  const lease = first();
  await until(() => first() !== lease);
  await kill(holder);
  const limiter = createLimiter(t, { connection: redis.url, rate, leaseMs: 1_000 });
  assert.deepEqual(await limiter(request(), send()), { status: 200 });
});

test("a server may forget the script, restart, or be down", { skip, timeout: 60_000 }, async (t) => {
  const redis = await startRedis(t);
  const errors = [];
  const limiter = createLimiter(t, {
    connection: redis.url,
    rate: NO_LIMIT,
    onError: (error) => errors.push(error.code),
  });
  await limiter(request(), send());
  redisCli(redis, "script", "flush");
  assert.deepEqual(await limiter(request(), send()), { status: 200 });
  await redis.restart();
  assert.deepEqual(await limiter(request(), send()), { status: 200 });
  await redis.stop();
  const controller = new AbortController();
  const aborted = limiter(request("user_1", { signal: controller.signal }), send());
  const waiting = limiter(request(), send());
  controller.abort(new Error("no longer needed"));
  await assert.rejects(aborted, /no longer needed/);
  await redis.start();
  assert.deepEqual(await waiting, { status: 200 });
  assert.ok(errors.length > 0);
  await limiter.close();
  await assert.rejects(limiter(request(), send()), /createRedisLimiter: the limiter is closed/);
});

test("an error that is not temporary rejects the call", { skip }, async (t) => {
  const redis = await startRedis(t);
  redisCli(redis, "set", "{clerk-metadata:default:live}:slots", "text");
  const limiter = createLimiter(t, { connection: redis.url });
  await assert.rejects(limiter(request(), send()), /WRONGTYPE/);
});

test("invalid options are rejected", async () => {
  const { createRedisLimiter: fromModule } = await import(
    pathToFileURL(join(project, "node_modules/clerk-metadata/dist/bullmq.js")).href
  );
  for (const create of [createRedisLimiter, fromModule]) {
    for (const [options, message] of [
      [undefined, /createRedisLimiter: options must be an object/],
      [{}, /createRedisLimiter: connection must be a client of ioredis, its options, or a URL/],
      [{ connection: "localhost:6379" }, /connection must be/],
      [{ connection: { on() {} } }, /connection must be/],
      [{ connection: {}, rates: 1 }, /unknown option rates. The options are connection, rate, name, leaseMs, onError/],
      [{ connection: {}, rate: "0%" }, /createRedisLimiter: rate: a percentage must be more than 0%/],
      [
        { connection: {}, rate: { requests: 1.5, seconds: 1 } },
        /createRedisLimiter: rate.requests must be a whole number/,
      ],
      [{ connection: {}, name: "{a}" }, /name must be a text without braces/],
      [{ connection: {}, leaseMs: 5 }, /leaseMs must be a number of milliseconds from 1000 to 600000/],
      [{ connection: {}, onError: 1 }, /onError must be a function/],
    ])
      assert.throws(() => create(options), { message });
  }
});
