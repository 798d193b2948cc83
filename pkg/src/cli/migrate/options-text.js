// The second argument of `withMetadata` for a call that creates a client.

/** @import { ClientExport } from "./clerk-modules.js" */
/** @import { Node, ParsedFile } from "./parsed-file.js" */

/** The options of createClerkClient that concern requests to the Backend API. */
const OPTIONS = ["secretKey", "apiUrl", "apiVersion"];

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
 * The options as they are, or those of an object that concern this package.
 * @param {ParsedFile} file
 * @param {Node} argument
 * @param {boolean} selects
 */
function selectedOptions({ ts }, argument, selects) {
  if (!selects || !ts.isObjectLiteralExpression(argument)) return argument.getText();
  const selected = argument.properties.filter(
    (/** @type {Node} */ property) => ts.isSpreadAssignment(property) || OPTIONS.includes(property.name.text),
  );
  return `{ ${selected.map((/** @type {Node} */ property) => property.getText()).join(", ")} }`;
}

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
    (ts.isBinaryExpression(node) && ts.isAssignmentOperator?.(node.operatorToken.kind))
  )
    return false;
  return !ts.forEachChild(node, (/** @type {Node} */ child) => !isRepeatable(ts, child));
}
