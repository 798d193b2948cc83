import { parseArgs } from "node:util";

/** The words of the command line are off. */
export class UsageError extends Error {}

const QUESTIONS = { help: { type: "boolean", short: "h" }, version: { type: "boolean", short: "v" } };

/** Whether the words of a command ask for its usage (`"help"`) or the version (`"version"`), whatever else they say. */
export function questionIn(args, options) {
  const { values, positionals } = parseArgs({ args, options: { ...options, ...QUESTIONS }, strict: false });
  const asks = (name) => values[name] === true || positionals[0] === name;
  if (asks("help")) return "help";
  return asks("version") || values.V === true ? "version" : undefined;
}

/**
 * The options that the words give.
 * @returns {Record<string, any>}
 */
export function parse(args, options) {
  const { values, tokens } = parsed(args, options);
  const names = tokens.flatMap((token) => (token.kind === "option" ? [token.name] : []));
  const twice = names.find((name, index) => names.indexOf(name) !== index && !options[name].multiple);
  if (twice !== undefined) throw new UsageError(`--${twice} is given twice.`);
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

/** A text for people, without what may be a key: it may have been put in the wrong place. */
export const withoutKeys = (text) => text.replace(/\b([sp]k_)\w[^\s'"]*/g, "$1…");
