// Writes the events of a call to a logger: one line per event, of `name=value` fields. No field contains the secret
// key, metadata, a value of a query string, or a text of a response or of a thrown error.
import { isLogger, LOG_LEVELS, parseLogLevel } from "../log-level.js";

/** @import { ClerkClientOptions, LogLevel } from "../../types/options.js" */
/** @import { HookName } from "./reports.js" */
/** @import { EndCode } from "./rejection.js" */

/** The level of each event. @type {Record<HookName, Exclude<LogLevel, "off">>} */
const LEVELS = { onRequest: "debug", onResponse: "debug", onRetry: "warn", onSuccess: "info", onError: "error" };
const FIELDS = "callId operation attempt method url status duration code errors attempts delay clerkTraceId".split(" ");

/**
 * A value, or the code of an item of `errors`, without the characters that could imitate another field or line: codes
 * and IDs of a response may contain anything.
 * @param {any} value
 */
const clean = (value) => String(value.code ?? value).replace(/[^\w.:/@%-]/g, "?");

/**
 * Creates the function that writes the line of an event; `undefined` if the client logs nothing. Throws if reading the
 * logger does.
 * @param {ClerkClientOptions} options
 * @param {string | undefined} variable The text of the environment variable when the client was created.
 */
export const createLog = ({ logger, logLevel }, variable) => {
  const maxLevel = LOG_LEVELS.indexOf(logLevel ?? parseLogLevel(variable) ?? (logger ? "warn" : "off"));
  if (maxLevel < 1 || (logger && !isLogger(logger))) return undefined;
  return (/** @type {HookName} */ name, /** @type {any} */ event, /** @type {EndCode | undefined} */ code) => {
    const level = code && code !== "unknown" ? "info" : LEVELS[name];
    if (LOG_LEVELS.indexOf(level) > maxLevel) return undefined;
    // With a code, the error is not one of this package, so nothing is known about its fields.
    const values = code ? { ...event, code } : { ...(event.error ?? event.reason), ...event };
    values.url = values.url?.split("?", 1);
    const fields = FIELDS.map((field) => {
      const text = [values[field] ?? []].flat().map(clean).join();
      return text && ` ${field}=${text}`;
    });
    return (logger ?? console)[level](`[clerk-metadata] ${name}${fields.join("")}`.slice(0, 1000));
  };
};
