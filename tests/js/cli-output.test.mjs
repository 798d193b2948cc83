// What the command line does if its output cannot be written.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { closeSync, existsSync, openSync } from "node:fs";
import { test } from "node:test";
import { CLI } from "./support/command.mjs";

/** Every write to it fails, as on a full disk. Linux has it. */
const FULL = "/dev/full";

function runWithFull(stream, args) {
  const file = openSync(FULL, "w");
  try {
    const stdio = stream === "stdout" ? ["ignore", file, "pipe"] : ["ignore", "pipe", file];
    return spawnSync(process.execPath, [CLI, ...args], { stdio, encoding: "utf8", timeout: 60_000 });
  } finally {
    closeSync(file);
  }
}

const options = { skip: !existsSync(FULL) && `this host has no ${FULL}` };

for (const args of [["--help"], ["--version"], ["completion", "bash"], ["dev", "--port", "0"]]) {
  test(`an error, without a stack trace, if the disk is full: clerk-metadata ${args.join(" ")}`, options, () => {
    const { stderr, status } = runWithFull("stdout", args);
    assert.equal(stderr, "clerk-metadata: The output cannot be written: ENOSPC: no space left on device, write\n");
    assert.equal(status, 1);
  });
}

test("the exit code is that of the error if the error cannot be written", options, () => {
  const { stdout, status } = runWithFull("stderr", ["dve"]);
  assert.deepEqual([stdout, status], ["", 2]);
});

test("a reader that has read enough is not an error", { skip: process.platform === "win32" }, () => {
  const command = `"${process.execPath}" "${CLI}" completion bash | head -n 1; echo "\${PIPESTATUS[0]}"`;
  const { stdout, stderr } = spawnSync("bash", ["-c", command], { encoding: "utf8", timeout: 60_000 });
  assert.match(stdout, /^[^\n]+\n0\n$/);
  assert.equal(stderr, "");
});
