// What stops a job of the command line: each with a message, an exit status, and no data lost.
import assert from "node:assert/strict";
import { appendFileSync, chmodSync, chownSync, existsSync, rmSync, symlinkSync } from "node:fs";
import { text } from "node:stream/consumers";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { serve } from "./support/backend.mjs";
import {
  changesOf,
  FAST,
  ndjson,
  onRequest,
  rowsFor,
  startIntercepted,
  startJobs,
  usersWith,
} from "./support/jobs.mjs";

const ROWS = 300;

/** A job that changes 300 users. */
async function plannedJob(t, options) {
  const jobs = await startJobs(t, { users: usersWith(ROWS), ...options });
  jobs.write("users.ndjson", ndjson(rowsFor(ROWS, { a: 1 })));
  assert.equal((await jobs.run(["plan", "users.ndjson", "--job", "job", ...FAST])).code, 0);
  return jobs;
}

/** Resumes the job, which then has changed every user exactly once. */
async function assertResumes({ backend, run, jobs }, args = []) {
  const { stdout, code, stderr } = await run(["resume", "job", ...FAST, ...args]);
  assert.match(stdout, new RegExp(`^done ${ROWS} · failed 0\nUndo: clerk-metadata undo job\n$`), stderr);
  assert.equal(code, 0);
  const accepted = changesOf(backend).filter(({ status }) => status === 200);
  assert.equal(accepted.length, ROWS);
  assert.equal(new Set(accepted.map(({ userId }) => userId)).size, ROWS);
  assert.deepEqual(jobs(), []);
}

/** A job whose changes go through `intercept`. */
async function interceptedJob(t, intercept) {
  const jobs = await startIntercepted(t, { users: usersWith(ROWS) }, (request) =>
    request.method === "PATCH" ? intercept(request) : undefined,
  );
  jobs.write("users.ndjson", ndjson(rowsFor(ROWS, { a: 1 })));
  assert.equal((await jobs.run(["plan", "users.ndjson", "--job", "job", ...FAST])).code, 0);
  return jobs;
}

test("a key that is rejected stops at the first row, and a valid key resumes", async (t) => {
  const body = JSON.stringify({ errors: [{ code: "authentication_invalid", message: "Invalid authentication" }] });
  let isRevoked = true;
  let rejected = 0;
  const commands = await interceptedJob(t, () => {
    if (!isRevoked) return undefined;
    rejected++;
    return { status: 401, body };
  });
  const { stdout, stderr, code } = await commands.run(["apply", "job", ...FAST, "--quiet"]);
  assert.match(
    stderr,
    /^clerk-metadata: Stopped, because the Backend API rejected the key: Invalid authentication \(PATCH \S+\)\n$/,
  );
  assert.equal(
    stdout,
    "done 0 · failed 0 · left 300\nNot processed: job/unprocessed.ndjson\nResume: clerk-metadata resume job\n",
  );
  assert.equal(code, 1);
  // The requests that were in flight.
  assert.ok(rejected <= 50);
  assert.equal(commands.read("job", "unprocessed.ndjson"), commands.read("users.ndjson"));
  isRevoked = false;
  await assertResumes(commands);
});

test("a key that is rejected before anything is read", async (t) => {
  const { run, write, jobs } = await startJobs(t, { users: usersWith(1) });
  write("users.ndjson", ndjson(rowsFor(1, { a: 1 })));
  const { stderr, code } = await run(["apply", "users.ndjson", "--quiet"], {
    env: { CLERK_SECRET_KEY: "sk_test_other" },
  });
  assert.match(stderr, /rejected the key/);
  assert.doesNotMatch(stderr, /sk_test_other/);
  assert.equal(code, 1);
  assert.ok(jobs().length <= 1);
});

test("--max-failed stops, and a higher one resumes", async (t) => {
  const { backend, run, read } = await plannedJob(t);
  const isFailing = ({ method, userId }) => method === "PATCH" && /^user_\d*7$/.test(userId);
  backend.failNext({ status: 422, times: Infinity, match: isFailing });
  const stopped = await run(["apply", "job", ...FAST, "--max-failed", "2%", "--quiet"]);
  assert.match(stopped.stderr, /^clerk-metadata: Stopped, because more rows failed than --max-failed allows\. /);
  assert.match(stopped.stdout, /\nResume: clerk-metadata resume job\n$/);
  assert.equal(stopped.code, 1);
  const again = await run(["resume", "job", ...FAST, "--quiet"]);
  assert.equal(again.code, 1);
  const { stdout, code } = await run(["resume", "job", ...FAST, "--max-failed", "50", "--quiet"]);
  assert.match(stdout, /^done 270 · failed 30 \(30 × \w+\): job\/failed\.ndjson\n/);
  assert.equal(code, 3);
  const failed = read("job", "failed.ndjson")
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
  assert.equal(failed.length, 30);
  for (const { id, publicMetadata, _error } of failed) {
    assert.match(id, /7$/);
    assert.deepEqual(publicMetadata, { a: 1 });
    assert.match(_error, /^\w+/);
  }
});

test("without a response for --max-offline, a run stops, and resumes later", async (t) => {
  let isOffline = false;
  let changes = 0;
  const intercept = () => {
    if (++changes === 100) isOffline = true;
    return isOffline ? "disconnect" : undefined;
  };
  const jobs = await startIntercepted(t, { users: usersWith(ROWS) }, ({ method }) =>
    method === "PATCH" ? intercept() : isOffline ? "disconnect" : undefined,
  );
  jobs.write("users.ndjson", ndjson(rowsFor(ROWS, { a: 1 })));
  assert.equal((await jobs.run(["plan", "users.ndjson", "--job", "job", ...FAST])).code, 0);
  const { stdout, stderr, code } = await jobs.run(["apply", "job", ...FAST, "--max-offline", "0.1s", "--quiet"]);
  assert.match(stderr, /^clerk-metadata: Stopped: there was no response for 0\.1 seconds\.\n$/);
  assert.match(stdout, /\nResume: clerk-metadata resume job\n$/);
  assert.equal(code, 1);
  isOffline = false;
  await assertResumes(jobs);
});

test("a full disk stops before anything is sent that it could not record", {
  skip: !existsSync("/dev/full") && "this host has no /dev/full",
}, async (t) => {
  const commands = await plannedJob(t);
  const before = commands.path("job", "before.ndjson");
  symlinkSync("/dev/full", before);
  const { stderr, code } = await commands.run(["apply", "job", ...FAST, "--quiet"]);
  assert.match(
    stderr,
    /Stopped: the journal could not be written, so nothing more was sent: ENOSPC: no space left on device/,
  );
  assert.equal(code, 1);
  assert.equal(changesOf(commands.backend).length, 0);
  rmSync(before);
  await assertResumes(commands);
});

test("a folder that cannot be written", async (t) => {
  const commands = await plannedJob(t);
  const { cwd, path, run, backend } = commands;
  // root can write everywhere.
  const isRoot = process.getuid?.() === 0;
  const user = isRoot ? { uid: 65_534, gid: 65_534 } : {};
  for (const name of [".", "users.ndjson", "job", "job/plan.ndjson", "job/job.json"])
    if (isRoot) chownSync(path(name), user.uid, user.gid);
  chmodSync(path("job"), 0o500);
  const applied = await run(["apply", "job", ...FAST], user);
  assert.match(applied.stderr, /^clerk-metadata: job: its lock .*job\.lock cannot be created: .*EACCES/);
  assert.equal(applied.code, 1);
  chmodSync(path("job"), 0o700);
  chmodSync(cwd, 0o500);
  const planned = await run(["plan", "users.ndjson", ...FAST], user);
  chmodSync(cwd, 0o700);
  assert.match(
    planned.stderr,
    /The job folder clerk-job-\w+ cannot be created: EACCES.* or choose one with --job\. Nothing was sent\./,
  );
  assert.equal(planned.code, 2);
  assert.equal(changesOf(backend).length, 0);
  if (isRoot) chownSync(path("job"), 0, 0);
  await assertResumesFromPlan(commands);
});

async function assertResumesFromPlan(commands) {
  assert.equal((await commands.run(["apply", "job", ...FAST])).code, 0);
  assert.equal(changesOf(commands.backend).length, ROWS);
}

test("only one process at a time can work on a job", async (t) => {
  const { promise: released, resolve: release } = promiseWithResolvers();
  const { promise: isRunning, resolve: onChange } = promiseWithResolvers();
  const commands = await interceptedJob(t, () => {
    onChange();
    return released;
  });
  const { backend, run, start } = commands;
  const first = start(["apply", "job", ...FAST]);
  await isRunning;
  for (const command of ["apply", "resume", "undo", "forget"]) {
    const { stderr, code } = await run([command, "job"]);
    assert.match(
      stderr,
      new RegExp(`^clerk-metadata: job: process ${first.child.pid} has it open\\. Stop it first\\.`),
    );
    assert.equal(code, 1);
  }
  assert.match((await run(["status", "job"])).stdout, /^job\/ · not finished/);
  release();
  const [code] = await first.exit;
  assert.equal(code, 0);
  assert.equal(changesOf(backend).length, ROWS);
});

/** `Promise.withResolvers()`, which Node.js 20 does not have. */
function promiseWithResolvers() {
  let resolve;
  const promise = new Promise((settle) => (resolve = settle));
  return { promise, resolve };
}

test("another input and another instance are rejected, and nothing is sent", async (t) => {
  const commands = await plannedJob(t);
  const { backend, run, path, write } = commands;
  const other = await serve(t, { users: usersWith(ROWS) });
  const elsewhere = await run(["apply", "job", "--api-url", other.url, ...FAST]);
  assert.match(
    elsewhere.stderr,
    /job is a job for the test instance( ins_\w+)? at http.* and the key is one of the test instance/,
  );
  assert.deepEqual([elsewhere.code, other.backend.requests.filter(({ method }) => method !== "GET")], [2, []]);
  appendFileSync(path("users.ndjson"), '{"id":"user_1","publicMetadata":{"a":2}}\n');
  const changed = await run(["apply", "job", ...FAST]);
  assert.match(changed.stderr, /users\.ndjson has changed since the job was planned\. Nothing was sent\./);
  assert.deepEqual([changed.code, changesOf(backend).length], [2, 0]);
  // Without the file, the plan has everything that is sent.
  rmSync(path("users.ndjson"));
  assert.equal((await run(["apply", "job", ...FAST])).code, 0);
  assert.equal(changesOf(backend).length, ROWS);
  write("users.ndjson", "");
});

for (const signal of ["SIGINT", "SIGTERM"]) {
  test(`${signal} stops sending, waits for the requests in flight, and the job can be resumed`, async (t) => {
    const commands = await plannedJob(t, { latency: 20 });
    const { backend, start, read } = commands;
    const isRunning = onRequest(backend, () => changesOf(backend).length >= 60);
    const { child, exit } = start(["apply", "job", ...FAST]);
    const output = Promise.all([text(child.stdout), text(child.stderr)]);
    await isRunning;
    child.kill(signal);
    const [code] = await exit;
    const [stdout, stderr] = await output;
    assert.equal(code, 130);
    assert.match(stderr, /\nStopping after the requests in flight\. Press Ctrl-C again to end now\.\n/);
    assert.match(stderr, /\nclerk-metadata: Interrupted\.\n$/);
    const sent = changesOf(backend).length;
    assert.ok(sent < ROWS);
    const left = ROWS - sent;
    assert.equal(
      stdout,
      `done ${sent} · failed 0 · left ${left}\nNot processed: job/unprocessed.ndjson\nResume: clerk-metadata resume job\n`,
    );
    assert.equal(read("job", "unprocessed.ndjson").trimEnd().split("\n").length, left);
    await assertResumes(commands);
    assert.equal(existsSync(commands.path("job", "unprocessed.ndjson")), false);
  });
}

test("a second SIGINT ends at once, and nothing is lost", async (t) => {
  const commands = await plannedJob(t, { latency: 20 });
  const { backend, start } = commands;
  const isRunning = onRequest(backend, () => changesOf(backend).length >= 60);
  const { child, exit } = start(["apply", "job", ...FAST]);
  let stderr = "";
  const isStopping = new Promise((resolve) => {
    child.stderr.on("data", (chunk) => {
      stderr += chunk;
      if (stderr.includes("Press Ctrl-C again")) resolve(undefined);
    });
  });
  await isRunning;
  child.kill("SIGINT");
  await isStopping;
  child.kill("SIGINT");
  const [code] = await exit;
  assert.equal(code, 130);
  const { stdout, code: resumed } = await commands.run(["resume", "job", ...FAST]);
  assert.match(stdout, new RegExp(`^done ${ROWS} · failed 0\n`));
  assert.equal(resumed, 0);
  const repeated = changesOf(backend).length - ROWS;
  assert.ok(repeated <= 50, `${repeated} requests were repeated`);
});

test("SIGINT during a plan: nothing was sent, and resume completes it", async (t) => {
  const commands = await startJobs(t, { users: usersWith(2_000), latency: 20 });
  const { backend, start, write, run } = commands;
  write("users.ndjson", ndjson(rowsFor(2_000, { a: 1 })));
  const isReading = onRequest(backend, () => backend.requests.length >= 3);
  const { child, exit } = start(["plan", "users.ndjson", "--job", "job", ...FAST]);
  const stderr = text(child.stderr);
  await isReading;
  child.kill("SIGINT");
  const [code] = await exit;
  assert.equal(code, 130);
  assert.match(
    await stderr,
    /\nclerk-metadata: Interrupted\. Nothing was sent\.\nResume: clerk-metadata resume job\n$/,
  );
  assert.match((await run(["status", "job"])).stdout, /^job\/ · the plan is not complete/);
  const resumed = await run(["resume", "job", ...FAST]);
  assert.match(
    resumed.stdout,
    /^2,000 rows · .*\n {2}change 2,000 · .*\nJob: job\/ {4}Next: clerk-metadata apply job /,
  );
  assert.equal(resumed.code, 0);
  assert.equal(changesOf(backend).length, 0);
});

test("a clock that goes back has no effect on durations and outcomes", async (t) => {
  const commands = await plannedJob(t);
  const preload = commands.path("clock.mjs");
  commands.write(
    "clock.mjs",
    "let now = Date.now(); Date.now = () => (now -= 3_600_000); globalThis.Date = class extends Date { constructor(...args) { args.length ? super(...args) : super(Date.now()); } };",
  );
  const env = { NODE_OPTIONS: `--import ${pathToFileURL(preload)}` };
  const { stdout, code } = await commands.run(["apply", "job", ...FAST], { env });
  assert.match(stdout, new RegExp(`^done ${ROWS} · failed 0\n`));
  assert.equal(code, 0);
  assert.equal(changesOf(commands.backend).length, ROWS);
});
