// What the completion scripts of all shells complete.
import { BUILT_IN } from "../help.js";
import { COMMON_OPTIONS } from "../parse-args.js";

/** @import { Commands } from "../types.js" */

/**
 * Every command with its summary.
 * @param {Commands} commands
 * @returns {[name: string, summary: string][]}
 */
export const commandSummaries = (commands) => [
  ...Object.entries(commands).map(([name, { summary }]) => /** @type {[string, string]} */ ([name, summary])),
  ...Object.entries(BUILT_IN),
];

/** The options that every command and the program itself have. */
export const commonOptions = COMMON_OPTIONS.map((name) => `--${name}`);

/**
 * In single quotes, as every shell reads it: the quote itself is written outside of them.
 * @param {string} text
 */
export const quote = (text) => `'${text.replaceAll("'", `'\\''`)}'`;
