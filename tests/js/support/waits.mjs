// Skips the waits between the attempts of a call.

/** The longest waits before the first, the second … retry: half of each is fixed, the other half is random. */
export const LONGEST = [500, 1000, 2000, 4000, 8000, 8000];
export const SHORTEST = LONGEST.map((wait) => wait / 2);

/**
 * Every wait of a call in this process ends immediately. `Math.random` is replaced, so that each wait has its
 * shortest length and no other timer is mistaken for a wait.
 */
export function skipWaits(t, waits = SHORTEST) {
  const realSetTimeout = globalThis.setTimeout;
  if (waits === SHORTEST) t.mock.method(Math, "random", () => 0);
  t.mock.method(globalThis, "setTimeout", (callback, delay, ...rest) =>
    realSetTimeout(callback, waits.includes(delay) ? 0 : delay, ...rest),
  );
}
