// Finds the bundlers and test tools, and runs them.
import { mkdirSync, readFileSync, symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { output } from "../runtimes/process.mjs";
import * as runtimes from "../runtimes/tools.mjs";

const bundlersFolder = dirname(fileURLToPath(import.meta.url));
// Not the folders of the runtimes, whose tools come with other versions of their dependencies.
const folders = [bundlersFolder, join(bundlersFolder, "more"), join(bundlersFolder, "../../pkg")].map((folder) =>
  join(folder, "node_modules"),
);

export const folderOf = (name) => runtimes.folderOf(name, folders);
export const versionOf = (name) => runtimes.versionOf(name, folders);

/** The newest Node.js of every run. Some of the tools do not start in version 20. */
export const node = () => runtimes.node("26");

/** The path of the script of a tool's command. */
export function script(name, command) {
  const folder = folderOf(name);
  const { bin } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  return join(folder, typeof bin === "string" ? bin : bin[command]);
}

/** No telemetry, and no files outside the project. */
export const isolatedEnvironment = (project) => ({
  ...process.env,
  HOME: project,
  XDG_CONFIG_HOME: project,
  CI: "true",
  NO_COLOR: "1",
  FORCE_COLOR: undefined,
});

/** Runs a tool's command in a project until it exits. */
export const run = (name, command, args, project, env = {}) =>
  output(node(), [script(name, command), ...args], project, { ...isolatedEnvironment(project), ...env });

/** Links a tool into the node_modules of a project, optionally under another name. */
export function link(project, name, as = name) {
  const target = join(project, "node_modules", as);
  mkdirSync(dirname(target), { recursive: true });
  symlinkSync(folderOf(name), target);
}

/** esbuild's command is not a JavaScript file on every platform, so its API is used instead. */
export const esbuild = () => createRequire(import.meta.url)(folderOf("esbuild"));
