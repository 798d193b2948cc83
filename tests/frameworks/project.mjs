// Installs an example as a user would: a copy with its lock file, and the package from the tarball.
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { unpack } from "../packaging/pack.mjs";
import { runCommand } from "./app-process.mjs";

const frameworksFolder = dirname(fileURLToPath(import.meta.url));
const root = join(frameworksFolder, "../..");

/** The dependency in the package.json of the examples, and the file that replaces it. */
const DEPENDENCY = "file:../../pkg";
const TARBALL = "clerk-metadata.tgz";

/** Folders that an installation or a build creates. They are not copied. */
const GENERATED_FOLDERS = [
  "node_modules",
  "dist",
  "build",
  ".next",
  ".astro",
  ".react-router",
  ".wrangler",
  ".output",
  ".tanstack",
];

/**
 * Creates the folder of an example with everything installed. The files of the folder `variant` replace those of the
 * example, for example to install another version of the framework. npm runs only if the lock file has changed.
 */
export async function prepareProject({ example, variant }, tarball) {
  const folder = join(root, "target/frameworks", variant ?? example);
  mkdirSync(folder, { recursive: true });
  for (const name of readdirSync(folder)) if (name !== "node_modules") rmSync(join(folder, name), { recursive: true });
  const sources = [join(root, "examples", example)].concat(variant ? join(frameworksFolder, "variants", variant) : []);
  for (const source of sources)
    cpSync(source, folder, {
      recursive: true,
      filter: (path) => !GENERATED_FOLDERS.some((name) => path === join(source, name)),
    });
  cpSync(tarball, join(folder, TARBALL));
  const lock = replaceDependency(folder);

  const installedLock = join(folder, "node_modules/.installed-lock.json");
  if (!existsSync(installedLock) || readFileSync(installedLock, "utf8") !== lock) {
    await runCommand(
      "npm",
      ["ci", "--prefer-offline", "--no-audit", "--no-fund", "--no-update-notifier", "--loglevel=error"],
      { cwd: folder, env: process.env },
    );
    writeFileSync(installedLock, lock);
  }
  const installed = join(folder, "node_modules/clerk-metadata");
  rmSync(installed, { recursive: true, force: true });
  unpack(tarball, join(folder, "node_modules"));
  return folder;
}

/** Replaces the dependency with the tarball, and returns the text of the lock file. */
function replaceDependency(folder) {
  for (const name of ["package.json", "package-lock.json"]) {
    const parts = readFileSync(join(folder, name), "utf8").split(DEPENDENCY);
    if (parts.length < 2) throw new Error(`${name} of the example must contain ${DEPENDENCY}`);
    writeFileSync(join(folder, name), parts.join(`file:${TARBALL}`));
  }
  return readFileSync(join(folder, "package-lock.json"), "utf8");
}

/** The files that contain a text, except in node_modules. */
export function filesContaining(text, folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (entry.name === "node_modules") return [];
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return filesContaining(text, path);
    return entry.isFile() && readFileSync(path).includes(text) ? [path] : [];
  });
}

export const installedVersion = (folder, name) =>
  JSON.parse(readFileSync(join(folder, "node_modules", name, "package.json"), "utf8")).version;
