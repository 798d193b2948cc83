// A queue in PostgreSQL, with BullMQ's own limiter.
import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import {
  ended,
  kill,
  nextMessage,
  postgresFolder,
  startBackend,
  startPostgres,
  startProgram,
  temporaryFolder,
} from "./support/processes.mjs";
import { createProject } from "./support/project.mjs";

const project = createProject();
const skip = postgresFolder() === undefined && "postgresql is not installed";
const ROWS = 600;
const POISON = [7, 8, 300];

test("workers on PostgreSQL: every row is done, also after a kill, and a poisoned row fails alone", {
  skip,
  timeout: 200_000,
}, async (t) => {
  const postgres = await startPostgres(t);
  const backend = await startBackend(t, project, { users: ROWS, latency: [5, 40] });
  const journal = join(temporaryFolder(t), "journal.ndjson");
  const settings = JSON.stringify({
    postgres: true,
    limiter: { max: 20, duration: 200 },
    lockDuration: 1_000,
    stalledInterval: 500,
  });
  const startWorker = async () => {
    const worker = startProgram(t, project, "worker.mjs", [backend.url, postgres.url, settings]);
    assert.equal(await nextMessage(worker), "ready");
    return worker;
  };
  const first = await startWorker();
  await startWorker();
  const feeder = startProgram(t, project, "feeder.mjs", [
    postgres.url,
    journal,
    JSON.stringify({ postgres: true, rows: ROWS, poison: POISON }),
  ]);
  let message;
  do message = await nextMessage(feeder);
  while (message.ok < ROWS / 4);
  await kill(first);
  while (message.rows !== undefined) message = await nextMessage(feeder);
  const { summary, failed, error } = message;
  assert.equal(error, undefined);
  failed.sort(([a], [b]) => a - b);
  const reason = /^rows\[\d+\](: |\.)publicMetadata/;
  assert.deepEqual(
    failed.map(([index, code, cause, message]) => [index, code, cause, reason.test(message) ? "" : message]),
    POISON.map((index) => [index, "invalid_params", "invalid_params", ""]),
  );
  assert.deepEqual(
    [summary.ok + summary.same + summary.recovered, summary.failed],
    [ROWS - POISON.length, POISON.length],
  );
  await ended(feeder);
  // BullMQ starts at most 20 jobs in 200 ms. A read is for up to 100 of them.
  const changes = (await backend.log()).filter(([, method, , status]) => method === "PATCH" && status === 200);
  assert.ok(changes.length >= ROWS - POISON.length);
  assert.deepEqual(await backend.metadata(["user_7", "user_9"]), [{}, { row9: true }]);
});
