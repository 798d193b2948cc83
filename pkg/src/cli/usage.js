import { parseArgs } from "node:util";

/** @typedef {NonNullable<import("node:util").ParseArgsConfig["options"]>} Options */

/** The command line is invalid. */
export class UsageError extends Error {}

/** @type {Options} */
const INFO_OPTIONS = { help: { type: "boolean", short: "h" }, version: { type: "boolean", short: "v" } };

/**
 * Whether the arguments of a command ask for its usage (`"help"`) or the version (`"version"`).
 * @param {string[]} args
 * @param {Options} options
 */
export function requestedInfo(args, options) {
  const { values, positionals } = parseArgs({ args, options: { ...options, ...INFO_OPTIONS }, strict: false });
  const asks = (/** @type {string} */ name) => values[name] === true || positionals[0] === name;
  if (asks("help")) return "help";
  return asks("version") || values.V === true ? "version" : undefined;
}

/**
 * The values of the options.
 * @param {string[]} args
 * @param {Options} options
 * @returns {Record<string, any>}
 */
export function parse(args, options) {
  const { values, tokens } = parseStrictly(args, options);
  const names = tokens.flatMap((token) => (token.kind === "option" ? [token.name] : []));
  const repeated = names.find((name, index) => names.indexOf(name) !== index && !options[name].multiple);
  if (repeated !== undefined) throw new UsageError(`--${repeated} is given twice.`);
  for (const [name, value] of Object.entries(values)) {
    if ([value].flat().some((text) => String(text).trim() === ""))
      throw new UsageError(`--${name} is empty. Give it a value, or leave it out.`);
  }
  return values;
}

/**
 * @param {string[]} args
 * @param {Options} options
 */
function parseStrictly(args, options) {
  try {
    return parseArgs({ args, options, tokens: true });
  } catch (error) {
    throw new UsageError(/** @type {Error} */ (error).message);
  }
}

/**
 * @param {string} name
 * @param {string} text
 * @param {number} max
 */
export function wholeNumber(name, text, max) {
  if (!/^\d+$/.test(text) || Number(text) > max)
    throw new UsageError(`${name} takes a whole number up to ${max}, not ${text}.`);
  return Number(text);
}

/**
 * Removes what may be a key from an error message, because a user may type one in the wrong place.
 * @param {string} text
 */
export const redactKeys = (text) => text.replace(/\b([sp]k_)\w[^\s'"]*/g, "$1…");
