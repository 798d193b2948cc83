// Runs a command line: finds the command, reads its arguments, and prints help, the version and errors.
//
//   arguments ─► command ─┬─ --help, --version ──────────► stdout, exit code 0
//                         └─ parse-args.js ─► command.run ► exit code 0, that of an ExitError, or 1 after an error
//                                └─ UsageError ───────────► stderr, exit code 2
import { BAD_INPUT, exitStatusOf } from "./exit-status.js";
import { BUILT_IN, commandHelp, programHelp, usageErrorText } from "./help.js";
import { OutputClosed } from "./output.js";
import { parse, requestedInfo } from "./parse-args.js";
import { didYouMean, suggest } from "./suggest.js";
import { widthOf, wrap } from "./text.js";
import { redactKeys, UsageError } from "./usage-error.js";
import { packageVersion } from "./version.js";

/** @import { Commands } from "./types.js" */

/**
 * @param {Commands} commands
 * @param {string[]} args
 */
export async function runCommandLine(commands, args) {
  try {
    await run(commands, args);
  } catch (error) {
    if (error instanceof OutputClosed) return;
    const isUsageError = error instanceof UsageError;
    const { message } = /** @type {Error} */ (error);
    const text = isUsageError ? usageErrorText(error, commands, widthOf(process.stderr)) : errorText(message);
    console.error(redactKeys(text));
    process.exitCode = isUsageError ? BAD_INPUT : exitStatusOf(error);
  }
}

/**
 * In a log, an error is one line.
 * @param {string} message
 */
function errorText(message) {
  const text = `clerk-metadata: ${message}`;
  return process.stderr.isTTY
    ? text
        .split("\n")
        .flatMap((line) => wrap(line, widthOf(process.stderr)))
        .join("\n")
    : text;
}

/**
 * @param {Commands} commands
 * @param {string[]} args
 */
async function run(commands, [name, ...args]) {
  switch (name) {
    case undefined:
    case "help":
    case "--help":
    case "-h":
      rejectArguments(args.slice(1));
      return printHelp(commands, args[0]);
    case "version":
    case "--version":
    case "-v":
    case "-V":
      rejectArguments(args);
      return console.log(packageVersion());
  }
  const command = findCommand(commands, name);
  switch (requestedInfo(args, command)) {
    case "help":
      return printHelp(commands, name);
    case "version":
      return console.log(packageVersion());
  }
  const { values, positionals } = parse(args, name, command, process.env);
  await command.run(values, positionals, { commands });
}

/**
 * @param {Commands} commands
 * @param {string | undefined} name
 */
function printHelp(commands, name) {
  const width = widthOf(process.stdout);
  const isProgram = name === undefined || name.startsWith("-") || Object.hasOwn(BUILT_IN, name);
  console.log(isProgram ? programHelp(commands, width) : commandHelp(name, findCommand(commands, name), width));
}

/**
 * @param {Commands} commands
 * @param {string} name
 */
function findCommand(commands, name) {
  if (Object.hasOwn(commands, name)) return commands[name];
  if (name.startsWith("-")) {
    const similar = suggest(name, ["--help", "--version"]);
    throw new UsageError(`Unknown option ${name}.${didYouMean(similar) || " Options follow a command."}`);
  }
  const similar = suggest(name, [...Object.keys(commands), ...Object.keys(BUILT_IN)]);
  throw new UsageError(`Unknown command ${JSON.stringify(name)}.${didYouMean(similar)}`);
}

/** @param {string[]} args */
function rejectArguments([unexpected]) {
  if (unexpected !== undefined) throw new UsageError(`Unexpected argument ${JSON.stringify(unexpected)}.`);
}
