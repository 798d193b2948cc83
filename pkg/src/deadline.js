// @compileOnLoad: every call runs these functions (build/functions.mjs).
// The timeout of each attempt, and the signal that aborts its request.
//
// Attempts that start at nearly the same time share a signal, because Node.js keeps the memory of a signal until the
// garbage collector runs. Each attempt has its own timer, so its timeout does not depend on other attempts or on a
// clock. Only the connection of an attempt that has timed out stays open until every attempt that shares its signal
// has ended.
import { monotonicNow } from "./monotonic-now.js";

/** How many attempts share a signal: the host's `fetch` adds a listener for each, and searches all of them. */
export const SHARED_BY_HOST = 64;
/** The same with a custom `fetch`, which may add two listeners for each: Node.js warns about more than ten. */
export const SHARED_BY_CUSTOM = 5;
/** For how long after its first attempt a signal is shared, as a fraction of the timeout. */
const SHARED_FRACTION = 0.01;

/** Not in workerd, which binds signals and timers to the incoming request. */
const canShare = typeof WebSocketPair === "undefined";

/** @type {SignalGroup | undefined} */
let latestGroup;

/**
 * Starts the timeout of an attempt. Returns the `signal` for its request and `end()`, which must be called when the
 * attempt has ended. `onTimeout` is called when it times out. At most `maxShared` attempts share the signal; `abort()`
 * is only for an attempt that does not share it.
 * @param {number} timeout
 * @param {() => void} onTimeout
 * @param {number} maxShared
 */
export function startDeadline(timeout, onTimeout, maxShared) {
  const group = maxShared > 1 && canShare ? groupFor(timeout, maxShared) : new SignalGroup(timeout);
  group.joined++;
  group.running++;
  // Taken from the same clock as the timer, in case a test replaces the timers before the attempt ends.
  const { clearTimeout } = globalThis;
  let state = "starting";
  const timer = timeout < Infinity ? setTimeout(expire, timeout) : undefined;
  state = "running";
  function expire() {
    // A stubbed timer may call back at once, or after it was cleared.
    if (state !== "running") return;
    group.timedOut = true;
    onTimeout();
  }
  return {
    signal: group.signal,
    /** @param {unknown} reason */
    abort: (reason) => group.abort(reason),
    end() {
      if (state === "ended") return;
      state = "ended";
      clearTimeout?.(timer);
      group.leave();
    },
  };
}

/**
 * @param {number} timeout
 * @param {number} maxShared
 */
function groupFor(timeout, maxShared) {
  const now = monotonicNow();
  if (!latestGroup?.accepts(timeout, now, maxShared)) latestGroup = new SignalGroup(timeout, now);
  return latestGroup;
}

/** Attempts that share a signal. */
class SignalGroup {
  controller = new AbortController();
  signal = usableByFetch(this.controller.signal);
  joined = 0;
  running = 0;
  timedOut = false;

  /**
   * @param {number} timeout
   * @param {number} [startedAt] Missing for an attempt that does not share its signal.
   */
  constructor(timeout, startedAt) {
    this.timeout = timeout;
    this.startedAt = /** @type {number} */ (startedAt);
  }

  /**
   * @param {number} timeout
   * @param {number} now
   * @param {number} maxShared
   */
  accepts(timeout, now, maxShared) {
    return (
      timeout === this.timeout &&
      this.joined < maxShared &&
      now >= this.startedAt &&
      now - this.startedAt <= timeout * SHARED_FRACTION &&
      !this.timedOut
    );
  }

  leave() {
    this.running--;
    if (this.running === 0 && this.timedOut) this.abort();
  }

  /** @param {unknown} [reason] */
  abort(reason) {
    try {
      this.controller.abort(reason);
    } catch {} // an error in a polyfill must not fail the call
  }
}

/** @type {unknown} */
let checkedClass;
let isUsable = true;

/**
 * The signal; `undefined` if the host's `fetch` rejects its class: jsdom replaces `AbortSignal`, but not the `fetch`
 * of Node.js.
 * @param {AbortSignal} signal
 */
function usableByFetch(signal) {
  if (signal.constructor !== checkedClass) {
    checkedClass = signal.constructor;
    isUsable = canFetchWith(signal);
  }
  return isUsable ? signal : undefined;
}

/** @param {AbortSignal} signal */
function canFetchWith(signal) {
  // Only if a library such as jsdom has created a document: `Request` loads the `fetch` of Node.js, which needs
  // WebAssembly.
  if (typeof document !== "object" || typeof Request !== "function") return true;
  try {
    new Request("https://api.clerk.com", { signal });
    return true;
  } catch {
    return false;
  }
}
