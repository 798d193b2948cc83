// 50 kills at random moments while 50,000 rows are changed and 5% of the responses fail or are lost.
// CLERK_METADATA_SEED repeats a run, CLERK_METADATA_BULK_ROWS sets another number of rows.
import assert from "node:assert/strict";
import { test } from "node:test";
import { createRandom, killAt } from "../support/bulk-kill.mjs";

const ROWS = Number(process.env.CLERK_METADATA_BULK_ROWS ?? 50_000);
const KILLS = 50;
const SEED = Number(process.env.CLERK_METADATA_SEED ?? Date.now() % 1_000_000);
/** In milliseconds. It is as long as the server needs for many requests, so the moment is not that of a request. */
const MAX_DELAY = 5;

/** Moments and points in requests and in lines, early enough that the rows are not done before the last kill. */
function randomPoints(seed) {
  const random = createRandom(seed);
  const below = (limit) => Math.floor(random() * limit);
  const choose = (...values) => values[below(values.length)];
  const number = () => 1 + below(ROWS / KILLS / 2);
  const kinds = [
    () => ({ server: "received", number: number(), delay: below(MAX_DELAY) }),
    () => ({ server: choose("received", "done"), number: number() }),
    () => ({ point: choose("unsent", "sending", "responded"), kind: "PATCH", number: number() }),
    () => ({ point: choose("before", "half", "after"), kind: choose("before", "sent", "ok"), number: number() }),
  ];
  return Array.from({ length: KILLS }, () => choose(...kinds)());
}

test(`${KILLS} kills while ${ROWS} rows are changed, seed ${SEED}`, async (t) => {
  const { kills } = await killAt(t, ROWS, randomPoints(SEED), SEED);
  assert.equal(kills, KILLS);
});
