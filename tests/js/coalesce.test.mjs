// The option `coalesce`: when changes are sent, and which of them are joined.
import assert from "node:assert/strict";
import { test } from "node:test";
import { createClerkClient } from "clerk-metadata";
import { KEY, serve } from "./support/backend.mjs";
import { MOST_IN_WINDOW, mostInWindow, sleep, startCoalescing } from "./support/coalescing.mjs";
import { rejectsWithInputError } from "./support/errors.mjs";

const keys = (from, to) =>
  Object.fromEntries(Array.from({ length: to - from + 1 }, (_, index) => [`k${from + index}`, from + index]));
const statuses = (requests) => [...new Set(requests.map(({ status }) => status))];

test("coalesce: the first update is sent immediately, and those that follow are joined", async (t) => {
  const { update, requests, sent } = await startCoalescing(t);
  await Promise.all(Array.from({ length: 100 }, (_, index) => update({ [`k${index}`]: index })));
  assert.deepEqual(sent(), [{ k0: 0 }, keys(1, 99)]);
  assert.equal(requests[0].at, requests[1].at, "no update has waited");
});

test("coalesce: off by default", async (t) => {
  const { createClient, sent } = await startCoalescing(t);
  for (const coalesce of [undefined, false]) {
    const { users } = createClient({ coalesce });
    await Promise.all([1, 2, 3].map((a) => users.updateUserMetadata("user_1", { publicMetadata: { a } })));
  }
  assert.deepEqual(
    sent()
      .map(({ a }) => a)
      .sort(),
    [1, 1, 2, 2, 3, 3],
  );
});

test("coalesce: updates of a minute cause at most 9 requests in any 10 seconds, and no 429", async (t) => {
  const { update, requests, stored } = await startCoalescing(t);
  const calls = [];
  for (let count = 1; count <= 1_200; count++) {
    calls.push(update({ count, [`k${count % 7}`]: count }));
    await sleep(50);
  }
  const users = await Promise.all(calls);
  assert.deepEqual(statuses(requests), [200]);
  assert.ok(mostInWindow(requests) <= MOST_IN_WINDOW, `${mostInWindow(requests)} requests`);
  assert.ok(requests.length <= 55 && requests.length > 40, `${requests.length} requests`);
  // Each call has the result of a request that carried its change or a later one.
  users.forEach(({ publicMetadata }, index) => assert.ok(publicMetadata.count >= index + 1));
  assert.equal(stored().count, 1_200);
});

test("coalesce: users do not wait for each other", async (t) => {
  const { clerk, requests } = await startCoalescing(t);
  const change = (id, a) => clerk.users.updateUserMetadata(id, { publicMetadata: { a } });
  for (let a = 0; a < 6; a++) await Promise.all([change("user_1", a), change("user_2", a)]);
  const times = (user) => requests.filter(({ id }) => id === user).map(({ at }) => at);
  assert.equal(times("user_1").length, 6);
  assert.deepEqual(times("user_1"), times("user_2"));
});

test("coalesce: calls one after the other are sent at once, and slower when few are left", async (t) => {
  const { update, requests } = await startCoalescing(t);
  for (let a = 0; a < 30; a++) await update({ a });
  const waits = requests.slice(1).map(({ at }, index) => at - requests[index].at);
  assert.deepEqual(waits.slice(0, 3), [0, 0, 0]);
  assert.ok(Math.max(...waits) < 2_200, `${waits}`);
  assert.deepEqual([requests.length, mostInWindow(requests) <= MOST_IN_WINDOW], [30, true]);
});

test("coalesce: replaceUserMetadata is not joined, counts, and keeps its place in the order", async (t) => {
  const { update, replace, requests, stored } = await startCoalescing(t);
  const calls = [update({ a: 1 }), update({ b: 1 }), update({ c: 1 }), replace({ d: 1 }), replace({ e: 1 })];
  calls.push(update({ f: 1 }), update({ g: 1 }), replace({ h: 1 }), update({ i: 1 }));
  await Promise.all(calls);
  assert.deepEqual(
    requests.map(({ method, public_metadata }) => [method, Object.keys(public_metadata).join("")]),
    [
      ["PATCH", "a"],
      ["PATCH", "bc"],
      ["PUT", "d"],
      ["PUT", "e"],
      ["PATCH", "fg"],
      ["PUT", "h"],
      ["PATCH", "i"],
    ],
  );
  assert.deepEqual(stored(), { h: 1, i: 1 });
  const replaced = [];
  for (let a = 0; a < 12; a++) replaced.push(replace({ a }));
  await Promise.all(replaced);
  assert.deepEqual([statuses(requests), mostInWindow(requests)], [[200], MOST_IN_WINDOW]);
});

for (const [name, updates, expected] of [
  ["null, then an object", [{ a: null }, { a: { b: 1 } }], [{ a: null }, { a: { b: 1 } }]],
  ["a number, then an object", [{ a: 1 }, { a: { b: 1 } }], [{ a: 1 }, { a: { b: 1 } }]],
  ["an array, then an object", [{ a: [1] }, { a: {} }], [{ a: [1] }, { a: {} }]],
  ["a removed key that is added again", [{ a: null }, { a: 1 }], [{ a: null }, { a: 1 }]],
  ["the same in an object", [{ a: { b: null } }, { a: { b: 1, c: 1 } }], [{ a: { b: null } }, { a: { b: 1, c: 1 } }]],
  ["an object, then null", [{ a: { b: 1 } }, { a: null }], [{ a: null }]],
  ["objects", [{ a: { b: 1, c: 1 } }, { a: { b: null, d: [1] } }, {}], [{ a: { b: null, c: 1, d: [1] } }]],
  ["a later value", [{ a: 1, b: 1 }, { b: 2, c: "," }, { a: '"}' }], [{ a: '"}', b: 2, c: "," }]],
]) {
  test(`coalesce: ${name}`, async (t) => {
    const { update, sent } = await startCoalescing(t);
    await Promise.all([update({ first: 1 }), ...updates.map((patch) => update(patch))]);
    assert.equal(JSON.stringify(sent().slice(1)), JSON.stringify(expected));
  });
}

test("coalesce: the fields of updates are joined separately", async (t) => {
  const { clerk, requests } = await startCoalescing(t);
  const update = (params) => clerk.users.updateUserMetadata("user_1", params);
  await Promise.all([
    update({ publicMetadata: {} }),
    update({ privateMetadata: { a: 1 } }),
    update({ publicMetadata: { a: { b: 1 } }, unsafeMetadata: { c: 1 } }),
    update({ publicMetadata: { a: { c: 1 } }, privateMetadata: { a: 2 } }),
  ]);
  const { public_metadata, private_metadata, unsafe_metadata } = requests[1];
  assert.deepEqual(
    [requests.length, public_metadata, private_metadata, unsafe_metadata],
    [2, { a: { b: 1, c: 1 } }, { a: 2 }, { c: 1 }],
  );
});

test("coalesce: a joined patch that would exceed the limit of a field is not sent", async (t) => {
  const { update, sent, stored } = await startCoalescing(t);
  const patches = ["a", "b", "c"].map((key) => ({ [key]: "x".repeat(3_000), [`${key}2`]: 1 }));
  const [, ...results] = await Promise.allSettled([
    update({}),
    ...patches.map((patch) => update(patch)),
    update({ d: 1 }),
  ]);
  assert.deepEqual(sent().map(Object.keys), [[], ["a", "a2", "b", "b2"], ["c", "c2", "d"], ["c", "c2"], ["d"]]);
  assert.deepEqual(
    results.map(({ status, reason }) => reason?.status ?? status),
    ["fulfilled", "fulfilled", 422, "fulfilled"],
  );
  assert.deepEqual(Object.keys(stored()), ["a", "a2", "b", "b2", "d"]);
});

test("coalesce: nulls do not count for the limit of a field", async (t) => {
  const { update, sent } = await startCoalescing(t);
  const patches = Array.from({ length: 40 }, (_, index) => ({ [`${index}${"k".repeat(300)}`]: null }));
  await Promise.all([update({}), ...patches.map((patch) => update(patch))]);
  assert.deepEqual(
    sent().map((patch) => Object.keys(patch).length),
    [0, 40],
  );
});

test("coalesce: only updates with the same options are joined", async (t) => {
  const limiter = (request, send) => send();
  const { update, sent } = await startCoalescing(t);
  const { signal } = new AbortController();
  const options = [
    undefined,
    {},
    { timeout: 30_000, maxRetries: 2, signal },
    { timeout: 29_999 },
    { maxRetries: 1 },
    { limiter },
    { limiter },
    { limiter: (request, send) => send() },
    undefined,
  ];
  await Promise.all([update({ first: 1 }), ...options.map((option, index) => update({ [index]: 1 }, option))]);
  assert.deepEqual(
    sent().map((patch) => Object.keys(patch).join("")),
    ["first", "012", "3", "4", "56", "7", "8"],
  );
});

test("coalesce: each call is validated immediately, and later changes of its objects have no effect", async (t) => {
  const { clerk, update, sent } = await startCoalescing(t);
  const params = { publicMetadata: { a: { b: 1 } } };
  const calls = [update({ first: 1 }), clerk.users.updateUserMetadata("user_1", params)];
  params.publicMetadata.a.b = 2;
  params.publicMetadata.c = 1;
  const invalid = { publicMetadata: { n: NaN } };
  await rejectsWithInputError(clerk.users.updateUserMetadata("user_1", invalid), { path: "publicMetadata.n" });
  await rejectsWithInputError(clerk.users.updateUserMetadata(1, {}), { code: "invalid_user_id" });
  await rejectsWithInputError(clerk.users.replaceUserMetadata("user_1", {}), { path: "params" });
  await rejectsWithInputError(update({}, { timeout: -1 }), { code: "invalid_option", path: "timeout" });
  await Promise.all(calls);
  assert.deepEqual(sent(), [{ first: 1 }, { a: { b: 1 } }]);
  const { users } = createClerkClient({ secretKey: KEY, coalesce: "yes" });
  const { message } = await rejectsWithInputError(users.getUser("user_1"), { path: "coalesce" });
  assert.match(message, /^coalesce: must be true or false\./);
});

test("coalesce: clients with the same options share the queue of a user", async (t) => {
  const { createClient, requests, sent } = await startCoalescing(t);
  const update = (client, a) => client.users.updateUserMetadata("user_1", { publicMetadata: { [a]: 1 } });
  const other = createClient({ fetch: (url, init) => fetch(url, init) });
  await Promise.all(["a", "b", "c"].map((key) => update(createClient(), key)));
  assert.deepEqual(sent(), [{ a: 1 }, { b: 1, c: 1 }]);
  requests.length = 0;
  await Promise.all([update(createClient(), "a"), update(other, "b")]);
  assert.equal(requests.length, 2);
});

test("coalesce: no timer keeps the process alive, and queues that are not used are dropped", async (t) => {
  const { update, time } = await startCoalescing(t);
  await Promise.all([update({ a: 1 }), update({ b: 1 })]);
  assert.equal(time.unrefTimers().length, 1);
  time.runUnrefTimers();
  assert.equal(time.unrefTimers().length, 0);
  await update({ c: 1 });
  assert.equal(time.unrefTimers().length, 1);
});

test("coalesce: with real timers, none is left when the updates have ended", async (t) => {
  const { url } = await serve(t, { users: [{ id: "user_1" }] });
  const timers = () => process.getActiveResourcesInfo().filter((name) => name === "Timeout").length;
  const before = timers();
  const { users } = createClerkClient({ secretKey: KEY, apiUrl: url, coalesce: true });
  const call = (a) => users.updateUserMetadata("user_1", { publicMetadata: { [a]: 1 } });
  await Promise.all(["a", "b", "c"].map(call));
  assert.equal(timers(), before);
});

for (const [description, clock] of Object.entries({
  "stands still": () => 1_000,
  "returns undefined": () => undefined,
  "returns NaN": () => Number.NaN,
  "runs backwards": (time) => 1e9 - time,
})) {
  test(`coalesce: with a clock that ${description}, timers measure the time`, async (t) => {
    const { update, time, requests } = await startCoalescing(t);
    const reads = [];
    const { now } = Date;
    // `fetch` reads the wall clock.
    t.mock.method(Date, "now", () => {
      const { stack } = new Error();
      if (/dist\/(index|coalesce)\./.test(stack.split("\n")[3])) reads.push(stack);
      return now();
    });
    Object.defineProperty(performance, "now", {
      value: () => clock(time.now()),
      configurable: true,
      writable: true,
    });
    t.after(() => delete performance.now);
    for (let a = 0; a < 20; a++) await update({ a });
    assert.deepEqual([requests.length, mostInWindow(requests)], [20, MOST_IN_WINDOW]);
    assert.deepEqual(reads, []);
  });
}
