import { mkdirSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const nodeModules = join(dirname(fileURLToPath(import.meta.url)), "../node_modules");

/** Installs a version of TypeScript under its usual name. */
export function installTypescript(folder, version = "typescript") {
  mkdirSync(join(folder, "node_modules"), { recursive: true });
  symlinkSync(join(nodeModules, version), join(folder, "node_modules/typescript"));
}
