// The completion scripts, in the real shells.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { run } from "./support/command.mjs";
import { BUILT_IN, COMMANDS } from "./support/command-names.mjs";
import { complete, completionScript, missingShell } from "./support/completion.mjs";
import { folder } from "./support/folder.mjs";

const ALL = [...COMMANDS, ...BUILT_IN].sort();

/** The candidates of a line. With `--name=`, fish and zsh return the whole word, or the file alone. */
const LINES = [
  ["clerk-metadata ", ALL],
  ["clerk-metadata d", ALL.filter((name) => name.startsWith("d"))],
  ["clerk-metadata --v", ["--version"]],
  ["clerk-metadata help ", ALL],
  ["clerk-metadata help com", ["completion"]],
  ["clerk-metadata dev --allow", ["--allow-host"]],
  ["clerk-metadata dev --se", ["--secret-key", "--seed", "--seed-organizations"]],
  ["clerk-metadata dev --port 1 --d", ["--data"]],
  ["clerk-metadata dev --v", ["--version"]],
  ["clerk-metadata dev --sandb", []],
  ["clerk-metadata admin --sandb", ["--sandbox"]],
  ["clerk-metadata dev --port ", []],
  ["clerk-metadata dev --data us", ["users.ndjson"]],
  ["clerk-metadata dev --data=us", ["users.ndjson"]],
  ["clerk-metadata dev --data with", ["with space.ndjson"]],
  ["clerk-metadata completion ", ["bash", "fish", "zsh"]],
  ["clerk-metadata completion z", ["zsh"]],
  ["clerk-metadata list --bann", ["--banned"]],
  ["clerk-metadata list --banned ", ["false", "true"]],
  ["clerk-metadata export --out us", ["users.ndjson"]],
  ["clerk-metadata deploy ", []],
];

/** What a shell shows of an option and of a file: without \`=\`, escapes and the name of the option. */
const plain = (candidate) =>
  candidate
    .replace(/^(--\w[\w-]*)=$/, "$1")
    .replace(/^--\w[\w-]*=/, "")
    .replaceAll("\\", "");

for (const shell of ["bash", "zsh", "fish"]) {
  const skip = missingShell(shell);

  test(`${shell} completes`, { skip }, async (t) => {
    const path = folder(t);
    const script = completionScript(path, shell);
    const cwd = join(path, "work");
    mkdirSync(cwd);
    for (const name of ["users.ndjson", "with space.ndjson", "other.txt"]) writeFileSync(join(cwd, name), "");
    for (const [line, expected] of LINES) {
      const found = complete(shell, script, line, cwd).map(plain);
      assert.deepEqual(found, expected, `${line}│`);
    }
  });

  test(`${shell} accepts the script without a message`, { skip }, async (t) => {
    const script = completionScript(folder(t), shell);
    const { status, stdout, stderr } = spawnSync(shell, ["-n", script], { encoding: "utf8" });
    assert.deepEqual({ status, stdout, stderr }, { status: 0, stdout: "", stderr: "" });
  });
}

test("the script is printed to stdout alone", async (t) => {
  for (const shell of ["bash", "zsh", "fish"]) {
    const { stdout, stderr, code } = await run(t, ["completion", shell]);
    assert.deepEqual([stderr, code], ["", 0]);
    assert.match(stdout, /clerk-metadata/);
    assert.ok(stdout.includes("--allow-host") || stdout.includes("-l allow-host"), stdout);
  }
});
