// 50 kills of apply and resume at random points while 50,000 rows are changed and 5% of the responses fail or are lost.
// CLERK_METADATA_SEED repeats a run, CLERK_METADATA_BULK_ROWS sets another number of rows.
import assert from "node:assert/strict";
import { test } from "node:test";
import { randomPoints } from "../support/bulk-kill.mjs";
import { killJobAt } from "../support/job-kill.mjs";

const ROWS = Number(process.env.CLERK_METADATA_BULK_ROWS ?? 50_000);
const KILLS = 50;
const SEED = Number(process.env.CLERK_METADATA_SEED ?? Date.now() % 1_000_000);

test(`${KILLS} kills of a job while ${ROWS} rows are changed, seed ${SEED}`, async (t) => {
  const { kills } = await killJobAt(t, ROWS, randomPoints(KILLS, ROWS, SEED), SEED);
  assert.equal(kills, KILLS);
});
