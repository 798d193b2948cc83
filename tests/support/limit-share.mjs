// Which share of a rate limit programs reach. A machine that does other work makes them slower, so the best of several
// attempts counts.
import assert from "node:assert/strict";

const ATTEMPTS = 3;

/**
 * Calls `measure(t)`, which resolves to a share of the limit, until it reaches `minimum`, or three times.
 * @param {import("node:test").TestContext} t
 * @param {number} minimum Such as 0.95.
 * @param {(t: import("node:test").TestContext) => Promise<number>} measure Runs in a subtest of its own.
 */
export async function assertShareOfLimit(t, minimum, measure) {
  const shares = [];
  while (shares.length < ATTEMPTS && !(shares.at(-1) >= minimum)) {
    const { length } = shares;
    await t.test(`attempt ${length + 1}`, async (t) => {
      const share = await measure(t);
      t.diagnostic(`${(share * 100).toFixed(1)}% of the limit`);
      shares.push(share);
    });
    assert.equal(shares.length, length + 1, "the attempt has failed");
  }
  assert.ok(shares.at(-1) >= minimum, `shares of the limit: ${shares.join(", ")}`);
}
