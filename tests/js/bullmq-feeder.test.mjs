// enqueueUsersMetadata with a queue in memory. tests/bullmq has real ones.
import assert from "node:assert/strict";
import { test } from "node:test";
import { isClerkBulkError } from "clerk-metadata/bulk";
import { enqueueUsersMetadata } from "clerk-metadata/bullmq";

/**
 * A queue as far as a feeder uses it. `perform(row)` returns the result of a job, throws its error, or returns
 * `undefined` if the job has not finished.
 */
function createQueue(perform = ({ id }) => ({ status: "ok", id })) {
  const jobs = new Map();
  const queue = {
    jobs,
    added: [],
    removed: [],
    mostAhead: 0,
    perform,
    async addBulk(list) {
      for (const { data, opts } of list) {
        if (jobs.has(opts.jobId)) continue;
        queue.added.push(opts.jobId);
        jobs.set(opts.jobId, { id: opts.jobId, data, progress: 0 });
      }
      queue.mostAhead = Math.max(queue.mostAhead, jobs.size);
    },
    async getJobs(_types, start, end) {
      for (const job of jobs.values()) finish(job);
      return [...jobs.values()].filter((job) => job.finishedOn !== undefined).slice(start, end + 1);
    },
    getJob: async (id) => jobs.get(id),
    async remove(id) {
      jobs.delete(id);
      queue.removed.push(id);
    },
  };
  function finish(job) {
    if (job.finishedOn !== undefined) return;
    try {
      job.returnvalue = queue.perform(JSON.parse(job.data.row), job);
      if (job.returnvalue !== undefined) job.finishedOn = 1;
    } catch (error) {
      Object.assign(job, { finishedOn: 1, failedReason: error.message, progress: error.progress ?? 0 });
    }
  }
  return queue;
}

const numberOf = (jobId) => Number(jobId.split("-").at(-1));
const row = (id, value = 1) => ({ id, publicMetadata: { value } });
const journalOf = (lines = []) => ({ lines, append: (more) => lines.push(...more) });

test("adds rows, reports their outcomes, and removes the jobs", async () => {
  const queue = createQueue(({ id }) => {
    if (id === "user_2")
      throw Object.assign(new Error("publicMetadata: is too large."), {
        progress: { code: "too_large", traceId: "t" },
      });
    return { status: id === "user_3" ? "missing" : "ok", id };
  });
  const run = enqueueUsersMetadata(
    queue,
    ["user_1", "user_2", "user_3"].map((id) => row(id)),
  );
  const results = [];
  for await (const result of run) results.push(result);
  assert.deepEqual(results.map(({ index, id, status }) => [index, id, status]).sort(), [
    [0, "user_1", "ok"],
    [1, undefined, "failed"],
    [2, "user_3", "missing"],
  ]);
  const { error } = results.find(({ status }) => status === "failed");
  assert.ok(isClerkBulkError(error));
  assert.deepEqual(
    [error.code, error.errors, error.clerkTraceId, error.message],
    ["too_large", [{ code: "too_large" }], "t", "rows[1]: publicMetadata: is too large."],
  );
  const { rows, ok, missing, failed, complete } = await run.summary;
  assert.deepEqual([rows, ok, missing, failed, complete], [3, 1, 1, 1, true]);
  assert.equal(queue.jobs.size, 0);
});

test("the next row of a user is added after the previous one has finished", async () => {
  const order = [];
  const queue = createQueue(({ id, publicMetadata }) => {
    order.push(`${id}:${publicMetadata.value}`);
    return { status: "ok", id };
  });
  const { ok } = await enqueueUsersMetadata(queue, [
    row("user_1", 1),
    row("user_1", 2),
    row("user_2", 1),
    row("user_1", 3),
  ]).summary;
  assert.equal(ok, 4);
  assert.deepEqual(
    order.filter((name) => name.startsWith("user_1")),
    ["user_1:1", "user_1:2", "user_1:3"],
  );
});

test("at most maxAhead rows are in the queue", async () => {
  const queue = createQueue();
  const rows = Array.from({ length: 30 }, (_, index) => row(`user_${index}`));
  assert.equal((await enqueueUsersMetadata(queue, rows, { maxAhead: 7 }).summary).ok, 30);
  assert.equal(queue.mostAhead, 7);
});

test("invalid rows are not added", async () => {
  const queue = createQueue();
  const results = [];
  for await (const result of enqueueUsersMetadata(queue, ["{}", '{"id":"user_1","publicMetadata":{"a":1}}', "["]))
    results.push([result.index, result.status, result.error?.path]);
  assert.deepEqual(results.sort(), [
    [0, "failed", "rows[0].id"],
    [1, "ok", undefined],
    [2, "failed", "rows[2]"],
  ]);
  assert.deepEqual(queue.added.map(numberOf), [1]);
});

test("a feeder that continues adds no row twice, and removes what was finished", async () => {
  let isDone = false;
  const queue = createQueue(({ id }) => (isDone || id === "user_0" ? { status: "ok", id } : undefined));
  const rows = [0, 1, 2].map((index) => row(`user_${index}`));
  const lines = [];
  const controller = new AbortController();
  const first = enqueueUsersMetadata(queue, rows, {
    journal: journalOf(lines),
    signal: controller.signal,
    onProgress: () => controller.abort(new Error("stopped")),
  });
  await assert.rejects(first.summary, /stopped/);
  assert.deepEqual(queue.added.map(numberOf), [0, 1, 2]);
  // A feeder that was killed before it could remove the job.
  const [name] = /^rows-\d+-/.exec(queue.added[0]);
  queue.jobs.set(`${name}0`, { id: `${name}0`, data: { row: "{}" }, returnvalue: { status: "ok" }, finishedOn: 1 });
  isDone = true;
  const { ok } = await enqueueUsersMetadata(queue, rows, { journal: journalOf(lines) }).summary;
  assert.equal(ok, 3);
  assert.equal(queue.added.length, 3);
  assert.equal(queue.jobs.size, 0);
  await assert.rejects(
    enqueueUsersMetadata(queue, [row("user_9")], { journal: journalOf(lines) }).summary,
    (error) => isClerkBulkError(error) && error.code === "other_rows",
  );
});

test("before-images of jobs are stored in the journal", async () => {
  const before =
    '{"before":17,"id":"user_1","patch":{"publicMetadata":{"value":1}},"image":{"publicMetadata":{"value":12345678901234567890}}}';
  const queue = createQueue(({ id }, job) => {
    job.data.before = before;
    return { status: "ok", id };
  });
  const lines = [];
  await enqueueUsersMetadata(queue, [row("user_1")], { journal: journalOf(lines) }).summary;
  assert.ok(lines.includes(before.replace("17", "0")), lines.join("\n"));
});

test("a job that succeeds after a failed attempt is done", async () => {
  const queue = createQueue(({ id }, job) => {
    job.failedReason = "Connection is closed.";
    return { status: "recovered", id };
  });
  assert.equal((await enqueueUsersMetadata(queue, [row("user_1")]).summary).recovered, 1);
});

test("jobs of other programs are left alone", async () => {
  const queue = createQueue(({ id }) => ({ status: "ok", id }));
  for (let index = 0; index < 1_200; index++) {
    const id = `mail-${index}`;
    queue.jobs.set(id, { id, data: {}, returnvalue: { status: "sent" }, finishedOn: 1 });
  }
  assert.equal((await enqueueUsersMetadata(queue, [row("user_1")]).summary).ok, 1);
  assert.equal(queue.jobs.size, 1_200);
});

test("lost jobs are added again", async () => {
  let isLost = false;
  const queue = createQueue(({ id }, job) => {
    if (isLost) return { status: "ok", id };
    isLost = true;
    queue.jobs.delete(job.id);
    return undefined;
  });
  assert.equal((await enqueueUsersMetadata(queue, [row("user_1")]).summary).ok, 1);
  assert.deepEqual(queue.added.map(numberOf), [0, 0]);
});

test("stops after too many failures", async () => {
  const queue = createQueue(() => {
    throw new Error("no");
  });
  await assert.rejects(
    enqueueUsersMetadata(queue, [row("user_1"), row("user_2")], { maxFailed: 0 }).summary,
    (error) =>
      isClerkBulkError(error) && error.code === "too_many_failed" && error.message.startsWith("enqueueUsersMetadata: "),
  );
});

test("invalid arguments are rejected", () => {
  const queue = createQueue();
  for (const [args, message] of [
    [[{}, []], /enqueueUsersMetadata: the first argument must be a queue of BullMQ/],
    [[queue, "rows"], /rows must be an iterable/],
    [[queue, [], 1], /options must be an object/],
    [
      [queue, [], { ahead: 1 }],
      /unknown option ahead\. The options are journal, maxAhead, maxFailed, onDrift, instance, signal, onProgress\./,
    ],
    [[queue, [], { maxAhead: 0 }], /maxAhead must be a whole number of rows from 1 to 1000000/],
    [[queue, [], { maxFailed: -1 }], /maxFailed must be a whole number of rows, or Infinity/],
    [[queue, [], { onDrift: "recompute" }], /onDrift must be "skip" or "force"/],
    [[queue, [], { signal: {} }], /signal must be an AbortSignal/],
    [[queue, [], { onProgress: 1 }], /onProgress must be a function/],
    [[queue, [], { journal: {} }], /journal\.append must be a function/],
  ])
    assert.throws(() => enqueueUsersMetadata(...args), { name: "TypeError", message });
});
