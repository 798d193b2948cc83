// Lets timers and other events have a turn during work that never waits for one.

/** Taken from the host: with a clock that a test replaces and does not move, a run would never continue. */
const { setTimeout: startTimer, setImmediate: callSoon = startTimer } = globalThis;

/** Resolves when timers and the events that have arrived had a turn. */
export const nextTurn = () => new Promise((resolve) => callSoon(resolve, 0));
