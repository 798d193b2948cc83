// The modules of --transform and --schema: a job finds them in any folder and rejects changed ones, and their output
// goes to stderr.
import assert from "node:assert/strict";
import { mkdirSync, rmSync } from "node:fs";
import { test } from "node:test";
import { changesOf, FAST, ndjson, startJobs, usersWith } from "./support/jobs.mjs";

const TRANSFORM = `console.log("imported");
export default () => { console.info("called"); return { publicMetadata: { a: 1 } }; };
`;
const SCHEMA = `export const publicMetadata = { "~standard": { version: 1, vendor: "test", validate: (value) => ({ value }) } };
`;
const PLAN = ["plan", "--all", "--transform", "transform.mjs", "--schema", "schema.mjs", "--job", "job", ...FAST];

async function startPlanned(t) {
  const jobs = await startJobs(t, { users: usersWith(2) });
  jobs.write("transform.mjs", TRANSFORM);
  jobs.write("schema.mjs", SCHEMA);
  const planned = await jobs.run(PLAN);
  assert.equal(planned.code, 0, planned.stderr);
  return jobs;
}

test("a job is applied from another folder, where another file has the name of its module", async (t) => {
  const { backend, run, write, path } = await startPlanned(t);
  mkdirSync(path("other"));
  write("other/transform.mjs", "export default () => ({ publicMetadata: { a: 2 } });\n");
  const args = ["apply", "../job", "--on-drift", "recompute", ...FAST];
  const { code, stderr } = await run(args, { cwd: path("other") });
  assert.equal(code, 0, stderr);
  assert.deepEqual(
    changesOf(backend).map(({ body }) => body.public_metadata),
    [{ a: 1 }, { a: 1 }],
  );
});

for (const [option, name, text] of [
  ["transform", "transform.mjs", TRANSFORM],
  ["schema", "schema.mjs", SCHEMA],
]) {
  test(`a changed module of --${option} is rejected, and a restored one is not`, async (t) => {
    const { backend, run, write, path } = await startPlanned(t);
    write(name, `${text}\n`);
    const changed = await run(["apply", "job", ...FAST]);
    assert.equal(
      changed.stderr,
      `clerk-metadata: --${option} ${name} has changed since the job was created. Nothing was sent. Restore the file, or plan a new job.\n`,
    );
    assert.equal(changed.code, 2);
    rmSync(path(name));
    const missing = await run(["apply", "job", ...FAST]);
    assert.equal(missing.code, 2);
    assert.match(missing.stderr, new RegExp(`^clerk-metadata: --${option}: .*${name} does not exist\\.\n$`));
    assert.deepEqual(changesOf(backend), []);
    write(name, text);
    assert.equal((await run(["apply", "job", ...FAST])).code, 0);
    assert.equal(changesOf(backend).length, 2);
  });
}

test("undo does not need the modules", async (t) => {
  const { backend, run, path } = await startPlanned(t);
  assert.equal((await run(["apply", "job", ...FAST])).code, 0);
  rmSync(path("transform.mjs"));
  const { code, stderr } = await run(["undo", "job", ...FAST]);
  assert.equal(code, 0, stderr);
  assert.deepEqual(backend.users.get("user_0").public_metadata, {});
});

test("what a module prints goes to stderr", async (t) => {
  const { run, write } = await startJobs(t, { users: usersWith(2) });
  write("transform.mjs", TRANSFORM);
  write("users.ndjson", ndjson([{ id: "user_0" }]));
  const { stdout, stderr } = await run(["plan", "users.ndjson", "--transform", "transform.mjs", "--json", ...FAST]);
  assert.equal(JSON.parse(stdout).change, 1);
  assert.match(stderr, /^imported$/m);
  assert.match(stderr, /^called$/m);
});
