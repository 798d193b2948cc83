// The programs that are written for the official client, with nothing but their import changed.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const WRITTEN = "frameworks";
const CHANGED = "frameworks-import-changed";
const names = readdirSync(join(dirname(fileURLToPath(import.meta.url)), "programs", WRITTEN)).filter((name) =>
  name.endsWith(".ts"),
);

export const asWritten = names.map((name) => `${WRITTEN}/${name}`);
export const importChanged = names.map((name) => `${CHANGED}/${name}`);

/** Writes the changed ones beside those that are there. */
export function changeImports(folder) {
  mkdirSync(join(folder, CHANGED));
  for (const name of names) {
    const parts = readFileSync(join(folder, WRITTEN, name), "utf8").split('from "@clerk/backend";');
    if (parts.length !== 2) throw new Error(`${name} must import "@clerk/backend" once`);
    writeFileSync(join(folder, CHANGED, name), parts.join('from "clerk-metadata";'));
  }
}
