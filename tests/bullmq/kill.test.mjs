// Real workers, feeders and servers that are really killed. The log of the Backend API shows what was sent.
import assert from "node:assert/strict";
import { createReadStream } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { test } from "node:test";
import {
  ended,
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
/** How many changes a worker has in flight at most. */
const IN_FLIGHT = 100;
const KEY_OF_ROW = /"(row\d+)"/;

const FAST_TAKEOVER = { lockDuration: 5_000, stalledInterval: 1_000 };

/** How often each row was changed, by the log. */
function changesOf(log) {
  const changes = new Map();
  for (const [, method, , status, body] of log) {
    if (method !== "PATCH" || status !== 200) continue;
    const [, key] = KEY_OF_ROW.exec(JSON.stringify(body));
    changes.set(key, (changes.get(key) ?? 0) + 1);
  }
  return changes;
}

/** The number of lines of a journal that begin with this text. */
async function linesOf(file, start) {
  let count = 0;
  for await (const line of createInterface({ input: createReadStream(file) })) if (line.startsWith(start)) count++;
  return count;
}

/** Starts a feeder; `counts` is its last progress, `end` resolves to its last message. */
function startFeeder(t, redis, journal, settings) {
  const child = startProgram(t, project, "feeder.mjs", [redis.url, journal, JSON.stringify(settings)]);
  const feeder = { child, counts: { ok: 0 }, onProgress: () => {}, end: undefined };
  feeder.end = new Promise((resolve) => {
    child.on("message", (message) => {
      if (message.summary || message.error) return resolve(message);
      feeder.counts = message;
      feeder.onProgress();
    });
  });
  return feeder;
}

/** Resolves when so many rows have finished. */
const finished = (feeder, count) =>
  new Promise((resolve) => {
    const check = () => feeder.counts.ok + feeder.counts.same + feeder.counts.recovered >= count && resolve();
    feeder.onProgress = check;
    check();
  });

test("20 kills of workers and 3 of the feeder: every row is done, and repeats are at most what was in flight", {
  skip,
  timeout: 300_000,
}, async (t) => {
  const ROWS = 6_000;
  const KILLS = 20;
  const redis = await startRedis(t);
  const users = 2_000;
  const backend = await startBackend(t, project, { users, latency: [5, 40] });
  const journal = join(temporaryFolder(t), "journal.ndjson");
  const settings = JSON.stringify({ rate: { requests: 300, seconds: 1 }, leaseMs: 1_000, ...FAST_TAKEOVER });
  const startWorker = async () => {
    const child = startProgram(t, project, "worker.mjs", [backend.url, redis.url, settings]);
    assert.equal(await nextMessage(child), "ready");
    return child;
  };
  const workers = await Promise.all([startWorker(), startWorker(), startWorker()]);
  let feeder = startFeeder(t, redis, journal, { rows: ROWS, users, maxAhead: 2_000 });
  for (let number = 1; number <= KILLS; number++) {
    await finished(feeder, (ROWS / (KILLS + 2)) * number);
    await kill(workers[number % workers.length]);
    workers[number % workers.length] = await startWorker();
    if (number % 6 !== 0) continue;
    await kill(feeder.child);
    feeder = startFeeder(t, redis, journal, { rows: ROWS, users, maxAhead: 2_000 });
  }
  const { summary, failed, error } = await feeder.end;
  assert.equal(error, undefined);
  await ended(feeder.child);
  const { rows, ok, same, recovered, complete, ...others } = summary;
  assert.deepEqual([rows, ok + same + recovered, complete, failed], [ROWS, ROWS, true, []]);
  assert.deepEqual(others, { missing: 0, conflict: 0, failed: 0 });
  const changes = changesOf(await backend.log());
  assert.equal(changes.size, ROWS);
  const repeats = [...changes.values()].reduce((sum, count) => sum + count - 1, 0);
  assert.ok(repeats <= KILLS * IN_FLIGHT, `${repeats} repeats`);
  t.diagnostic(`${repeats} repeats, ${recovered} recovered`);
  // Every change can be undone, also that of a worker that was killed.
  assert.ok((await linesOf(journal, '{"before":')) >= ok + recovered);
  const metadata = await backend.metadata(["user_0", `user_${users - 1}`]);
  assert.deepEqual(
    metadata,
    [0, users - 1].map((index) => Object.fromEntries([0, 1, 2].map((turn) => [`row${index + turn * users}`, true]))),
  );
  for (const worker of workers) {
    worker.kill("SIGTERM");
    await ended(worker);
    assert.equal(worker.exitCode, 0);
  }
});

for (const [appendfsync, lost, isFeederKilled] of [
  ["always", "no job is lost", false],
  ["everysec", "the feeder is killed with it, and adds again what is lost", true],
  ["no", "the jobs are lost, and the feeder adds them again", false],
]) {
  test(`a Redis server with appendfsync ${appendfsync} is killed five times: ${lost}`, {
    skip,
    timeout: 200_000,
  }, async (t) => {
    const ROWS = 2_000;
    const KILLS = 5;
    const redis = await startRedis(t, { appendfsync });
    const backend = await startBackend(t, project, { users: ROWS });
    const journal = join(temporaryFolder(t), "journal.ndjson");
    const settings = JSON.stringify({ rate: { requests: 300, seconds: 1 }, leaseMs: 1_000, ...FAST_TAKEOVER });
    const worker = startProgram(t, project, "worker.mjs", [backend.url, redis.url, settings]);
    assert.equal(await nextMessage(worker), "ready");
    let feeder = startFeeder(t, redis, journal, { rows: ROWS });
    for (let number = 1; number <= KILLS; number++) {
      await finished(feeder, (ROWS / (KILLS + 2)) * number);
      if (isFeederKilled) await kill(feeder.child);
      await redis.restart();
      if (isFeederKilled) feeder = startFeeder(t, redis, journal, { rows: ROWS });
    }
    const { summary, error } = await feeder.end;
    assert.equal(error, undefined);
    const { rows, ok, same, recovered } = summary;
    assert.deepEqual([rows, ok + same + recovered], [ROWS, ROWS]);
    const changes = changesOf(await backend.log());
    assert.equal(changes.size, ROWS);
    const repeats = [...changes.values()].reduce((sum, count) => sum + count - 1, 0);
    assert.ok(repeats <= KILLS * IN_FLIGHT, `${repeats} repeats`);
    // The others cannot be undone.
    assert.ok((await linesOf(journal, '{"before":')) >= ok + recovered);
    t.diagnostic(`${same} rows whose outcome is lost, ${repeats} repeats`);
  });
}
