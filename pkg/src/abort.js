// @compileOnLoad: every call runs these functions (build/functions.mjs).
// Aborts a call when the caller's AbortSignal aborts.

/** @typedef {Set<() => void> & { run: () => void }} Callbacks */

/**
 * The callbacks of each signal. They share one listener: Node.js warns about more than ten listeners.
 * @type {WeakMap<AbortSignal, Callbacks>}
 */
const callbacksBySignal = new WeakMap();

/**
 * Calls `callback` when `signal` aborts. Returns a function that removes the callback.
 * @param {AbortSignal} signal
 * @param {() => void} callback
 */
export function onAbort(signal, callback) {
  const callbacks = callbacksBySignal.get(signal) ?? addListener(signal);
  callbacks.add(callback);
  return () => {
    callbacks.delete(callback);
    if (callbacks.size > 0 || callbacksBySignal.get(signal) !== callbacks) return;
    callbacksBySignal.delete(signal);
    try {
      signal.removeEventListener("abort", callbacks.run);
    } catch {} // an error in a polyfill must not fail the call
  };
}

/** @param {AbortSignal} signal */
function addListener(signal) {
  /** @type {Set<() => void>} */
  const set = new Set();
  const run = () => {
    for (const callback of set) callback();
  };
  const callbacks = Object.assign(set, { run });
  signal.addEventListener("abort", run);
  callbacksBySignal.set(signal, callbacks);
  return callbacks;
}

/** @param {AbortSignal[]} signals */
export function throwIfAborted(signals) {
  for (const signal of signals) if (signal.aborted) throw abortReason(signal);
}

/**
 * The reasons of signals that have none.
 * @type {WeakMap<AbortSignal, unknown>}
 */
const createdReasons = new WeakMap();

/**
 * The reason that an aborted call rejects with, the same each time. The signals of older polyfills have no reason.
 * @param {AbortSignal} signal
 * @returns {unknown}
 */
export function abortReason(signal) {
  try {
    if (signal.reason !== undefined) return signal.reason;
  } catch {}
  const message = "The operation was aborted.";
  const reason =
    createdReasons.get(signal) ??
    (typeof DOMException === "function"
      ? new DOMException(message, "AbortError")
      : Object.defineProperty(new Error(message), "name", { value: "AbortError", configurable: true, writable: true }));
  createdReasons.set(signal, reason);
  return reason;
}

/** Values that `isAbortSignal` has accepted. */
const acceptedSignals = new WeakSet();

/**
 * Whether a value can be used as a signal. Checks what it can do, not its class: it may come from another realm, such
 * as that of jsdom.
 * @param {any} value
 * @returns {value is AbortSignal}
 */
export function isAbortSignal(value) {
  if (typeof value?.aborted !== "boolean") return false;
  if (acceptedSignals.has(value)) return true;
  try {
    const listener = () => {};
    value.addEventListener("abort", listener);
    value.removeEventListener("abort", listener);
    acceptedSignals.add(value);
    return true;
  } catch {
    return false;
  }
}
