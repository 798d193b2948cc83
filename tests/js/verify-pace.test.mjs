// The pace of the requests of `npx clerk-metadata verify`, with a clock of the test.
import assert from "node:assert/strict";
import { test } from "node:test";
import { createPace } from "../../pkg/src/cli/verify/pace.js";

/** Starts `count` requests one after the other, each of which takes `duration` ms. Returns their start times. */
async function starts(count, limit, duration) {
  let time = 0;
  const wait = async (ms) => {
    time += ms;
  };
  const pace = createPace({ now: () => time, wait });
  const times = [];
  for (let request = 0; request < count; request++) {
    await pace("instance", limit);
    times.push(time);
    time += duration;
  }
  return times;
}

test("a request waits if the limit was reached within 10 s", async () => {
  assert.deepEqual(await starts(5, 2, 0), [0, 0, 10_000, 10_000, 20_000]);
  assert.deepEqual(await starts(5, 2, 1_000), [0, 1_000, 10_000, 11_000, 20_000]);
  assert.deepEqual(await starts(4, 2, 6_000), [0, 6_000, 12_000, 18_000]);
});

test("no window of 10 s has more requests than the limit, for any duration", async () => {
  for (const duration of [0, 1, 37, 111, 999, 4_321]) {
    const times = await starts(300, 9, duration);
    for (const [index, time] of times.entries())
      assert.ok(times[index + 9] === undefined || times[index + 9] - time >= 10_000, `${duration}: ${index}`);
  }
});

test("keys have separate limits", async () => {
  const waits = [];
  const pace = createPace({ now: () => 0, wait: async (ms) => void waits.push(ms) });
  for (const key of ["user_1", "user_2", "user_1"]) await pace(key, 1);
  assert.deepEqual(waits, [10_000]);
});
