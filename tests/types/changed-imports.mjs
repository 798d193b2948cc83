// Programs for the official client, and copies of them in which only the import is changed.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const programs = join(dirname(fileURLToPath(import.meta.url)), "programs");
const FOLDERS = ["frameworks", "usage"];
const changedFolder = (folder) => `${folder}-changed-imports`;
const filesIn = (folder) => readdirSync(join(programs, folder)).filter((name) => name.endsWith(".ts"));

export const originalFiles = FOLDERS.flatMap((folder) => filesIn(folder).map((name) => `${folder}/${name}`));
export const changedFiles = FOLDERS.flatMap((folder) =>
  filesIn(folder).map((name) => `${changedFolder(folder)}/${name}`),
);

/** Writes the changed copies next to the original programs. */
export function writeChangedImports(project) {
  for (const folder of FOLDERS) {
    mkdirSync(join(project, changedFolder(folder)));
    for (const name of filesIn(folder)) {
      const parts = readFileSync(join(project, folder, name), "utf8").split('from "@clerk/backend";');
      if (parts.length !== 2) throw new Error(`${name} must import "@clerk/backend" once`);
      writeFileSync(join(project, changedFolder(folder), name), parts.join('from "clerk-metadata";'));
    }
  }
}
