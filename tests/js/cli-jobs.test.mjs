// npx clerk-metadata plan, apply, resume, status, undo and forget, in processes and over HTTP.
import assert from "node:assert/strict";
import { appendFileSync, existsSync, readdirSync, rmSync } from "node:fs";
import { test } from "node:test";
import { changesOf, FAST, ndjson, rowsFor, startJobs, usersWith } from "./support/jobs.mjs";

test("plan shows what would change, sends nothing, and apply sends exactly that", async (t) => {
  const { backend, run, write, jobs, read, readJson, modeOf, path } = await startJobs(t, {
    users: [...usersWith(150, { plan: "free", kept: 1 }), { id: "user_pro", publicMetadata: { plan: "pro" } }],
  });
  const rows = [
    ...rowsFor(150, { plan: "pro", old: null }),
    { id: "user_pro", publicMetadata: { plan: "pro" } },
    { id: "user_none", publicMetadata: { plan: "pro" } },
    { id: "user_pro2", publicMetadata: {} },
  ].slice(0, 152);
  write("users.ndjson", ndjson(rows));
  const planned = await run(["plan", "users.ndjson", ...FAST]);
  const [job] = jobs();
  assert.match(job, /^clerk-job-[0-9a-f]{4}$/);
  assert.match(
    planned.stdout,
    new RegExp(
      `^152 rows · test instance( ins_\\w+)? · read in \\d+ s
  change 150 · already so 1 · no such user 1 · too large 0
Job: ${job}/    Next: clerk-metadata apply ${job}    \\(0 s at 1000/0.01 s\\)\n$`,
    ),
  );
  assert.equal(planned.code, 0);
  assert.equal(changesOf(backend).length, 0);
  assert.equal(modeOf(job), 0o700);
  for (const name of readdirSync(path(job))) assert.equal(modeOf(job, name), 0o600, name);
  assert.equal(read(job, ".gitignore"), "*\n");
  const { version, state, input } = readJson(job, "job.json");
  assert.deepEqual([version, state, input.rows, input.format], [1, "planned", 152, "ndjson"]);
  assert.match(input.sha256, /^[0-9a-f]{64}$/);
  assert.deepEqual(JSON.parse(read(job, "plan.ndjson").split("\n")[0]), {
    row: 0,
    id: "user_0",
    patch: { publicMetadata: { plan: "pro" } },
    before: { publicMetadata: { plan: "free" } },
    after: { publicMetadata: { plan: "pro" } },
  });

  const applied = await run(["apply", job, ...FAST]);
  assert.equal(
    applied.stdout,
    `done 150 · failed 0 · no such user 1: ${job}/failed.ndjson
Fix the rows and send them: clerk-metadata apply ${job}/failed.ndjson
Undo: clerk-metadata undo ${job}
`,
  );
  assert.equal(applied.code, 3);
  assert.equal(changesOf(backend).length, 150);
  assert.deepEqual(backend.users.get("user_7").public_metadata, { plan: "pro", kept: 1 });
  assert.deepEqual(JSON.parse(read(job, "failed.ndjson")), { ...rows[151], _error: "There is no such user." });
  for (const name of readdirSync(path(job))) assert.equal(modeOf(job, name), 0o600, name);
  const before = read(job, "before.ndjson").split("\n").filter(Boolean);
  assert.equal(before.length, 150);
  assert.match(read(job, "journal.ndjson"), /\{"sent":0\}\n/);
  assert.doesNotMatch(read(job, "journal.ndjson"), /before/);

  const again = await run(["apply", job, ...FAST]);
  assert.deepEqual([again.stdout, again.code], [applied.stdout, 3]);
  assert.equal(changesOf(backend).length, 150);
});

test("apply of a file plans and sends, and the exit status is 0", async (t) => {
  const { backend, run, write, jobs } = await startJobs(t, { users: usersWith(3) });
  write("users.ndjson", ndjson(rowsFor(3, { a: 1 })));
  const { stdout, code, stderr } = await run(["apply", "users.ndjson", ...FAST]);
  const [job] = jobs();
  assert.match(stdout, new RegExp(`\nJob: ${job}/\ndone 3 · failed 0\nUndo: clerk-metadata undo ${job}\n$`));
  assert.equal(code, 0, stderr);
  assert.equal(changesOf(backend).length, 3);
});

test("rows from stdin are stored, because they are read several times", async (t) => {
  const { backend, run, jobs, read, modeOf } = await startJobs(t, { users: usersWith(3) });
  const input = ndjson([...rowsFor(3, { a: 1 }), { id: "user_none", publicMetadata: { a: 1 } }]);
  const { code } = await run(["apply", "-", ...FAST], { input });
  assert.equal(code, 3);
  const [job] = jobs();
  assert.deepEqual([read(job, "input.ndjson"), modeOf(job, "input.ndjson")], [input, 0o600]);
  assert.match(read(job, "failed.ndjson"), /^\{"id":"user_none".*"_error":/);
  assert.equal(changesOf(backend).length, 3);
});

test("a number keeps its text in the plan, in what is sent, and in what undo restores", async (t) => {
  const { run, write, jobs, read, url } = await startJobs(t, { users: usersWith(1) });
  const number = "12345678901234567890.10";
  const stored = async () => (await run(["get", "user_0", "--api-url", url])).stdout;
  write("first.ndjson", `{"id":"user_0","publicMetadata":{"n":${number}}}\n`);
  assert.equal((await run(["apply", "first.ndjson", "--job", "first", ...FAST])).code, 0);
  assert.ok(read("first", "plan.ndjson").includes(`"after":{"publicMetadata":{"n":${number}}}`));
  assert.ok((await stored()).includes(number));
  write("second.ndjson", '{"id":"user_0","publicMetadata":{"n":1}}\n');
  assert.equal((await run(["apply", "second.ndjson", "--job", "second", ...FAST])).code, 0);
  assert.ok(read("second", "before.ndjson").includes(number));
  assert.equal((await run(["undo", "second", ...FAST])).code, 0);
  assert.ok((await stored()).includes(number));
  assert.deepEqual(jobs(), []);
});

test("--exit-code says whether there are changes", async (t) => {
  const { run, write } = await startJobs(t, { users: usersWith(3, { a: 1 }) });
  write("same.ndjson", ndjson(rowsFor(3, { a: 1 })));
  write("other.ndjson", ndjson(rowsFor(3, { a: 2 })));
  for (const [file, args, expected] of [
    ["same.ndjson", ["--exit-code"], 0],
    ["other.ndjson", ["--exit-code"], 4],
    ["other.ndjson", [], 0],
  ]) {
    const { code } = await run(["plan", file, ...args, ...FAST]);
    assert.equal(code, expected);
  }
});

test("--json prints one object per line, --markdown a table without values, and --quiet no progress", async (t) => {
  const { run, write, jobs } = await startJobs(t, { users: usersWith(3, { old: "secret" }) });
  write("users.ndjson", ndjson([...rowsFor(3, { plan: "hidden", old: null })]));
  const planned = await run(["plan", "users.ndjson", "--json", "--quiet", ...FAST]);
  const { instance: _, job, ...plan } = JSON.parse(planned.stdout);
  assert.equal(job, jobs()[0]);
  assert.deepEqual(plan, {
    type: "plan",
    live: false,
    rows: 3,
    change: 3,
    same: 0,
    missing: 0,
    conflict: 0,
    targets: { user: 3 },
    tooLarge: 0,
    failed: 0,
    removals: { "publicMetadata.old": 3 },
    changes: { "publicMetadata.plan": 3, "publicMetadata.old": 3 },
    exceedSessionToken: 0,
    kept: 0,
    notRestored: 0,
  });
  assert.deepEqual([planned.stdout.trimEnd().split("\n").length, planned.stderr], [1, ""]);

  const { stdout } = await run(["plan", "users.ndjson", "--markdown", "--quiet", ...FAST]);
  assert.match(stdout, /^\*\*The metadata of 3 users changes\*\* \(test instance.*, 0 s at 1000\/0\.01 s\)$/m);
  assert.ok(stdout.includes("| Rows | 3 |\n| --- | ---: |\n| change | 3 |\n| already so | 0 |\n"), stdout);
  assert.ok(
    stdout.includes(
      "| Key | set | removed |\n| --- | ---: | ---: |\n| `publicMetadata.plan` | 3 | 0 |\n| `publicMetadata.old` | 0 | 3 |\n",
    ),
    stdout,
  );
  assert.doesNotMatch(stdout, /hidden|secret/);

  const applied = await run(["apply", job, "--json", "--quiet", ...FAST]);
  const { instance: __, ...summary } = JSON.parse(applied.stdout);
  assert.deepEqual(summary, {
    type: "summary",
    job,
    complete: true,
    rows: 3,
    change: 3,
    unchanged: 0,
    ok: 3,
    same: 0,
    recovered: 0,
    missing: 0,
    conflict: 0,
    failed: 0,
    left: 0,
    failures: {},
  });
  assert.equal(applied.stderr, "");
});

test("status shows a job without a key, and forget deletes its private data", async (t) => {
  const { run, write, jobs, path, readJson, cwd } = await startJobs(t, { users: usersWith(3) });
  write("users.ndjson", ndjson(rowsFor(3, { secret: "hidden" })));
  await run(["plan", "users.ndjson", ...FAST]);
  const [job] = jobs();
  const status = () => run(["status", job], { env: { CLERK_SECRET_KEY: "" } });
  const planned = await status();
  assert.match(planned.stdout, new RegExp(`^${job}/ · planned, nothing was sent · test instance`));
  assert.match(planned.stdout, new RegExp(`\n  done 0 · failed 0 · left 3\nNext: clerk-metadata apply ${job}\n$`));
  const resumed = await run(["resume", job]);
  assert.equal(resumed.code, 2);
  assert.match(resumed.stderr, new RegExp(`nothing was sent yet. To send its changes: clerk-metadata apply ${job}\n$`));
  await run(["apply", job, ...FAST]);
  const finished = await status();
  assert.match(finished.stdout, new RegExp(`^${job}/ · finished · test instance`));
  assert.match(finished.stdout, new RegExp(`\n  done 3 · failed 0 · left 0\nUndo: clerk-metadata undo ${job}\n$`));
  const json = JSON.parse((await run(["status", job, "--json"])).stdout);
  assert.deepEqual([json.state, json.rows, json.change, json.ok, json.left], ["finished", 3, 3, 3, 0]);

  assert.equal((await run(["forget", job])).code, 0);
  assert.deepEqual(readdirSync(path(job)).sort(), [".gitignore", "job.json", "summary.json"]);
  assert.equal(readJson(job, "summary.json").ok, 3);
  for (const command of ["resume", "apply", "undo"]) {
    const { code, stderr } = await run([command, job]);
    assert.equal(code, 2);
    assert.match(stderr, /was deleted with forget/);
  }
  assert.match((await status()).stdout, /its data was deleted/);
  assert.equal(existsSync(`${cwd}/users.ndjson`), true);
});

test("the folder of a job whose data was deleted can have a new job, unless it has other files", async (t) => {
  const { run, write, path, readJson } = await startJobs(t, { users: usersWith(1) });
  write("users.ndjson", ndjson(rowsFor(1, { a: 1 })));
  await run(["apply", "users.ndjson", "--job", "job", ...FAST]);
  assert.equal((await run(["forget", "job"])).code, 0);
  write("job/notes.txt", "mine");
  assert.equal((await run(["plan", "users.ndjson", "--job", "job", ...FAST])).code, 2);
  assert.equal(readJson("job", "job.json").state, "forgotten");
  rmSync(path("job", "notes.txt"));
  const { code, stderr } = await run(["plan", "users.ndjson", "--job", "job", ...FAST]);
  assert.equal(code, 0, stderr);
  assert.equal(readJson("job", "job.json").state, "planned");
  assert.equal(existsSync(path("job", "summary.json")), false);
});

test("forget of a job that is not finished needs --yes", async (t) => {
  const { backend, run, write, path } = await startJobs(t, { users: usersWith(3) });
  write("users.ndjson", ndjson(rowsFor(3, { a: 1 })));
  await run(["plan", "users.ndjson", "--job", "job", ...FAST]);
  backend.failNext({ status: 401, times: 3, match: { method: "PATCH" } });
  assert.equal((await run(["apply", "job", ...FAST])).code, 1);
  const rejected = await run(["forget", "job"]);
  assert.match(rejected.stderr, /job is not finished\. .* To delete the data anyway, add --yes\./);
  assert.equal(rejected.code, 2);
  assert.equal((await run(["forget", "job", "--yes"])).code, 0);
  assert.deepEqual(readdirSync(path("job")).sort(), [".gitignore", "job.json", "summary.json"]);
});

test("a file that has changed before an interrupted plan is resumed does not cost the job", async (t) => {
  const { run, write, path, readJson } = await startJobs(t, { users: usersWith(3) });
  write("users.ndjson", ndjson(rowsFor(3, { a: 1 })));
  await run(["plan", "users.ndjson", "--job", "job", ...FAST]);
  const { plan: _, ...job } = readJson("job", "job.json");
  write("job/job.json", JSON.stringify({ ...job, state: "planning" }));
  appendFileSync(path("users.ndjson"), "\n");
  const { stderr, code } = await run(["resume", "job", ...FAST]);
  assert.match(stderr, /users\.ndjson has changed since the job was planned/);
  assert.deepEqual([code, existsSync(path("job", "job.json"))], [2, true]);
});

test("a folder that is no job, and a file of another program, are rejected with status 2", async (t) => {
  const { run, write, path } = await startJobs(t, { users: usersWith(1) });
  write("users.ndjson", ndjson(rowsFor(1, { a: 1 })));
  await run(["plan", "users.ndjson", "--job", "job", ...FAST]);
  for (const [args, message] of [
    [["resume", "none"], /none is not a job folder: there is no such folder/],
    [["status", "."], /\. is not a job folder: it has no job\.json/],
    [["plan", "users.ndjson", "--job", "job"], /--job job has a job already, with its own input/],
    [["plan", "users.ndjson", "--job", "users.ndjson"], /--job users\.ndjson is not a folder/],
    [["plan", "users.ndjson", "--job", "."], /must be a new or an empty folder/],
    [["plan", "none.ndjson"], /none\.ndjson does not exist/],
    [["plan", "."], /is a folder/],
    [["apply", "job", "--limit", "5"], /--limit is for a file with rows. The plan of job is fixed/],
    [["plan"], /FILE\|- is missing. Name a file with rows, or use --all for all users/],
    [["plan", "--all"], /--all needs --patch or --transform/],
    [["plan", "users.ndjson", "--patch", "{}"], /--patch needs --all/],
    [["plan", "users.ndjson", "--keys", "a"], /--keys needs --desired/],
    [["plan", "users.ndjson", "--replace", "--desired"], /--desired and --replace cannot be combined/],
    [["plan", "--all", "--patch", "5"], /--patch must be an object with fields/],
    [["plan", "--all", "--patch", '{"id":"user_1"}'], /--patch must not have id/],
    [["apply", "job", "--rate", "0%"], /--rate must be a share of the limit such as 60%/],
    [["apply", "job", "--max-failed", "-1"], /--max-failed needs a value|--max-failed must be a number of rows/],
    [["apply", "job", "--max-offline", "15"], /--max-offline must be a time such as 90s, 15m or 2h/],
    [["apply", "job", "--on-drift", "skp"], /Did you mean skip\?/],
    [["plan", "users.ndjson", "--transfrom", "x"], /Unknown option --transfrom. Did you mean --transform\?/],
  ]) {
    const { stdout, stderr, code } = await run(args);
    // Usage errors are wrapped.
    assert.match(stderr.replace(/\s+/g, " "), message, args.join(" "));
    assert.deepEqual([stdout, code], ["", 2], args.join(" "));
  }
  appendFileSync(path("job", "plan.ndjson"), "{}\n");
  const { stderr, code } = await run(["apply", "job"]);
  assert.match(stderr, /job\/plan\.ndjson is not the plan that was made\. Nothing was sent/);
  assert.equal(code, 2);
});

test("--all changes every user, and --limit some of them", async (t) => {
  const { backend, run } = await startJobs(t, { users: usersWith(250, { trial: true, kept: 1 }) });
  const patch = '{"publicMetadata":{"trial":null}}';
  const trial = await run(["plan", "--all", "--patch", patch, "--limit", "10", "--job", "trial", ...FAST]);
  assert.match(trial.stdout, /^10 rows .*\n {2}change 10 .*\n {2}removes publicMetadata\.trial of 10 users\n/);
  await run(["apply", "trial", ...FAST]);
  assert.equal(changesOf(backend).length, 10);
  const all = await run(["plan", "--all", "--patch", patch, "--job", "all", ...FAST]);
  assert.match(all.stdout, /^250 rows .*\n {2}change 240 · already so 10 /);
  assert.equal((await run(["apply", "all", ...FAST])).code, 0);
  assert.equal(changesOf(backend).length, 250);
  assert.deepEqual(backend.users.get("user_249").public_metadata, { kept: 1 });
});
