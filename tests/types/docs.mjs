// Builds the reference of the public types with typedoc. It fails where a public name has no doc
// comment, a parameter is not described, a function or a class has no example, or a link leads nowhere.
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

/** Parts of the metadata types; and what is global, which no module exports. */
const intentionallyNotExported = [
  "AnyKeys",
  "CheckedArgument",
  "CheckedValue",
  "Declared",
  "NotIterable",
  "Patch",
  "__global.UserPublicMetadata",
  "__global.UserPrivateMetadata",
  "__global.UserUnsafeMetadata",
];

/** What typedoc itself does not ask for. */
function lacks(project) {
  const list = [];
  const withoutExample = (reflection, comment) => {
    if (!comment?.getTag("@example")) list.push(`${reflection.getFullName()} has no example`);
  };
  for (const reflection of project.getReflectionsByKind(ReflectionKind.Class | ReflectionKind.Variable)) {
    withoutExample(reflection, reflection.comment);
  }
  for (const signature of project.getReflectionsByKind(
    ReflectionKind.CallSignature | ReflectionKind.ConstructorSignature,
  )) {
    if (signature.flags.isExternal || signature.flags.isInherited) continue;
    if (signature.parent.kindOf(ReflectionKind.Function)) withoutExample(signature, signature.comment);
    for (const parameter of signature.parameters ?? []) {
      if (!parameter.hasComment())
        list.push(`${signature.getFullName()}: the parameter ${parameter.name} is not described`);
    }
  }
  return list;
}

const passed = await withTemporaryFolder(async (folder) => {
  const tsconfig = join(folder, "tsconfig.json");
  const compilerOptions = { target: "es2022", lib: ["es2022", "dom"], module: "nodenext", strict: true, types: [] };
  writeFileSync(tsconfig, JSON.stringify({ compilerOptions, files: entryPoints }));
  const app = await Application.bootstrap({
    entryPoints,
    tsconfig,
    readme: "none",
    disableSources: true, // links into the repository: this is a check, not a publication
    logLevel: "Warn",
    requiredToBeDocumented,
    intentionallyNotExported,
    validation: { notDocumented: true, notExported: true, invalidLink: true, invalidPath: true },
    treatWarningsAsErrors: true,
  });
  const project = await app.convert();
  if (!project) return false;
  app.validate(project);
  for (const text of lacks(project)) app.logger.warn(text);
  // Links in the texts are looked at when the pages are written.
  await app.generateDocs(project, join(folder, "out"));
  return (
    !app.logger.hasErrors() &&
    !app.logger.hasWarnings() &&
    project.getReflectionsByKind(ReflectionKind.Class).length > 0
  );
});
console.log(`${passed ? "ok  " : "FAIL"} a doc comment for every public name`);
process.exitCode = passed ? 0 : 1;
