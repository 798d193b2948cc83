// The texts of jobs: what rows change, narrow terminals, and hints.
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { test } from "node:test";
import { partLines } from "../../pkg/src/cli/jobs/lines.js";
import { runText } from "../../pkg/src/cli/jobs/run-report.js";
import { changesOf, FAST, ndjson, rowsFor, startJobs, usersWith } from "./support/jobs.mjs";

const organizations = [{ id: "org_1", name: "One", members: [{ userId: "user_0" }] }];

test("organizations and memberships that do not exist", async (t) => {
  const { run, write, read } = await startJobs(t, { users: usersWith(2), organizations });
  const publicMetadata = { a: 1 };
  const cases = [
    [{ organizationId: "org_x", publicMetadata }, "organization"],
    [{ organizationId: "org_1", userId: "user_1", publicMetadata }, "membership"],
    [{ id: "user_x", publicMetadata }, "user"],
  ];
  for (const [row, name] of cases) {
    write("rows.ndjson", ndjson([row]));
    const { stdout, code } = await run(["apply", "rows.ndjson", "--job", name, ...FAST, "--quiet"]);
    assert.match(stdout, new RegExp(`\n  change 0 · already so 0 · no such ${name} 1 · too large 0\n`));
    assert.match(stdout, new RegExp(`\ndone 0 · failed 0 · no such ${name} 1: ${name}/failed\\.ndjson\n`));
    assert.equal(JSON.parse(read(name, "failed.ndjson"))._error, `There is no such ${name}.`);
    assert.match((await run(["status", name])).stdout, new RegExp(` · no such ${name} 1 · `));
    assert.equal(code, 3);
  }
  write("rows.ndjson", ndjson(cases.map(([row]) => row)));
  assert.match((await run(["plan", "rows.ndjson", ...FAST])).stdout, / · not found 3 · /);
});

test("an organization that is deleted between plan and apply", async (t) => {
  const { backend, run, write, read } = await startJobs(t, { users: usersWith(1), organizations });
  write("rows.ndjson", ndjson([{ organizationId: "org_1", publicMetadata: { a: 1 } }]));
  const planned = await run(["plan", "rows.ndjson", "--markdown", "--job", "job", ...FAST]);
  assert.match(planned.stdout, /^\*\*The metadata of 1 organization changes\*\*/);
  backend.organizations.delete("org_1");
  const { stdout } = await run(["apply", "job", ...FAST, "--quiet"]);
  assert.match(stdout, /^done 0 · failed 0 · no such organization 1: /);
  assert.equal(JSON.parse(read("job", "failed.ndjson"))._error, "There is no such organization.");
});

test("lines that are broken end with the separator", () => {
  assert.deepEqual(partLines(["done 221", "failed 0", "no such user 3", "left 3,776"], 40), [
    "done 221 · failed 0 · no such user 3 ·",
    "left 3,776",
  ]);
  for (let width = 14; width < 60; width++)
    for (const line of partLines(["done 1", "failed 0", "left 3"], width, "  ")) assert.ok(line.length <= width, line);
});

test("the path of the failed rows is not next to the count of the rows that are left", () => {
  const folder = { name: "job", displayFile: (name) => `job/${name}` };
  const summary = { ok: 1, same: 0, recovered: 0, conflict: 0, missing: 1, failed: 0, left: 2, failures: {} };
  const files = { failedFile: "failed.csv", unprocessedFile: "unprocessed.csv" };
  assert.deepEqual(runText(folder, { command: "apply", options: {} }, { ...summary, ...files }, 80).split("\n"), [
    "done 1 · failed 0 · no such user 1 · left 2",
    "Failed: job/failed.csv",
    "Not processed: job/unprocessed.csv",
    "Resume: clerk-metadata resume job",
  ]);
});

test("a file with another separator", async (t) => {
  const { run, write } = await startJobs(t, { users: usersWith(1) });
  for (const separator of [";", "\t"]) {
    write("rows.csv", `id${separator}publicMetadata.plan\nuser_0${separator}pro\n`);
    const { stderr, code } = await run(["plan", "rows.csv"]);
    assert.match(stderr, /line 1, column 1: .* The columns must be separated by commas\.\n/);
    assert.equal(code, 2);
  }
  write("rows.csv", "id,publicMetadata\nuser_0,pro\n");
  assert.match((await run(["plan", "rows.csv"])).stderr, /With --csv-types json, a cell can be a whole field\./);
});

test("an undo is rejected while another one is not finished, and one after a finished one says so", async (t) => {
  const { backend, run, write, path } = await startJobs(t, { users: usersWith(5) });
  write("users.ndjson", ndjson(rowsFor(5, { a: 1 })));
  assert.equal((await run(["apply", "users.ndjson", "--job", "job", ...FAST])).code, 0);
  backend.failNext({ status: 401, match: ({ method, userId }) => method === "PATCH" && userId === "user_4" });
  const first = await run(["undo", "job", ...FAST, "--quiet"]);
  assert.deepEqual([first.code, /has undone|is an undo/.test(first.stderr)], [1, false]);
  backend.requests.clear();
  const second = await run(["undo", "job", ...FAST, "--quiet"]);
  assert.equal(
    second.stderr,
    "clerk-metadata: job-undo is an undo of job that is not finished. Nothing was sent. Continue it: clerk-metadata resume job-undo\nTo start another undo instead, delete its data: clerk-metadata forget job-undo --yes\n",
  );
  assert.deepEqual([second.code, changesOf(backend).length, existsSync(path("job-undo-2"))], [2, 0, false]);
  assert.equal((await run(["resume", "job-undo", ...FAST])).code, 0, path());
  const third = await run(["undo", "job", ...FAST, "--quiet"]);
  assert.match(third.stderr, /^job-undo has undone job before\.\n/);
});

test("one key that is left alone", async (t) => {
  const { backend, run, write } = await startJobs(t, { users: usersWith(1, { a: 0, b: 0 }) });
  write("users.ndjson", ndjson(rowsFor(1, { a: 1, b: 1 })));
  assert.equal((await run(["apply", "users.ndjson", "--job", "job", ...FAST])).code, 0);
  write("other.ndjson", ndjson(rowsFor(1, { a: 2 })));
  assert.equal((await run(["apply", "other.ndjson", "--job", "other", ...FAST])).code, 0);
  const { stdout } = await run(["undo", "job", ...FAST]);
  assert.match(stdout, /\n {2}1 key is left alone, because somebody else has changed it since\n/);
  assert.equal(changesOf(backend).length, 3);
});

test("status and forget accept the options that other commands have", async (t) => {
  const { run, write } = await startJobs(t, { users: usersWith(1) });
  write("users.ndjson", ndjson(rowsFor(1, { a: 1 })));
  assert.equal((await run(["apply", "users.ndjson", "--job", "job", ...FAST])).code, 0);
  const status = await run(["status", "job", "--quiet", "--no-env-file"]);
  assert.match(status.stdout, /^job\/ · finished · /);
  const forgotten = await run(["forget", "job", "--quiet", "--no-env-file"]);
  assert.deepEqual([forgotten.code, forgotten.stderr], [0, ""]);
});

test("undo has no --on-drift recompute", async (t) => {
  const { run } = await startJobs(t, { users: usersWith(1) });
  const { stderr, code } = await run(["undo", "job", "--on-drift", "recompute"]);
  assert.match(stderr, /^clerk-metadata: --on-drift must be skip or force, not "recompute"\./);
  assert.equal(code, 2);
});
