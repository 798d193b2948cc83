// kill -9 at each point between before-image, sent, response and journal, while 5% of the responses fail or are lost.
// tests/js/slow/bulk-kill.test.mjs has 50 kills at random moments, and more rows.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { killAt } from "./support/bulk-kill.mjs";

/** Enough for the point; each retry waits. */
const ROWS = 60;
const ROWS_OF_ALL_POINTS = 300;

/** Each point in the life of a row, in order. */
const POINTS = {
  "before its users are read": { point: "unsent", kind: "GET", number: 1 },
  "when its users have been read": { point: "responded", kind: "GET", number: 1 },
  "before its before-image is written": { point: "before", kind: "before", number: 7 },
  "while its before-image is written": { point: "half", kind: "before", number: 7 },
  "between its before-image and its line sent": { point: "after", kind: "before", number: 7 },
  "while its line sent is written": { point: "half", kind: "sent", number: 5 },
  "between its line sent and its request": { point: "unsent", kind: "PATCH", number: 5 },
  "after the line sent of the last of several rows": { point: "after", kind: "sent", number: 5 },
  "when its request has been passed to the network": { point: "sending", kind: "PATCH", number: 5 },
  "when the API has received its request": { server: "received", number: 5 },
  "when its change has taken effect, before its response": { server: "done", number: 5 },
  "when its response has arrived": { point: "responded", kind: "PATCH", number: 5 },
  "before its line ok is written": { point: "before", kind: "ok", number: 5 },
  "while its line ok is written": { point: "half", kind: "ok", number: 5 },
  "after its line ok": { point: "after", kind: "ok", number: 5 },
  "before the digest of the rows is written": { point: "before", kind: "rows", number: 1 },
  "after the digest of the rows": { point: "after", kind: "rows", number: 1 },
};

// They mostly wait for retries.
describe("a run continues, and no change is sent twice, if it is killed", { concurrency: 6 }, () => {
  for (const [description, point] of Object.entries(POINTS)) {
    test(description, async (t) => {
      const { kills } = await killAt(t, ROWS, [point], 1);
      assert.equal(kills, 1);
    });
  }
});

test("a run that is killed at all of these points, one after the other", async (t) => {
  const { kills } = await killAt(t, ROWS_OF_ALL_POINTS, Object.values(POINTS), 2);
  assert.equal(kills, Object.keys(POINTS).length);
});
