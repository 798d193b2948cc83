// Reads declaration files with the TypeScript compiler.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import ts from "typescript";

const parse = (file) =>
  ts.createSourceFile(fileURLToPath(file), readFileSync(file, "utf8"), ts.ScriptTarget.Latest, true);

function find(file, name) {
  const found = parse(file).statements.find((statement) => statement.name?.text === name);
  assert.ok(found, `${file} does not declare ${name}`);
  return found;
}

/** The members of an interface or a class with their types, without `| undefined`: `{ limit: "number" }`. */
export const members = (file, name) =>
  Object.fromEntries(
    find(file, name)
      .members.filter((member) => member.type && member.name && !member.parameters)
      .map((member) => [member.name.text, member.type.getText().replace(/ \| undefined$/, "")]),
  );

/** The strings of a type such as `"a" | "b"`. */
export const alternatives = (file, name) => find(file, name).type.types.map(({ literal }) => literal.text);

/** The type checker and the source files of declaration files; `options` are compiler options. */
export function program(files, options = {}) {
  const paths = files.map((file) => fileURLToPath(file));
  const made = ts.createProgram(paths, {
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    strict: true,
    skipLibCheck: true,
    noEmit: true,
    types: [],
    ...options,
  });
  return { checker: made.getTypeChecker(), sources: paths.map((path) => made.getSourceFile(path)) };
}
