// Replaces imports of Clerk's modules by imports of this package.

/** @import { ImportedExport } from "./client-exports.js" */
/** @import { Edit } from "./edits.js" */
/** @import { Node, ParsedFile } from "./parsed-file.js" */

/**
 * @param {import("./plan-file.js").Imports} imports
 * @param {ImportedExport[]} replaced
 * @returns {Edit[]}
 */
export function replaceImports(imports, replaced) {
  const named = replaced.filter(({ form }) => form !== "property");
  removeNamespaces(imports, replaced);
  const lists = new Set(named.map(({ specifier }) => specifier.parent));
  return [
    ...[...lists].flatMap((list) =>
      replaceNames(
        imports,
        list,
        named.filter(({ specifier }) => specifier.parent === list),
      ),
    ),
    ...replaced.filter(({ form }) => form === "property").flatMap((imported) => replaceProperty(imports, imported)),
  ];
}

/**
 * Names in one pair of braces.
 * @param {import("./plan-file.js").Imports} imports
 * @param {Node} list
 * @param {ImportedExport[]} names
 * @returns {Edit[]}
 */
function replaceNames(imports, list, names) {
  const [{ statement, moduleName, clientExport }] = names;
  const hasOther = list.elements.length > names.length || statement.importClause?.name || moduleName === undefined;
  // The names of this module stay in the statement, unless it has other names.
  const module = hasOther ? undefined : clientExport.replacement;
  const moved = names.filter((name) => name.clientExport.replacement !== module);
  for (const { name, local, clientExport } of moved)
    imports.add(statement, clientExport.replacement, name, { local: local.text });
  const edits = module === undefined ? [] : [replaceText(moduleName, module)];
  const isEmpty = list.elements.length === moved.length;
  const comments = commentsIn(imports.file, list.getStart() + 1, list.end - 1);
  if (isEmpty && comments.length > 0)
    return moved.map(({ specifier }) => removeWithComma(imports.file.text, specifier));
  if (isEmpty && statement.importClause?.name) return [remove(statement.importClause.name.end, list.end)];
  if (isEmpty) return [remove(list.getStart() + 1, list.end - 1)];
  return [
    ...edits,
    ...removeElements(
      imports.file,
      list.elements,
      moved.map(({ specifier }) => specifier),
    ),
  ];
}

/**
 * Removes each `import * as name` of which every use is replaced.
 * @param {import("./plan-file.js").Imports} imports
 * @param {ImportedExport[]} replaced
 */
function removeNamespaces({ file, remove }, replaced) {
  const { ts } = file;
  for (const statement of new Set(replaced.map((imported) => imported.statement))) {
    const clause = ts.isImportDeclaration(statement) ? statement.importClause : undefined;
    if (!clause?.namedBindings || clause.name || !ts.isNamespaceImport(clause.namedBindings)) continue;
    const uses = file.referencesOf(clause.namedBindings.name).map(({ parent }) => parent);
    const known = replaced.filter((imported) => imported.statement === statement);
    if (uses.every((use) => known.some(({ references }) => references.includes(use)))) remove(statement);
  }
}

/**
 * The comments between two positions, of which all other tokens are names and punctuation.
 * @param {ParsedFile} file
 * @param {number} start
 * @param {number} end
 * @returns {string[]}
 */
function commentsIn({ text }, start, end) {
  return text.slice(start, end).match(/\/\*[\s\S]*?\*\/|\/\/[^\n]*/g) ?? [];
}

/**
 * Removes a name and the comma after it, and keeps the comments around it. A line on which nothing is left is removed.
 * @param {string} text
 * @param {Node} element
 * @returns {Edit}
 */
function removeWithComma(text, element) {
  let [start, end] = [element.getStart(), element.end];
  end += /^(?:\s*,)?[ \t]*/.exec(text.slice(end))?.[0].length ?? 0;
  const lineStart = text.lastIndexOf("\n", start - 1) + 1;
  const lineEnd = /^\r?\n/.exec(text.slice(end))?.[0].length ?? 0;
  if (lineEnd > 0 && /^\s*$/.test(text.slice(lineStart, start))) [start, end] = [lineStart, end + lineEnd];
  return remove(start, end);
}

/**
 * @param {ParsedFile} file
 * @param {Node[]} elements
 * @param {Node[]} removed
 */
const removeElements = (file, elements, removed) => {
  const firstKept = elements.findIndex((element) => !removed.includes(element));
  // With comments, each name is removed alone. A comma that is left is one after the last name.
  const { parent } = elements[0];
  if (commentsIn(file, parent.getStart() + 1, parent.end - 1).length > 0)
    return removed.map((element) => removeWithComma(file.text, element));
  return removed.map((element) => {
    const index = elements.indexOf(element);
    if (index < firstKept) return remove(element.getStart(), elements[index + 1].getStart());
    return remove(elements[index - 1].end, element.end);
  });
};

/** @type {(start: number, end: number) => Edit} */
const remove = (start, end) => ({ start, end, text: "" });

/**
 * A property of a namespace, or of an import in an expression.
 * @param {import("./plan-file.js").Imports} imports
 * @param {ImportedExport} imported
 * @returns {Edit[]}
 */
function replaceProperty(imports, { name, moduleName, references, statement, clientExport }) {
  if (moduleName !== undefined) return [replaceText(moduleName, clientExport.replacement)];
  const local = imports.add(statement, clientExport.replacement, name);
  return references.map((node) => ({ start: node.getStart(), end: node.end, text: local }));
}

/**
 * Replaces the text of a string.
 * @param {Node} string
 * @param {string} text
 * @returns {Edit}
 */
const replaceText = (string, text) => ({ start: string.getStart() + 1, end: string.end - 1, text });
