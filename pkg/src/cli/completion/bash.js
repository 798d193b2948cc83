// Bash 3.2, which macOS has, and later.
import { PROGRAM } from "../help.js";
import { commandSummaries, commonOptions, quote } from "./words.js";

/** @import { Command, Commands, Value } from "../types.js" */

/** The build does not accept a brace at the start of a line in a text. */
const END = "}";

/** @param {Commands} commands */
export function bashCompletion(commands) {
  const names = commandSummaries(commands).map(([name]) => name);
  return `# bash completion for ${PROGRAM}
_clerk_metadata() {
  local current=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD-1]} command=\${COMP_WORDS[1]} IFS=$'\\n'
  COMPREPLY=()
  # bash splits --name=value into three words.
  if [[ $current == = ]]; then
    current=
  elif [[ $previous == = ]]; then
    previous=\${COMP_WORDS[COMP_CWORD-2]}
  fi
  if ((COMP_CWORD == 1)); then
    if [[ $current == -* ]]; then
      ${words(commonOptions)}
    else
      ${words(names)}
    fi
    return
  fi
  case "$command $previous" in
${Object.entries(commands)
  .flatMap(([name, command]) => valueCases(name, command))
  .join("\n")}
  esac
  case "$command $current" in
${Object.entries(commands)
  .map(([name, command]) => optionCase(name, command))
  .join("\n")}
  esac
  case $command in
    help) ${words(names)} ;;
${Object.entries(commands)
  .flatMap(([name, command]) => argumentCase(name, command))
  .join("\n")}
  esac
${END}
complete -F _clerk_metadata ${PROGRAM}`;
}

/** @param {string[] | readonly string[]} list */
const words = (list) => `COMPREPLY=($(IFS=' '; compgen -W ${quote(list.join(" "))} -- "$current"))`;

const FILES = `compopt -o filenames 2>/dev/null; COMPREPLY=($(compgen -f -- "$current"))`;

/**
 * The shell code that completes a value.
 * @param {Value} value
 */
function completeValue({ type, choices = [] }) {
  if (type === "file") return `${FILES}; `;
  return type === "choice" ? `${words(choices)}; ` : "";
}

/**
 * The values of options. Most cannot be completed, and then nothing else must be offered.
 * @param {string} name
 * @param {Command} command
 */
const valueCases = (name, { options }) =>
  Object.entries(options)
    .filter(([, { type }]) => type !== "boolean")
    .map(([option, declaration]) => `    '${name} --${option}') ${completeValue(declaration)}return ;;`);

/**
 * @param {string} name
 * @param {Command} command
 */
const optionCase = (name, { options }) =>
  `    '${name} -'*) ${words([...Object.keys(options).map((option) => `--${option}`), ...commonOptions])}; return ;;`;

/**
 * The first argument of a command, or its options if it has none.
 * @param {string} name
 * @param {Command} command
 */
function argumentCase(name, { options, arguments: [argument] = [] }) {
  if (argument !== undefined) return [`    ${name}) ${completeValue(argument)};;`];
  return [`    ${name}) ${words([...Object.keys(options).map((option) => `--${option}`), ...commonOptions])} ;;`];
}
