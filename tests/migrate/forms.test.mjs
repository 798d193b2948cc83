// The changes of each form, in a project with each version of TypeScript that has a JavaScript API.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { run } from "../js/support/command.mjs";
import { folder as temporaryFolder } from "../js/support/folder.mjs";
import { IMPORT_FORMS } from "./import-forms.mjs";
import { REQUIRE_AND_TYPE_FORMS } from "./require-and-type-forms.mjs";
import { installTypescript } from "./project.mjs";

const FORMS = [...IMPORT_FORMS, ...REQUIRE_AND_TYPE_FORMS];

const write = (folder, index) => {
  mkdirSync(folder, { recursive: true });
  for (const form of FORMS) if (form[index] !== undefined) writeFileSync(join(folder, form[1]), form[index]);
};
const filesOf = (folder) =>
  Object.fromEntries(FORMS.map(([, file]) => [file, readFileSync(join(folder, file), "utf8")]));

for (const typescript of ["typescript-5.4", "typescript-5.9", "typescript"]) {
  test(`every form, with ${typescript}`, async (t) => {
    const folder = temporaryFolder(t);
    installTypescript(folder, typescript);
    const app = join(folder, "app");
    write(app, 2);
    const before = filesOf(app);

    const dry = await run(t, ["migrate"], { cwd: folder });
    assert.equal(dry.code, 0, dry.stderr);
    assert.deepEqual(filesOf(app), before, "nothing changes without --write");

    const written = await run(t, ["migrate", "--write"], { cwd: folder });
    assert.equal(written.stdout, dry.stdout);
    const after = filesOf(app);
    for (const [name, file, input, output = input] of FORMS) assert.equal(after[file], output, name);

    const again = await run(t, ["migrate", "--check"], { cwd: folder });
    assert.deepEqual([again.stdout, again.code], ["", 0], "a second run changes nothing");

    // The diff is one that git applies, with the same result.
    const copy = join(folder, "copy");
    write(join(copy, "app"), 2);
    cpSync(join(folder, "node_modules"), join(copy, "node_modules"), { recursive: true });
    execFileSync("git", ["apply", "--no-index", "-"], {
      cwd: copy,
      input: dry.stdout,
      env: { PATH: process.env.PATH, GIT_CEILING_DIRECTORIES: folder },
    });
    assert.deepEqual(filesOf(join(copy, "app")), after);
  });
}
