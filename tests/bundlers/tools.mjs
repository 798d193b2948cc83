// Where the bundlers and test tools are, and what runs them.
import { mkdirSync, readFileSync, symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { output } from "../runtimes/process.mjs";
import * as runtimes from "../runtimes/tools.mjs";

const here = dirname(fileURLToPath(import.meta.url));
// Not those of the runtimes: tools there have others of their own beside them.
const folders = [here, join(here, "more"), join(here, "../../pkg")].map((folder) => join(folder, "node_modules"));

export const folderOf = (name) => runtimes.folderOf(name, folders);
export const versionOf = (name) => runtimes.versionOf(name, folders);

/** The newest Node.js of every run: some of the tools no longer start in version 20. */
export const node = () => runtimes.node("26");

/** The script behind a tool's command. */
export function script(name, command) {
  const folder = folderOf(name);
  const { bin } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  return join(folder, typeof bin === "string" ? bin : bin[command]);
}

/** No word to anyone, and nothing kept outside the project. */
export const quiet = (project) => ({
  ...process.env,
  HOME: project,
  XDG_CONFIG_HOME: project,
  CI: "true",
  NO_COLOR: "1",
  FORCE_COLOR: undefined,
});

/** Runs a tool's command in a project, to its end. */
export const run = (name, command, args, project, env = {}) =>
  output(node(), [script(name, command), ...args], project, { ...quiet(project), ...env });

/** Puts a tool where a program of the project imports it, by another name where it has one. */
export function link(project, name, as = name) {
  const place = join(project, "node_modules", as);
  mkdirSync(dirname(place), { recursive: true });
  symlinkSync(folderOf(name), place);
}

/** esbuild has no JavaScript command line that starts everywhere; its own interface does the same. */
export const esbuild = () => createRequire(import.meta.url)(folderOf("esbuild"));
