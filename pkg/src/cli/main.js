// npx clerk-metadata
import { COMMANDS } from "#commands";
import { runCommandLine } from "./command-line.js";

process.stdout.on("error", (/** @type {NodeJS.ErrnoException} */ error) => {
  // A program such as `head` closes its end of the pipe when it has read enough. That is not an error.
  if (error.code === "EPIPE") return;
  console.error(`clerk-metadata: The output cannot be written: ${error.message}`);
  process.exit(1);
});
// There is nowhere left to report it.
process.stderr.on("error", () => {});

await runCommandLine(COMMANDS, process.argv.slice(2));
