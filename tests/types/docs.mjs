// Builds the reference of the public types with typedoc. It fails if a public name has no doc comment, a parameter has
// no description, a function or class has no example, or a link is broken.
import { writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { Application, ReflectionKind } from "typedoc";
import { ENTRIES } from "../../pkg/build/entries.mjs";
import { withTemporaryFolder } from "../packaging/pack.mjs";

const dist = resolve(dirname(fileURLToPath(import.meta.url)), "../../pkg/dist");
const entryPoints = [...new Set(ENTRIES.map(({ types }) => join(dist, `${types}.d.ts`)))];

const requiredToBeDocumented = [
  "Variable",
  "Function",
  "Class",
  "Interface",
  "TypeAlias",
  "Property",
  "Method",
  "Accessor",
];

/** Parts of the metadata types, and global types, which no module exports. */
const intentionallyNotExported = [
  "AnyKeys",
  "Checked",
  "Known",
  "PatchedValue",
  "__global.UserPublicMetadata",
  "__global.UserPrivateMetadata",
  "__global.UserUnsafeMetadata",
];

/** Missing documentation that typedoc itself does not report. */
function findMissingDocs(project) {
  const problems = [];
  const requireExample = (reflection, comment) => {
    if (!comment?.getTag("@example")) problems.push(`${reflection.getFullName()} has no example`);
  };
  for (const reflection of project.getReflectionsByKind(ReflectionKind.Class | ReflectionKind.Variable)) {
    requireExample(reflection, reflection.comment);
  }
  for (const signature of project.getReflectionsByKind(
    ReflectionKind.CallSignature | ReflectionKind.ConstructorSignature,
  )) {
    if (signature.flags.isExternal || signature.flags.isInherited) continue;
    if (signature.parent.kindOf(ReflectionKind.Function)) requireExample(signature, signature.comment);
    for (const parameter of signature.parameters ?? []) {
      if (!parameter.hasComment())
        problems.push(`${signature.getFullName()}: the parameter ${parameter.name} is not described`);
    }
  }
  return problems;
}

const passed = await withTemporaryFolder(async (folder) => {
  const tsconfig = join(folder, "tsconfig.json");
  const compilerOptions = { target: "es2022", lib: ["es2022", "dom"], module: "nodenext", strict: true, types: [] };
  writeFileSync(tsconfig, JSON.stringify({ compilerOptions, files: entryPoints }));
  const app = await Application.bootstrap({
    entryPoints,
    tsconfig,
    readme: "none",
    disableSources: true, // links to the sources are not needed, because the reference is not published
    logLevel: "Warn",
    requiredToBeDocumented,
    intentionallyNotExported,
    validation: { notDocumented: true, notExported: true, invalidLink: true, invalidPath: true },
    treatWarningsAsErrors: true,
  });
  const project = await app.convert();
  if (!project) return false;
  app.validate(project);
  for (const text of findMissingDocs(project)) app.logger.warn(text);
  // Typedoc checks links in texts when it writes the pages.
  await app.generateDocs(project, join(folder, "out"));
  return (
    !app.logger.hasErrors() &&
    !app.logger.hasWarnings() &&
    project.getReflectionsByKind(ReflectionKind.Class).length > 0
  );
});
console.log(`${passed ? "ok  " : "FAIL"} every public name has a doc comment`);
process.exitCode = passed ? 0 : 1;
