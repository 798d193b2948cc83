import { PROGRAM, placeholderOf } from "../help.js";
import { commandSummaries, commonOptions, quote } from "./words.js";

/** @import { Command, Commands, Option, Value } from "../types.js" */

/** The build does not accept a brace at the start of a line in a text. */
const END = "}";

/** @param {Commands} commands */
export function zshCompletion(commands) {
  const summaries = commandSummaries(commands);
  const described = summaries.map(([name, summary]) => quote(`${name}:${summary.replaceAll(":", "\\:")}`));
  return `#compdef ${PROGRAM}
_clerk_metadata() {
  local state line context
  typeset -A opt_args
  local -a commands=(
    ${described.join("\n    ")}
  )
  _arguments -C ${commonOptions.map((option) => quote(`(- *)${option}`)).join(" ")} '1: :->command' '*:: :->arguments'
  case $state in
    command) _describe command commands ;;
    arguments)
      case $words[1] in
        help) _describe command commands ;;
${Object.entries(commands)
  .map(([name, command]) => commandCase(name, command))
  .join("\n")}
      esac ;;
  esac
${END}
# The file may be a completion function in the fpath, or it may be evaluated.
if [[ $funcstack[1] == _clerk_metadata ]]; then
  _clerk_metadata "$@"
else
  compdef _clerk_metadata ${PROGRAM}
fi`;
}

/**
 * @param {string} name
 * @param {Command} command
 */
function commandCase(name, { options, arguments: args = [] }) {
  const specs = [
    ...Object.entries(options).map(optionSpec),
    ...commonOptions.map((option) => `(- *)${option}`),
    ...args.map((argument, index) => `${index + 1}:${escapeSpec(argument.placeholder)}:${action(argument)}`),
  ];
  return `        ${name}) _arguments ${specs.map(quote).join(" ")} ;;`;
}

/** @param {[string, Option]} entry */
function optionSpec([name, option]) {
  const prefix = option.multiple ? "*" : "";
  const description = `[${escapeSpec(option.description)}]`;
  if (option.type === "boolean") return `${prefix}--${name}${description}`;
  return `${prefix}--${name}=${description}:${escapeSpec(placeholderOf(option))}:${action(option)}`;
}

/** @param {Value} value */
function action({ type, choices = [] }) {
  if (type === "file") return "_files";
  return type === "choice" ? `(${choices.join(" ")})` : " ";
}

/**
 * Colons and brackets have a meaning in a specification.
 * @param {string} text
 */
const escapeSpec = (text) => text.replace(/[\\:[\]]/g, "\\$&");
