// The Durable Object in workerd, and limiters that take their slots from it.
import { evictDurableObject, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { isClerkRateLimiterError, limiterFrom } from "clerk-metadata/cloudflare";
import { expect, test } from "vitest";

const request = (user) => ({
  method: "PATCH",
  url: `https://api.clerk.com/v1/users/${user}/metadata`,
  isLive: true,
});

const stubOf = (name) => env.CLERK_RATE_LIMITER.get(env.CLERK_RATE_LIMITER.idFromName(`${name}:live`));

/** Asks the Durable Object directly. Returns the tickets, and which of them may be sent now. */
async function askForSlots(name, rate, waiting) {
  const body = JSON.stringify({ rate, waiting, canceled: [] });
  const response = await stubOf(name).fetch("https://rate-limiter/v1/slots", { method: "POST", body });
  const { slots } = await response.json();
  return { slots, granted: slots.filter(([, wait]) => wait === 0).map(([ticket]) => ticket) };
}

async function reportEnd(name, rate, tickets) {
  const body = JSON.stringify({ rate, ended: tickets.map((ticket) => [ticket, 200, null, null]) });
  const response = await stubOf(name).fetch("https://rate-limiter/v1/ended", { method: "POST", body });
  await response.json(); // the object cannot be evicted before
}

const newRequests = (count, from = 0) =>
  Array.from({ length: count }, (_, index) => [null, 0, `user_${from + index}`, false]);

/** Sends requests through limiters. Returns the most that were sent in any period. */
async function sendAll(limiters, count, periodMs) {
  const times = [];
  const send = async () => {
    times.push(Date.now());
    await scheduler.wait(5);
    return { status: 200 };
  };
  const calls = Array.from({ length: count }, (_, index) => limiters[index % limiters.length](request(index), send));
  await Promise.all(calls);
  return Math.max(...times.map((start) => times.filter((time) => time >= start && time < start + periodMs).length));
}

test("limiters share the rate", async () => {
  const rate = { requests: 20, seconds: 1 };
  const limiters = [1, 2].map(() => limiterFrom(env, { name: "shared", rate }));
  expect(await sendAll(limiters, 50, 1000)).toBeLessThanOrEqual(20);
});

test("an object that was evicted comes back with its counts", async () => {
  const rate = { requests: 10, seconds: 5 };
  const first = [];
  while (first.length < 10) first.push(...(await askForSlots("evicted", rate, newRequests(1, first.length))).granted);
  await evictDurableObject(stubOf("evicted"));
  // All slots are taken by requests whose end is not known.
  const { slots, granted } = await askForSlots("evicted", rate, newRequests(2, 10));
  expect(granted).toEqual([]);
  expect(slots.every(([ticket]) => !first.includes(ticket))).toBe(true);

  await reportEnd("evicted", rate, first.slice(0, 1));
  await evictDurableObject(stubOf("evicted"));
  // The slot is free 5 s after the end of its request, so not yet, and then once.
  let response = { slots, granted: [] };
  const ask = async () => {
    const waiting = response.slots.map(([ticket, wait], index) => [ticket, wait, `user_${10 + index}`, false]);
    response = await askForSlots("evicted", rate, waiting);
  };
  await ask();
  expect(response.granted).toEqual([]);
  for (let count = 0; count < 10 && response.granted.length === 0; count++) await ask();
  expect(response.granted).toHaveLength(1);
});

test("its storage contains the IDs of requests in flight, and nothing else of them", async () => {
  const rate = { requests: 10, seconds: 5 };
  const { granted } = await askForSlots("stored", rate, newRequests(1));
  const text = await runInDurableObject(stubOf("stored"), (_, { storage }) => storage.get("limiter"));
  expect(text.split("\n")[0]).toMatch(/^limiter 1 \d{13}$/);
  expect(text.split("\n").filter((line) => line.includes("="))).toEqual([
    expect.stringMatching(new RegExp(`^sent \\d+ ${granted[0]} =user_0$`)),
  ]);
});

test("another rate applies to the next requests", async () => {
  await askForSlots("changed", { requests: 10, seconds: 60 }, newRequests(1));
  const { granted } = await askForSlots("changed", { requests: 100, seconds: 1 }, newRequests(5));
  expect(granted).toHaveLength(5);
});

test("after a 429 nothing is sent, and maxWait rejects without waiting", async () => {
  const limiter = limiterFrom(env, { name: "paused", maxWait: 5 });
  const limited = { status: 429, retryAfter: "30", date: new Date().toUTCString() };
  expect(await limiter(request(1), async () => limited)).toBe(limited);
  let isSent = false;
  const call = limiter(request(2), async () => {
    isSent = true;
    return { status: 200 };
  });
  const error = await call.then(
    () => undefined,
    (reason) => reason,
  );
  expect(isClerkRateLimiterError(error)).toBe(true);
  expect({ ...error }).toMatchObject({ code: "max_wait", retryAfter: 30 });
  expect(error.message).toBe(
    "limiterFrom: the request would wait for longer than maxWait, 5 s. Nothing was sent. Try again in 30 s",
  );
  expect(isSent).toBe(false);
});

test("a signal ends the wait", async () => {
  const limiter = limiterFrom(env, { name: "aborted" });
  const limited = { status: 429, retryAfter: "30", date: new Date().toUTCString() };
  await limiter(request(1), async () => limited);
  const controller = new AbortController();
  const call = limiter({ ...request(2), signal: controller.signal }, async () => ({ status: 200 }));
  controller.abort(new Error("no longer needed"));
  await expect(call).rejects.toThrow("no longer needed");
});

test("requests of the app go before those in the background", async () => {
  const rate = { requests: 4, seconds: 1 };
  const order = [];
  const sendAs = (name) => async () => {
    order.push(name);
    return { status: 200 };
  };
  const worker = limiterFrom(env, { name: "priority", rate });
  const calls = Array.from({ length: 8 }, (_, index) => worker.background(request(index), sendAs("background")));
  const app = limiterFrom(env, { name: "priority", rate });
  await calls[0];
  await app(request(100), sendAs("app"));
  expect(order.length).toBeLessThan(9);
  await Promise.all(calls);
  expect(order).toHaveLength(9);
});

test("an error of send is passed on, and its slot is used", async () => {
  const limiter = limiterFrom(env, { name: "failing" });
  const failure = new Error("connection reset");
  await expect(limiter(request(1), () => Promise.reject(failure))).rejects.toBe(failure);
});

test("an object that cannot be reached rejects with retryAfter", async () => {
  const namespace = {
    idFromName: (name) => name,
    get: () => ({ fetch: () => Promise.reject(new Error("overloaded")) }),
  };
  const limiter = limiterFrom({ CLERK_RATE_LIMITER: namespace });
  const error = await limiter(request(1), async () => ({ status: 200 })).then(
    () => undefined,
    (reason) => reason,
  );
  expect(error).toMatchObject({ name: "ClerkRateLimiterError", code: "unavailable", retryAfter: 10 });
  expect(error.message).toBe("limiterFrom: the Durable Object of the limiter cannot be reached: Error: overloaded");
});
