// The imports that a migrated file needs. They are written after the import of Clerk's module, in the same style.

/** @import { ParsedFile, Node } from "./parsed-file.js" */
/** @import { Edit } from "./edits.js" */
/** @typedef {{ name: string, local: string, isType: boolean }} NewName */

/** @param {ParsedFile} file */
export function newImports(file) {
  const { ts, text, root } = file;
  /** @type {Map<Node, Map<string, NewName[]>>} */
  const statements = new Map();
  /** @type {Set<string>} */
  const taken = new Set();

  /**
   * A name that the file does not use.
   * @param {string} name
   */
  const uniqueName = (name) => {
    let unique = name;
    for (let count = 2; file.isNameUsed(unique) || taken.has(unique); count++) unique = `${name}${count}`;
    taken.add(unique);
    return unique;
  };

  /**
   * The local name of an import that the file already has.
   * @param {string} module
   * @param {string} name
   * @returns {string | undefined}
   */
  const existingName = (module, name) => {
    for (const statement of root.statements) {
      if (!ts.isImportDeclaration(statement) || statement.moduleSpecifier.text !== module) continue;
      const elements = statement.importClause?.namedBindings?.elements ?? [];
      const found = elements.find(
        (/** @type {Node} */ element) => (element.propertyName ?? element.name).text === name,
      );
      if (found !== undefined) return found.name.text;
    }
    return undefined;
  };

  /** @type {Set<Node>} */
  const removed = new Set();

  return {
    file,
    uniqueName,
    /**
     * Removes an import that nothing uses any longer.
     * @param {Node} statement
     */
    remove(statement) {
      removed.add(statement);
    },
    /**
     * Returns the local name of an export of a module, which is imported after the statement.
     * @param {Node} statement
     * @param {string} module
     * @param {string} name
     * @param {{ isType?: boolean, local?: string }} [options] `local`: the name that the file uses.
     * @returns {string}
     */
    add(statement, module, name, { isType = false, local } = {}) {
      const existing = local ?? existingName(module, name);
      if (existing !== undefined && local === undefined) return existing;
      const place = ts.isImportDeclaration(statement) ? lastClerkImport(statement) : statement;
      const modules = statements.get(place) ?? new Map();
      statements.set(place, modules);
      const names = modules.get(module) ?? [];
      modules.set(module, names);
      // A file may import a name twice, as different local names.
      const known = names.find(
        (/** @type {NewName} */ other) => other.name === name && (local === undefined || other.local === local),
      );
      if (known !== undefined) return known.local;
      const added = { name, local: local ?? uniqueName(name), isType };
      names.push(added);
      return added.local;
    },
    /** @returns {Edit[]} */
    edits: () => [
      ...[...statements].map(([statement, modules]) => {
        const line = newline(text) + indentationOf(file, statement);
        const lines = [...modules].map(([module, names]) => importText(file, statement, module, names));
        if (removed.has(statement)) return { start: statement.getStart(), end: statement.end, text: lines.join(line) };
        const end = endOfStatement(file, statement);
        return { start: end, end, text: lines.map((added) => line + added).join("") };
      }),
      ...[...removed].filter((statement) => !statements.has(statement)).map(removalOfLine),
    ],
  };

  /**
   * @param {Node} statement
   * @returns {Edit}
   */
  function removalOfLine(statement) {
    const rest = /^[ \t]*\r?\n/.exec(text.slice(statement.end))?.[0].length ?? 0;
    return { start: statement.getStart(), end: statement.end + rest, text: "" };
  }

  /** @param {Node} statement */
  function lastClerkImport(statement) {
    const imports = root.statements.filter(
      (/** @type {Node} */ other) => ts.isImportDeclaration(other) && /^@clerk\//.test(other.moduleSpecifier.text),
    );
    return imports.includes(statement) ? imports[imports.length - 1] : statement;
  }
}

/**
 * The text of a statement without a semicolon on a line of its own, as in `;(async () => {})()`, which belongs to it.
 * @param {Node} statement
 * @returns {string}
 */
const textOf = (statement) => statement.getText().replace(/\s*\n\s*;$/, "");

/**
 * The end of a statement, including a comment on its last line.
 * @param {ParsedFile} file
 * @param {Node} statement
 * @returns {number}
 */
export const endOfStatement = ({ ts, text }, statement) => {
  const end = statement.getStart() + textOf(statement).length;
  return ts.getTrailingCommentRanges(text, end)?.at(-1).end ?? end;
};

/**
 * @param {ParsedFile} file
 * @param {Node} statement
 */
export const indentationOf = ({ text }, statement) =>
  /^[ \t]*/.exec(text.slice(text.lastIndexOf("\n", statement.getStart() - 1) + 1))?.[0] ?? "";

/**
 * The end of a statement that is written at a position: a semicolon if the other statement has one, or if the next
 * statement would continue it.
 * @param {Node} statement
 * @param {number} position
 */
export function semicolon(statement, position) {
  if (textOf(statement).endsWith(";")) return ";";
  if (statement.getText().endsWith(";")) return ""; // the next statement starts with it
  const next = statement.parent.statements?.find((/** @type {Node} */ other) => other.getStart() >= position);
  return next !== undefined && /^[([`/+*,.<-]/.test(next.getText()) ? ";" : "";
}

/** @param {string} text */
export const newline = (text) => (text.includes("\r\n") ? "\r\n" : "\n");

/**
 * @param {ParsedFile} file
 * @param {Node} statement Whose style is used.
 * @param {string} module
 * @param {NewName[]} names
 */
function importText(file, statement, module, names) {
  const { ts } = file;
  const source = statement.getText();
  const quote = /(["'])(?:@clerk|clerk-metadata)\//.exec(source)?.[1] ?? '"';
  const end = semicolon(statement, endOfStatement(file, statement));
  const quoted = quote + module + quote;
  const sorted = names.toSorted((one, other) => Number(other.isType) - Number(one.isType));
  if (ts.isImportDeclaration(statement) || ts.isImportEqualsDeclaration(statement)) {
    const allTypes = sorted.every(({ isType }) => isType);
    const list = sorted.map(
      ({ name, local, isType }) =>
        `${isType && !allTypes ? "type " : ""}${name}${local === name ? "" : ` as ${local}`}`,
    );
    return `import ${allTypes ? "type " : ""}{ ${list.join(", ")} } from ${quoted}${end}`;
  }
  const list = sorted.map(({ name, local }) => (local === name ? name : `${name}: ${local}`));
  const load = /\bimport\(/.test(source) ? "await import" : "require";
  return `const { ${list.join(", ")} } = ${load}(${quoted})${end}`;
}
