// Fifty thousand calls in one process: no memory grows. `cargo xtask soak` makes a million calls.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const PROGRAM = fileURLToPath(new URL("../soak/soak.mjs", import.meta.url));

test("heap, wasm memory and references do not grow over 50,000 calls", () => {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ["--expose-gc", PROGRAM, "--calls", "50000", "--first", "10000"],
    { encoding: "utf8" },
  );
  assert.equal(status, 0, stdout + stderr);
  assert.match(stdout, /^ +50000 .*\d+$/m);
  assert.match(stdout, /^references: 0 more since 10000 calls/m);
});
