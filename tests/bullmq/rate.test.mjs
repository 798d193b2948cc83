// Three workers and an app share the limit of an instance, with each model of the Backend API's window. The log of the
// Backend API shows the rate.
import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { assertShareOfLimit } from "../support/limit-share.mjs";
import {
  isInstalled,
  nextMessage,
  startBackend,
  startProgram,
  startRedis,
  temporaryFolder,
} from "./support/processes.mjs";
import { createProject } from "./support/project.mjs";

const project = createProject();
const skip = !isInstalled("redis-server") && "redis-server is not installed";
/** The limit of a live instance. A shorter window would measure how busy the machine is. */
const LIMIT = { requests: 1_000, seconds: 10 };
const LATENCY = [80, 160];
const ROWS = 10_000;
/** The requests of the first window are not counted. */
const SKIPPED = 1_000;
const MIN_SHARE = 0.95;

for (const window of ["fixed", "first-request", "sliding"]) {
  test(
    `three workers and an app use 95% of the limit without a 429: ${window}`,
    {
      skip,
      timeout: 600_000,
    },
    (t) => assertShareOfLimit(t, MIN_SHARE, (t) => shareOfProcesses(t, window)),
  );
}

/** Runs the processes until they have sent enough requests. Returns their share of the limit. */
async function shareOfProcesses(t, window) {
  const redis = await startRedis(t);
  const backend = await startBackend(t, project, {
    users: 2 * ROWS,
    latency: LATENCY,
    rateLimit: { ...LIMIT, window },
  });
  const settings = JSON.stringify({ rate: LIMIT });
  for (let number = 0; number < 3; number++)
    assert.equal(
      await nextMessage(startProgram(t, project, "worker.mjs", [backend.url, redis.url, settings])),
      "ready",
    );
  const app = JSON.stringify({ rate: LIMIT, first: ROWS });
  assert.equal(await nextMessage(startProgram(t, project, "caller.mjs", [backend.url, redis.url, app])), "started");
  const journal = join(temporaryFolder(t), "journal.ndjson");
  const feeder = startProgram(t, project, "feeder.mjs", [redis.url, journal, JSON.stringify({ rows: ROWS })]);
  while ((await nextMessage(feeder)).ok < 3 * SKIPPED);
  const log = await backend.log();
  assert.deepEqual(
    log.filter(([, , , status]) => status === 429),
    [],
  );
  const counted = log.slice(SKIPPED);
  const seconds = (counted.at(-1)[0] - counted[0][0]) / 1000;
  const share = counted.length / seconds / (LIMIT.requests / LIMIT.seconds);
  const ofApp = counted.filter(([, , path]) => Number(/user_(\d+)/.exec(path)?.[1]) >= ROWS).length / counted.length;
  t.diagnostic(`${(ofApp * 100).toFixed(0)}% of the requests are those of the app`);
  return share;
}
