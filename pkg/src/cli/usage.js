import { parseArgs } from "node:util";

/** The command line is invalid. */
export class UsageError extends Error {}

const INFO_OPTIONS = { help: { type: "boolean", short: "h" }, version: { type: "boolean", short: "v" } };

/** Whether the arguments of a command ask for its usage (`"help"`) or the version (`"version"`). */
export function requestedInfo(args, options) {
  const { values, positionals } = parseArgs({ args, options: { ...options, ...INFO_OPTIONS }, strict: false });
  const asks = (name) => values[name] === true || positionals[0] === name;
  if (asks("help")) return "help";
  return asks("version") || values.V === true ? "version" : undefined;
}

/**
 * The values of the options.
 * @returns {Record<string, any>}
 */
export function parse(args, options) {
  const { values, tokens } = parsed(args, options);
  const names = tokens.flatMap((token) => (token.kind === "option" ? [token.name] : []));
  const repeated = names.find((name, index) => names.indexOf(name) !== index && !options[name].multiple);
  if (repeated !== undefined) throw new UsageError(`--${repeated} is given twice.`);
  for (const [name, value] of Object.entries(values)) {
    if ([value].flat().some((text) => String(text).trim() === ""))
      throw new UsageError(`--${name} is empty. Give it a value, or leave it out.`);
  }
  return values;
}

function parsed(args, options) {
  try {
    return parseArgs({ args, options, tokens: true });
  } catch (error) {
    throw new UsageError(error.message);
  }
}

export function wholeNumber(name, text, max) {
  if (!/^\d+$/.test(text) || Number(text) > max)
    throw new UsageError(`${name} takes a whole number up to ${max}, not ${text}.`);
  return Number(text);
}

/** Removes what may be a key from an error message: a user may have typed it in the wrong place. */
export const redactKeys = (text) => text.replace(/\b([sp]k_)\w[^\s'"]*/g, "$1…");
