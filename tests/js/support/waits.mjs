// The waits between the attempts of a call, without waiting.

/** The waits before the first, the second … retry: half of each is fixed, the other half random. */
export const LONGEST = [500, 1000, 2000, 4000, 8000, 8000];
export const SHORTEST = LONGEST.map((wait) => wait / 2);

/**
 * Every wait of a call in this process ends at once. With `Math.random` replaced, the waits have the
 * shortest of their lengths, so that no other timer is taken for one.
 */
export function skipWaits(t, waits = SHORTEST) {
  const real = globalThis.setTimeout;
  if (waits === SHORTEST) t.mock.method(Math, "random", () => 0);
  t.mock.method(globalThis, "setTimeout", (end, delay, ...rest) =>
    real(end, waits.includes(delay) ? 0 : delay, ...rest),
  );
}
