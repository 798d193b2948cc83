// Reads the arguments of a command by its declaration.
import { parseArgs } from "node:util";
import { OPTION_TYPES } from "./option-types.js";
import { didYouMean, suggest } from "./suggest.js";
import { UsageError } from "./usage-error.js";

/** @import { Argument, Command, Option } from "./types.js" */

/** The options of every command. */
export const COMMON_OPTIONS = ["help", "version"];

/** Names that a person may expect of an option with the secret key. */
const KEY_NAME = /^((clerk|api|secret)[-_]?)*(secret|key|token)s?$/i;

/**
 * @param {string[]} args
 * @param {Command} command
 */
function tokenize(args, { options }) {
  const config = Object.entries(options).map(([name, { type }]) => [
    name,
    { type: type === "boolean" ? "boolean" : "string" },
  ]);
  // The checks of the strict mode are made below, so that their errors name the option and suggest another one.
  return parseArgs({
    args,
    options: {
      ...Object.fromEntries(config),
      help: { type: "boolean", short: "h" },
      version: { type: "boolean", short: "v" },
    },
    strict: false,
    tokens: true,
  }).tokens;
}

/**
 * Whether the arguments ask for the help of the command or for the version, whatever else they contain.
 * @param {string[]} args
 * @param {Command} command
 * @returns {"help" | "version" | undefined}
 */
export function requestedInfo(args, command) {
  const tokens = tokenize(args, command);
  const names = tokens.flatMap((token) => (token.kind === "option" ? [token.name] : []));
  // A command without arguments also accepts `dev help`.
  const [word] = command.arguments ? [] : tokens.flatMap((token) => (token.kind === "positional" ? [token.value] : []));
  if (names.includes("help") || word === "help") return "help";
  return names.includes("version") || names.includes("V") || word === "version" ? "version" : undefined;
}

/**
 * The values of the options and of the arguments.
 * @param {string[]} args
 * @param {string} commandName
 * @param {Command} command
 * @param {Record<string, string | undefined>} env
 * @returns {{ values: Record<string, any>, positionals: any[] }}
 */
export function parse(args, commandName, command, env) {
  /** @type {Map<string, string[]>} */
  const texts = new Map();
  /** @type {string[]} */
  const positionals = [];
  for (const token of tokenize(args, command)) {
    if (token.kind === "positional") positionals.push(token.value);
    if (token.kind !== "option") continue;
    const { name, rawName } = token;
    if (!Object.hasOwn(command.options, name)) throw unknownOption(rawName, name, commandName, command);
    const option = command.options[name];
    const previous = texts.get(name) ?? [];
    if (previous.length > 0 && !option.multiple) throw optionError(name, "may be given only once.", commandName);
    texts.set(name, [...previous, textOf(token, option, commandName)]);
  }
  return {
    values: Object.fromEntries(
      Object.entries(command.options).map(([name, option]) => [
        name,
        optionValue(name, option, texts.get(name), commandName, env),
      ]),
    ),
    positionals: convertPositionals(positionals, commandName, command.arguments ?? []),
  };
}

/**
 * The text of an option on the command line.
 * @param {{ name: string, value: string | undefined, inlineValue: boolean | undefined }} token
 * @param {Option} option
 * @param {string} commandName
 */
function textOf({ name, value, inlineValue }, { type }, commandName) {
  if (type === "boolean") {
    if (value !== undefined) throw optionError(name, "does not take a value.", commandName);
    return "";
  }
  if (value === undefined) throw optionError(name, "needs a value.", commandName);
  // Probably the next option. A negative number is rejected as a number.
  if (!inlineValue && /^-\D/.test(value))
    throw optionError(name, `needs a value. Write --${name}=VALUE if the value starts with a dash.`, commandName);
  if (value.trim() === "") throw optionError(name, "is empty. Give it a value, or leave it out.", commandName);
  return value;
}

/**
 * @param {string} name
 * @param {Option} option
 * @param {string[] | undefined} texts
 * @param {string} commandName
 * @param {Record<string, string | undefined>} env
 */
function optionValue(name, option, texts, commandName, env) {
  const { type, multiple, env: variable } = option;
  if (texts !== undefined) {
    const values = texts.map((text) => convert(text, option, (message) => optionError(name, message, commandName)));
    return multiple ? values : values[0];
  }
  const text = variable === undefined ? undefined : env[variable];
  if (text) return convert(text, option, (message) => new Error(`${variable} ${message}`));
  return option.default ?? (multiple ? [] : type === "boolean" ? false : undefined);
}

/**
 * @param {string[]} texts
 * @param {string} commandName
 * @param {readonly Argument[]} declared
 */
function convertPositionals(texts, commandName, declared) {
  const error = (/** @type {string} */ message) => new UsageError(message, { command: commandName });
  if (texts.length > declared.length) throw error(`Unexpected argument ${JSON.stringify(texts[declared.length])}.`);
  return declared.map((argument, index) => {
    const { placeholder, required } = argument;
    const text = texts[index];
    if (text !== undefined) return convert(text, argument, (message) => error(`${placeholder} ${message}`));
    if (required) throw error(`${placeholder} is missing.`);
    return undefined;
  });
}

/**
 * @param {string} text
 * @param {Option | Argument} declaration
 * @param {(message: string) => Error} toError
 */
function convert(text, declaration, toError) {
  try {
    return OPTION_TYPES[declaration.type].convert(text, declaration);
  } catch (error) {
    throw toError(/** @type {Error} */ (error).message);
  }
}

/**
 * @param {string} name
 * @param {string} message
 * @param {string} command
 */
const optionError = (name, message, command) => new UsageError(`--${name} ${message}`, { command, option: name });

/**
 * @param {string} rawName
 * @param {string} name
 * @param {string} commandName
 * @param {Command} command
 */
function unknownOption(rawName, name, commandName, { options }) {
  if (KEY_NAME.test(name))
    return new UsageError(
      `${rawName} is not an option: a key on the command line is kept in the history of the shell, and other users of this computer can see it. Set CLERK_SECRET_KEY in the environment or in .env.local instead.`,
      { command: commandName },
    );
  const similar = suggest(name, [...Object.keys(options), ...COMMON_OPTIONS]);
  return new UsageError(`Unknown option ${rawName}.${didYouMean(similar && `--${similar}`)}`, {
    command: commandName,
    option: similar,
  });
}
