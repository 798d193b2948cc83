// @compileOnLoad: every call runs these functions (build/functions.mjs).
// The timeout of each attempt, and the signal that ends its request.
//
// Attempts that begin at nearly the same time share a signal, because Node.js keeps what it allocates
// for one until the garbage collector has run. Each attempt has a timer of its own, so its timeout
// depends on no other attempt and on no clock; only the connection of an attempt that has timed out
// stays open until the last attempt that shares its signal has ended.

/** How many attempts share a signal: the host's `fetch` leaves a listener on it for each, and searches all of them. */
export const SHARED_BY_HOST = 64;
/** With a custom `fetch`, which may add two listeners for each: Node.js warns about more than ten. */
export const SHARED_BY_CUSTOM = 5;
/** For how long after its first attempt a signal is shared, as a fraction of the timeout. */
const SHARED_FRACTION = 0.01;

/** Not in workerd, which ties a signal and a timer to the request that it handles. */
const shareable = typeof WebSocketPair === "undefined";

let latest;

/**
 * Milliseconds since some moment. Not the wall clock, which may be moved, and which a framework may forbid during a
 * prerender.
 */
export const monotonicNow = () => globalThis.performance?.now?.();

/**
 * Starts the timeout of an attempt. Gives the `signal` for its request and `end()`, which must be called once
 * when the attempt has ended. `onTimeout` is called when it times out. The signal is shared by at most
 * `maxShared` attempts; one that has its signal alone may call `abort(reason)`.
 */
export function startDeadline(timeout, onTimeout, maxShared) {
  const group = maxShared > 1 && shareable ? groupFor(timeout, maxShared) : new Group(timeout);
  group.joined++;
  group.running++;
  // Of the same clock as the timer, also where a test has replaced the timers meanwhile.
  const { clearTimeout } = globalThis;
  let state = "starting";
  const timer = timeout < Infinity ? setTimeout(late, timeout) : undefined;
  state = "running";
  function late() {
    // A stub that calls back at once is no timer, and one that was not cleared has nothing to end.
    if (state !== "running") return;
    group.timedOut = true;
    onTimeout();
  }
  return {
    signal: group.signal,
    abort: (reason) => group.controller.abort(reason),
    end() {
      if (state === "ended") return;
      state = "ended";
      clearTimeout?.(timer);
      group.leave();
    },
  };
}

function groupFor(timeout, maxShared) {
  const now = monotonicNow();
  if (!latest?.accepts(timeout, now, maxShared)) latest = new Group(timeout, now);
  return latest;
}

class Group {
  controller = new AbortController();
  signal = usableByFetch(this.controller.signal);
  joined = 0;
  running = 0;
  timedOut = false;

  constructor(timeout, startedAt) {
    this.timeout = timeout;
    this.startedAt = startedAt;
  }

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
    if (this.running === 0 && this.timedOut) this.controller.abort();
  }
}

let checkedClass;
let isUsable;

/**
 * The signal; `undefined` where it is of a class that the host's `fetch` rejects: jsdom replaces `AbortSignal`, and
 * leaves Node's `fetch`.
 */
function usableByFetch(signal) {
  if (signal.constructor !== checkedClass) {
    checkedClass = signal.constructor;
    isUsable = canFetchWith(signal);
  }
  return isUsable ? signal : undefined;
}

function canFetchWith(signal) {
  // Only where such a library has made a document: `Request` loads the `fetch` of Node.js, which needs WebAssembly.
  if (typeof document !== "object" || typeof Request !== "function") return true;
  try {
    new Request("https://api.clerk.com", { signal });
    return true;
  } catch {
    return false;
  }
}
