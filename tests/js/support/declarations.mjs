// Reads declaration files with the TypeScript compiler.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import ts from "typescript";

const parse = (file) =>
  ts.createSourceFile(fileURLToPath(file), readFileSync(file, "utf8"), ts.ScriptTarget.Latest, true);

function findDeclaration(file, name) {
  const declaration = parse(file).statements.find((statement) => statement.name?.text === name);
  assert.ok(declaration, `${file} does not declare ${name}`);
  return declaration;
}

/** The members of an interface or a class with their types, without `| undefined`: `{ limit: "number" }`. */
export const members = (file, name) =>
  Object.fromEntries(
    findDeclaration(file, name)
      .members.filter((member) => member.type && member.name && !member.parameters)
      .map((member) => [member.name.text, member.type.getText().replace(/ \| undefined$/, "")]),
  );

/** The strings of a type such as `"a" | "b"`. */
export const alternatives = (file, name) => findDeclaration(file, name).type.types.map(({ literal }) => literal.text);

/** The type checker and the source files of declaration files; `options` are compiler options. */
export function program(files, options = {}) {
  const paths = files.map((file) => fileURLToPath(file));
  const tsProgram = ts.createProgram(paths, {
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    strict: true,
    skipLibCheck: true,
    noEmit: true,
    types: [],
    ...options,
  });
  return { checker: tsProgram.getTypeChecker(), sources: paths.map((path) => tsProgram.getSourceFile(path)) };
}
