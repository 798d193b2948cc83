// A million rows take at most 40 MB of Redis, because at most 20,000 are ahead of the workers.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { test } from "node:test";
import {
  isInstalled,
  kill,
  nextMessage,
  startBackend,
  startProgram,
  startRedis,
  temporaryFolder,
} from "./support/processes.mjs";
import { createProject } from "./support/project.mjs";

const project = createProject();
const skip = !isInstalled("redis-server") && "redis-server is not installed";
const MAX_BYTES = 40_000_000;
const AHEAD = 20_000;

/** The memory that Redis uses, and the largest so far. */
function usedMemory({ port }) {
  const info = execFileSync("redis-cli", ["-p", String(port), "info", "memory"], { encoding: "utf8" });
  return Number(/used_memory_peak:(\d+)/.exec(info)[1]);
}

/** The number of jobs in the queue, with each state. */
const keyCount = ({ port }) => Number(execFileSync("redis-cli", ["-p", String(port), "dbsize"], { encoding: "utf8" }));

test("Redis needs at most 40 MB for a million rows", { skip, timeout: 300_000 }, async (t) => {
  const redis = await startRedis(t);
  const empty = usedMemory(redis);
  const journal = join(temporaryFolder(t), "journal.ndjson");
  const feeder = startProgram(t, project, "feeder.mjs", [redis.url, journal, JSON.stringify({ rows: 1_000_000 })]);
  // Without a worker, the feeder stops at 20,000 jobs.
  while (keyCount(redis) < AHEAD) await new Promise((resolve) => setTimeout(resolve, 100));
  const waiting = usedMemory(redis) - empty;
  // Then a worker finishes some, without a limit: finished jobs have a before-image, and keep their place until the
  // feeder has stored them.
  const backend = await startBackend(t, project, { users: 30_000 });
  const worker = startProgram(t, project, "worker.mjs", [backend.url, redis.url, JSON.stringify({ limiter: false })]);
  assert.equal(await nextMessage(worker), "ready");
  while ((await nextMessage(feeder)).ok < AHEAD / 2);
  // And with a feeder that is dead, all of them are finished.
  await kill(feeder);
  await new Promise((resolve) => {
    worker.on("message", (message) => message === "drained" && resolve());
  });
  // Jobs that are about to finish have locks.
  assert.ok(keyCount(redis) < AHEAD + 500, `${keyCount(redis)} keys`);
  const finished = usedMemory(redis) - empty;
  t.diagnostic(
    `${(waiting / 1e6).toFixed(1)} MB with ${AHEAD} waiting jobs, ${(finished / 1e6).toFixed(1)} MB with finished ones`,
  );
  assert.ok(finished <= MAX_BYTES, `${finished} bytes`);
});
