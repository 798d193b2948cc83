// Types of clients: `ClerkClient` becomes `WithMetadata<ClerkClient>`, because a wrapped client is not a `ClerkClient`.
import { TYPE_MODULE } from "./clerk-modules.js";

/** @import { ClerkImports, ImportedExport } from "./client-exports.js" */
/** @typedef {(type: Node, isPromise?: boolean) => void} Wrap `isPromise`: the type is a promise of a client. */
/** @import { Node, ParsedFile } from "./parsed-file.js" */

/**
 * @param {ParsedFile} file
 * @param {import("./plan-file.js").Imports} imports
 * @param {ClerkImports} found
 * @param {ImportedExport[]} values The exports that are still those of Clerk.
 * @param {import("./plan-file.js").Plan} plan
 */
export function wrapTypes(file, imports, found, values, plan) {
  const { ts, root } = file;
  const statement = root.statements.findLast(ts.isImportDeclaration);
  /** @type {Wrap} */
  const wrap = (type, isPromise = false) => {
    if (isInsideWithMetadata(file, type)) return;
    const isInComment = Boolean(ts.findAncestor(type, ts.isJSDoc));
    const wrapper =
      statement === undefined || isInComment
        ? `import("${TYPE_MODULE}").WithMetadata`
        : imports.add(statement, TYPE_MODULE, "WithMetadata", { isType: true });
    const [before, after] = isPromise ? [`Promise<${wrapper}<Awaited<`, ">>>"] : [`${wrapper}<`, ">"];
    plan.edits.push({ start: type.getStart(), end: type.getStart(), text: before });
    plan.edits.push({ start: type.end, end: type.end, text: after });
  };
  plan.remarks.push(...found.typeRemarks);
  for (const name of found.types) wrap(ts.isImportTypeNode(name) ? name : typeReferenceOf(ts, name));
  for (const imported of values) {
    for (const { parent } of imported.references) {
      if (!ts.isTypeQueryNode(parent)) continue;
      const wrapped = wrapQuery(ts, imported, parent, wrap);
      const text = `the type of ${imported.name} is used. Change it to that of your function that returns the client.`;
      if (!wrapped) plan.remarks.push({ node: parent, text });
    }
  }
}

/** @type {(ts: any, name: Node) => Node} */
const typeReferenceOf = (ts, name) =>
  ts.findAncestor(
    name,
    (/** @type {Node} */ node) => ts.isTypeReferenceNode(node) || ts.isExpressionWithTypeArguments(node),
  );

/**
 * Whether a type is an argument of `WithMetadata`, also if it has another name, is a property of a namespace, or is
 * imported in the type.
 * @param {ParsedFile} file
 * @param {Node} type
 * @returns {boolean}
 */
const isInsideWithMetadata = (file, type) => {
  const { ts } = file;
  const isWithMetadata = (/** @type {Node} */ node) => {
    if (node.typeArguments === undefined) return false;
    const name = node.typeName ?? node.qualifier ?? node.expression;
    if (name === undefined) return false;
    if (!ts.isIdentifier(name)) return (name.right ?? name.name)?.text === "WithMetadata";
    const declaration = file.declarationOf(name);
    return name.text === "WithMetadata" || declaration?.propertyName?.text === "WithMetadata";
  };
  return Boolean(ts.findAncestor(type.parent, isWithMetadata));
};

/**
 * Wraps the type of the client in `Awaited<ReturnType<typeof clerkClient>>`. Returns whether there is one.
 * @param {any} ts
 * @param {ImportedExport} imported
 * @param {Node} query
 * @param {Wrap} wrap
 * @returns {boolean}
 */
function wrapQuery(ts, { clientExport: { kind } }, query, wrap) {
  const argumentOf = (/** @type {string} */ name, /** @type {Node} */ { parent }) =>
    ts.isTypeReferenceNode(parent) && parent.typeName.getText() === name ? parent : undefined;
  if (kind === "object") {
    wrap(query);
    return true;
  }
  const returned = argumentOf("ReturnType", query);
  if (returned === undefined) return false;
  const awaited = argumentOf("Awaited", returned);
  wrap(awaited ?? returned, kind === "promise" && awaited === undefined);
  return true;
}
