// 50 kills of apply and resume at random points while 5,000 rows are changed and 5% of the responses fail or are lost.
// CLERK_METADATA_SEED repeats a run, CLERK_METADATA_BULK_ROWS sets another number of rows.
import assert from "node:assert/strict";
import { test } from "node:test";
import { createRandom } from "../support/bulk-kill.mjs";
import { killJobAt } from "../support/job-kill.mjs";

const ROWS = Number(process.env.CLERK_METADATA_BULK_ROWS ?? 5_000);
const KILLS = 50;
const SEED = Number(process.env.CLERK_METADATA_SEED ?? Date.now() % 1_000_000);

/** Points in requests and in lines, early enough that the rows are not done before the last kill. */
function randomPoints(seed) {
  const random = createRandom(seed);
  const below = (limit) => Math.floor(random() * limit);
  return Array.from({ length: KILLS }, () => {
    const kind = ["received", "done", "before", "half", "after"][below(5)];
    if (kind === "received" || kind === "done") return [kind, 1 + below(ROWS / KILLS / 2)];
    return [kind, ["before", "sent", "ok"][below(3)], 1 + below(ROWS / KILLS / 40)];
  });
}

test(`${KILLS} kills of a job while ${ROWS} rows are changed, seed ${SEED}`, async (t) => {
  const { kills } = await killJobAt(t, ROWS, randomPoints(SEED), SEED);
  assert.equal(kills, KILLS);
});
