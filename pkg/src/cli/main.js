// npx clerk-metadata
import { readFileSync } from "node:fs";
import { admin, ADMIN_OPTIONS, ADMIN_USAGE } from "./admin.js";
import { dev, DEV_OPTIONS, DEV_USAGE } from "./dev.js";
import { requestedInfo, UsageError, redactKeys } from "./usage.js";

/**
 * A command is a row here, and a file that exports these values.
 * @type {Record<string, { run(args: string[]): Promise<void>, options: import("./usage.js").Options, usage: string }>}
 */
const COMMANDS = {
  dev: { run: dev, options: DEV_OPTIONS, usage: DEV_USAGE },
  admin: { run: admin, options: ADMIN_OPTIONS, usage: ADMIN_USAGE },
};
const USAGE = `Usage: clerk-metadata <command>

${Object.values(COMMANDS)
  .map(({ usage }) => usage)
  .join("\n\n")}

  help [command]  Prints this text; so do -h and --help
  version         Prints the version; so do -v and --version`;

// A program such as `head` closes its end of the pipe when it has read enough. That is not an error.
for (const stream of [process.stdout, process.stderr]) {
  stream.on("error", (/** @type {NodeJS.ErrnoException} */ error) => {
    if (error.code !== "EPIPE") throw error;
  });
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  const isUsageError = error instanceof UsageError;
  const { message } = /** @type {Error} */ (error);
  console.error(`clerk-metadata: ${redactKeys(message)}${isUsageError ? `\n\n${USAGE}` : ""}`);
  process.exitCode = isUsageError ? 2 : 1;
}

/** @param {string[]} args */
async function main([command, ...args]) {
  switch (command) {
    case undefined:
    case "help":
    case "--help":
    case "-h":
      return console.log(usageOf(args[0]));
    case "version":
    case "--version":
    case "-v":
    case "-V":
      return console.log(version());
  }
  const { run, options } = commandOf(command);
  switch (requestedInfo(args, options)) {
    case "help":
      return console.log(usageOf(command));
    case "version":
      return console.log(version());
  }
  await run(args);
}

function version() {
  return JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")).version;
}

/** @param {string | undefined} command */
function usageOf(command) {
  if (command === undefined || command.startsWith("-")) return USAGE;
  return `Usage: clerk-metadata ${command} [options]\n\n${commandOf(command).usage}`;
}

/** @param {string} name */
function commandOf(name) {
  if (Object.hasOwn(COMMANDS, name)) return COMMANDS[name];
  throw new UsageError(
    name.startsWith("-") ? `there is no option ${name} without a command.` : `there is no command ${name}.`,
  );
}
