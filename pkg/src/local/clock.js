/** @import { LocalClock } from "../../types/local.js" */

/**
 * The clock of a backend: `Date.now()`, so that it follows fake timers, plus the time by which a test has advanced it.
 * @returns {LocalClock & { reset(): void }}
 */
export function createClock() {
  let offset = 0;
  return {
    now: () => Date.now() + offset,
    advance(ms) {
      if (typeof ms !== "number" || !Number.isFinite(ms) || ms < 0)
        throw new RangeError(`clock.advance: ms must be a number of milliseconds, 0 or more, not ${String(ms)}.`);
      offset += ms;
    },
    reset() {
      offset = 0;
    },
  };
}
