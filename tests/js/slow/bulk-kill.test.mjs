// 50 kills at random points while 50,000 rows are changed and 5% of the responses fail or are lost.
// CLERK_METADATA_SEED repeats a run, CLERK_METADATA_BULK_ROWS sets another number of rows.
import assert from "node:assert/strict";
import { test } from "node:test";
import { killAt } from "../support/bulk-kill.mjs";

const ROWS = Number(process.env.CLERK_METADATA_BULK_ROWS ?? 50_000);
const KILLS = 50;
const SEED = Number(process.env.CLERK_METADATA_SEED ?? Date.now() % 1_000_000);

/** Points in requests and in groups of lines, early enough that the rows are not done before the last kill. */
function randomPoints(seed) {
  let state = seed;
  const below = (limit) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
  return Array.from({ length: KILLS }, () => {
    const kind = ["received", "done", "before", "half", "after"][below(5)];
    if (kind === "received" || kind === "done") return [kind, 1 + below(ROWS / KILLS / 2)];
    return [kind, ["sent", "ok"][below(2)], 1 + below(ROWS / KILLS / 40)];
  });
}

test(`${KILLS} kills while ${ROWS} rows are changed, seed ${SEED}`, async (t) => {
  const { kills } = await killAt(t, ROWS, randomPoints(SEED), SEED);
  assert.equal(kills, KILLS);
});
