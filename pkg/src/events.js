// The code that reports the events of a call to hooks and to a logger. Only the clients that have one load it.
/** @import { ClerkClientOptions } from "../types/options.js" */

/**
 * The chunk, once it is loaded.
 * @type {typeof import("./chunks/events.js") | undefined}
 */
export let events;

/** Loads the chunk. A failed load is retried at the next call. */
export const loadEvents = async () => (events ??= await import("./chunks/events.js"));

/** The hooks, `logger` and `logLevel`. */
const OPTION_NAME = /^(on[A-Z]|log)/;

/**
 * Whether options contain a hook or a logger.
 * @param {ClerkClientOptions} options
 */
export const hasListener = (options) =>
  Object.entries(options).some(([name, value]) => value && OPTION_NAME.test(name));
