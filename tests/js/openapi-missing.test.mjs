// If Clerk's OpenAPI document is missing, the tests that need it are skipped; under CI they fail.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import { folder } from "./support/folder.mjs";

const tests = fileURLToPath(new URL("..", import.meta.url));

for (const [CI, expected] of [
  ["1", /must not be skipped/],
  ["", /^skipped: Clerk's OpenAPI document is missing: .*bapi-2026-05-12\.yml$/],
]) {
  test(`the document is missing, CI="${CI}"`, (t) => {
    // A copy of the support file in a folder that has no document next to it.
    const support = join(folder(t), "repository/tests/js/support");
    mkdirSync(support, { recursive: true });
    copyFileSync(join(tests, "js/support/openapi.mjs"), join(support, "openapi.mjs"));
    symlinkSync(join(tests, "node_modules"), join(support, "../../node_modules"), "junction");
    const code = `const { skip } = await import(${JSON.stringify(pathToFileURL(join(support, "openapi.mjs")).href)}); console.log("skipped: " + skip);`;
    const { status, stdout, stderr } = spawnSync(process.execPath, ["--input-type=module", "-e", code], {
      env: { ...process.env, CI },
      encoding: "utf8",
    });
    assert.equal(status === 0, CI === "", stderr);
    assert.match(CI === "" ? stdout.trim() : stderr, expected);
  });
}
