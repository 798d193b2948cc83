// A temporary project with the packed tarball and the programs of the suites.
import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { npm, pack } from "../packaging/pack.mjs";

const suiteFolder = dirname(fileURLToPath(import.meta.url));

/** Creates the project in `folder` and returns its path. */
export function createProject(folder) {
  const { tarball } = pack(folder);
  const project = join(folder, "project");
  mkdirSync(project);
  writeFileSync(join(project, "package.json"), JSON.stringify({ private: true, type: "module" }));
  npm(["install", "--save", "--ignore-scripts", tarball], project);
  for (const part of ["suite.mjs", "matches.mjs", "table.mjs", "rows", "concurrency"])
    cpSync(join(suiteFolder, part), join(project, part), { recursive: true });
  cpSync(join(suiteFolder, "programs"), project, { recursive: true });
  return project;
}
