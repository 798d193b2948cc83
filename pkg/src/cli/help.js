// The help of the program and of its commands, and the part of it that an error needs.
import { OPTION_TYPES } from "./option-types.js";
import { table, wrap } from "./text.js";
import { UsageError } from "./usage-error.js";

/** @import { Argument, Command, Commands, Option } from "./types.js" */

export const PROGRAM = "clerk-metadata";
const DOCUMENTATION = "https://github.com/clerk-metadata/clerk-metadata/blob/main/docs/command-line.md";

/** @type {[string, string]} */
const HELP_ROW = ["-h, --help", "Print this help."];
/** @type {[string, string][]} */
const COMMON_ROWS = [HELP_ROW, ["-v, --version", "Print the version."]];

/** The commands that `command-line.js` runs itself: name and summary. @type {Record<string, string>} */
export const BUILT_IN = {
  help: "Print the help of a command",
  version: "Print the version",
};

/**
 * @param {Commands} commands
 * @param {number} width
 */
export function programHelp(commands, width) {
  return [
    `Usage: ${PROGRAM} <command> [options]`,
    `Commands:\n${table(commandRows(commands), width)}`,
    `Options:\n${table(COMMON_ROWS, width)}`,
    wrap(`Run "${PROGRAM} <command> --help" for the options of a command.`, width).join("\n"),
    `Documentation:\n  ${DOCUMENTATION}`,
  ].join("\n\n");
}

/**
 * @param {Commands} commands
 * @returns {[string, string][]}
 */
function commandRows(commands) {
  const rows = Object.entries(commands).map(([name, { summary }]) => [name, summary]);
  return /** @type {[string, string][]} */ ([...rows, ...Object.entries(BUILT_IN)]);
}

/**
 * @param {string} name
 * @param {Command} command
 * @param {number} width
 */
export function commandHelp(name, command, width) {
  const { summary, description = [], options, environment = {}, examples = [] } = command;
  const args = command.arguments ?? [];
  const variables = [...Object.entries(environment), ...variablesOf(options)].sort(([one], [other]) =>
    one < other ? -1 : 1,
  );
  return [
    wrap(`${summary}.`, width).join("\n"),
    `Usage: ${[PROGRAM, name, ...args.map(argumentLabel), "[options]"].join(" ")}`,
    ...description.map((paragraph) => wrap(paragraph, width).join("\n")),
    ...section("Arguments", args.map(argumentRow), width),
    ...section("Options", [...Object.entries(options).map(optionRow), HELP_ROW], width),
    ...section("Environment variables", variables, width),
    ...(examples.length === 0 ? [] : [`Examples:\n${examples.map((example) => `  ${example}`).join("\n")}`]),
  ].join("\n\n");
}

/**
 * @param {string} title
 * @param {[string, string][]} rows
 * @param {number} width
 */
const section = (title, rows, width) => (rows.length === 0 ? [] : [`${title}:\n${table(rows, width)}`]);

/**
 * @param {Command["options"]} options
 * @returns {[string, string][]}
 */
const variablesOf = (options) =>
  Object.entries(options).flatMap(([name, { env }]) =>
    env === undefined ? [] : [/** @type {[string, string]} */ ([env, `Used if --${name} is missing.`])],
  );

/**
 * @param {[string, Option]} entry
 * @returns {[string, string]}
 */
function optionRow([name, option]) {
  const { description, multiple, env } = option;
  const value = option.default;
  return [
    `--${name} ${placeholderOf(option)}`.trimEnd(),
    [
      description,
      ...(multiple ? ["May be repeated."] : []),
      ...(value === undefined && env === undefined ? [] : [`Default: ${defaultText(env, value)}.`]),
    ].join(" "),
  ];
}

/**
 * @param {string | undefined} env
 * @param {string | number | undefined} value
 */
function defaultText(env, value) {
  if (env === undefined) return String(value);
  return value === undefined ? `the variable ${env}` : `the variable ${env}, or ${value}`;
}

/** @param {Option} option */
export const placeholderOf = ({ type, placeholder = OPTION_TYPES[type].placeholder }) => placeholder;

/** @param {Argument} argument */
const argumentLabel = ({ placeholder, required }) => (required ? placeholder : `[${placeholder}]`);

/**
 * @param {Argument} argument
 * @returns {[string, string]}
 */
const argumentRow = ({ placeholder, description }) => [placeholder, description];

/**
 * The error, the lines of the help that it is about, and where to find the rest.
 * @param {UsageError} error
 * @param {Commands} commands
 * @param {number} width
 */
export function usageErrorText({ message, command: name, option }, commands, width) {
  const command = name === undefined ? undefined : commands[name];
  const helpCommand = [PROGRAM, ...(command === undefined ? [] : [name]), "--help"].join(" ");
  /** @type {[string, string][]} */
  let rows = [];
  if (command === undefined) rows = commandRows(commands);
  else if (option === undefined) rows = (command.arguments ?? []).map(argumentRow);
  else if (option in command.options) rows = [optionRow([option, command.options[option]])];
  return [
    wrap(`${PROGRAM}: ${message}`, width).join("\n"),
    ...(rows.length === 0 ? [] : [table(rows, width)]),
    wrap(`Run "${helpCommand}" for more information.`, width).join("\n"),
  ].join("\n\n");
}
