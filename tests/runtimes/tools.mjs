// Where the runtimes are. One that is not there is told, never left out in silence.
import { accessSync, constants, existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));

const INSTALL = "npm ci in tests, tests/runtimes, tests/bundlers and the folder `more` of both";

export class MissingRuntime extends Error {}

function first(paths, what, way) {
  const found = paths.find((path) => existsSync(path));
  if (found === undefined) throw new MissingRuntime(`${what} is not there: ${way}`);
  return found;
}

/** The folders of tools: those of every run, those of all tests, those of `--all`. */
const modules = ["", "..", "more"].map((folder) => join(here, folder, "node_modules"));

/** The folder of an npm package. */
export const folderOf = (name, folders = modules) =>
  first(
    folders.map((folder) => join(folder, name)),
    name,
    INSTALL,
  );

/**
 * A Node.js of a version: package.json has an alias for each platform that npm has it for. For
 * another platform, the one that runs this, if it is of that version.
 */
export function node(version) {
  if (process.platform !== "linux" && process.versions.node.startsWith(`${version}.`)) return process.execPath;
  return join(folderOf(`node-${version}-${process.platform}-${process.arch}`), "bin/node");
}

export const deno = () => join(folderOf("deno"), "bin.cjs");

/** Where Bun's install script has not run, its program is in the package of the platform. */
export function bun() {
  const { platform, arch } = process;
  const name = `bun-${platform}-${arch === "arm64" ? "aarch64" : arch}`;
  const modules = join(folderOf("bun"), "..");
  return first([join(modules, "@oven", name, "bin/bun"), join(modules, "bun/bin/bun.exe")], "Bun", INSTALL);
}

/** An ES module of a tool. */
export const load = (name, file) => import(join(folderOf(name), file));

export const versionOf = (name, folders) =>
  JSON.parse(readFileSync(join(folderOf(name, folders), "package.json"), "utf8")).version;

/** A CommonJS module of a tool. */
export const requireTool = (name) => createRequire(import.meta.url)(folderOf(name));

/** esbuild, which is among the tools that build the package. */
export const esbuild = () => createRequire(join(here, "../../pkg/package.json"))("esbuild");

const CHROMIUM = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const APPLICATIONS = [
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

/** The Chromium of the system: `CHROMIUM` names another. */
export function chromium() {
  if (process.env.CHROMIUM) return process.env.CHROMIUM;
  const folders = (process.env.PATH ?? "").split(delimiter);
  const paths = CHROMIUM.flatMap((name) => folders.map((folder) => join(folder, name))).concat(APPLICATIONS);
  return first(
    paths.filter(executable),
    "Chromium",
    "install Debian's package chromium, or name one in the variable CHROMIUM",
  );
}

function executable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
