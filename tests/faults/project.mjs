// A throw-away project that has the packed tarball installed, and the client's parts of the suites.
import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { npm, pack } from "../packaging/pack.mjs";

const here = dirname(fileURLToPath(import.meta.url));

/** Makes it in `folder`: its path. */
export function createProject(folder) {
  const { tarball } = pack(folder);
  const project = join(folder, "project");
  mkdirSync(project);
  writeFileSync(join(project, "package.json"), JSON.stringify({ private: true, type: "module" }));
  npm(["install", "--save", "--ignore-scripts", tarball], project);
  for (const part of ["suite.mjs", "same.mjs", "table.mjs", "rows", "crowd"])
    cpSync(join(here, part), join(project, part), { recursive: true });
  cpSync(join(here, "programs"), project, { recursive: true });
  return project;
}
