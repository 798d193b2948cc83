// Installs an example as a user would: a copy outside of the repository, with its lock file. Only the package is the
// packed tarball instead of a version of the registry.
import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { runCommand } from "./app-process.mjs";

const frameworksFolder = dirname(fileURLToPath(import.meta.url));
const root = join(frameworksFolder, "../..");

const PACKAGE = "clerk-metadata";
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
 * Copies an example into the folder `parent`, and installs its packages. The files of the folder `variant` replace
 * those of the example, for example to install another version of a framework. Returns the folder of the copy.
 */
export async function prepareProject({ example, variant }, tarball, parent) {
  const folder = join(parent, variant ?? example);
  mkdirSync(folder);
  const sources = [join(root, "examples", example)].concat(variant ? join(frameworksFolder, "variants", variant) : []);
  for (const source of sources)
    cpSync(source, folder, {
      recursive: true,
      filter: (path) => !GENERATED_FOLDERS.includes(relative(source, path)),
    });
  cpSync(tarball, join(folder, TARBALL));
  useTarball(folder);
  await runCommand(
    "npm",
    ["ci", "--prefer-offline", "--no-audit", "--no-fund", "--no-update-notifier", "--loglevel=error"],
    { cwd: folder, env: process.env },
  );
  return folder;
}

/** Replaces the version of the package in both manifests of a project with the tarball. */
function useTarball(folder) {
  const edit = (name, change) => {
    const content = JSON.parse(readFileSync(join(folder, name), "utf8"));
    change(content);
    writeFileSync(join(folder, name), JSON.stringify(content));
  };
  edit("package.json", ({ dependencies }) => (dependencies[PACKAGE] = `file:${TARBALL}`));
  edit("package-lock.json", ({ packages }) => {
    packages[""].dependencies[PACKAGE] = `file:${TARBALL}`;
    packages[`node_modules/${PACKAGE}`].resolved = `file:${TARBALL}`;
  });
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
