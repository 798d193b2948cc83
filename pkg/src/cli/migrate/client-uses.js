// What a file does with a client.
import { outer } from "./parsed-file.js";

/** @import { Node, ParsedFile } from "./parsed-file.js" */
/**
 * The names of the methods of this package, by their namespaces.
 * @typedef {Record<string, string[]>} Methods
 */
/**
 * `ours`: a method of this package is used. `other`: another method. `unknown`: the client is passed on.
 * @typedef {"ours" | "other" | "unknown"} Use
 */
/** @typedef {{ kind: "promise" } | { kind: "client" } | { kind: "namespace", name: string }} Value */

/**
 * The uses of the value of an expression.
 * @param {ParsedFile} file
 * @param {Methods} methods
 * @param {Node} expression
 * @param {Value} value
 * @returns {Use[]}
 */
export function usesOf(file, methods, expression, value) {
  const { ts } = file;
  const { parent, node } = outer(ts, expression);
  const usesOfParent = (/** @type {Value} */ next) => usesOf(file, methods, parent, next);
  if (ts.isExpressionStatement(parent)) return [];
  if (value.kind !== "namespace" && isWrapped(file, expression)) return ["other"];
  if (value.kind === "promise") {
    if (ts.isAwaitExpression(parent)) return usesOfParent({ kind: "client" });
  } else if (parent.expression === node && propertyName(ts, parent) !== undefined) {
    return propertyUses(methods, value, propertyName(ts, parent), (next) => usesOfParent(next));
  }
  if (ts.isVariableDeclaration(parent) && parent.initializer === node && parent.type === undefined)
    return patternUses(file, methods, parent.name, value, parent);
  if (ts.isTypeQueryNode(parent)) return [];
  return [isArgumentOfClerk(file, node) ? "other" : "unknown"];
}

/**
 * @param {any} ts
 * @param {Node} node
 * @returns {string | undefined}
 */
function propertyName(ts, node) {
  if (ts.isPropertyAccessExpression(node)) return node.name.text;
  if (ts.isElementAccessExpression(node) && ts.isStringLiteralLike(node.argumentExpression))
    return node.argumentExpression.text;
  return undefined;
}

/**
 * @param {Methods} methods
 * @param {Value} value
 * @param {string | undefined} name
 * @param {(value: Value) => Use[]} usesOfNamespace
 * @returns {Use[]}
 */
function propertyUses(methods, value, name, usesOfNamespace) {
  if (name === undefined || value.kind === "promise") return ["unknown"];
  if (value.kind === "namespace") return [methods[value.name].includes(name) ? "ours" : "other"];
  return Object.hasOwn(methods, name) ? usesOfNamespace({ kind: "namespace", name }) : ["other"];
}

/**
 * The uses of the names that a declaration declares.
 * @param {ParsedFile} file
 * @param {Methods} methods
 * @param {Node} pattern
 * @param {Value} value
 * @param {Node} declaration
 * @returns {Use[]}
 */
function patternUses(file, methods, pattern, value, declaration) {
  const { ts } = file;
  if (ts.isIdentifier(pattern)) {
    if (isExported(ts, declaration)) return ["unknown"];
    return file.referencesOf(pattern).flatMap((reference) => usesOf(file, methods, reference, value));
  }
  if (!ts.isObjectBindingPattern(pattern) || value.kind === "promise") return ["unknown"];
  return pattern.elements.flatMap((/** @type {Node} */ element) => {
    const name = element.propertyName ?? element.name;
    if (element.dotDotDotToken || element.initializer || !ts.isIdentifier(name)) return ["unknown"];
    return propertyUses(methods, value, name.text, (next) =>
      patternUses(file, methods, element.name, next, declaration),
    );
  });
}

/**
 * @param {any} ts
 * @param {Node} declaration
 */
const isExported = (ts, declaration) => (ts.getCombinedModifierFlags(declaration) & ts.ModifierFlags.Export) !== 0;

/**
 * Whether the client is passed to a function of Clerk, such as `clerkMiddleware({ clerkClient })`, which needs Clerk's.
 * @param {ParsedFile} file
 * @param {Node} node
 */
export function isArgumentOfClerk(file, node) {
  const { ts } = file;
  let { parent } = outer(ts, node);
  while (
    ts.isShorthandPropertyAssignment(parent) ||
    ts.isPropertyAssignment(parent) ||
    ts.isObjectLiteralExpression(parent)
  )
    ({ parent } = parent);
  if (!ts.isCallExpression(parent) || !ts.isIdentifier(parent.expression)) return false;
  const declaration = file.declarationOf(parent.expression);
  const statement =
    ts.findAncestor(declaration, ts.isImportDeclaration) ?? ts.findAncestor(declaration, ts.isVariableStatement);
  return /["']@clerk\//.test(statement?.getText() ?? "");
}

/**
 * Whether a client is the first argument of `withMetadata`.
 * @param {ParsedFile} file
 * @param {Node} client
 */
export function isWrapped(file, client) {
  const { ts } = file;
  const { parent, node } = outer(ts, client);
  if (!ts.isCallExpression(parent) || parent.arguments[0] !== node) return false;
  const callee = parent.expression;
  if (ts.isPropertyAccessExpression(callee)) return callee.name.text === "withMetadata";
  const declaration = ts.isIdentifier(callee) ? file.declarationOf(callee) : undefined;
  return (declaration?.propertyName ?? declaration?.name)?.text === "withMetadata";
}
