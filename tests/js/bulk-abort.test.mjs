// A run that is aborted while it waits: for its rows, its journal, a function, the limiter or another attempt. What it
// waits for never settles.
import assert from "node:assert/strict";
import { test } from "node:test";
import { createClerkClient } from "clerk-metadata";
import { planUsersMetadata, readRows, undoRows, updateUsersMetadata } from "clerk-metadata/bulk";
import { enqueueUsersMetadata } from "clerk-metadata/bullmq";
import { KEY, serve } from "./support/backend.mjs";

const users = [{ id: "user_1" }, { id: "user_2" }];
const row = { id: "user_1", publicMetadata: { a: 1 } };
const HEADER = '{"clerk-metadata":"bulk","version":1}';
const reason = new Error("stop now");
const isReason = (error) => error === reason;
const never = () => new Promise(() => {});
const changesOf = (backend) => backend.requests.filter(({ method }) => method === "PATCH");

/** A signal, and a function that aborts it and never settles. */
function startAborting() {
  const controller = new AbortController();
  const abort = () => {
    controller.abort(reason);
    return never();
  };
  return { signal: controller.signal, abort };
}

/** An async iterable of `values`, after which it aborts and never settles. `returned` counts the calls of `return`. */
function pendingIterable(abort, values = [], returns = never) {
  const left = [...values];
  const iterable = {
    returned: 0,
    [Symbol.asyncIterator]: () => ({
      next: () => (left.length > 0 ? Promise.resolve({ done: false, value: left.shift() }) : abort()),
      return() {
        iterable.returned++;
        return returns();
      },
    }),
  };
  return iterable;
}

/** A queue without workers. `commands` replaces its commands. */
const queueWith = (commands) => ({ addBulk: async () => {}, getJobs: async () => [], remove: never, ...commands });
const RUNS = {
  updateUsersMetadata: (clerk, rows, options) => updateUsersMetadata(clerk, rows, { limiter: false, ...options }),
  planUsersMetadata: (clerk, rows, options) => planUsersMetadata(clerk, rows, { limiter: false, ...options }),
  enqueueUsersMetadata: (_clerk, rows, options) => enqueueUsersMetadata(queueWith(), rows, options),
};

for (const [name, start] of Object.entries(RUNS)) {
  for (const [what, values] of [
    ["at the first row", []],
    ["after a row", [row]],
  ]) {
    test(`${name}: an abort ends the wait for rows ${what}`, async (t) => {
      const { backend, clerk } = await serve(t, { users });
      const { signal, abort } = startAborting();
      const rows = pendingIterable(abort, values);
      await assert.rejects(start(clerk, rows, { signal }).summary, isReason);
      assert.equal(rows.returned, 1);
      assert.equal(changesOf(backend).length, 0);
    });
  }

  test(`${name}: an abort ends the wait for return() of the rows`, async (t) => {
    const { clerk } = await serve(t, { users });
    const controller = new AbortController();
    const rows = {
      [Symbol.iterator]: () => ({
        next: () => ({ done: false, value: "not JSON" }),
        return() {
          controller.abort(reason);
          return never();
        },
      }),
    };
    // `break` calls it, and then nothing but the signal ends the wait.
    const run = start(clerk, rows, { signal: controller.signal });
    for await (const { status } of run) {
      assert.equal(status, "failed");
      break;
    }
    const outcome = await run.summary.catch((error) => error);
    assert.ok(outcome === reason || outcome.complete === false);
  });
}

const WAITING_ROWS = {
  "a generator": (abort) =>
    (async function* () {
      yield row;
      await abort();
    })(),
  "an iterator of promises": (abort) => ({ [Symbol.iterator]: () => ({ next: abort }) }),
  "readRows of a stream": (abort, source) => readRows(source, { format: "ndjson" }),
  "undoRows of a journal": (abort, source) => undoRows(source),
};
for (const [name, rowsOf] of Object.entries(WAITING_ROWS)) {
  test(`an abort ends the wait for rows that are ${name}`, async (t) => {
    const { clerk } = await serve(t, { users });
    const { signal, abort } = startAborting();
    const source = pendingIterable(abort);
    await assert.rejects(
      updateUsersMetadata(clerk, rowsOf(abort, source), { limiter: false, signal }).summary,
      isReason,
    );
    // The generators of this package close what they wait for.
    if (/Rows/.test(name)) assert.equal(source.returned, 1);
  });
}

const { planUsersMetadata: _, ...RUNS_WITH_JOURNAL } = RUNS;
for (const [name, start] of Object.entries(RUNS_WITH_JOURNAL)) {
  for (const [what, values] of [
    ["at the first line", []],
    ["after some lines", [HEADER, '{"rows":1,"digest":"0123456789abcdef"}']],
  ]) {
    test(`${name}: an abort ends the wait for journal.lines ${what}`, async (t) => {
      const { backend, clerk } = await serve(t, { users });
      const { signal, abort } = startAborting();
      const lines = pendingIterable(abort, values);
      const appended = [];
      const journal = { lines, append: (added) => appended.push(...added) };
      const rows = pendingIterable(never);
      await assert.rejects(start(clerk, rows, { journal, signal }).summary, isReason);
      assert.deepEqual([lines.returned, rows.returned, appended, backend.requests.length], [1, 1, [], 0]);
      // The journal is not in use anymore.
      const journalOfRest = Object.assign(journal, { lines: [] });
      const options = { journal: journalOfRest, signal: AbortSignal.abort(reason) };
      await assert.rejects(start(clerk, [row], options).summary, isReason);
    });
  }

  test(`${name}: a loop that is left while journal.lines is pending ends`, async (t) => {
    const { clerk } = await serve(t, { users });
    let onWaiting;
    const isWaiting = new Promise((resolve) => (onWaiting = resolve));
    const lines = pendingIterable(() => {
      onWaiting();
      return never();
    });
    const run = start(clerk, [row], { journal: { lines, append() {} } });
    const results = run[Symbol.asyncIterator]();
    const first = results.next();
    await isWaiting;
    assert.deepEqual(await results.return(), { done: true, value: undefined });
    assert.deepEqual(await first, { done: true, value: undefined });
    assert.equal((await run.summary).complete, false);
    assert.equal(lines.returned, 1);
  });

  for (const [kind, lines] of [
    [
      "an iterator",
      {
        *[Symbol.iterator]() {
          yield HEADER;
          for (;;) yield '{"name":1}';
        },
      },
    ],
    [
      "an async iterator",
      {
        async *[Symbol.asyncIterator]() {
          yield HEADER;
          for (;;) yield '{"name":1}';
        },
      },
    ],
  ]) {
    test(`${name}: an abort ends journal.lines without an end, which is ${kind}`, async (t) => {
      const { clerk } = await serve(t, { users });
      const controller = new AbortController();
      setTimeout(() => controller.abort(reason), 1);
      const journal = { lines, append() {} };
      await assert.rejects(start(clerk, [row], { journal, signal: controller.signal }).summary, isReason);
    });
  }

  test(`${name}: with a signal that has aborted before, the journal is not read, and the rows are closed`, async (t) => {
    const { clerk } = await serve(t, { users });
    const lines = pendingIterable(never);
    const rows = pendingIterable(never);
    const options = { journal: { lines, append() {} }, signal: AbortSignal.abort(reason) };
    await assert.rejects(start(clerk, rows, options).summary, isReason);
    assert.equal(rows.returned, 1);
  });
}

test("an abort does not wait for a limiter that has received the outcome of a request", async (t) => {
  const { backend, clerk } = await serve(t, { users });
  for (const method of ["GET", "PATCH"]) {
    const { signal, abort } = startAborting();
    const limiter = async (request, send) => {
      const outcome = await send();
      if (request.method === method) await abort();
      return outcome;
    };
    await assert.rejects(updateUsersMetadata(clerk, [row], { limiter, signal }).summary, isReason);
  }
  assert.equal(changesOf(backend).length, 1);
});

for (const method of ["GET", "PATCH"]) {
  for (const status of [429, 500, 503]) {
    test(`an abort ends the wait before another attempt of a ${method} after ${status}`, async (t) => {
      const { backend, url } = await serve(t, { users });
      const retryAfter = status === 500 ? undefined : 50;
      backend.failNext({ status, retryAfter, times: Infinity, match: { method } });
      for (const limiter of [false, undefined]) {
        const controller = new AbortController();
        const onResponse = (event) => event.status === status && setImmediate(() => controller.abort(reason));
        const clerk = createClerkClient({ secretKey: KEY, apiUrl: url, onResponse });
        await assert.rejects(
          updateUsersMetadata(clerk, [row], { limiter, signal: controller.signal }).summary,
          isReason,
        );
      }
    });
  }
}

for (const command of ["addBulk", "getJobs", "remove"]) {
  test(`enqueueUsersMetadata: an abort does not wait for the command ${command} of the queue`, async () => {
    const { signal, abort } = startAborting();
    const added = [];
    const queue = queueWith({
      addBulk: async (jobs) => void added.push(...jobs),
      getJobs: async () =>
        added.splice(0).map(({ opts: { jobId: id } }) => ({ id, finishedOn: 1, returnvalue: { status: "ok" } })),
      [command]: abort,
    });
    const rows = command === "remove" ? pendingIterable(never, [row]) : [row];
    await assert.rejects(enqueueUsersMetadata(queue, rows, { signal }).summary, isReason);
  });
}
