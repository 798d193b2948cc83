// Options of jobs whose values are invalid are rejected before a folder is created and before anything is sent.
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { test } from "node:test";
import { FAST, ndjson, rowsFor, startJobs, usersWith } from "./support/jobs.mjs";

/** The options of plan and of apply, and the message. */
const CASES = [
  [["--keys", "publicMetadata.a"], /^clerk-metadata: --keys needs --desired\. /],
  [["--desired", "--keys", "a"], /^clerk-metadata: --keys: "a" must begin with one of publicMetadata, /],
  [["--desired", "--keys", "publicMetadata.a,foo.p"], /^clerk-metadata: --keys: "foo\.p" must begin with /],
  [["--desired", "--keys", "publicMetadata."], /^clerk-metadata: --keys: "publicMetadata\." has an empty key\./],
  [["--desired", "--keys", "publicMetadata.a,"], /^clerk-metadata: --keys: "" /],
  [["--desired", "--replace"], /^clerk-metadata: --desired and --replace cannot be combined\./],
  [["--transform", "missing.mjs"], /^clerk-metadata: --transform: missing\.mjs does not exist\. $/],
  [["--schema", "missing.mjs"], /^clerk-metadata: --schema: missing\.mjs does not exist\. $/],
];

test("options of rows", async (t) => {
  const { backend, run, write, path } = await startJobs(t, { users: usersWith(1) });
  write("users.ndjson", ndjson(rowsFor(1, { a: 1 })));
  for (const command of ["plan", "apply"])
    for (const [options, message] of CASES) {
      const { stdout, stderr, code } = await run([command, "users.ndjson", ...options, "--job", "job", "--quiet"]);
      assert.match(stderr.replaceAll("\n", " "), message);
      assert.deepEqual([stdout, code, existsSync(path("job"))], ["", 2, false], stderr);
    }
  assert.equal(backend.requests.length, 0);
});

test("options of the engine", async (t) => {
  const { backend, run, write, path } = await startJobs(t, { users: usersWith(1) });
  write("users.ndjson", ndjson(rowsFor(1, { a: 1 })));
  assert.equal((await run(["apply", "users.ndjson", "--job", "done", ...FAST])).code, 0);
  assert.equal((await run(["plan", "users.ndjson", "--job", "planned"])).code, 0);
  backend.requests.clear();
  for (const words of [
    ["apply", "users.ndjson", "--job", "job"],
    ["apply", "planned"],
    ["undo", "done", "--job", "job"],
  ]) {
    const { stderr, code } = await run([...words, "--engine", "bullmq"], { env: { REDIS_URL: "" } });
    assert.match(stderr, /^clerk-metadata: --engine bullmq needs --redis, or the variable REDIS_URL\./);
    assert.deepEqual([code, existsSync(path("job"))], [2, false]);
  }
  assert.equal(backend.requests.length, 0);
});

test("a plan is fixed: a job takes no options of rows", async (t) => {
  const { run, write } = await startJobs(t, { users: usersWith(1) });
  write("users.ndjson", ndjson(rowsFor(1, { a: 1 })));
  assert.equal((await run(["plan", "users.ndjson", "--job", "job", ...FAST])).code, 0);
  for (const option of [["--replace"], ["--desired"], ["--transform", "x.mjs"], ["--csv-types", "json"]]) {
    const { stderr, code } = await run(["apply", "job", ...option]);
    assert.match(
      stderr,
      new RegExp(`^clerk-metadata: ${option[0]} is for a file with rows\\. The plan of job is fixed\\.`),
    );
    assert.equal(code, 2);
  }
});

test("a row with a key outside of --keys is rejected with its line and column", async (t) => {
  const { backend, run, write, jobs } = await startJobs(t, { users: usersWith(3) });
  const options = ["--desired", "--keys", 'public_metadata.a,publicMetadata.o.x,publicMetadata["b.c"],privateMetadata'];
  const rows = (lines) => lines.map((fields, index) => `{"id":"user_${index}",${fields}}\n`).join("");
  const reject = async (name, text, message) => {
    write(name, text);
    for (const command of ["plan", "apply"]) {
      const { stdout, stderr, code } = await run([command, name, ...options, "--quiet", ...FAST]);
      assert.match(stderr, message);
      assert.deepEqual([stdout, code, jobs()], ["", 2, []], stderr);
    }
  };
  await reject(
    "users.ndjson",
    rows(['"publicMetadata":{"a":1}', '"publicMetadata":{"a":1,"other":2}']),
    /users\.ndjson: 1 row is invalid\. Nothing was sent\.\n {2}line 2, column 41: publicMetadata\.other: the key is not one of --keys\. /,
  );
  await reject(
    "nested.ndjson",
    rows(['"public_metadata":{"o":{"x":1,"y z":2}}']),
    /column 47: public_metadata\.o\["y z"\]: /,
  );
  await reject("value.ndjson", rows(['"publicMetadata":{"o":5}']), /column 35: publicMetadata\.o: /);
  await reject(
    "field.ndjson",
    rows(['"unsafeMetadata":{}']),
    /column 17: unsafeMetadata: the key is not one of --keys/,
  );
  await reject("users.csv", "id,publicMetadata.other\nuser_1,5\n", /line 2, column 1: publicMetadata\.other: /);
  assert.equal(backend.requests.length, 0);
  write("good.ndjson", rows(['"publicMetadata":{"a":{"q":1},"o":{"x":1},"b.c":2},"privateMetadata":{"p":1}']));
  const { stdout, code } = await run(["apply", "good.ndjson", ...options, ...FAST]);
  assert.equal(code, 0);
  assert.match(stdout, /\ndone 1 · failed 0\n/);
});
