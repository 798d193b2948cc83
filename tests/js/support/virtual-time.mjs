// Time that passes only while no request is in flight: waits of any length take no real time, and tests see every
// request at an exact virtual moment.
import { setImmediate as nextTurn } from "node:timers/promises";

/** Timers of at least this delay are those of `timeout`. They never fire here. */
const MIN_DEADLINE = 20_000;
/** Timers of `fetch` itself are shorter than this. */
const MIN_UNREF = 10_000;

/**
 * Replaces the timers and the monotonic clock of the process until the test ends. `fetch` sends requests, during which
 * no time passes. `onAdvance(ms)` is called when time passes, such as to move the clock of a local Backend API.
 */
export function virtualTime(t, { onAdvance = () => {} } = {}) {
  const timers = new Map();
  let now = 1_000;
  let nextId = 1;
  let inFlight = 0;
  let isOver = false;
  const { setTimeout: realSetTimeout, clearTimeout: realClearTimeout, fetch: realFetch } = globalThis;

  t.mock.method(globalThis, "setTimeout", (callback, delay = 0, ...args) => {
    if (isOver) return realSetTimeout(callback, delay, ...args);
    const id = nextId++;
    const timer = { id, delay, dueAt: now + delay, run: () => callback(...args), isUnref: delay >= MIN_DEADLINE };
    timers.set(id, timer);
    pass();
    return { id, unref: () => (timer.isUnref = true), [Symbol.toPrimitive]: () => id };
  });
  t.mock.method(globalThis, "clearTimeout", (timer) => {
    if (timer?.id !== undefined) timers.delete(timer.id);
    else realClearTimeout(timer);
  });
  t.mock.method(performance, "now", () => now);
  t.after(() => (isOver = true));

  let isPassing = false;
  /** Fires the earliest timer when everything else has settled, until only timers are left that hold up nothing. */
  async function pass() {
    if (isPassing) return;
    isPassing = true;
    for (let quietTurns = 0; quietTurns < 3 && !isOver; ) {
      await nextTurn();
      quietTurns = inFlight > 0 ? 0 : quietTurns + 1;
      if (quietTurns < 3) continue;
      const [next] = [...timers.values()].filter(({ isUnref }) => !isUnref).sort((a, b) => a.dueAt - b.dueAt);
      if (next === undefined) continue;
      advance(Math.max(next.dueAt - now, 0));
      timers.delete(next.id);
      next.run();
      quietTurns = 0;
    }
    isPassing = false;
  }

  function advance(ms) {
    now += ms;
    onAdvance(ms);
  }

  /** The timers that do not keep a process alive. */
  const unrefTimers = () =>
    [...timers.values()].filter(({ isUnref, delay }) => isUnref && delay > MIN_UNREF && delay < MIN_DEADLINE);

  return {
    now: () => now,
    unrefTimers,
    /** Fires them. */
    runUnrefTimers() {
      for (const timer of unrefTimers()) {
        advance(Math.max(timer.dueAt - now, 0));
        timers.delete(timer.id);
        timer.run();
      }
    },
    async fetch(url, init) {
      inFlight++;
      try {
        const response = await realFetch(url, init);
        const body = await response.text();
        return new Response(body, { status: response.status, headers: response.headers });
      } finally {
        inFlight--;
      }
    },
  };
}
