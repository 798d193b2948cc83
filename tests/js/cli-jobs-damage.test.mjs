// Files of a job that are damaged or missing, and a full disk: what a person can do, and nothing is lost.
import assert from "node:assert/strict";
import { existsSync, readdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { test } from "node:test";
import { changesOf, FAST, ndjson, rowsFor, startJobs, usersWith } from "./support/jobs.mjs";

const hasFull = { skip: !existsSync("/dev/full") && "this host has no /dev/full" };

/** A job of ten rows that has stopped after some of them. */
async function stoppedJob(t) {
  const commands = await startJobs(t, { users: usersWith(10) });
  const { backend, run, write } = commands;
  write("users.ndjson", ndjson(rowsFor(10, { a: 1 })));
  backend.failNext({ status: 401, match: ({ method, userId }) => method === "PATCH" && userId === "user_9" });
  const stopped = await run(["apply", "users.ndjson", "--job", "job", ...FAST, "--quiet"]);
  assert.equal(stopped.code, 1, stopped.stderr);
  backend.requests.clear();
  return commands;
}

test("a damaged line of the journal: no command that cannot work is printed, and no folder is left", async (t) => {
  const { backend, run, read, write, cwd } = await stoppedJob(t);
  const journal = read("job", "journal.ndjson");
  write("job/journal.ndjson", journal.replace(/\n\{"sent":/, '\n{"sent'));
  const before = readdirSync(cwd);
  for (const command of ["resume", "undo"]) {
    const { stdout, stderr, code } = await run([command, "job", ...FAST, "--quiet"]);
    assert.match(stderr, /^clerk-metadata: The journal of the job is damaged: .* Restore the files of the job folder /);
    assert.doesNotMatch(stdout + stderr, /Resume: /);
    assert.equal(code, 2, stderr);
  }
  assert.deepEqual(readdirSync(cwd), before);
  assert.equal(changesOf(backend).length, 0);
  write("job/journal.ndjson", journal);
  assert.equal((await run(["resume", "job", ...FAST])).code, 0);
});

test("a missing before.ndjson is noticed by resume and undo before anything is sent", async (t) => {
  const { backend, run, path, cwd } = await stoppedJob(t);
  renameSync(path("job", "before.ndjson"), path("copy"));
  const before = readdirSync(cwd);
  for (const command of ["resume", "undo", "apply"]) {
    const { stdout, stderr, code } = await run([command, "job", ...FAST, "--quiet"]);
    assert.match(stderr, /^clerk-metadata: job\/before\.ndjson is missing\. .* Restore it from a copy\. /);
    assert.doesNotMatch(stdout + stderr, /Resume: /);
    assert.equal(code, 2, stderr);
  }
  assert.deepEqual(readdirSync(cwd), before);
  assert.equal(changesOf(backend).length, 0);
  renameSync(path("copy"), path("job", "before.ndjson"));
  assert.equal((await run(["resume", "job", ...FAST])).code, 0);
  assert.match((await run(["undo", "job", ...FAST])).stdout, /\ndone 10 · failed 0\n/);
});

test("a power failure that lost the journal and not the before-images: nothing is sent twice", async (t) => {
  const { backend, run, read, write } = await stoppedJob(t);
  const done = read("job", "journal.ndjson").match(/^\{"ok":/gm).length;
  assert.ok(done > 0);
  const images = read("job", "before.ndjson");
  for (const journal of ["", read("job", "journal.ndjson").replace(/^\{"(?:sent|ok|rows)":.*\n/gm, "")]) {
    write("job/journal.ndjson", journal);
    // The process was killed while it wrote the last line.
    write("job/before.ndjson", `${images}{"before":9,"id":"us`);
    backend.requests.clear();
    const { code, stderr } = await run(["resume", "job", ...FAST]);
    assert.equal(code, 0, stderr);
    const recovered = read("job", "journal.ndjson").match(/^\{"recovered":/gm).length;
    assert.equal(recovered + changesOf(backend).length, 10);
    assert.ok(recovered >= done);
    assert.ok(read("job", "before.ndjson").startsWith(images));
  }
  assert.equal(changesOf(backend).length, 0);
  assert.match((await run(["undo", "job", ...FAST])).stdout, /\ndone 10 · failed 0\n/);
});

test("a full disk while the plan is written", hasFull, async (t) => {
  const { run, write, path } = await startJobs(t, { users: usersWith(2) });
  write("users.ndjson", ndjson(rowsFor(2, { a: 1 })));
  assert.equal((await run(["plan", "users.ndjson", "--job", "job", ...FAST])).code, 0);
  const job = JSON.parse((await import("node:fs")).readFileSync(path("job", "job.json"), "utf8"));
  writeFileSync(path("job", "job.json"), JSON.stringify({ ...job, state: "planning", plan: undefined }));
  rmSync(path("job", "plan.ndjson"));
  symlinkSync("/dev/full", path("job", "plan.ndjson"));
  const { stderr, code } = await run(["resume", "job", ...FAST, "--quiet"]);
  assert.equal(
    stderr,
    "clerk-metadata: Stopped: job/plan.ndjson was not written: the disk is full. Nothing was sent.\nResume: clerk-metadata resume job\n",
  );
  assert.equal(code, 1);
  rmSync(path("job", "plan.ndjson"));
  assert.equal((await run(["resume", "job", ...FAST])).code, 0);
});

test("a full disk before the run", hasFull, async (t) => {
  const { backend, run, write, path } = await startJobs(t, { users: usersWith(2) });
  write("users.ndjson", ndjson(rowsFor(2, { a: 1 })));
  assert.equal((await run(["plan", "users.ndjson", "--job", "job", ...FAST])).code, 0);
  symlinkSync("/dev/full", path("job", "job.json.new"));
  const { stderr, code } = await run(["apply", "job", ...FAST, "--quiet"]);
  assert.equal(
    stderr,
    "clerk-metadata: Stopped: job/job.json was not written: the disk is full. Nothing was sent.\nResume: clerk-metadata apply job\n",
  );
  assert.equal(code, 1);
  assert.equal(changesOf(backend).length, 0);
  rmSync(path("job", "job.json.new"));
  assert.equal((await run(["apply", "job", ...FAST])).code, 0);
});

test("a partly written unprocessed.ndjson is removed by the next run", async (t) => {
  const { run, write, path } = await stoppedJob(t);
  write("job/unprocessed.ndjson.new", '{"id":"us');
  assert.equal((await run(["resume", "job", ...FAST])).code, 0);
  const files = readdirSync(path("job"));
  assert.deepEqual(
    files.filter((name) => /new$|^unprocessed/.test(name)),
    [],
  );
});
