// npx clerk-metadata
import { COMMANDS } from "#commands";
import { runCommandLine } from "./command-line.js";

// A program such as `head` closes its end of the pipe when it has read enough. That is not an error.
for (const stream of [process.stdout, process.stderr]) {
  stream.on("error", (/** @type {NodeJS.ErrnoException} */ error) => {
    if (error.code !== "EPIPE") throw error;
  });
}

await runCommandLine(COMMANDS, process.argv.slice(2));
