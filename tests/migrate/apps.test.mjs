// The apps in `apps`: `before` is the app, `expected.diff` what migrate prints, and `expected.txt` what it prints to
// stderr. `node tests/migrate/write-expected.mjs` writes both; read the difference before you commit it.
import assert from "node:assert/strict";
import { execFile, execFileSync, spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { promisify } from "node:util";
import { createLocalBackend } from "clerk-metadata/local";
import { run } from "../js/support/command.mjs";
import { folder as temporaryFolder } from "../js/support/folder.mjs";
import { APPS, copyApp, nodeModules, readExpected } from "./project.mjs";

const runScript = async (folder, [name, ...args], url) => {
  const env = { PATH: process.env.PATH, CLERK_SECRET_KEY: "sk_test_local", CLERK_API_URL: url };
  const options = { cwd: folder, encoding: "utf8", env };
  const { stdout } = await promisify(execFile)(process.execPath, [join("packages/jobs", name), ...args], options);
  return JSON.parse(stdout);
};

/** Those whose packages are installed. tests/frameworks compiles the others with the packages of the examples. */
const COMPILED = ["nextjs-onboarding", "monorepo-workers"];
const COMPILERS = ["typescript-5.4", "typescript", "typescript-7"];

const filesOf = (folder) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.parentPath.includes("node_modules"))
    .map(({ parentPath, name }) => [join(parentPath, name), readFileSync(join(parentPath, name), "utf8")]);

for (const app of APPS) {
  test(app, async (t) => {
    const folder = copyApp(temporaryFolder(t), app);
    const before = filesOf(folder);
    const { stdout, stderr, code } = await run(t, ["migrate"], { cwd: folder });
    assert.deepEqual({ diff: stdout, text: stderr, code }, { ...readExpected(app), code: 0 });
    assert.deepEqual(filesOf(folder), before);

    await run(t, ["migrate", "--write"], { cwd: folder });
    const again = await run(t, ["migrate", "--check"], { cwd: folder });
    assert.deepEqual([again.stdout, again.code], ["", 0]);

    // The files are what git makes of the diff.
    const after = filesOf(folder).map(([, text]) => text);
    const copy = copyApp(temporaryFolder(t), app);
    execFileSync("git", ["apply", "-"], {
      cwd: copy,
      input: stdout,
      env: { PATH: process.env.PATH, GIT_CEILING_DIRECTORIES: join(copy, "..") },
    });
    assert.deepEqual(
      filesOf(copy).map(([, text]) => text),
      after,
    );
  });
}

for (const app of COMPILED) {
  for (const compiler of COMPILERS) {
    test(`${app} compiles before and after, with ${compiler}`, async (t) => {
      const folder = copyApp(temporaryFolder(t), app);
      const compile = () => {
        const tsc = join(nodeModules, compiler, "bin/tsc");
        return spawnSync(process.execPath, [tsc, "--project", "tsconfig.json", "--pretty", "false"], {
          cwd: folder,
          encoding: "utf8",
        }).stdout;
      };
      assert.equal(compile(), "");
      assert.equal((await run(t, ["migrate", "--write"], { cwd: folder })).code, 0);
      assert.equal(compile(), "");
    });
  }
}

test("the scripts of monorepo-workers run against a local Backend API", async (t) => {
  const folder = copyApp(temporaryFolder(t), "monorepo-workers");
  await run(t, ["migrate", "--write"], { cwd: folder });
  const backend = await createLocalBackend({ secretKey: "sk_test_local" });
  const server = await backend.listen();
  t.after(() => server.close());
  const script = (...command) => runScript(folder, command, server.url);
  const { id, privateMetadata } = await script("create-user.mjs");
  assert.deepEqual(privateMetadata, { createdBy: "job" });
  assert.deepEqual(await script("grant-plan.mjs", id), { plan: "pro" });
  const user = backend.users.get(id);
  assert.deepEqual([user.public_metadata, user.private_metadata], [{ plan: "pro" }, { createdBy: "job" }]);
});
