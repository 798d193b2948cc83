import { connectionOptions, LOG_VARIABLE, logVariable, processEnvironment } from "./environment.js";

/** @import { VariableSource } from "./environment.js" */

/** From none to all events. @type {import("../types/options.js").LogLevel[]} */
export const LOG_LEVELS = ["off", "error", "warn", "info", "debug"];
/** On the global object, because each entry of this package has a copy of this module. */
const WARNED = Symbol.for(LOG_VARIABLE);

/**
 * Whether a value has the functions of a logger.
 * @param {any} value
 */
export const isLogger = (value) => LOG_LEVELS.slice(1).every((level) => typeof value[level] === "function");

/**
 * The log level in the text of the environment variable. An invalid one is ignored, with one warning.
 * @param {string | undefined} value
 */
export const parseLogLevel = (value) => {
  const level = LOG_LEVELS.find((name) => name === value?.trim?.().toLowerCase());
  // Reflect.set does not throw if the global object is frozen.
  if (value && !level && !(WARNED in globalThis) && Reflect.set(globalThis, WARNED, true)) {
    console.warn(`[clerk-metadata] ${LOG_VARIABLE}: must be one of ${LOG_LEVELS.join(", ")}. It is ignored.`);
  }
  return level;
};

/** The client options from the environment variables of these sources. */
export const environment = (sources = /** @type {VariableSource[]} */ ([processEnvironment])) => ({
  ...connectionOptions(sources),
  logLevel: parseLogLevel(logVariable(sources)),
});
