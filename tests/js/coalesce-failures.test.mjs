// The option `coalesce`: what each caller gets if a request fails, is aborted, or is observed.
import assert from "node:assert/strict";
import { test } from "node:test";
import { User } from "clerk-metadata";
import { mostInWindow, startCoalescing } from "./support/coalescing.mjs";

const FAST = { maxRetries: 0 };

/** The status of the error of each call, or "ok". */
const outcomes = async (calls) =>
  (await Promise.allSettled(calls)).map(({ status, reason }) =>
    status === "fulfilled" ? "ok" : (reason.status ?? reason.code ?? reason),
  );

/** A `fetch` whose requests wait until the test lets them continue. */
function createGate() {
  const gates = [];
  let onArrival = () => {};
  let isOpen = false;
  return {
    wait: (init) =>
      new Promise((resolve, reject) => {
        if (isOpen || init.method === "GET") return resolve();
        init.signal?.addEventListener("abort", () => reject(init.signal.reason));
        gates.push({ open: resolve, signal: init.signal });
        onArrival();
      }),
    /** Lets all requests continue, from now on. */
    open() {
      isOpen = true;
      for (const { open } of gates) open();
    },
    async next() {
      while (gates.length === 0) await new Promise((resolve) => (onArrival = resolve));
      return gates.shift();
    },
  };
}

async function startWithGate(t, options) {
  const gate = createGate();
  const started = await startCoalescing(t, options);
  const clerk = started.createClient({
    fetch: async (url, init) => {
      await gate.wait(init);
      return started.time.fetch(url, init);
    },
  });
  const update = (publicMetadata, callOptions) =>
    clerk.users.updateUserMetadata("user_1", { publicMetadata }, callOptions);
  return { ...started, clerk, update, gate };
}

test("coalesce: each caller has its own user, with its own objects", async (t) => {
  const { update } = await startCoalescing(t);
  const calls = [update({ a: 1 }), update({ b: { c: [1] } }), update({ d: 1 })];
  const [, second, third] = await Promise.all(calls);
  assert.ok(second instanceof User && third instanceof User);
  assert.deepEqual(second.publicMetadata, { a: 1, b: { c: [1] }, d: 1 });
  assert.deepEqual(second, third);
  assert.deepEqual(second.raw, third.raw);
  second.publicMetadata.b.c.push(2);
  second.raw.public_metadata.b.c.push(3);
  assert.deepEqual(third.publicMetadata.b, { c: [1] });
  assert.deepEqual(third.raw.public_metadata.b, { c: [1] });
  const responses = await Promise.all(calls.map((call) => call.withResponse()));
  assert.deepEqual(
    responses.map(({ response }) => [response.status, response.attempts]),
    Array(3).fill([200, 1]),
  );
  assert.equal(responses[1].data, second);
  assert.notEqual(responses[1].response, responses[2].response);
});

for (const status of [400, 403, 404, 409, 422]) {
  test(`coalesce: after a ${status}, only the calls whose own request is rejected reject`, async (t) => {
    const { backend, update, sent, stored, gate } = await startWithGate(t, FAST);
    const blocker = update({ b: 1 });
    const calls = [update({ c: 1 }), update({ d: 1 }), update({ e: 1 })];
    (await gate.next()).open();
    await blocker;
    const joined = await gate.next();
    backend.failNext({ status, times: 2 });
    const late = update({ f: 1 });
    joined.open();
    gate.open();
    assert.deepEqual(await outcomes([...calls, late]), [status, "ok", "ok", "ok"]);
    assert.deepEqual(sent(), [{ b: 1 }, { c: 1, d: 1, e: 1 }, { c: 1 }, { d: 1 }, { e: 1 }, { f: 1 }]);
    assert.deepEqual(stored(), { b: 1, d: 1, e: 1, f: 1 });
  });
}

for (const [name, failure, code] of [
  ["500", { status: 500 }, 500],
  ["503", { status: 503 }, 503],
  ["429", { status: 429, retryAfter: 1 }, 429],
  ["a broken connection", { error: "ECONNRESET" }, "connection_failed"],
]) {
  test(`coalesce: after ${name}, each caller has its own error, once the retries have failed`, async (t) => {
    const { backend, update, requests, gate } = await startWithGate(t);
    const blocker = update({ a: 1 });
    const calls = [update({ b: 1 }), update({ c: 1 }), update({ d: 1 })];
    (await gate.next()).open();
    await blocker;
    const joined = await gate.next();
    backend.failNext({ ...failure, times: 3 });
    joined.open();
    gate.open();
    const results = await Promise.allSettled(calls);
    const errors = results.map(({ reason }) => reason);
    assert.deepEqual(
      errors.map((error) => error.status ?? error.code),
      [code, code, code],
    );
    const [first, ...others] = errors;
    assert.equal(new Set(errors).size, 3);
    for (const error of others) {
      assert.equal(error.constructor, first.constructor);
      assert.deepEqual(JSON.parse(JSON.stringify(error)), JSON.parse(JSON.stringify(first)));
      assert.deepEqual([error.attempts, error.message], [3, first.message]);
      assert.ok(error instanceof Error && error.request !== first.request);
      if (first.errors) assert.ok(error.errors !== first.errors && error.errors[0] !== (first.errors[0] ?? 0));
    }
    assert.ok(requests.length >= 1);
    assert.equal((await update({ e: 1 })).publicMetadata.e, 1);
  });
}

test("coalesce: retries count, and a joined request is retried as it is", async (t) => {
  const { backend, update, requests } = await startCoalescing(t);
  for (let a = 0; a < 12; a++) {
    backend.failNext({ status: 503 });
    await update({ a });
  }
  assert.equal(requests.length, 24);
  assert.ok(mostInWindow(requests) <= 9, `${mostInWindow(requests)}`);
  assert.deepEqual(
    requests.map(({ status }) => status),
    Array(12).fill([503, 200]).flat(),
  );
});

test("coalesce: a call that is aborted before it is sent is left out", async (t) => {
  const { update, sent } = await startCoalescing(t);
  const controller = new AbortController();
  const reason = new Error("changed my mind");
  const calls = [
    update({ a: 1 }),
    update({ b: 1 }),
    update({ c: 1 }, { signal: controller.signal }),
    update({ d: 1 }),
    update({ e: 1 }, { signal: AbortSignal.abort(reason) }),
  ];
  controller.abort(reason);
  assert.deepEqual(await outcomes(calls), ["ok", "ok", reason, "ok", reason]);
  assert.deepEqual(sent(), [{ a: 1 }, { b: 1, d: 1 }]);
});

test("coalesce: a call that is aborted while it waits for the pace passes its turn", async (t) => {
  const { update, sent, time } = await startCoalescing(t);
  for (let a = 0; a < 4; a++) await update({ a });
  const before = time.now();
  const controller = new AbortController();
  const call = update({ b: 1 }, { signal: controller.signal });
  const next = update({ c: 1 });
  setTimeout(() => controller.abort(), 5);
  await assert.rejects(call, { name: "AbortError" });
  assert.equal(time.now(), before + 5);
  await next;
  assert.deepEqual(sent().slice(4), [{ c: 1 }]);
  const alone = new AbortController();
  const last = update({ d: 1 }, { signal: alone.signal });
  setTimeout(() => alone.abort(), 5);
  await assert.rejects(last, { name: "AbortError" });
  await update({ e: 1 });
  assert.deepEqual(sent().slice(5), [{ e: 1 }]);
});

test("coalesce: an abort after the request was sent ends only its call", async (t) => {
  const { update, gate, sent } = await startWithGate(t);
  const controllers = [1, 2, 3].map(() => new AbortController());
  const blocker = update({ a: 1 });
  const calls = controllers.map(({ signal }, index) => update({ [`k${index}`]: 1 }, { signal }));
  (await gate.next()).open();
  await blocker;
  const joined = await gate.next();
  controllers[0].abort("first");
  controllers[1].abort("second");
  assert.deepEqual(await outcomes(calls.slice(0, 2)), ["first", "second"]);
  assert.equal(joined.signal.aborted, false);
  joined.open();
  assert.deepEqual(await outcomes(calls), ["first", "second", "ok"]);
  assert.deepEqual(sent(), [{ a: 1 }, { k0: 1, k1: 1, k2: 1 }]);
});

test("coalesce: a joined request is rejected after its first caller has aborted", async (t) => {
  const { backend, update, gate, sent } = await startWithGate(t, FAST);
  const controller = new AbortController();
  const blocker = update({ a: 1 });
  const results = outcomes([update({ b: 1 }, { signal: controller.signal }), update({ c: 1 }), update({ d: 1 })]);
  (await gate.next()).open();
  await blocker;
  const joined = await gate.next();
  controller.abort("stop");
  backend.failNext({ status: 422 });
  joined.open();
  for (let count = 0; count < 2; count++) (await gate.next()).open();
  assert.deepEqual(await results, ["stop", "ok", "ok"]);
  assert.deepEqual(sent(), [{ a: 1 }, { b: 1, c: 1, d: 1 }, { c: 1 }, { d: 1 }]);
});

test("coalesce: a request is aborted when all its callers have aborted", async (t) => {
  const { update, gate, sent } = await startWithGate(t);
  const controllers = [1, 2].map(() => new AbortController());
  const blocker = update({ a: 1 });
  const calls = controllers.map(({ signal }, index) => update({ [`k${index}`]: 1 }, { signal }));
  (await gate.next()).open();
  await blocker;
  const joined = await gate.next();
  for (const controller of controllers) controller.abort("stop");
  assert.deepEqual(await outcomes(calls), ["stop", "stop"]);
  assert.equal(joined.signal.aborted, true);
  const next = update({ b: 1 });
  (await gate.next()).open();
  await next;
  assert.deepEqual(sent(), [{ a: 1 }, { b: 1 }]);
});

test("coalesce: the timeout of a request concerns its calls only", async (t) => {
  const { update, gate } = await startWithGate(t, FAST);
  const options = { timeout: 5_000 };
  const blocker = update({ a: 1 }, options);
  const calls = [update({ b: 1 }, options), update({ c: 1 }, options), update({ d: 1 })];
  (await gate.next()).open();
  await blocker;
  await gate.next(); // no response
  assert.deepEqual(await outcomes(calls.slice(0, 2)), ["timeout", "timeout"]);
  (await gate.next()).open();
  assert.equal((await calls[2]).publicMetadata.d, 1);
});

test("coalesce: a limiter is called for each attempt, and its error is the error of all calls", async (t) => {
  const attempts = [];
  const limiter = async ({ method, signal }, send) => {
    attempts.push([method, signal]);
    return send();
  };
  const { backend, update, gate } = await startWithGate(t, { limiter });
  attempts.length = 0;
  const calls = [update({ a: 1 }), update({ b: 1 }), update({ c: 1 })];
  (await gate.next()).open();
  await calls[0];
  const joined = await gate.next();
  backend.failNext({ status: 503 });
  joined.open();
  gate.open();
  await Promise.all(calls);
  assert.deepEqual(attempts, Array(3).fill(["PATCH", undefined]));
  const error = new Error("limiter");
  const reject = { limiter: async () => Promise.reject(error) };
  assert.deepEqual(await outcomes([update({ d: 1 }, reject), update({ e: 1 }, reject), update({ f: 1 }, reject)]), [
    error,
    error,
    error,
  ]);
  assert.equal((await update({ g: 1 })).publicMetadata.g, 1);
});

test("coalesce: the hooks of a request are called once, and those of each call once", async (t) => {
  const events = [];
  const record = (name) => (event) => events.push([name, event.callId, event]);
  const names = ["onRequest", "onResponse", "onRetry", "onSuccess", "onError"];
  const { backend, update, gate } = await startWithGate(
    t,
    Object.fromEntries(names.map((name) => [name, record(name)])),
  );
  events.length = 0;
  const controller = new AbortController();
  const calls = [update({ a: 1 })];
  calls.push(update({ b: 1 }, { signal: controller.signal }), update({ c: 1 }), update({ d: 1 }));
  (await gate.next()).open();
  await calls[0];
  const joined = await gate.next();
  backend.failNext({ status: 503 });
  joined.open();
  gate.open();
  await Promise.all(calls);
  const ids = [...new Set(events.map(([, id]) => id))];
  assert.deepEqual(
    events.map(([name, id]) => `${name} ${ids.indexOf(id)}`),
    [
      "onRequest 0",
      "onResponse 0",
      "onSuccess 0",
      "onRequest 1",
      "onResponse 1",
      "onRetry 1",
      "onRequest 1",
      "onResponse 1",
      "onSuccess 1",
      "onSuccess 2",
      "onSuccess 3",
    ],
  );
  for (const [name, , event] of events.slice(-3)) assert.deepEqual([name, event.attempts], ["onSuccess", 2]);
});

test("coalesce: the events of a request belong to the first of its calls that has not ended", async (t) => {
  const events = [];
  const hooks = { onRequest: (event) => events.push(event), onResponse: (event) => events.push(event) };
  const { update, gate } = await startWithGate(t, hooks);
  events.length = 0;
  const controller = new AbortController();
  const blocker = update({ a: 1 });
  const results = outcomes([update({ b: 1 }, { signal: controller.signal }), update({ c: 1 })]);
  (await gate.next()).open();
  await blocker;
  const joined = await gate.next();
  controller.abort("stop");
  joined.open();
  assert.deepEqual(await results, ["stop", "ok"]);
  const [, , request, response] = events.map(({ callId }) => callId);
  assert.equal(events.length, 4);
  assert.notEqual(request, response);
});
