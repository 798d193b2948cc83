// Runs every program of docs/testing.md and docs/local-backend-api.md, unmodified, in a project with the packed
// tarball.
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { pack } from "../packaging/pack.mjs";
import * as tools from "../runtimes/tools.mjs";
import { createProject, nodeTest, run, vitest } from "./project.mjs";

const root = join(dirname(fileURLToPath(import.meta.url)), "../..");
const folder = mkdtempSync(join(tmpdir(), "clerk-metadata-"));
after(() => rmSync(folder, { recursive: true, force: true }));
const { tarball } = pack(folder);

const BLOCK = /^ *(?:<!-- program: (?<name>\S+) -->\n)?^ *```js\n(?<code>.*?)^ *```$/gms;
const PAGES = ["docs/testing.md", "docs/local-backend-api.md"];
const blocks = PAGES.flatMap((page) => [...readFileSync(join(root, page), "utf8").matchAll(BLOCK)]).map(
  ({ groups }) => groups,
);
const programs = Object.fromEntries(blocks.flatMap(({ name, code }) => (name ? [[name, code]] : [])));

const HANDLER = "onboarding.mjs";
const TEST_FILE = "onboarding.test.mjs";

let projects = 0;
const project = (files) => createProject(join(folder, `project-${++projects}`), tarball, files);
const projectWith = (name, handler = programs[HANDLER]) => project({ [HANDLER]: handler, [TEST_FILE]: programs[name] });

/** Checks that all tests of a program pass, as many as it declares. */
function assertPassed(name, { status, passed, failed, output }) {
  const declared = programs[name].match(/^test\(/gm).length;
  assert.deepEqual({ status, passed, failed }, { status: 0, passed: declared, failed: 0 }, output);
}

/** Programs whose comments at the ends of lines say what they print. */
const PRINTING_PROGRAMS = [
  "failures.mjs",
  "organizations.mjs",
  "snapshots.mjs",
  "rate-limits.mjs",
  "local.mjs",
  "local-organizations.mjs",
  "merge.mjs",
  "server.mjs",
  "journal.mjs",
];

test("the pages have these programs, and one part of a program", () => {
  assert.deepEqual(Object.keys(programs), [
    HANDLER,
    TEST_FILE,
    `node/${TEST_FILE}`,
    `bun/${TEST_FILE}`,
    "msw.test.mjs",
    ...PRINTING_PROGRAMS,
  ]);
  assert.equal(blocks.length, Object.keys(programs).length + 1);
});

for (const name of [TEST_FILE, "msw.test.mjs"])
  test(`Vitest: ${name}`, async () => assertPassed(name, await vitest(projectWith(name))));

for (const version of ["20", "26"])
  test(`node --test, Node.js ${version}`, async () =>
    assertPassed(`node/${TEST_FILE}`, await nodeTest(projectWith(`node/${TEST_FILE}`), tools.node(version))));

test("bun test", async () => {
  const { status, output } = await run(tools.bun(), ["test"], projectWith(`bun/${TEST_FILE}`));
  assert.equal(status, 0, output);
  assert.match(output, /^ 1 pass$/m);
});

for (const name of PRINTING_PROGRAMS) {
  test(`${name} prints what its comments say`, async () => {
    const { status, stdout, output } = await run(process.execPath, [name], project({ [name]: programs[name] }));
    assert.equal(status, 0, output);
    // Other comments are sentences.
    const comments = programs[name]
      .split("\n")
      .flatMap((line) => /^(?:console\.log.*|)\/\/ (.*[^.])$/.exec(line)?.[1] ?? []);
    assert.deepEqual(stdout.replace(/ +$/gm, "").trim().split("\n"), comments);
  });
}

test("Deno", async () => {
  const cwd = project({ "failures.mjs": programs["failures.mjs"], "deno.json": '{"nodeModulesDir":"manual"}' });
  const args = [tools.deno(), "run", "--quiet", "--no-prompt", "--no-remote", "--allow-env", "failures.mjs"];
  const { status, stdout, output } = await run(process.execPath, args, cwd);
  assert.equal(status, 0, output);
  assert.match(stdout, /^user_1 503 service_unavailable\nuser_2 409 resource_locked\n/);
});

test("the part of a program: an expectation that is added before the timers fire", async () => {
  const [{ code }] = blocks.filter(({ name }) => name === undefined);
  const test = `\ntest("rejects", async ({ backend }) => {
  vi.useFakeTimers();
  backend.failNext({ status: 500, times: 3 });
${code}
});\n`;
  const files = { [HANDLER]: programs[HANDLER], [TEST_FILE]: programs[TEST_FILE] + test };
  const { status, passed, output } = await vitest(project(files), ["-t", "rejects"]);
  assert.deepEqual([status, passed], [0, 1], output);
});

/** Faulty handlers, and the test of the page that must fail. */
const FAULTS = [
  ["retries after a 429", "{ timeout: 5_000 }", "{ timeout: 5_000, maxRetries: 0 }"],
  ["responds with 404 if the user does not exist", "error.status === 404", "error.status === 410"],
  ["responds with 503 if every attempt times out", "isClerkConnectionError(error)", "false"],
  ["marks the user as onboarded and keeps other metadata", ".updateUserMetadata(", ".replaceUserMetadata("],
];

for (const [name, correct, faulty] of FAULTS) {
  test(`a faulty handler fails: ${name}`, async () => {
    assert.ok(programs[HANDLER].includes(correct));
    const handler = programs[HANDLER].replace(correct, faulty);
    for (const [program, runTests] of [
      [TEST_FILE, vitest],
      [`node/${TEST_FILE}`, nodeTest],
    ]) {
      const { status, failed, output } = await runTests(projectWith(program, handler));
      assert.notEqual(status, 0, output);
      assert.ok(failed >= 1, output);
      assert.ok(output.includes(name), output);
    }
  });
}
