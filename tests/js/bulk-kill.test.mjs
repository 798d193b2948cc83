// kill -9 at each point between before-image, sent, response and journal, while 5% of the responses fail or are lost.
// tests/js/slow/bulk-kill.test.mjs has more kills and more rows.
import assert from "node:assert/strict";
import { test } from "node:test";
import { killAt } from "./support/bulk-kill.mjs";

const POINTS = [
  ["before", "sent", 1],
  ["half", "sent", 2],
  ["after", "sent", 3],
  ["received", 5],
  ["done", 5],
  ["before", "ok", 3],
  ["half", "ok", 3],
  ["after", "ok", 3],
];

test("a run that is killed at any point continues, and no change is sent twice", async (t) => {
  const { kills } = await killAt(t, 300, POINTS, 1);
  assert.equal(kills, POINTS.length);
});
