// Temporary projects with the packed tarball installed.
import { appendFileSync, cpSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { npm, pack } from "../packaging/pack.mjs";

const programs = join(dirname(fileURLToPath(import.meta.url)), "programs");

/** Packs the package and installs it with npm once. Each project gets a copy of the result. */
export function installTarball(folder) {
  const { tarball } = pack(folder);
  writeFileSync(join(folder, "package.json"), JSON.stringify({ private: true }));
  npm(["install", "--ignore-scripts", tarball], folder);
  const dist = join(folder, "node_modules/clerk-metadata/dist");
  for (const name of readdirSync(dist)) if (/^(?!cli).*\.c?js$/.test(name)) recordLoad(dist, name);
  return folder;
}

/** Appends a line to an entry file that adds its name to the global `loadedEntries` when it is loaded. */
function recordLoad(dist, name) {
  appendFileSync(join(dist, name), `\n;(globalThis.loadedEntries ??= []).push(${JSON.stringify(name)});\n`);
}

/** Creates a project of a type ("module" or "commonjs") that contains the programs. */
export function createProject(folder, type, installed) {
  mkdirSync(folder, { recursive: true });
  cpSync(join(installed, "node_modules"), join(folder, "node_modules"), { recursive: true });
  cpSync(programs, folder, { recursive: true });
  const dependencies = { "clerk-metadata": "*" };
  writeFileSync(join(folder, "package.json"), JSON.stringify({ private: true, type, dependencies }));
}
