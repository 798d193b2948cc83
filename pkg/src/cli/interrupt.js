// Ends a command at Ctrl-C or another signal that stops it.
import { setTimeout as sleep } from "node:timers/promises";
import { ExitError, INTERRUPTED } from "./exit-status.js";

/** Those that stop a command. */
export const SIGNALS = /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"]);
/** How long it may take to stop, in milliseconds: a reader of stdout may never continue. */
const STOP_TIME = 2_000;

/**
 * Runs an action, and rejects with an `ExitError` after the first signal, when the action has stopped. A second signal
 * ends the process.
 * @template T
 * @param {string} message Of the error.
 * @param {(signal: AbortSignal) => Promise<T>} action Stops when its signal aborts.
 * @returns {Promise<T>}
 */
export async function untilInterrupted(message, action) {
  const controller = new AbortController();
  const { signal } = controller;
  /** @type {Promise<void>} */
  const interrupted = new Promise((resolve) => {
    signal.addEventListener("abort", () => resolve());
  });
  const interrupt = () => {
    if (signal.aborted) process.exit(INTERRUPTED);
    controller.abort(new ExitError(message, INTERRUPTED));
  };
  for (const name of SIGNALS) process.on(name, interrupt);
  try {
    const result = action(signal);
    result.catch(() => {});
    await Promise.race([
      result,
      interrupted.then(() => Promise.race([result, sleep(STOP_TIME, undefined, { ref: false })])),
    ]);
    signal.throwIfAborted();
    return await result;
  } catch (error) {
    throw signal.aborted ? signal.reason : error;
  } finally {
    for (const name of SIGNALS) process.off(name, interrupt);
  }
}
