// Forms of imports that migrate does not change, because the result could behave differently. Each function returns the
// reason, and `undefined` if the form is safe.

/** @import { ImportedExport } from "./client-exports.js" */
/** @import { Node, ParsedFile } from "./parsed-file.js" */

/**
 * The declaration of a variable to which an import is assigned. Another constant is written after it.
 * @param {any} ts
 * @param {Node} declaration
 * @returns {string | undefined}
 */
export function declarationProblem(ts, declaration) {
  const list = declaration.parent;
  const statement = list.parent;
  if (!ts.isVariableStatement(statement) || !isStatementList(ts, statement.parent))
    return "is declared in the head of a statement, or without a block around it";
  if ((list.flags & ts.NodeFlags.BlockScoped) !== ts.NodeFlags.Const) return "is not declared with const";
  if (list.declarations.length > 1) return "is declared in one statement with other variables";
  return undefined;
}

/**
 * `const { clerkClient } = …`.
 * @param {any} ts
 * @param {Node} declaration
 * @param {Node} specifier
 * @returns {string | undefined}
 */
export function patternProblem(ts, declaration, specifier) {
  const problem = declarationProblem(ts, declaration);
  if (problem !== undefined) return problem;
  if (declaration.parent.parent.modifiers?.length > 0) return "is exported by the statement that imports it";
  if (specifier.initializer !== undefined) return "has a default value";
  if (declaration.name.elements.some((/** @type {Node} */ element) => element.dotDotDotToken))
    return "is declared with a rest pattern";
  return undefined;
}

/**
 * A constant that replaces an import is written at `position`. Imports are hoisted, and constants are not.
 * @param {ParsedFile} file
 * @param {ImportedExport} imported
 * @param {number} position
 * @returns {string | undefined}
 */
export function constantProblem({ ts, root }, { references, specifier, statement }, position) {
  const isEarly = (/** @type {Node} */ reference) =>
    reference.pos < position && reference.parent !== specifier && !ts.isTypeQueryNode(reference.parent);
  if (references.some(isEarly)) return "is used before the place of the constant that would replace it";
  if (!ts.isImportDeclaration(statement)) return undefined;
  const runsEarly = root.statements.some(
    (/** @type {Node} */ other) => other.pos < position && !isImport(ts, other) && !isInert(ts, other),
  );
  return runsEarly ? "is imported after other statements, which may use it" : undefined;
}

/** @type {(ts: any, node: Node) => boolean} */
const isStatementList = (ts, node) =>
  ts.isSourceFile(node) || ts.isBlock(node) || ts.isModuleBlock(node) || ts.isCaseOrDefaultClause(node);

/** @type {(ts: any, statement: Node) => boolean} */
export const isImport = (ts, statement) =>
  ts.isImportDeclaration(statement) ||
  ts.isImportEqualsDeclaration(statement) ||
  (ts.isVariableStatement(statement) && statement.declarationList.declarations.every(isRequire));

/** @type {(declaration: Node) => boolean} */
const isRequire = ({ initializer }) => /^require\((["'])[^"']*\1\)(?:\.\w+)?$/.test(initializer?.getText() ?? "");

/**
 * Whether a statement runs nothing: a directive such as "use server", a function or a type.
 * @type {(ts: any, statement: Node) => boolean}
 */
const isInert = (ts, statement) =>
  ts.isFunctionDeclaration(statement) ||
  ts.isInterfaceDeclaration(statement) ||
  ts.isTypeAliasDeclaration(statement) ||
  ts.isExportDeclaration(statement) ||
  ts.isEmptyStatement(statement) ||
  (ts.isExpressionStatement(statement) && ts.isStringLiteral(statement.expression));
