// The second argument of `withMetadata` for a call that creates a client.

/** @import { ClientExport } from "./clerk-modules.js" */
/** @import { Node, ParsedFile } from "./parsed-file.js" */

/** The options of Clerk's createClerkClient that have no effect in this package. All others are passed on. */
const UNUSED = ["audience", "domain", "isSatellite", "jwtKey", "machineSecretKey", "proxyUrl", "telemetry"];

/**
 * `undefined` if it cannot be derived from the arguments of the call, because they would be evaluated twice.
 * @param {ParsedFile} file
 * @param {ClientExport} clientExport
 * @param {Node} call
 * @returns {string | undefined}
 */
export function optionsText(file, { kind, option, options }, call) {
  const [first, second] = call.arguments;
  if (kind === "promise") return "";
  if (option !== undefined) return frameworkOptions(file, option, first, second);
  if (first === undefined) return options ? "" : undefined;
  return isRepeatable(file.ts, first) ? selectedOptions(file, first, !options) : undefined;
}

/**
 * @param {ParsedFile} file
 * @param {string} option
 * @param {Node | undefined} argument
 * @param {Node | undefined} overrides
 */
function frameworkOptions({ ts }, option, argument, overrides) {
  if (argument === undefined) return "";
  if (!isRepeatable(ts, argument) || (overrides && !isRepeatable(ts, overrides))) return undefined;
  const text = argument.getText();
  const rest = overrides === undefined ? "" : `, ...${overrides.getText()}`;
  return `{ ${text === option ? option : `${option}: ${text}`}${rest} }`;
}

/**
 * The options as they are, or those of an object that concern this package. `withMetadata` requires a secret key, which
 * Clerk's types do not.
 * @param {ParsedFile} file
 * @param {Node} argument
 * @param {boolean} requiresKey
 * @returns {string | undefined}
 */
function selectedOptions(file, argument, requiresKey) {
  const { ts } = file;
  if (!requiresKey) return argument.getText();
  if (!ts.isObjectLiteralExpression(argument)) return optionsWithKey(file, argument);
  if (!hasSecretKey(argument)) return undefined;
  const selected = argument.properties.filter((/** @type {Node} */ { name }) => !UNUSED.includes(name?.text));
  return `{ ${selected.map((/** @type {Node} */ property) => property.getText()).join(", ")} }`;
}

/**
 * Options that are not written in the call. Their type may have an optional key, which the types of `withMetadata`
 * reject.
 * @param {ParsedFile} file
 * @param {Node} argument
 */
function optionsWithKey(file, argument) {
  const { ts, root } = file;
  const text = argument.getText();
  const initializer = ts.isIdentifier(argument) ? file.declarationOf(argument)?.initializer : undefined;
  const isJavaScript = /\.[cm]?jsx?$/.test(root.fileName);
  if (initializer !== undefined && ts.isObjectLiteralExpression(initializer))
    return hasSecretKey(initializer) || isJavaScript ? text : undefined;
  if (isJavaScript) return text;
  const isName = ts.isIdentifier(argument) || ts.isPropertyAccessExpression(argument);
  return isName ? `{ ...${text}, secretKey: ${text}.secretKey }` : undefined;
}

/** @type {(object: Node) => boolean} */
const hasSecretKey = ({ properties }) => properties.some((/** @type {Node} */ { name }) => name?.text === "secretKey");

/**
 * Whether an expression can be evaluated twice: it has no call, and creates nothing with an identity.
 * @param {any} ts
 * @param {Node} node
 * @returns {boolean}
 */
function isRepeatable(ts, node) {
  if (
    ts.isCallExpression(node) ||
    ts.isNewExpression(node) ||
    ts.isAwaitExpression(node) ||
    ts.isYieldExpression(node) ||
    ts.isFunctionLike(node) ||
    ts.isTaggedTemplateExpression(node) ||
    ts.isPrefixUnaryExpression(node) ||
    ts.isPostfixUnaryExpression(node) ||
    ts.isDeleteExpression(node) ||
    isAssignment(ts, node)
  )
    return false;
  return !ts.forEachChild(node, (/** @type {Node} */ child) => !isRepeatable(ts, child));
}

/** @type {(ts: any, node: Node) => boolean} */
const isAssignment = ({ isBinaryExpression, SyntaxKind }, node) =>
  isBinaryExpression(node) &&
  node.operatorToken.kind >= SyntaxKind.FirstAssignment &&
  node.operatorToken.kind <= SyntaxKind.LastAssignment;
