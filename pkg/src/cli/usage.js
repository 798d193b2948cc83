import { parseArgs } from "node:util";

/** The words of the command line are off. */
export class UsageError extends Error {}

/** The options that the words give. */
export function parse(args, options) {
  try {
    return parseArgs({ args, options }).values;
  } catch (error) {
    throw new UsageError(error.message);
  }
}

export function wholeNumber(name, text, max) {
  if (!/^\d+$/.test(text) || Number(text) > max) throw new UsageError(`${name} takes a whole number up to ${max}, not ${text}.`);
  return Number(text);
}
