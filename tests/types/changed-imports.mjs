// Programs for the official client, and copies of them in which only the import is changed.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const ORIGINAL_FOLDER = "frameworks";
const CHANGED_FOLDER = "frameworks-changed-imports";
const names = readdirSync(join(dirname(fileURLToPath(import.meta.url)), "programs", ORIGINAL_FOLDER)).filter((name) =>
  name.endsWith(".ts"),
);

export const originalFiles = names.map((name) => `${ORIGINAL_FOLDER}/${name}`);
export const changedFiles = names.map((name) => `${CHANGED_FOLDER}/${name}`);

/** Writes the changed copies next to the original programs. */
export function writeChangedImports(folder) {
  mkdirSync(join(folder, CHANGED_FOLDER));
  for (const name of names) {
    const parts = readFileSync(join(folder, ORIGINAL_FOLDER, name), "utf8").split('from "@clerk/backend";');
    if (parts.length !== 2) throw new Error(`${name} must import "@clerk/backend" once`);
    writeFileSync(join(folder, CHANGED_FOLDER, name), parts.join('from "clerk-metadata";'));
  }
}
