// The rows of a run are closed however it ends: `return()` of an iterator, `cancel()` of a stream, and the file.
import assert from "node:assert/strict";
import { createReadStream, writeFileSync } from "node:fs";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { test } from "node:test";
import { planUsersMetadata, readRows, undoRows, updateUsersMetadata } from "clerk-metadata/bulk";
import { enqueueUsersMetadata } from "clerk-metadata/bullmq";
import { serve } from "./support/backend.mjs";
import { folder } from "./support/folder.mjs";

const reason = new Error("stop now");
const users = Array.from({ length: 5 }, (_, index) => ({ id: `user_${index}` }));
const lineOf = (index) => `{"id":"user_${index % 5}","publicMetadata":{"a":${index}}}\n`;

/** Rows without an end. Each source has a promise that resolves when it is closed. */
const SOURCES = {
  "an iterator"() {
    let index = 0;
    const source = {};
    const closed = new Promise((resolve) => {
      source[Symbol.asyncIterator] = () => ({
        next: async () => ({ done: false, value: lineOf(index++) }),
        async return() {
          resolve();
          return { done: true, value: undefined };
        },
      });
    });
    return { rows: source, closed };
  },

  "an iterator without promises"() {
    let index = 0;
    const source = {};
    const closed = new Promise((resolve) => {
      source[Symbol.iterator] = () => ({
        next: () => ({ done: false, value: lineOf(index++) }),
        return() {
          resolve();
          return { done: true, value: undefined };
        },
      });
    });
    return { rows: source, closed };
  },

  "a file"(t) {
    const path = join(folder(t), "rows.ndjson");
    writeFileSync(path, Array.from({ length: 20_000 }, (_, index) => lineOf(index)).join(""));
    const file = createReadStream(path);
    return { rows: readRows(file, { format: "ndjson", duplicates: "in-order" }), closed: closeOf(file) };
  },

  "a stream of Node.js"() {
    const stream = endless();
    return { rows: readRows(stream, { format: "ndjson", duplicates: "in-order" }), closed: closeOf(stream) };
  },

  "a stream of Node.js whose chunks are rows"() {
    const stream = endless({ objectMode: true });
    return { rows: stream, closed: closeOf(stream) };
  },

  "a ReadableStream": () => readableStream((stream) => stream),

  "a ReadableStream that is not iterable": () => readableStream((stream) => ({ getReader: () => stream.getReader() })),
};

const closeOf = (stream) => new Promise((resolve) => stream.once("close", resolve));

function endless(options) {
  const stream = new PassThrough(options);
  for (let index = 0; index < 1_000; index++) stream.write(lineOf(index));
  return stream;
}

function readableStream(wrap) {
  let index = 0;
  let onCancel;
  const closed = new Promise((resolve) => (onCancel = resolve));
  const stream = new ReadableStream({
    pull: (controller) => controller.enqueue(lineOf(index++)),
    cancel: onCancel,
  });
  return { rows: readRows(wrap(stream), { format: "ndjson", duplicates: "in-order" }), closed };
}

const queue = { addBulk: async () => {}, getJobs: async () => [], remove: async () => {} };
const failingJournal = { append: () => Promise.reject(new Error("the disk is full")) };

/** Ways in which a run ends before its rows do. */
const ENDINGS = {
  async "an abort before it starts"(clerk, rows) {
    const options = { limiter: false, signal: AbortSignal.abort(reason) };
    await assert.rejects(updateUsersMetadata(clerk, rows, options).summary, (error) => error === reason);
  },
  async "an abort"(clerk, rows) {
    const controller = new AbortController();
    const onProgress = () => controller.abort(reason);
    const options = { limiter: false, signal: controller.signal, onProgress };
    await assert.rejects(updateUsersMetadata(clerk, rows, options).summary, (error) => error === reason);
  },
  async "an abort of a plan"(clerk, rows) {
    const controller = new AbortController();
    const onProgress = () => controller.abort(reason);
    const options = { limiter: false, signal: controller.signal, onProgress };
    await assert.rejects(planUsersMetadata(clerk, rows, options).summary, (error) => error === reason);
  },
  async "an error of the journal"(clerk, rows) {
    const run = updateUsersMetadata(clerk, rows, { limiter: false, journal: failingJournal });
    await assert.rejects(run.summary, { code: "journal_failed" });
  },
  async "an invalid journal"(clerk, rows) {
    const journal = { lines: ["no journal"], append() {} };
    await assert.rejects(updateUsersMetadata(clerk, rows, { journal }).summary, { code: "invalid_journal" });
  },
  async "a journal that is in use"(clerk, rows) {
    const journal = { append() {} };
    const first = updateUsersMetadata(clerk, [lineOf(0)], { limiter: false, journal });
    const ended = first.summary;
    await assert.rejects(updateUsersMetadata(clerk, rows, { journal }).summary, { code: "journal_in_use" });
    await ended;
  },
  async "an invalid option"(clerk, rows) {
    const plan = planUsersMetadata(clerk, rows, { mode: "desired", keys: ["plan"] });
    await assert.rejects(plan.summary, { name: "TypeError" });
  },
  async "an error of the limiter"(clerk, rows) {
    const limiter = () => Promise.reject(reason);
    await assert.rejects(updateUsersMetadata(clerk, rows, { limiter }).summary, (error) => error === reason);
  },
  async break(clerk, rows) {
    for await (const { status } of updateUsersMetadata(clerk, rows, { limiter: false })) {
      assert.equal(status, "ok");
      break;
    }
  },
  async "break in the loop over a plan"(clerk, rows) {
    for await (const { status } of planUsersMetadata(clerk, rows, { limiter: false })) {
      assert.equal(status, "change");
      break;
    }
  },
  async "return() before the first result"(clerk, rows) {
    const run = updateUsersMetadata(clerk, rows, { limiter: false });
    await run[Symbol.asyncIterator]().return();
    assert.equal((await run.summary).complete, false);
  },
  async "return() of a plan before the first result"(clerk, rows) {
    await planUsersMetadata(clerk, rows, { limiter: false })[Symbol.asyncIterator]().return();
  },
  async "an abort of enqueueUsersMetadata before it starts"(_clerk, rows) {
    const run = enqueueUsersMetadata(queue, rows, { signal: AbortSignal.abort(reason) });
    await assert.rejects(run.summary, (error) => error === reason);
  },
  async "a loop without a run"(_clerk, rows) {
    for await (const row of rows) {
      assert.ok(row);
      break;
    }
  },
};

for (const [source, open] of Object.entries(SOURCES)) {
  for (const [ending, run] of Object.entries(ENDINGS)) {
    test(`${source} is closed by ${ending}`, { timeout: 10_000 }, async (t) => {
      const { clerk } = await serve(t, { users });
      const { rows, closed } = open(t);
      await run(clerk, rows);
      await closed;
    });
  }
}

test("rows that have ended are not closed again", async (t) => {
  const { clerk } = await serve(t, { users });
  const left = [lineOf(0), lineOf(1)];
  let returned = 0;
  const iterator = {
    next: async () => (left.length > 0 ? { done: false, value: left.shift() } : { done: true, value: undefined }),
    return: async () => ({ done: true, value: void returned++ }),
    [Symbol.asyncIterator]: () => iterator,
  };
  const { ok } = await updateUsersMetadata(clerk, iterator, { limiter: false }).summary;
  assert.deepEqual([ok, returned], [2, 0]);
});

test("rows of undoRows that nobody has read open nothing", async () => {
  let opened = 0;
  const lines = { [Symbol.iterator]: () => [][Symbol.iterator](void opened++) };
  const checked = opened;
  await undoRows(lines)[Symbol.asyncIterator]().return();
  assert.equal(opened, checked + 1); // undoRows checks whether the lines can be read twice
});
