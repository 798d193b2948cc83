// Timeouts and signals: each ends a call immediately and leaves no timer or listener.
import assert from "node:assert/strict";
import { once } from "node:events";
import { test } from "node:test";
import { createClerkClient } from "clerk-metadata";
import { rejectsWithConnectionError } from "./support/errors.mjs";
import { httpServer, userBody } from "./support/server.mjs";
import { skipWaits } from "./support/waits.mjs";

const client = (options) => createClerkClient({ secretKey: "sk_test_fake", maxRetries: 0, ...options });
const hang = () => new Promise(() => {});
/** Milliseconds in which a server on a busy machine surely responds. None of the waits that `skipWaits` skips. */
const TIME_TO_RESPOND = 1500;

/** A signal and the number of its listeners. */
function countedSignal() {
  const controller = new AbortController();
  const { signal } = controller;
  let listeners = 0;
  for (const [name, delta] of [
    ["addEventListener", 1],
    ["removeEventListener", -1],
  ]) {
    const realMethod = signal[name];
    signal[name] = function (...args) {
      listeners += delta;
      return realMethod.apply(this, args);
    };
  }
  return { controller, signal, listeners: () => listeners };
}

const timers = () => process.getActiveResourcesInfo().filter((name) => name === "Timeout").length;

async function rejectsWith(promise, reason) {
  await assert.rejects(promise, (thrown) => {
    assert.equal(thrown, reason);
    return true;
  });
}

test("a server that never responds", async (t) => {
  const { url } = await httpServer(t, hang);
  const error = await rejectsWithConnectionError(client({ apiUrl: url, timeout: 40 }).users.getUser("user_1"), {
    code: "timeout",
    status: undefined,
    attempts: 1,
  });
  assert.match(
    error.message,
    /^No response from the Backend API: the attempt took longer than 40 ms\. Increase timeout/,
  );
});

test("a response that never ends", async (t) => {
  const { url } = await httpServer(t, (request, outgoing) => {
    outgoing.writeHead(200, { "content-type": "application/json" });
    outgoing.write('{"object":"user",');
  });
  await rejectsWithConnectionError(client({ apiUrl: url }).users.getUser("user_1", { timeout: TIME_TO_RESPOND }), {
    code: "timeout",
    status: 200,
    message: /is incomplete, status 200/,
  });
});

test("the timeout applies to each attempt, and a timed-out attempt is retried", async (t) => {
  skipWaits(t);
  let calls = 0;
  const { url } = await httpServer(t, () => (++calls < 3 ? hang() : { body: userBody() }));
  const { data, response } = await client({ apiUrl: url, timeout: TIME_TO_RESPOND, maxRetries: 2 })
    .users.getUser("user_1")
    .withResponse();
  assert.equal(data.id, "user_1");
  assert.equal(response.attempts, 3);
});

test("the connection of a call that timed out is closed", async (t) => {
  let closed;
  const { url } = await httpServer(t, (request, outgoing) => {
    closed = once(outgoing, "close");
  });
  await rejectsWithConnectionError(client({ apiUrl: url, timeout: 40 }).users.getUser("user_1"), { code: "timeout" });
  await closed;
});

test("a custom fetch that ignores signals does not delay the timeout", async () => {
  for (const fetch of [
    hang,
    async () => new Response(new ReadableStream({ pull: hang })),
    async () => ({ status: 200, headers: new Headers(), text: hang }),
  ]) {
    await rejectsWithConnectionError(client({ fetch, timeout: 20 }).users.getUser("user_1"), { code: "timeout" });
    const reason = new Error("enough");
    const controller = new AbortController();
    const call = client({ fetch }).users.getUser("user_1", { signal: controller.signal });
    setImmediate(() => controller.abort(reason));
    await rejectsWith(call, reason);
  }
});

test("without a timeout there is no timer", async (t) => {
  const realMethod = globalThis.setTimeout;
  const delays = [];
  t.mock.method(globalThis, "setTimeout", (callback, delay, ...rest) => {
    delays.push(delay);
    return realMethod(callback, delay, ...rest);
  });
  const fetch = async () => new Response(userBody());
  await client({ fetch, timeout: Infinity }).users.getUser("user_1");
  assert.deepEqual(delays, []);
  await client({ fetch }).users.getUser("user_1");
  await client({ fetch, timeout: Infinity }).users.getUser("user_1", { timeout: 5000 });
  assert.deepEqual(delays, [30_000, 5000]);
});

for (const reason of [new Error("stop"), "stop", undefined, { code: "api_response_error" }, ["aborted"]]) {
  test(`aborted before the call, with the reason ${JSON.stringify(reason)}`, async () => {
    const signal = AbortSignal.abort(reason);
    const requests = () => assert.fail("sent");
    for (const options of [{ signal }, {}]) {
      const { users } = client({ fetch: requests, ...options });
      const callOptions = options.signal ? undefined : { signal };
      await rejectsWith(users.getUser("user_1", callOptions), signal.reason);
      await rejectsWith(users.updateUserMetadata("user_1", { publicMetadata: {} }, callOptions), signal.reason);
      await rejectsWith(users.getUserList({}, callOptions), signal.reason);
    }
  });
}

test("aborted during an attempt", async (t) => {
  const { controller, signal, listeners } = countedSignal();
  let closed;
  const { url } = await httpServer(t, (request, outgoing) => {
    closed = once(outgoing, "close");
    controller.abort();
  });
  await assert.rejects(
    client({ apiUrl: url, maxRetries: 5 }).users.getUser("user_1", { signal }),
    (error) => error === signal.reason && error.name === "AbortError",
  );
  assert.equal(listeners(), 0);
  await closed;
});

test("aborted while the body is received", async (t) => {
  const { controller, signal, listeners } = countedSignal();
  const { url } = await httpServer(t, (request, outgoing) => {
    outgoing.writeHead(200);
    outgoing.write("{", () => setImmediate(() => controller.abort("enough")));
  });
  await rejectsWith(client({ apiUrl: url }).users.getUser("user_1", { signal }), "enough");
  assert.equal(listeners(), 0);
});

test("aborted during the wait before a retry", async () => {
  const { controller, signal, listeners } = countedSignal();
  const before = timers();
  let calls = 0;
  const fetch = async () => {
    calls += 1;
    return new Response("", { status: 429, headers: { "retry-after": "60" } });
  };
  const onRetry = () => setImmediate(() => controller.abort("enough"));
  await rejectsWith(client({ fetch, onRetry, maxRetries: 1 }).users.getUser("user_1", { signal }), "enough");
  assert.equal(calls, 1);
  assert.equal(listeners(), 0);
  assert.equal(timers(), before);
});

test("aborted by onRetry", async () => {
  const { controller, signal, listeners } = countedSignal();
  const fetch = async () => new Response("", { status: 503 });
  await rejectsWith(
    client({ fetch, onRetry: () => controller.abort("enough"), maxRetries: 3 }).users.getUser("user_1", { signal }),
    "enough",
  );
  assert.equal(listeners(), 0);
});

test("a signal of AbortSignal.timeout() rejects with that signal's reason", async (t) => {
  const { url } = await httpServer(t, hang);
  const signal = AbortSignal.timeout(30);
  await assert.rejects(
    client({ apiUrl: url }).users.getUser("user_1", { signal }),
    (error) => error === signal.reason && error.name === "TimeoutError",
  );
});

test("a completed call leaves no timer and no listener; a later abort has no effect", async (t) => {
  skipWaits(t);
  const { controller, signal, listeners } = countedSignal();
  const before = timers();
  let calls = 0;
  const { url } = await httpServer(t, () => (++calls % 2 ? { status: 503 } : { body: userBody() }));
  const { users } = client({ apiUrl: url, maxRetries: 2, signal });
  const user = await users.getUser("user_1");
  await users.updateUserMetadata("user_1", { publicMetadata: {} });
  await rejectsWithConnectionError(client({ fetch: hang, timeout: 10, signal }).users.getUser("user_1"), {
    code: "timeout",
  });
  assert.equal(listeners(), 0);
  assert.equal(timers(), before);
  controller.abort();
  assert.equal(user.id, "user_1");
});

test("invalid input is reported before an abort", async () => {
  const { users } = client({ fetch: () => assert.fail("sent"), signal: AbortSignal.abort() });
  await assert.rejects(users.getUser(""), { name: "ClerkInputError" });
});

/**
 * Calls that wait in a custom `fetch` until the test responds, with a clock and timers that the test controls.
 */
async function callsUnderFakeTimers(t) {
  await client({ fetch: async () => new Response(userBody()) }).users.getUser("user_1"); // loads the wasm
  const timers = new Map();
  const requests = [];
  let currentTime = performance.now() + 3_600_000; // far from the deadline of every earlier call
  let nextId = 0;
  t.mock.method(performance, "now", () => currentTime);
  t.mock.method(globalThis, "setTimeout", (callback, delay) => {
    timers.set(++nextId, { end: callback, delay });
    return nextId;
  });
  t.mock.method(globalThis, "clearTimeout", (id) => timers.delete(id));
  const fetch = (url, { signal }) =>
    new Promise((resolve) => requests.push({ signal, respond: () => resolve(new Response(userBody())) }));
  return {
    wait: (time) => (currentTime += time),
    delays: () => [...timers.values()].map(({ delay }) => delay),
    fire() {
      const [[id, { end: callback }]] = timers;
      timers.delete(id);
      callback();
    },
    call(options) {
      const promise = client({ fetch, timeout: 10_000, ...options }).users.getUser("user_1");
      promise.catch(() => {});
      return { promise, ...requests.at(-1) };
    },
  };
}

test("calls that start at nearly the same time share a signal, and each has its own timer", async (t) => {
  const { wait, delays, fire, call } = await callsUnderFakeTimers(t);
  const first = call();
  wait(40);
  const second = call();
  wait(60);
  const third = call();
  assert.equal(second.signal, first.signal);
  assert.equal(third.signal, first.signal);
  assert.deepEqual(delays(), [10_000, 10_000, 10_000]);

  fire();
  await rejectsWithConnectionError(first.promise, { code: "timeout" });
  assert.deepEqual(delays(), [10_000, 10_000]);
  assert.equal(first.signal.aborted, false, "two are under way");
  fire();
  await rejectsWithConnectionError(second.promise, { code: "timeout" });
  third.respond();
  assert.equal((await third.promise).id, "user_1");
  assert.deepEqual(delays(), []);
  assert.equal(first.signal.aborted, true, "no attempt is left that shares it");
});

test("a response ends no other call, and a signal is not shared after an attempt has timed out on it", async (t) => {
  const { wait, delays, fire, call } = await callsUnderFakeTimers(t);
  const first = call();
  const second = call();
  first.respond();
  await first.promise;
  assert.deepEqual(delays(), [10_000]);
  second.respond();
  await second.promise;
  assert.deepEqual(delays(), []);
  wait(50);
  const third = call();
  assert.equal(third.signal, first.signal);
  assert.equal(third.signal.aborted, false);
  fire();
  await rejectsWithConnectionError(third.promise, { code: "timeout" });
  assert.equal(third.signal.aborted, true);
  assert.notEqual(call().signal, third.signal);
});

test("a signal is not shared with a later call, a call with another timeout, a call with a signal, or too many calls", async (t) => {
  const { wait, call } = await callsUnderFakeTimers(t);
  const { signal } = call();
  assert.notEqual(call({ signal: new AbortController().signal }).signal, signal);
  assert.equal(call().signal, signal);
  wait(101);
  const later = call();
  assert.notEqual(later.signal, signal);
  const other = call({ timeout: 9_000 });
  assert.notEqual(other.signal, later.signal);
  wait(-1);
  const earlier = call({ timeout: 9_000 });
  assert.notEqual(earlier.signal, other.signal, "the clock went back");
  // A custom fetch may add two listeners for each call, and Node.js warns about more than ten listeners.
  const signals = Array.from({ length: 5 }, () => call({ timeout: 9_000 }).signal);
  assert.equal(signals.at(-2), earlier.signal);
  assert.notEqual(signals.at(-1), earlier.signal);
});

// It would free memory in Node.js, but a `fetch` that a program has replaced may use the response or the signal later.
test("a signal does not abort after its requests", async (t) => {
  const aborts = t.mock.method(AbortController.prototype, "abort");
  const { url } = await httpServer(t, () => ({ body: userBody() }));
  const { users } = client({ apiUrl: url });
  for (let call = 0; call < 100; call++) await users.getUser("user_1");
  const custom = client({ fetch: async () => new Response(userBody()) });
  for (let call = 0; call < 100; call++) await custom.users.getUser("user_1");
  assert.equal(aborts.mock.callCount(), 0);
});

test("a call ends even if its signal cannot be aborted", async (t) => {
  class Polyfill extends AbortController {
    abort() {
      throw new TypeError("not implemented");
    }
  }
  const { AbortController: original } = globalThis;
  t.after(() => (globalThis.AbortController = original));
  globalThis.AbortController = Polyfill; // `t.mock` would not construct the subclass
  const { users } = client({ fetch: hang });
  await rejectsWithConnectionError(users.getUser("user_1", { timeout: 31 }), { code: "timeout" });
  const signal = AbortSignal.timeout(10);
  await assert.rejects(users.getUser("user_1", { signal }), (thrown) => {
    assert.equal(thrown, signal.reason);
    return true;
  });
});

test("aborting one call's signal ends the request of that call only", async (t) => {
  const { call } = await callsUnderFakeTimers(t);
  const controller = new AbortController();
  const callOptions = call({ signal: controller.signal });
  const other = call();
  const reason = new Error("enough");
  controller.abort(reason);
  await rejectsWith(callOptions.promise, reason);
  assert.equal(callOptions.signal.reason, reason);
  assert.equal(other.signal.aborted, false);
  other.respond();
  await other.promise;
});
