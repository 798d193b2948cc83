// kill -9 of `apply` and `resume` at each point between before-image, sent, response and journal.
// tests/js/slow/cli-jobs-kill.test.mjs has random points.
import assert from "node:assert/strict";
import { test } from "node:test";
import { killJobAt } from "./support/job-kill.mjs";

const POINTS = [
  ["before", "before", 1],
  ["half", "before", 2],
  ["after", "before", 2],
  ["before", "sent", 1],
  ["half", "sent", 2],
  ["after", "sent", 3],
  ["received", 5],
  ["done", 5],
  ["before", "ok", 3],
  ["half", "ok", 3],
  ["after", "ok", 3],
];

// A killed process has up to 50 requests in flight, whose rows are done: enough rows must be left for the last point.
const ROWS = 600;

test("a job that is killed at any point continues, and no change is sent twice", async (t) => {
  const { kills, run, server } = await killJobAt(t, ROWS, POINTS, 1);
  assert.equal(kills, POINTS.length);
  // The before-images of all processes are there.
  const { code, stdout } = await run(["undo", "job", "--quiet", "--rate", "1000/0.01s"]);
  assert.equal(code, 0, stdout);
  for (let user = 0; user < ROWS * 0.9; user++)
    assert.deepEqual(server.backend.users.get(`user_${user}`).public_metadata, { seats: 1 });
});
