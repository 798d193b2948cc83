// The commands worker and apply --engine bullmq, as processes.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { test } from "node:test";
import { ended, isInstalled, kill, startBackend, startRedis } from "./support/processes.mjs";
import { createProject } from "./support/project.mjs";

const project = createProject();
const CLI = join(project, "node_modules/clerk-metadata/dist/cli.js");
const skip = !isInstalled("redis-server") && "redis-server is not installed";
const ROWS = 300;

/** Starts a command in its own folder. `output` and `errors` resolve when it has ended. */
function start(t, folder, backend, args, { key = "sk_test_1", cli = CLI } = {}) {
  const child = spawn(process.execPath, [cli, ...args], {
    cwd: folder,
    env: { PATH: process.env.PATH, CLERK_SECRET_KEY: key, CLERK_API_URL: backend.url },
    stdio: ["ignore", "pipe", "pipe"],
  });
  t.after(() => kill(child));
  return Object.assign(child, { output: text(child.stdout), errors: text(child.stderr) });
}

/** Runs a command. */
async function run(...args) {
  const child = start(...args);
  await ended(child);
  return { status: child.exitCode, output: await child.output, errors: await child.errors };
}

/** A folder with rows, a Backend API and a Redis server. */
async function setUp(t, options) {
  const redis = await startRedis(t);
  const backend = await startBackend(t, project, { users: ROWS, ...options });
  const folder = mkdtempSync(join(project, "job-"));
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
  const workers = [1, 2].map(() => start(t, folder, backend, ["worker", ...queue, ...FAST]));
  const apply = [...APPLY, "--json", ...queue];
  const applied = await run(t, folder, backend, apply);
  assert.deepEqual([applied.status, applied.errors], [0, ""]);
  assert.deepEqual(await backend.metadata(["user_0", "user_299"]), [
    { plan: "pro", index: 0 },
    { plan: "pro", index: 299 },
  ]);
  const status = JSON.parse((await run(t, folder, backend, ["status", "job", "--json"])).output);
  assert.equal(status.ok, ROWS, JSON.stringify(status));
  const undone = await run(t, folder, backend, ["undo", "job", "--engine", "bullmq", "--json", "--quiet", ...queue]);
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
  const { status, errors } = await run(
    t,
    folder,
    { url: "http://127.0.0.1:9" },
    ["worker", "--redis", "redis://localhost"],
    {
      cli: join(alone, "node_modules/clerk-metadata/dist/cli.js"),
    },
  );
  assert.equal(status, 2);
  assert.match(errors, /npm install clerk-metadata bullmq ioredis/);
});
