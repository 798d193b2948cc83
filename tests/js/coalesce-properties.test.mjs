// Random changes of two users with the option `coalesce`, over HTTP with the limits of the API, failures, lost
// responses and aborts: the result is that of the sequence of the calls that took effect.
import assert from "node:assert/strict";
import { test } from "node:test";
import { mergeMetadata } from "clerk-metadata/local";
import fc from "fast-check";
import { patch } from "./support/arbitrary/patches.mjs";
import { MOST_IN_WINDOW, mostInWindow, sleep, startCoalescing } from "./support/coalescing.mjs";

const IDS = ["user_1", "user_2"];
const step = fc.oneof(
  { weight: 12, arbitrary: fc.record({ update: patch, id: fc.constantFrom(...IDS) }) },
  { weight: 2, arbitrary: fc.record({ replace: patch, id: fc.constantFrom(...IDS) }) },
  { weight: 2, arbitrary: fc.record({ sleep: fc.constantFrom(0, 1, 300, 2_000, 9_000) }) },
  { weight: 1, arbitrary: fc.constant({ settle: true }) },
  { weight: 1, arbitrary: fc.record({ abort: fc.nat(5) }) },
);
const PROBLEMS = ["503", "lost", "not sent", "422"];
/** What happens to each attempt, again and again. */
const problems = fc.array(fc.oneof({ weight: 5, arbitrary: fc.constant("none") }, fc.constantFrom(...PROBLEMS)), {
  minLength: 1,
  maxLength: 12,
});
const API_ERROR = '{"errors":[{"code":"x","message":"x"}]}';

/** A `fetch` with these problems. At most two attempts of a request fail, so that the third succeeds. */
function withProblems(fetch, names) {
  let at = 0;
  const failures = new Map();
  return async (url, init) => {
    if (init.method === "GET") return fetch(url, init);
    const name = names[at++ % names.length];
    const count = failures.get(url) ?? 0;
    // Not after a lost response, whose change has taken effect.
    if (name === "422" && count === 0) return new Response(API_ERROR, { status: 422 });
    failures.set(url, name === "none" || count === 2 ? 0 : count + 1);
    if (failures.get(url) === 0) return fetch(url, init);
    if (name === "503") return new Response("", { status: 503 });
    if (name === "lost") await fetch(url, init);
    throw new TypeError("fetch failed");
  };
}

/** Adds a key that shows which requests carry the change. */
const withMark = (metadata, index) => Object.assign(Object.create(null), metadata, { [`mark${index}`]: 1 });

/** The result of the changes that took effect, in the order of the calls. */
async function resultOf(calls) {
  let metadata = "{}";
  for (const { method, params } of calls) {
    const text = JSON.stringify(params);
    metadata = method === "replaceUserMetadata" ? text : await mergeMetadata(metadata, text);
  }
  return JSON.stringify(JSON.parse(metadata));
}

async function perform(t, steps, names) {
  const { createClient, time, requests, stored, backend } = await startCoalescing(t);
  const { users } = createClient({ fetch: withProblems(time.fetch, names) });
  const calls = [];
  for (const { update, replace, id, sleep: ms, settle, abort } of steps) {
    if (ms !== undefined) await sleep(ms);
    if (settle) await Promise.allSettled(calls.map(({ promise }) => promise));
    if (abort !== undefined) calls.at(-1 - abort)?.controller.abort("stop");
    if (id === undefined) continue;
    const index = calls.length;
    const controller = new AbortController();
    const method = update ? "updateUserMetadata" : "replaceUserMetadata";
    const params = withMark(update ?? replace, index);
    const promise = users[method](id, { publicMetadata: params }, { signal: controller.signal });
    promise.catch(() => {});
    calls.push({ id, method, params, mark: `mark${index}`, controller, promise });
  }
  const results = await Promise.allSettled(calls.map(({ promise }) => promise));
  // Requests whose callers have aborted may still be on their way.
  for (let seconds = 0; seconds < 60; seconds += 10) await sleep(10_000);
  calls.forEach((call, index) => {
    const { status, value, reason } = results[index];
    const carriers = requests.filter((request) => request.status === 200 && call.mark in request.public_metadata);
    call.tookEffect = carriers.length > 0;
    if (status === "fulfilled") assert.ok(call.tookEffect, call.mark);
    else if (reason !== "stop") assert.deepEqual([reason.status, call.tookEffect], [422, false], call.mark);
    call.user = value;
  });
  return { calls, requests, stored, backend };
}

/** Runs with the `t` of a test, and cleans up after it. */
async function inScope(t, run) {
  const cleanups = [];
  try {
    return await run({ mock: t.mock, after: (cleanup) => cleanups.unshift(cleanup) });
  } finally {
    t.mock.restoreAll();
    for (const cleanup of cleanups) await cleanup();
  }
}

test("coalesce: the result is that of the sequence, whatever fails", async (t) => {
  let joined = 0;
  let all = 0;
  const property = fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 25 }), problems, (steps, names) =>
    inScope(t, async (run) => {
      const { calls, requests, stored } = await perform(run, steps, names);
      for (const id of IDS) {
        const effective = calls.filter((call) => call.id === id && call.tookEffect);
        assert.equal(JSON.stringify(stored(id) ?? {}), await resultOf(effective), id);
        const ofUser = requests.filter((request) => request.id === id);
        if (ofUser.length > 0) assert.ok(mostInWindow(ofUser) <= MOST_IN_WINDOW);
        // Each call has the result of a request that carried its change.
        for (const [index, { user }] of effective.entries()) {
          if (user === undefined) continue;
          const texts = [];
          for (let end = index + 1; end <= effective.length; end++) texts.push(await resultOf(effective.slice(0, end)));
          assert.ok(texts.includes(JSON.stringify(user.publicMetadata)), effective[index].mark);
        }
      }
      assert.ok(requests.every(({ status }) => status === 200));
      all += calls.length;
      joined += calls.length - new Set(requests.map(({ public_metadata }) => Object.keys(public_metadata).join())).size;
    }),
  );
  await fc.assert(property, { numRuns: 100 });
  assert.ok(joined > all / 20, `${joined} of ${all} were joined`);
});
