// Finds the installed runtimes. A missing one is reported, never skipped silently.
import { accessSync, constants, existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const runtimesFolder = dirname(fileURLToPath(import.meta.url));

const INSTALL = "npm ci in tests, tests/runtimes, tests/bundlers and the folder `more` of both";

export class MissingRuntime extends Error {}

function firstExisting(paths, name, howToInstall) {
  const existing = paths.find((path) => existsSync(path));
  if (existing === undefined) throw new MissingRuntime(`${name} is not installed: ${howToInstall}`);
  return existing;
}

/** The folders with the tools of every run, of all tests, and of `--all`. */
const moduleFolders = ["", "..", "more"].map((folder) => join(runtimesFolder, folder, "node_modules"));

/** The folder of an npm package. */
export const folderOf = (name, folders = moduleFolders) =>
  firstExisting(
    folders.map((folder) => join(folder, name)),
    name,
    INSTALL,
  );

/**
 * The path of a version of Node.js. package.json has an alias for each platform that npm offers. On another platform
 * the Node.js that runs this is used if it has that version.
 */
export function node(version) {
  if (process.platform !== "linux" && process.versions.node.startsWith(`${version}.`)) return process.execPath;
  return join(folderOf(`node-${version}-${process.platform}-${process.arch}`), "bin/node");
}

export const deno = () => join(folderOf("deno"), "bin.cjs");

/** If Bun's install script has not run, its binary is in the package of the platform. */
export function bun() {
  const { platform, arch } = process;
  const name = `bun-${platform}-${arch === "arm64" ? "aarch64" : arch}`;
  const modules = join(folderOf("bun"), "..");
  return firstExisting([join(modules, "@oven", name, "bin/bun"), join(modules, "bun/bin/bun.exe")], "Bun", INSTALL);
}

/** Imports an ES module of a tool. */
export const load = (name, file) => import(join(folderOf(name), file));

export const versionOf = (name, folders) =>
  JSON.parse(readFileSync(join(folderOf(name, folders), "package.json"), "utf8")).version;

/** Requires the CommonJS module of a tool. */
export const requireTool = (name) => createRequire(import.meta.url)(folderOf(name));

/** esbuild is a build tool of the package. */
export const esbuild = () => createRequire(join(runtimesFolder, "../../pkg/package.json"))("esbuild");

const CHROMIUM_COMMANDS = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const MAC_APPLICATIONS = [
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

/** The path of the system's Chromium. The environment variable `CHROMIUM` overrides it. */
export function chromium() {
  if (process.env.CHROMIUM) return process.env.CHROMIUM;
  const folders = (process.env.PATH ?? "").split(delimiter);
  const paths = CHROMIUM_COMMANDS.flatMap((name) => folders.map((folder) => join(folder, name))).concat(
    MAC_APPLICATIONS,
  );
  return firstExisting(
    paths.filter(isExecutable),
    "Chromium",
    "install Debian's package chromium, or set the environment variable CHROMIUM to its path",
  );
}

function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
