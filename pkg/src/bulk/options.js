// Validates the arguments of functions on many users.
import { isAbortSignal } from "../abort.js";
import { checkJournal } from "./journal.js";
import { isClient } from "./requests.js";

/** @import { UpdateUsersOptions } from "../../types/bulk-update.js" */
/** @import { RunSettings } from "./types.js" */

const OPTIONS = [
  "limiter",
  "journal",
  "skipUnchanged",
  "maxFailed",
  "maxOffline",
  "concurrency",
  "signal",
  "onProgress",
  "onDrift",
  "mode",
  "keys",
  "transform",
  "schema",
];
const FIELDS = ["publicMetadata", "privateMetadata", "unsafeMetadata"];
export const MODES = ["patch", "desired", "replace"];
const ON_DRIFT = ["skip", "recompute", "force"];
export const DEFAULT_CONCURRENCY = 50;
const MAX_CONCURRENCY = 100;
export const DEFAULT_MAX_OFFLINE = 15 * 60_000;
/** The largest `u32`, which stands for no limit. */
export const UNLIMITED = 2 ** 32 - 1;

/**
 * Validates what all functions on many users have in common. Returns a function that rejects an argument.
 * @param {string} name Of the function.
 * @param {any} clerk
 * @param {any} rows
 * @param {any} options
 * @param {string[]} names Of its options.
 * @returns {(problem: string) => never}
 */
export function checkArguments(name, clerk, rows, options, names) {
  /** @type {(problem: string) => never} */
  const reject = (problem) => {
    throw new TypeError(`${name}: ${problem}`);
  };
  if (!isClient(clerk))
    reject("the first argument must be a client that createClerkClient of clerk-metadata returned.");
  if (typeof rows !== "object" || typeof (rows?.[Symbol.asyncIterator] ?? rows?.[Symbol.iterator]) !== "function")
    reject("rows must be an iterable or an async iterable of rows, such as an array.");
  if (typeof options !== "object" || options === null || Array.isArray(options))
    reject(
      `options must be an object such as { ${names.includes("maxFailed") ? "maxFailed: 100" : 'mode: "desired"'} }.`,
    );
  const unknown = Object.keys(options).find((option) => !names.includes(option));
  if (unknown !== undefined) reject(`unknown option ${unknown}. The options are ${names.join(", ")}.`);
  const { limiter, signal, onProgress } = options;
  if (limiter !== undefined && limiter !== false && typeof limiter !== "function")
    reject("limiter must be a rate limiter, such as createRateLimiter(), or false.");
  if (signal !== undefined && !isAbortSignal(signal)) reject("signal must be an AbortSignal.");
  if (onProgress !== undefined && typeof onProgress !== "function") reject("onProgress must be a function.");
  return reject;
}

/**
 * @param {(problem: string) => never} reject
 * @param {unknown} maxOffline
 */
export function checkMaxOffline(reject, maxOffline) {
  if (typeof maxOffline !== "number" || !(maxOffline >= 0))
    reject("maxOffline must be a number of milliseconds, or Infinity.");
}

/**
 * Validates how the fields of a row are understood.
 * @param {(problem: string) => never} reject
 * @param {any} options
 */
export function checkMode(reject, { mode = "patch", keys, transform }) {
  if (!MODES.includes(mode)) reject('mode must be "patch", "desired" or "replace".');
  const areTexts = Array.isArray(keys) && keys.length > 0 && keys.every((key) => typeof key === "string");
  if (keys !== undefined && !areTexts) reject('keys must be an array of paths such as ["publicMetadata.plan"].');
  if (keys !== undefined && mode !== "desired") reject('keys needs mode: "desired".');
  if (transform !== undefined && typeof transform !== "function")
    reject("transform must be a function that returns metadata fields, or undefined.");
}

/**
 * Validates the schemas of the fields.
 * @param {(problem: string) => never} reject
 * @param {any} schema
 */
export function checkSchema(reject, schema) {
  if (schema === undefined) return;
  if (typeof schema !== "object" || schema === null)
    reject("schema must be an object such as { publicMetadata }, whose values are Standard Schemas.");
  for (const [name, value] of Object.entries(schema)) {
    if (!FIELDS.includes(name)) reject(`schema: unknown field ${name}. The fields are ${FIELDS.join(", ")}.`);
    if (value !== undefined && typeof value?.["~standard"]?.validate !== "function")
      reject(`schema.${name} must be a Standard Schema, such as one of Zod, Valibot or ArkType.`);
  }
}

/**
 * Returns the options of `updateUsersMetadata` with their defaults.
 * @param {any} clerk
 * @param {any} rows
 * @param {UpdateUsersOptions} options
 */
export function readOptions(clerk, rows, options) {
  const reject = checkArguments("updateUsersMetadata", clerk, rows, options, OPTIONS);
  const {
    limiter,
    journal,
    skipUnchanged = true,
    maxFailed = Infinity,
    maxOffline = DEFAULT_MAX_OFFLINE,
    concurrency = DEFAULT_CONCURRENCY,
    signal,
    onProgress,
    onDrift = "skip",
    mode = "patch",
    keys = [],
    transform,
    schema,
  } = options;
  checkMode(reject, options);
  checkSchema(reject, schema);
  if (!ON_DRIFT.includes(onDrift)) reject('onDrift must be "skip", "recompute" or "force".');
  if (onDrift !== "recompute" && (options.mode ?? options.keys ?? transform) !== undefined)
    reject('mode, keys and transform need onDrift: "recompute". To compute patches, call planUsersMetadata first.');
  if (journal !== undefined) checkJournal(reject, journal);
  if (typeof skipUnchanged !== "boolean") reject("skipUnchanged must be true or false.");
  if (maxFailed !== Infinity && !(Number.isInteger(maxFailed) && maxFailed >= 0 && maxFailed < UNLIMITED))
    reject("maxFailed must be a whole number of rows, or Infinity.");
  checkMaxOffline(reject, maxOffline);
  if (!Number.isInteger(concurrency) || concurrency < 1 || concurrency > MAX_CONCURRENCY)
    reject(`concurrency must be a whole number from 1 to ${MAX_CONCURRENCY}.`);
  return {
    limiter,
    journal,
    signal,
    onProgress,
    transform,
    schema,
    settings: /** @type {RunSettings} */ ([
      !skipUnchanged,
      Math.min(maxFailed, UNLIMITED),
      concurrency,
      maxOffline,
      false,
      mode,
      keys,
      transform !== undefined,
      schema !== undefined,
      onDrift,
      false,
    ]),
  };
}
