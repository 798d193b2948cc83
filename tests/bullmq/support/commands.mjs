// Runs the commands of the packed tarball as processes.
import { spawn } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { ended, kill } from "./processes.mjs";

/** A new folder in the folder of a project, which is removed with it. */
export const temporaryJobFolder = (project) => mkdtempSync(join(project, "job-"));

/** Starts a command in a folder. `output` and `errors` resolve when it has ended. */
export function start(t, project, folder, backend, args, { key = "sk_test_1", cli = cliOf(project) } = {}) {
  const child = spawn(process.execPath, [cli, ...args], {
    cwd: folder,
    env: { PATH: process.env.PATH, CLERK_SECRET_KEY: key, CLERK_API_URL: backend.url },
    stdio: ["ignore", "pipe", "pipe"],
  });
  t.after(() => kill(child));
  return Object.assign(child, { output: text(child.stdout), errors: text(child.stderr) });
}

/** The command line of the package in a folder. */
export const cliOf = (folder) => join(folder, "node_modules/clerk-metadata/dist/cli.js");

/** Runs a command. */
export async function run(...args) {
  const child = start(...args);
  await ended(child);
  return { status: child.exitCode, output: await child.output, errors: await child.errors };
}
