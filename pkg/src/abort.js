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
    signal.removeEventListener("abort", callbacks.run);
  };
}

function listen(signal) {
  const callbacks = new Set();
  callbacks.run = () => {
    for (const callback of callbacks) callback();
  };
  waiting.set(signal, callbacks);
  signal.addEventListener("abort", callbacks.run);
  return callbacks;
}

export function throwIfAborted(signals) {
  for (const signal of signals) if (signal.aborted) throw abortReason(signal);
}

/** What a call rejects with. Signals of older polyfills have no reason. */
export function abortReason({ reason }) {
  if (reason !== undefined) return reason;
  const message = "The operation was aborted.";
  if (typeof DOMException === "function") return new DOMException(message, "AbortError");
  return Object.defineProperty(new Error(message), "name", { value: "AbortError", configurable: true, writable: true });
}

/** Whether a value can be used as a signal. By its members, not its class: it may come from another realm, as that of jsdom. */
export const isAbortSignal = (value) =>
  typeof value?.aborted === "boolean" && typeof value.addEventListener === "function" && typeof value.removeEventListener === "function";
