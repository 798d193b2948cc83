// A loop over the results of a run needs the same memory however many rows there are.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const PROGRAM = fileURLToPath(new URL("memory/bulk-loop.mjs", import.meta.url));
const MAX_INCREASE = 1_000_000;

for (const name of ["updateUsersMetadata", "planUsersMetadata"]) {
  test(`a loop over ${name} does not keep what it has delivered`, async () => {
    const { stdout } = await promisify(execFile)(process.execPath, ["--expose-gc", PROGRAM, name]);
    const { heap, count } = JSON.parse(stdout);
    assert.equal(count, 60_000);
    assert.ok(heap.at(-1) - heap[0] < MAX_INCREASE, String(heap));
  });
}
