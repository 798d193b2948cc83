// Writes the events of a call to a logger: one line per event, of `name=value` fields. No field contains the secret
// key, metadata, a value of a query string, or a text of a response or of a thrown error.
import { environmentLogLevel, LOG_LEVELS } from "./environment.js";

/** @import { ClerkClientOptions, LogLevel } from "../types/options.js" */
/** @import { HookName } from "./events.js" */

/**
 * Whether a value has the functions of a logger.
 * @param {any} value
 */
export const isLogger = (value) => LOG_LEVELS.slice(1).every((level) => typeof value[level] === "function");

/** The level of each event. @type {Record<HookName, Exclude<LogLevel, "off">>} */
const LEVELS = { onRequest: "debug", onResponse: "debug", onRetry: "warn", onSuccess: "info", onError: "error" };
const FIELDS = "callId operation attempt method url status duration code errors attempts delay clerkTraceId".split(" ");

/**
 * Creates the function that writes the line of an event; `undefined` if the client logs nothing.
 * @param {ClerkClientOptions} options
 */
export const createLog = ({ logger, logLevel }) => {
  const maxLevel = LOG_LEVELS.indexOf(logLevel ?? environmentLogLevel() ?? (logger ? "warn" : "off"));
  if (maxLevel < 1 || (logger && !isLogger(logger))) return undefined;
  return (/** @type {HookName} */ name, /** @type {any} */ event) => {
    const error = event.error ?? event.reason;
    const isAbort = name === "onError" && !/^Clerk/.test(error?.name);
    const level = isAbort ? "info" : LEVELS[name];
    if (LOG_LEVELS.indexOf(level) > maxLevel) return undefined;
    /** @type {any} */
    const values = isAbort ? { ...event, code: "aborted" } : { ...error, ...event };
    values.url = values.url?.replace(/\?.*/, "");
    values.errors = values.errors?.map((/** @type {any} */ item) => item.code).join();
    const fields = FIELDS.filter((field) => values[field]).map((field) => ` ${field}=${values[field]}`);
    // Codes and IDs of a response may contain anything.
    const line = `[clerk-metadata] ${name}${fields.join("")}`.replace(/[^ -~]/g, "?").slice(0, 1000);
    return (logger ?? console)[level](line);
  };
};
