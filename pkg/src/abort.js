// @compileOnLoad: every call runs these functions (build/functions.mjs).
// What ends a call when its caller's AbortSignal aborts.

/** The callbacks that wait for each signal. One listener serves them all: Node.js warns about more than ten of them. */
const waiting = new WeakMap();

/** Calls `callback` when `signal` aborts; gives the function that stops waiting for it. */
export function onAbort(signal, callback) {
  const callbacks = waiting.get(signal) ?? listen(signal);
  callbacks.add(callback);
  return () => {
    callbacks.delete(callback);
    if (callbacks.size > 0 || waiting.get(signal) !== callbacks) return;
    waiting.delete(signal);
    try {
      signal.removeEventListener("abort", callbacks.run);
    } catch {} // a polyfill's fault must not end the call
  };
}

function listen(signal) {
  const set = new Set();
  const run = () => {
    for (const callback of set) callback();
  };
  const callbacks = Object.assign(set, { run });
  signal.addEventListener("abort", run);
  waiting.set(signal, callbacks);
  return callbacks;
}

export function throwIfAborted(signals) {
  for (const signal of signals) if (signal.aborted) throw abortReason(signal);
}

/** What a call rejects with. Signals of older polyfills have no reason. */
export function abortReason(signal) {
  try {
    if (signal.reason !== undefined) return signal.reason;
  } catch {}
  const message = "The operation was aborted.";
  if (typeof DOMException === "function") return new DOMException(message, "AbortError");
  return Object.defineProperty(new Error(message), "name", { value: "AbortError", configurable: true, writable: true });
}

/** Signals that were tried. */
const usable = new WeakSet();

/**
 * Whether a value can be used as a signal. By what it does, not by its class: it may come from another realm, as that
 * of jsdom.
 */
export function isAbortSignal(value) {
  if (typeof value?.aborted !== "boolean") return false;
  if (usable.has(value)) return true;
  try {
    const listener = () => {};
    value.addEventListener("abort", listener);
    value.removeEventListener("abort", listener);
    usable.add(value);
    return true;
  } catch {
    return false;
  }
}
