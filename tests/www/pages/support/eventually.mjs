// Comparisons with what the page shows. The page renders a task, a frame or a response after a click or a key.
import { setTimeout as delay } from "node:timers/promises";

/** As long as Playwright waits for an element. */
const PATIENCE_MS = 30_000;
const INTERVAL_MS = 25;

/**
 * Repeats a check until it does not throw: `await eventually(async () => assert.equal(await box.inputValue(), "5"))`.
 * Rejects with the last error.
 */
export async function eventually(check) {
  const end = Date.now() + PATIENCE_MS;
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (Date.now() >= end) throw error;
      await delay(INTERVAL_MS);
    }
  }
}
