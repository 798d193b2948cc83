// The command that a job prints for its failed rows gives them the meaning that they have in the job.
import assert from "node:assert/strict";
import { rmSync } from "node:fs";
import { test } from "node:test";
import { changesOf, FAST, ndjson, startJobs } from "./support/jobs.mjs";

const TRANSFORM = `export default ({ publicMetadata: { n = 0 } }) => ({ publicMetadata: { n: Number(n) + 1 } });
`;
const user = (id, publicMetadata) => ({ id, publicMetadata });
const publicOf = (backend, id) => backend.users.get(id).public_metadata;

/** The words of the command that the text prints. */
function printedCommand(stdout) {
  const [, line] = /^Fix the rows and (?:send|plan) them: clerk-metadata (.*)$/m.exec(stdout) ?? [];
  assert.ok(line, stdout);
  return line.split(" ");
}

/**
 * Sends rows of which that of user_2 fails, creates the user, and runs the printed command. Returns what is stored
 * then.
 */
async function sendAgain(t, file, text, options, stored = { old: 1 }) {
  const { backend, run, write } = await startJobs(t, { users: [user("user_1", stored)] });
  write(file, text);
  write("transform.mjs", TRANSFORM);
  const first = await run(["apply", file, ...options, "--job", "job", ...FAST, "--quiet"]);
  assert.equal(first.code, 3, first.stderr);
  backend.users.create(user("user_2", stored));
  const words = printedCommand(first.stdout);
  const again = await run([...words, "--job", "again", ...FAST, "--quiet"]);
  assert.equal(again.code, 0, again.stderr);
  return { backend, run, words, stored: publicOf(backend, "user_2") };
}

const two = (publicMetadata) => ndjson(["user_1", "user_2"].map((id) => ({ id, publicMetadata })));

test("--desired, --keys and --replace are kept", async (t) => {
  const desired = await sendAgain(t, "users.ndjson", two({ a: 1 }), ["--desired"]);
  assert.deepEqual([desired.words.slice(1), desired.stored], [["job/failed.ndjson", "--desired"], { a: 1 }]);
  const keys = await sendAgain(t, "users.ndjson", two({ a: 1 }), ["--desired", "--keys", "publicMetadata.a"]);
  assert.deepEqual(keys.words.slice(2), ["--desired", "--keys", "publicMetadata.a"]);
  assert.deepEqual(keys.stored, { old: 1, a: 1 });
  const replaced = await sendAgain(t, "users.ndjson", two({ a: 1 }), ["--replace"]);
  assert.deepEqual([replaced.words.slice(2), replaced.stored], [["--replace"], { a: 1 }]);
});

test("--csv-types json is kept", async (t) => {
  const csv = "id,publicMetadata.n\nuser_1,5\nuser_2,5\n";
  const { words, stored } = await sendAgain(t, "users.csv", csv, ["--csv-types", "json"]);
  assert.deepEqual(words, ["apply", "job/failed.csv", "--csv-types", "json"]);
  assert.deepEqual(stored, { old: 1, n: 5 });
});

test("--duplicates in-order is kept", async (t) => {
  const rows = two({ a: 1 }) + ndjson([{ id: "user_2", publicMetadata: { b: 2 } }]);
  const { words, stored } = await sendAgain(t, "users.ndjson", rows, ["--duplicates", "in-order"]);
  assert.deepEqual(words.slice(2), ["--duplicates", "in-order"]);
  assert.deepEqual(stored, { old: 1, a: 1, b: 2 });
});

test("rows of a plan are sent again with its options", async (t) => {
  const { backend, run, write } = await startJobs(t, { users: [user("user_1", { old: 1 })] });
  write("users.ndjson", two({ a: 1 }));
  assert.equal((await run(["plan", "users.ndjson", "--replace", "--job", "job", ...FAST])).code, 0);
  const { stdout } = await run(["apply", "job", ...FAST, "--quiet"]);
  assert.deepEqual(printedCommand(stdout), ["apply", "job/failed.ndjson", "--replace"]);
  backend.users.create(user("user_2", { old: 1 }));
  assert.equal((await run([...printedCommand(stdout), ...FAST, "--quiet"])).code, 0);
  assert.deepEqual(publicOf(backend, "user_2"), { a: 1 });
});

test("with --transform, the rows are planned again", async (t) => {
  const { backend, words, run } = await sendAgain(t, "users.ndjson", two({}), ["--transform", "transform.mjs"], {
    n: 1,
  });
  assert.deepEqual(words, ["plan", "job/failed.ndjson", "--transform", "transform.mjs"]);
  assert.deepEqual(publicOf(backend, "user_2"), { n: 1 });
  assert.equal((await run(["apply", "again", ...FAST])).code, 0);
  assert.deepEqual(publicOf(backend, "user_2"), { n: 2 });
});

test("a conflict of a computed change has no stale change in its row", async (t) => {
  const { backend, run, write, read } = await startJobs(t, {
    users: [user("user_1", { n: 1 }), user("user_2", { n: 1 })],
  });
  write("transform.mjs", TRANSFORM);
  assert.equal((await run(["plan", "--all", "--transform", "transform.mjs", "--job", "job", ...FAST])).code, 0);
  backend.users.create(user("user_3", {}));
  backend.users.delete("user_1");
  backend.users.create(user("user_1", { n: 7 }));
  const { stdout, code } = await run(["apply", "job", ...FAST, "--quiet"]);
  assert.equal(code, 3);
  const { _error, ...row } = JSON.parse(read("job", "failed.ndjson"));
  assert.deepEqual(row, { id: "user_1" });
  assert.match(_error, /A stored value is not the one that the plan has seen/);
  const command = printedCommand(stdout);
  assert.deepEqual(command, ["plan", "job/failed.ndjson", "--transform", "transform.mjs"]);
  assert.equal((await run([...command, "--job", "again", ...FAST])).code, 0);
  assert.equal((await run(["apply", "again", ...FAST])).code, 0);
  assert.deepEqual(publicOf(backend, "user_1"), { n: 8 });
});

test("--all --patch: a row has the patch", async (t) => {
  const large = { text: "x".repeat(8_100) };
  const { backend, run, read } = await startJobs(t, { users: [user("user_1", { n: 1 }), user("user_2", large)] });
  const patch =
    '{"publicMetadata":{"more":"yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy"}}';
  assert.equal((await run(["plan", "--all", "--patch", patch, "--job", "job", ...FAST])).code, 0);
  const { stdout } = await run(["apply", "job", ...FAST, "--quiet"]);
  const { _error, ...row } = JSON.parse(read("job", "failed.ndjson"));
  assert.deepEqual(row, { id: "user_2", ...JSON.parse(patch) });
  backend.users.delete("user_2");
  backend.users.create(user("user_2", {}));
  assert.deepEqual(printedCommand(stdout), ["apply", "job/failed.ndjson"]);
  assert.equal((await run([...printedCommand(stdout), ...FAST])).code, 0);
  assert.equal(publicOf(backend, "user_2").more.length, 80);
});

test("rows of restore are restored", async (t) => {
  const { backend, run, write } = await startJobs(t, { users: [user("user_1", { a: 1 })] });
  write("backup.ndjson", two({ b: 1 }));
  const { stdout } = await run(["restore", "backup.ndjson", "--job", "job", ...FAST, "--quiet"]);
  assert.deepEqual(printedCommand(stdout), ["restore", "job/failed.ndjson"]);
  backend.users.create(user("user_2", { a: 1 }));
  assert.equal((await run([...printedCommand(stdout), ...FAST])).code, 0);
  assert.deepEqual(publicOf(backend, "user_2"), { b: 1 });
});

test("an input that is gone: the rows have no computed change, and no command is printed", async (t) => {
  const { run, write, read, path } = await startJobs(t, { users: [user("user_1", { a: 1 })] });
  write("users.ndjson", two({ b: 1 }));
  assert.equal((await run(["plan", "users.ndjson", "--replace", "--job", "job", ...FAST])).code, 0);
  rmSync(path("users.ndjson"));
  const { stdout } = await run(["apply", "job", ...FAST, "--quiet"]);
  assert.match(stdout, /\nThe input has changed, so the file has only the IDs of these rows\.\n/);
  assert.deepEqual(Object.keys(JSON.parse(read("job", "failed.ndjson"))), ["id", "_error"]);
});

test("a path with a space is quoted", async (t) => {
  const { run, write } = await startJobs(t, { users: [] });
  write("users.ndjson", ndjson([{ id: "user_1", publicMetadata: { a: 1 } }]));
  const { stdout } = await run(["apply", "users.ndjson", "--job", "my job", ...FAST, "--quiet"]);
  assert.match(stdout, /\nFix the rows and send them: clerk-metadata apply 'my job\/failed\.ndjson'\n/);
});

test("--rate of plan is the rate of its job", async (t) => {
  const { backend, run, write, readJson } = await startJobs(t, { users: [user("user_1", {})] });
  write("users.ndjson", ndjson([{ id: "user_1", publicMetadata: { a: 1 } }]));
  const { stdout } = await run(["plan", "users.ndjson", "--job", "job", "--rate", "3000/10s"]);
  assert.match(stdout, /Next: clerk-metadata apply job {4}\(0 s at 3000\/10 s\)/);
  assert.equal((await run(["apply", "job"])).code, 0);
  assert.deepEqual(readJson("job", "job.json").runOptions.rate, { requests: 3000, seconds: 10 });
  assert.equal(changesOf(backend).length, 1);
});

test("rows that were corrected in failed.ndjson are sent, and one that is still wrong is an error before that", async (t) => {
  const { backend, run, write, read } = await startJobs(t, { users: [user("user_1", {}), user("user_2", {})] });
  write(
    "users.ndjson",
    ndjson([
      { id: "user_1x", publicMetadata: { a: 1 } },
      { id: "user_2x", publicMetadata: { a: 1 } },
    ]),
  );
  const first = await run(["apply", "users.ndjson", "--job", "job", ...FAST, "--quiet"]);
  assert.equal(first.code, 3);
  const failed = read("job", "failed.ndjson");
  assert.equal(failed.match(/"_error":/g)?.length, 2);
  write(
    "job/failed.ndjson",
    failed.replace("user_1x", "user_1").replace(/"publicMetadata":(?=[^\n]*\n$)/, '"public":'),
  );
  const wrong = await run([...printedCommand(first.stdout), "--job", "again", ...FAST, "--quiet"]);
  assert.equal(wrong.code, 2);
  assert.match(
    wrong.stderr,
    /^clerk-metadata: job\/failed\.ndjson: 1 row is invalid\. Nothing was sent\.\n {2}line 2, /,
  );
  assert.deepEqual(changesOf(backend), []);
  write("job/failed.ndjson", failed.replace("user_1x", "user_1").replace("user_2x", "user_2"));
  const again = await run([...printedCommand(first.stdout), "--job", "again", ...FAST, "--quiet"]);
  assert.equal(again.code, 0, again.stderr);
  assert.deepEqual([publicOf(backend, "user_1"), publicOf(backend, "user_2")], [{ a: 1 }, { a: 1 }]);
});
