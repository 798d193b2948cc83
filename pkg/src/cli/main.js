// npx clerk-metadata
import { admin, ADMIN_USAGE } from "./admin.js";
import { dev, DEV_USAGE } from "./dev.js";
import { UsageError } from "./usage.js";

const COMMANDS = { dev, admin };
const USAGE = `Usage: clerk-metadata <command>\n\n${DEV_USAGE}\n\n${ADMIN_USAGE}`;

const [command, ...args] = process.argv.slice(2);
try {
  if (command === undefined || command === "--help" || command === "-h") {
    console.log(USAGE);
  } else if (!Object.hasOwn(COMMANDS, command)) {
    throw new UsageError(`there is no command ${command}.`);
  } else {
    await COMMANDS[command](args);
  }
} catch (error) {
  const usage = error instanceof UsageError;
  console.error(`clerk-metadata: ${error.message}${usage ? `\n\n${USAGE}` : ""}`);
  process.exitCode = usage ? 2 : 1;
}
