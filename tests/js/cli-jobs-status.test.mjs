// What status says about the process that has a job open.
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { test } from "node:test";
import { FAST, ndjson, rowsFor, startIntercepted, usersWith } from "./support/jobs.mjs";

const TIME = String.raw`\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z`;

/** A planned job of one row, and `held`, whose change gets no response until `release` is called. */
async function heldJob(t) {
  let release;
  let onHeld;
  const released = new Promise((resolve) => (release = resolve));
  const held = new Promise((resolve) => (onHeld = resolve));
  const jobs = await startIntercepted(t, { users: usersWith(2) }, ({ method }) => {
    if (method !== "PATCH") return undefined;
    onHeld();
    return released;
  });
  jobs.write("users.ndjson", ndjson(rowsFor(1, { a: 1 })));
  assert.equal((await jobs.run(["plan", "users.ndjson", "--job", "job", ...FAST])).code, 0);
  const status = async () => {
    const { stdout, stderr, code } = await jobs.run(["status", "job"]);
    assert.deepEqual([stderr, code], ["", 0]);
    const json = await jobs.run(["status", "job", "--json"]);
    assert.deepEqual([json.stderr, json.code, json.stdout.split("\n").length], ["", 0, 2]);
    return { lines: stdout.trimEnd().split("\n"), json: JSON.parse(json.stdout) };
  };
  return { ...jobs, held, release, status };
}

test("no process", async (t) => {
  const { status } = await heldJob(t);
  const { lines, json } = await status();
  assert.deepEqual([lines.at(-1), json.process], ["Next: clerk-metadata apply job", null]);
});

test("a process that runs the job, without its lock being taken", async (t) => {
  const { status, start, held, release, read } = await heldJob(t);
  const before = Date.now();
  const { child, exit } = start(["apply", "job", ...FAST]);
  await held;
  const lock = read("job", "job.lock");
  const { lines, json } = await status();
  assert.match(lines.at(-1), new RegExp(`^Running: process ${child.pid}, since ${TIME}$`));
  const { pid, running, since } = json.process;
  assert.deepEqual([pid, running], [child.pid, true]);
  // File systems have coarser times.
  assert.ok(Date.parse(since) >= before - 2000 && Date.parse(since) <= Date.now(), since);
  assert.equal(read("job", "job.lock"), lock);
  release();
  assert.deepEqual(await exit, [0, null]);
  const finished = await status();
  assert.deepEqual([finished.lines.at(-1), finished.json.process], ["Undo: clerk-metadata undo job", null]);
});

test("a process that was killed", { skip: process.platform === "win32" }, async (t) => {
  const { run, status, start, held, release } = await heldJob(t);
  const { child, exit } = start(["apply", "job", ...FAST]);
  await held;
  child.kill("SIGKILL");
  assert.deepEqual(await exit, [null, "SIGKILL"]);
  release();
  const { lines, json } = await status();
  const ended = new RegExp(`^Not running: process ${child.pid}, of ${TIME}, has ended without closing the job$`);
  assert.match(lines.at(-2), ended);
  assert.equal(lines.at(-1), "Resume: clerk-metadata resume job");
  assert.deepEqual([json.process.pid, json.process.running, json.state], [child.pid, false, "started"]);
  assert.equal((await run(["resume", "job", ...FAST])).code, 0);
  assert.equal((await status()).json.process, null);
});

test("a process on another machine cannot be checked", { skip: process.platform !== "linux" }, async (t) => {
  const { status, start, held, path, release } = await heldJob(t);
  const { exit } = start(["apply", "job", ...FAST]);
  await held;
  const lock = JSON.parse(readFileSync(path("job", "job.lock"), "utf8"));
  writeFileSync(path("job", "job.lock"), JSON.stringify({ ...lock, boot: "another", host: "server-2" }));
  const { lines, json } = await status();
  const [text, resume] = lines.slice(-2);
  assert.match(
    text,
    new RegExp(`^Process ${lock.pid} on server-2, since ${TIME}: whether it is running cannot be checked here$`),
  );
  assert.equal(resume, "Resume: clerk-metadata resume job");
  assert.deepEqual([json.process.host, json.process.running], ["server-2", null]);
  release();
  await exit;
});

test("a file that is not a lock is no process", async (t) => {
  const { status, write } = await heldJob(t);
  write("job/job.lock", "mine");
  assert.equal((await status()).json.process, null);
});
