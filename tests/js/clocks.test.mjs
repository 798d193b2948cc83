// A call reads no wall clock and no random number before an attempt has failed. Only timers measure its time.
import assert from "node:assert/strict";
import { test } from "node:test";
import { createClerkClient } from "clerk-metadata";
import { rejectsWithConnectionError } from "./support/errors.mjs";
import { httpServer, userBody } from "./support/server.mjs";

const client = (options) => createClerkClient({ secretKey: "sk_test_fake", maxRetries: 0, ...options });
const hang = () => new Promise(() => {});
const timers = () => process.getActiveResourcesInfo().filter((name) => name === "Timeout").length;

/** Makes every function that reads the clock or a random number throw, as a framework does during a prerender. */
function forbidClockAndRandomness(t) {
  const reads = [];
  const forbidden = (name) => () => {
    reads.push(name);
    throw new Error(`${name} was read`);
  };
  t.mock.method(Date, "now", forbidden("Date.now"));
  t.mock.method(Math, "random", forbidden("Math.random"));
  t.mock.method(crypto, "getRandomValues", forbidden("crypto.getRandomValues"));
  t.mock.method(crypto, "randomUUID", forbidden("crypto.randomUUID"));
  const RealDate = Date;
  globalThis.Date = new Proxy(RealDate, { construct: forbidden("new Date"), apply: forbidden("Date") });
  t.after(() => (globalThis.Date = RealDate));
  return reads;
}

const hooks = { onRequest() {}, onResponse() {}, onRetry() {} };

test("a successful call reads neither the clock nor a random number", async (t) => {
  const reads = forbidClockAndRandomness(t);
  const fetch = async (url) => {
    assert.deepEqual(reads, []);
    return new Response(
      url.includes("/count") ? '{"object":"total_count","total_count":0}' : url.includes("/users?") ? "[]" : userBody(),
    );
  };
  for (const options of [{}, hooks, { signal: new AbortController().signal }, { timeout: Infinity }]) {
    const { users } = client({ fetch, maxRetries: 2, ...options });
    assert.equal((await users.getUser("user_1")).id, "user_1");
    assert.equal((await users.updateUserMetadata("user_1", { publicMetadata: { at: 1 } })).id, "user_1");
    assert.equal((await users.replaceUserMetadata("user_1", { publicMetadata: {} })).id, "user_1");
    assert.deepEqual(await users.getUserList({ limit: 1 }), { data: [], totalCount: 0 });
  }
  assert.deepEqual(reads, []);
});

test("a call that hangs, as in a prerender, reads neither the clock nor a random number", async (t) => {
  const reads = forbidClockAndRandomness(t);
  const controller = new AbortController();
  const call = client({ fetch: hang, ...hooks }).users.getUser("user_1", { signal: controller.signal });
  setImmediate(() => controller.abort());
  await assert.rejects(call, { name: "AbortError" });
  assert.deepEqual(reads, []);
});

for (const [description, createClock] of Object.entries({
  "stands still": () => () => 1_000_000,
  "advances a year on each read": () => {
    let time = 0;
    return () => (time += 31_536_000_000);
  },
  "runs backwards": () => {
    let time = 1e15;
    return () => (time -= 3_600_000);
  },
  "returns NaN": () => () => Number.NaN,
})) {
  test(`a clock that ${description} does not change when a call ends`, async (t) => {
    for (const object of [Date, performance]) t.mock.method(object, "now", createClock());
    t.mock.method(Math, "random", () => 0);
    let requests = 0;
    const { url } = await httpServer(t, ({ url }) => {
      if (url.endsWith("slow")) return hang();
      return requests++ % 2 ? { body: userBody() } : { status: 503, headers: { "retry-after": "0" } };
    });
    const calls = Array.from({ length: 5 }, () =>
      rejectsWithConnectionError(client({ apiUrl: url, timeout: 40 }).users.getUser("user_slow"), {
        code: "timeout",
        attempts: 1,
      }),
    );
    const { data, response } = await client({ apiUrl: url, maxRetries: 1, ...hooks })
      .users.getUser("user_1")
      .withResponse();
    assert.deepEqual([data.id, response.attempts], ["user_1", 2]);
    await Promise.all(calls);
  });
}

test("a call under fake timers and one under real ones do not share a timer", async (t) => {
  const { users } = client({ fetch: hang, timeout: 20 });
  t.mock.timers.enable({ apis: ["setTimeout"] });
  let isSettled = false;
  const fake = users.getUser("user_1");
  fake.catch(() => (isSettled = true));
  await new Promise((resolve) => setImmediate(resolve));
  t.mock.timers.reset();
  await rejectsWithConnectionError(users.getUser("user_2"), { code: "timeout" });
  assert.equal(isSettled, false, "the clock of the first call was not advanced");
});

test("fake timers decide when a call under them times out", async (t) => {
  const { users } = client({ fetch: hang, timeout: 60_000 });
  await client({ fetch: async () => new Response(userBody()) }).users.getUser("user_1"); // loads the wasm
  t.mock.timers.enable({ apis: ["setTimeout", "Date"] });
  const call = users.getUser("user_1");
  t.mock.timers.tick(59_999);
  let isSettled = false;
  call.catch(() => (isSettled = true));
  await new Promise((resolve) => setImmediate(resolve));
  assert.equal(isSettled, false);
  t.mock.timers.tick(1);
  await rejectsWithConnectionError(call, { code: "timeout" });
});

test("no timer is left when the timers are replaced during a call", async (t) => {
  const before = timers();
  for (const fetch of [
    async () => (t.mock.timers.enable({ apis: ["setTimeout"] }), new Response(userBody())),
    async () => (t.mock.timers.enable({ apis: ["setTimeout"] }), new Response("", { status: 404 })),
  ]) {
    await client({ fetch })
      .users.getUser("user_1")
      .catch(() => {});
    assert.equal(timers(), before);
    t.mock.timers.reset();
  }
});

test("duration is a number of milliseconds, whatever the wall clock does", async (t) => {
  let time = 1e12;
  t.mock.method(Date, "now", () => (time -= 5000));
  const durations = [];
  const fetch = async () => new Response(userBody());
  await client({ fetch, onResponse: ({ duration }) => durations.push(duration) }).users.getUser("user_1");
  assert.equal(durations.length, 1);
  assert.ok(Number.isInteger(durations[0]) && durations[0] >= 0, durations[0]);
});

test("a timer that was not cleared does not end a later call", async (t) => {
  const aborted = [];
  const { users } = client({
    fetch: (url, { signal }) => {
      signal.addEventListener("abort", () => aborted.push(url));
      return url.includes("slow") ? hang() : Promise.resolve(new Response(userBody()));
    },
    timeout: 30_000,
  });
  const timers = [];
  // A test tool that replaces only `setTimeout`: `clearTimeout` cannot clear its timers.
  t.mock.method(globalThis, "setTimeout", (callback) => timers.push(callback));
  await users.getUser("user_fast");
  const slow = users.getUser("user_slow");
  let isSettled = false;
  slow.catch(() => (isSettled = true));
  timers[0]();
  await new Promise((resolve) => setImmediate(resolve));
  assert.deepEqual([aborted, isSettled], [[], false]);
  timers[1]();
  await rejectsWithConnectionError(slow, { code: "timeout" });
});

test("stubs instead of timers and clocks", async (t) => {
  const fetch = async () => new Response(userBody());
  const stubs = [
    [globalThis, "setTimeout", (callback) => (callback(), 0)],
    [globalThis, "clearTimeout", undefined],
    [globalThis, "performance", { mark() {}, measure() {} }],
    [globalThis, "performance", undefined],
    [globalThis.performance, "now", () => undefined],
  ];
  for (const [object, name, stub] of stubs) {
    const descriptor = Object.getOwnPropertyDescriptor(object, name) ?? {
      value: object[name],
      configurable: true,
      writable: true,
    };
    Object.defineProperty(object, name, { value: stub, configurable: true, writable: true });
    const durations = [];
    try {
      assert.equal(
        (await client({ fetch, onResponse: ({ duration }) => durations.push(duration) }).users.getUser("user_1")).id,
        "user_1",
        name,
      );
    } finally {
      Object.defineProperty(object, name, descriptor);
    }
    assert.ok(Number.isInteger(durations[0]), `${name}: ${durations}`);
  }
  t.mock.method(globalThis, "setTimeout", (callback) => (callback(), 0));
  let calls = 0;
  assert.equal(
    (
      await client({
        fetch: async () => (calls++ ? new Response(userBody()) : new Response("", { status: 503 })),
        maxRetries: 1,
      }).users.getUser("user_1")
    ).id,
    "user_1",
  );
});

for (const [description, replacement] of Object.entries({
  "a clock that throws": () => {
    throw new Error("frozen");
  },
  "a BigInt": () => 5n,
  "undefined values": () => undefined,
})) {
  test(`${description} instead of the clock and the random numbers does not change an error`, async (t) => {
    t.mock.method(Date, "now", replacement);
    t.mock.method(Math, "random", replacement);
    await assert.rejects(
      client({ fetch: async () => new Response('{"errors":[]}', { status: 404 }) }).users.getUser("user_1"),
      { name: "ClerkAPIResponseError", status: 404 },
    );
  });
}
