import { PROGRAM } from "../help.js";
import { commandSummaries } from "./words.js";

/** @import { Commands, Value } from "../types.js" */

const FLAG_DESCRIPTIONS = { help: "Print help", version: "Print the version" };

/** @param {Commands} commands */
export function fishCompletion(commands) {
  const summaries = commandSummaries(commands);
  const isFirst = "-n __fish_use_subcommand";
  const line = (/** @type {string[]} */ ...parts) => `complete -c ${PROGRAM} ${parts.join(" ")}`;
  return [
    `# fish completion for ${PROGRAM}`,
    line("-f"),
    ...summaries.map(([name, summary]) => line(isFirst, "-a", name, "-d", quote(summary))),
    ...Object.entries(FLAG_DESCRIPTIONS).map(([name, text]) => line("-l", name, "-d", quote(text))),
    line("-n '__fish_seen_subcommand_from help'", "-a", quote(summaries.map(([name]) => name).join(" "))),
    ...Object.entries(commands).flatMap(([name, { options, arguments: args = [] }]) => {
      const [argument] = args;
      const isCommand = `-n '__fish_seen_subcommand_from ${name}'`;
      return [
        ...Object.entries(options).map(([option, declaration]) =>
          line(isCommand, "-l", option, ...valueFlags(declaration), "-d", quote(declaration.description)),
        ),
        ...(argument === undefined ? [] : [line(isCommand, ...argumentFlags(argument))]),
      ];
    }),
  ].join("\n");
}

/**
 * @param {Value} value
 * @returns {string[]}
 */
function valueFlags({ type, choices = [] }) {
  if (type === "boolean") return [];
  if (type === "file") return ["-r", "-F"];
  return type === "choice" ? ["-x", "-a", quote(choices.join(" "))] : ["-x"];
}

/**
 * @param {Value} value
 * @returns {string[]}
 */
const argumentFlags = ({ type, choices = [] }) => (type === "file" ? ["-F"] : ["-a", quote(choices.join(" "))]);

/**
 * fish knows two escapes inside single quotes.
 * @param {string} text
 */
const quote = (text) => `'${text.replace(/[\\']/g, "\\$&")}'`;
