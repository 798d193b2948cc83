// Builds the reference of the public types with typedoc: a public name without a doc comment, or a
// link to nothing, fails.
import { existsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { writeFileSync } from "node:fs";
import { Application } from "typedoc";
import { withTemporaryFolder } from "../packaging/pack.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const dist = resolve(here, "../../pkg/dist");
const entryPoints = ["index.d.ts", "local.d.ts"].map((name) => join(dist, name));

/** Everything that has a name of its own. Type literals and parameters are told of where they stand. */
const requiredToBeDocumented = [
  "Variable", "Function", "Class", "Interface", "TypeAlias", "Property", "Method", "Accessor",
  "Enum", "EnumMember", "Namespace",
];

const passed = await withTemporaryFolder(async (folder) => {
  const tsconfig = join(folder, "tsconfig.json");
  const compilerOptions = { target: "es2022", lib: ["es2022", "dom"], module: "nodenext", strict: true, types: [] };
  writeFileSync(tsconfig, JSON.stringify({ compilerOptions, files: entryPoints }));
  const app = await Application.bootstrap({
    entryPoints,
    tsconfig,
    out: join(folder, "out"),
    readme: "none",
    excludePrivate: true,
    requiredToBeDocumented,
    validation: { notDocumented: true, invalidLink: true, notExported: true, invalidPath: true },
    treatWarningsAsErrors: true,
  });
  const project = await app.convert();
  if (!project) return false;
  app.validate(project);
  await app.generateOutputs(project);
  return !app.logger.hasErrors() && !app.logger.hasWarnings() && existsSync(join(folder, "out/index.html"));
});
console.log(`${passed ? "ok  " : "FAIL"} typedoc`);
process.exitCode = passed ? 0 : 1;
