// npx clerk-metadata
import { readFileSync } from "node:fs";
import { admin, ADMIN_OPTIONS, ADMIN_USAGE } from "./admin.js";
import { dev, DEV_OPTIONS, DEV_USAGE } from "./dev.js";
import { requestedInfo, UsageError, redactKeys } from "./usage.js";

/** A command is a row here and a file, which exports these. */
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

// A reader that has seen enough, such as head, closes its end: that is no failure.
for (const stream of [process.stdout, process.stderr]) {
  stream.on("error", (error) => {
    if (error.code !== "EPIPE") throw error;
  });
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  const usage = error instanceof UsageError;
  console.error(`clerk-metadata: ${redactKeys(error.message)}${usage ? `\n\n${USAGE}` : ""}`);
  process.exitCode = usage ? 2 : 1;
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

function usageOf(command) {
  if (command === undefined || command.startsWith("-")) return USAGE;
  return `Usage: clerk-metadata ${command} [options]\n\n${commandOf(command).usage}`;
}

function commandOf(name) {
  if (Object.hasOwn(COMMANDS, name)) return COMMANDS[name];
  throw new UsageError(
    name.startsWith("-") ? `there is no option ${name} without a command.` : `there is no command ${name}.`,
  );
}
