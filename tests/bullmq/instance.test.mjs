// A worker of another Clerk instance sends no row of a job, and reports none as final.
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { ended, isInstalled, kill, nextMessage, startBackend, startProgram, startRedis } from "./support/processes.mjs";
import { createProject } from "./support/project.mjs";
import { run, start, temporaryJobFolder } from "./support/commands.mjs";

const project = createProject();
const skip = !isInstalled("redis-server") && "redis-server is not installed";
const ROWS = 50;
const FAST = ["--rate", "100000/1s", "--quiet"];

async function setUp(t) {
  const redis = await startRedis(t);
  const backend = await startBackend(t, project, { users: ROWS });
  const folder = temporaryJobFolder(project);
  const rows = Array.from({ length: ROWS }, (_, index) => ({ id: `user_${index}`, publicMetadata: { plan: "pro" } }));
  writeFileSync(join(folder, "rows.ndjson"), rows.map((row) => `${JSON.stringify(row)}\n`).join(""));
  const queue = ["--redis", redis.url];
  return { redis, backend, folder, queue };
}

/** The requests that are not those of a plan. */
const changesOf = async (backend) => (await backend.log()).filter(([, method]) => method !== "GET");

for (const [title, key, usesOtherUrl] of [
  ["another API URL", "sk_test_1", true],
  ["a test key for a live job", "sk_test_1", false],
])
  test(`a worker of another instance stops: ${title}`, { skip, timeout: 120_000 }, async (t) => {
    const { backend, folder, queue } = await setUp(t);
    const other = usesOtherUrl ? await startBackend(t, project, { users: 1 }) : backend;
    const jobKey = usesOtherUrl ? "sk_test_1" : "sk_live_1";
    const apply = start(
      t,
      project,
      folder,
      backend,
      ["apply", "rows.ndjson", "--job", "job", "--engine", "bullmq", "--quiet", "--yes", ...queue],
      { key: jobKey },
    );
    const stopped = await run(t, project, folder, other, ["worker", ...queue, ...FAST], { key });
    assert.equal(stopped.status, 1, stopped.errors);
    assert.match(
      stopped.errors,
      /Stopped, because the queue has rows for the instance ins_\w+, and the key is one of the instance ins_\w+\./,
    );
    assert.deepEqual(await changesOf(other), []);
    const worker = start(t, project, folder, backend, ["worker", ...queue, ...FAST], { key: jobKey });
    assert.match(await apply.output, /done 50 · failed 0/);
    await ended(apply);
    assert.equal(apply.exitCode, 0);
    await kill(worker, "SIGTERM");
  });

test("enqueueUsersMetadata has the option instance", { skip, timeout: 120_000 }, async (t) => {
  const { redis, backend, folder } = await setUp(t);
  const settings = JSON.stringify({ limiter: false });
  const worker = startProgram(t, project, "worker.mjs", [backend.url, redis.url, settings]);
  assert.equal(await nextMessage(worker), "ready");
  const feed = JSON.stringify({ rows: ROWS, instance: "ins_other" });
  startProgram(t, project, "feeder.mjs", [redis.url, join(folder, "journal.ndjson"), feed]);
  let message;
  do message = await nextMessage(worker);
  while (message[0] !== "error");
  assert.equal(message[1], "other_instance");
  assert.match(message[2], /^createUsersMetadataWorker: the queue has rows for the instance ins_other, and the key/);
  assert.deepEqual(await changesOf(backend), []);
});

test("the option instance is an ID", async () => {
  const { enqueueUsersMetadata } = await import(join(project, "node_modules/clerk-metadata/dist/bullmq.js"));
  const queue = { addBulk() {}, getJobs() {} };
  for (const instance of ["shop", 5, null])
    assert.throws(() => enqueueUsersMetadata(queue, [], { instance }), {
      name: "TypeError",
      message: "enqueueUsersMetadata: instance must be the ID of the Clerk instance, such as ins_2abc.",
    });
});
