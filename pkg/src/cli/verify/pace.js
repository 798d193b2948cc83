// Keeps requests within a rate limit: at most `limit` of a key start within any window.

const WINDOW_MS = 10_000;

/**
 * @param {{ now(): number, wait(ms: number): Promise<void> }} clock
 */
export function createPace({ now, wait }) {
  /** The start times of the requests of each key, in order. @type {Map<string, number[]>} */
  const starts = new Map();

  /**
   * Resolves when a request may start, and counts it.
   * @param {string} key
   * @param {number} limit
   */
  return async function pace(key, limit) {
    const times = starts.get(key) ?? [];
    starts.set(key, times);
    if (times.length >= limit) {
      const remaining = times[times.length - limit] + WINDOW_MS - now();
      if (remaining > 0) await wait(remaining);
    }
    times.push(now());
  };
}
