// The commands worker and apply --engine bullmq, as processes.
import assert from "node:assert/strict";
import { once } from "node:events";
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { cliOf, run as runIn, start as startIn, temporaryJobFolder } from "./support/commands.mjs";
import { ended, isInstalled, kill, startBackend, startRedis } from "./support/processes.mjs";
import { createProject } from "./support/project.mjs";

const project = createProject();
const skip = !isInstalled("redis-server") && "redis-server is not installed";
const ROWS = 300;

const start = (t, ...args) => startIn(t, project, ...args);
const run = (t, ...args) => runIn(t, project, ...args);

/** A folder with rows, a Backend API and a Redis server. */
async function setUp(t, options) {
  const redis = await startRedis(t);
  const backend = await startBackend(t, project, { users: ROWS, ...options });
  const folder = temporaryJobFolder(project);
  const rows = Array.from({ length: ROWS }, (_, index) => ({
    id: `user_${index}`,
    publicMetadata: { plan: "pro", index },
  }));
  writeFileSync(join(folder, "rows.ndjson"), rows.map((row) => `${JSON.stringify(row)}\n`).join(""));
  const queue = ["--redis", redis.url];
  return { redis, backend, folder, queue };
}

const FAST = ["--rate", "100000/1s", "--quiet"];
const APPLY = ["apply", "rows.ndjson", "--job", "job", "--engine", "bullmq", "--quiet"];

test("workers send the rows of a job, and status and undo work as with one process", {
  skip,
  timeout: 120_000,
}, async (t) => {
  const { backend, folder, queue } = await setUp(t);
  const workers = [1, 2].map(() => start(t, folder, backend, ["worker", ...queue, ...FAST, "--queue", "other"]));
  const apply = [...APPLY, "--json", ...queue, "--queue", "other"];
  const applied = await run(t, folder, backend, apply);
  assert.deepEqual([applied.status, applied.errors], [0, ""]);
  assert.deepEqual(await backend.metadata(["user_0", "user_299"]), [
    { plan: "pro", index: 0 },
    { plan: "pro", index: 299 },
  ]);
  const status = JSON.parse((await run(t, folder, backend, ["status", "job", "--json"])).output);
  assert.equal(status.ok, ROWS, JSON.stringify(status));
  const undone = await run(t, folder, backend, ["undo", "job", "--json", "--quiet", ...queue]);
  assert.deepEqual([undone.status, undone.errors], [0, ""]);
  assert.deepEqual(await backend.metadata(["user_0", "user_299"]), [{}, {}]);
  for (const worker of workers) worker.kill("SIGTERM");
  const outputs = await Promise.all(workers.map(({ output }) => output));
  await Promise.all(workers.map(ended));
  assert.deepEqual(
    workers.map(({ exitCode }) => exitCode),
    [0, 0],
  );
  const done = outputs.map((output) => Number(/^([\d,]+) rows done, 0 failed\.\n$/.exec(output)[1]));
  assert.equal(done[0] + done[1], 2 * ROWS);
});

test("resume has the options of an apply that was killed while it planned, and a finished job rejects others", {
  skip,
  timeout: 120_000,
}, async (t) => {
  const { backend, folder, queue } = await setUp(t, { latency: 500 });
  const limits = ["--max-failed", "1%"];
  const apply = start(t, folder, backend, [...APPLY, ...queue, "--queue", "other", ...limits]);
  const readJob = () => JSON.parse(readFileSync(join(folder, "job/job.json"), "utf8"));
  while (!existsSync(join(folder, "job/job.json"))) await new Promise((resolve) => setTimeout(resolve, 5));
  await kill(apply);
  const { state, runOptions } = readJob();
  assert.deepEqual([state, runOptions], ["planning", { engine: "bullmq", queue: "other", maxFailed: { share: 0.01 } }]);
  const resumed = start(t, folder, backend, ["resume", "job", ...queue]);
  let errors = "";
  resumed.stderr.on("data", (data) => (errors += data));
  while (!errors.includes("No worker is connected to the queue other at 127.0.0.1:"))
    await once(resumed.stderr, "data");
  assert.doesNotMatch(errors, /× 429/);
  const worker = start(t, folder, backend, ["worker", ...queue, ...FAST, "--queue", "other"]);
  await ended(resumed);
  assert.equal(resumed.exitCode, 0, errors);
  assert.match(await resumed.output, /done 300 · failed 0/);
  await kill(worker, "SIGTERM");
  for (const [args, option] of [
    [["--queue", "third"], "queue"],
    [["--engine", "process"], "engine"],
  ]) {
    const rejected = await run(t, folder, backend, ["apply", "job", ...queue, ...args]);
    assert.equal(rejected.status, 2, rejected.errors);
    assert.match(rejected.errors, new RegExp(`job is finished, so --${option} has no effect\\. Leave it out\\.`));
  }
  const same = await run(t, folder, backend, ["apply", "job", ...queue, "--queue", "other", "--quiet"]);
  assert.deepEqual([same.status, same.errors], [0, ""]);
  const undo = await run(t, folder, backend, ["undo", "job", "--quiet"]);
  assert.equal(undo.status, 2);
  assert.match(undo.errors, /--engine bullmq needs --redis, or the variable REDIS_URL\./);
});

test("resume continues a job whose process was killed, with the same engine", { skip, timeout: 120_000 }, async (t) => {
  const { backend, folder, queue } = await setUp(t, { latency: 100 });
  const apply = start(t, folder, backend, [...APPLY, ...queue]);
  const journal = join(folder, "job/journal.ndjson");
  const lines = () => {
    try {
      return readFileSync(journal, "utf8");
    } catch {
      return "";
    }
  };
  while (!lines().includes('{"sent":299}')) await new Promise((resolve) => setTimeout(resolve, 20));
  const worker = start(t, folder, backend, ["worker", ...queue, ...FAST]);
  while (!lines().includes('{"ok":')) await new Promise((resolve) => setTimeout(resolve, 20));
  await kill(apply);
  const withoutRedis = await run(t, folder, backend, ["resume", "job", "--quiet"]);
  assert.equal(withoutRedis.status, 2);
  assert.match(withoutRedis.errors, /--engine bullmq needs --redis, or the variable REDIS_URL\./);
  const resumed = await run(t, folder, backend, ["resume", "job", "--json", "--quiet", ...queue]);
  assert.deepEqual([resumed.status, resumed.errors], [0, ""]);
  const changes = (await backend.log()).filter(([, method]) => method === "PATCH");
  assert.equal(changes.length, ROWS);
  await kill(worker, "SIGTERM");
});

test("a worker whose key is rejected ends, and its rows stay in the queue", { skip, timeout: 120_000 }, async (t) => {
  const { backend, folder, queue } = await setUp(t, { secretKey: "sk_test_1" });
  const apply = start(t, folder, backend, [...APPLY, ...queue]);
  const rejected = await run(t, folder, backend, ["worker", ...queue, ...FAST], { key: "sk_test_2" });
  assert.equal(rejected.status, 1);
  assert.match(
    rejected.errors,
    /Stopped, because the Backend API rejected the key: .* The rows are still in the queue\./,
  );
  const worker = start(t, folder, backend, ["worker", ...queue, ...FAST]);
  await ended(apply);
  assert.equal(apply.exitCode, 0, await apply.errors);
  await kill(worker, "SIGTERM");
});

test("usage errors", async (t) => {
  const backend = { url: "http://127.0.0.1:9" };
  for (const [args, message] of [
    [["worker"], /--redis is missing\. Set it, or the variable REDIS_URL\./],
    [
      ["worker", "--redis", "localhost:6379"],
      /--redis must be the URL of a Redis server, such as\nredis:\/\/localhost:6379\./,
    ],
    [["worker", "--redis", "http://user:secret@host"], /--redis must be the URL of a Redis server/],
    [
      ["worker", "--redis", "redis://localhost", "--concurrency", "500"],
      /--concurrency must be a whole number from 1 to 240/,
    ],
    [["apply", "rows.ndjson", "--engine", "bull"], /--engine must be process or bullmq/],
  ]) {
    const { status, errors } = await run(t, project, backend, args);
    assert.equal(status, 2, args.join(" "));
    assert.match(errors, message);
    assert.doesNotMatch(errors, /secret/);
  }
});

test("without the packages, the error says what to install", async (t) => {
  const folder = mkdtempSync(join(project, "alone-"));
  const alone = mkdtempSync(join(tmpdir(), "clerk-metadata-alone-"));
  t.after(() => rmSync(alone, { recursive: true, force: true }));
  cpSync(join(project, "node_modules/clerk-metadata"), join(alone, "node_modules/clerk-metadata"), { recursive: true });
  writeFileSync(join(folder, "rows.ndjson"), '{"id":"user_1","publicMetadata":{"plan":"pro"}}\n');
  const backend = { url: "http://127.0.0.1:9" };
  for (const command of [["worker"], ["apply", "rows.ndjson", "--engine", "bullmq"]]) {
    const args = [...command, "--redis", "redis://localhost"];
    const { status, errors } = await run(t, folder, backend, args, { cli: cliOf(alone) });
    assert.equal(status, 2);
    assert.match(errors, /npm install clerk-metadata bullmq ioredis/);
  }
  // A program learns of it when it creates a limiter, before its first request.
  const { createRedisLimiter } = await import(join(alone, "node_modules/clerk-metadata/dist/bullmq.js"));
  const reported = new Promise((resolve) => {
    createRedisLimiter({ connection: "redis://localhost", onError: resolve });
  });
  assert.match((await reported).message, /^createRedisLimiter: the package ioredis is not installed\./);
});
