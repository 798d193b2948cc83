// Replaces imports of Clerk's modules by imports of this package.

/** @import { ImportedExport } from "./client-exports.js" */
/** @import { Edit } from "./edits.js" */
/** @import { Node } from "./parsed-file.js" */

/**
 * @param {import("./plan-file.js").Imports} imports
 * @param {ImportedExport[]} replaced
 * @returns {Edit[]}
 */
export function replaceImports(imports, replaced) {
  const named = replaced.filter(({ form }) => form !== "property");
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
  if (isEmpty && statement.importClause?.name) return [remove(statement.importClause.name.end, list.end)];
  if (isEmpty) return [remove(list.getStart() + 1, list.end - 1)];
  return [
    ...edits,
    ...removeElements(
      list.elements,
      moved.map(({ specifier }) => specifier),
    ),
  ];
}

/**
 * @param {Node[]} elements
 * @param {Node[]} removed
 */
const removeElements = (elements, removed) => {
  const firstKept = elements.findIndex((element) => !removed.includes(element));
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
