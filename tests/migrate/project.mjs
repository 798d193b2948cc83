// Projects on which migrate runs.
import { cpSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
export const nodeModules = join(here, "../node_modules");

export const APPS = readdirSync(join(here, "apps"));

/** Installs a version of TypeScript under its usual name. */
export function installTypescript(folder, version = "typescript") {
  mkdirSync(join(folder, "node_modules"), { recursive: true });
  symlinkSync(join(nodeModules, version), join(folder, "node_modules/typescript"));
}

/** Copies an app into a folder, and installs the packages of the tests. */
export function copyApp(parent, app) {
  const folder = join(parent, app);
  cpSync(join(here, "apps", app, "before"), folder, { recursive: true });
  installTypescript(folder);
  for (const name of ["@clerk", "clerk-metadata"])
    symlinkSync(join(nodeModules, name), join(folder, "node_modules", name));
  return folder;
}

/** The file of what an app is expected to print. */
export const expectedFile = (app, name) => join(here, "apps", app, name);

export const readExpected = (app) => ({
  diff: readFileSync(expectedFile(app, "expected.diff"), "utf8"),
  text: readFileSync(expectedFile(app, "expected.txt"), "utf8"),
});
