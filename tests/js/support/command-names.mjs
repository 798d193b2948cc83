import { readdirSync } from "node:fs";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";

const folder = fileURLToPath(new URL("../../../pkg/src/cli/commands", import.meta.url));

/** The commands with a file, in the order of the help. */
export const COMMANDS = readdirSync(folder)
  .map((name) => basename(name, ".js"))
  .sort();

/** Those that the program runs itself. */
export const BUILT_IN = ["help", "version"];
