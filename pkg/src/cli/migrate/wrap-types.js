// Types of clients: `ClerkClient` becomes `WithMetadata<ClerkClient>`, because a wrapped client is not a `ClerkClient`.
import { TYPE_MODULE } from "./clerk-modules.js";

/** @import { ClerkImports, ImportedExport } from "./client-exports.js" */
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
  const queries = values.flatMap((imported) =>
    imported.references.flatMap(({ parent }) =>
      ts.isTypeQueryNode(parent) ? [clientTypeOf(file, imported, parent)] : [],
    ),
  );
  const statement = root.statements.findLast(ts.isImportDeclaration);
  for (const name of [...found.types, ...queries]) {
    const type = ts.isImportTypeNode(name) || !isName(ts, name) ? name : typeReferenceOf(ts, name);
    if (isInsideWithMetadata(ts, type)) continue;
    const wrapper =
      statement === undefined
        ? `import("${TYPE_MODULE}").WithMetadata`
        : imports.add(statement, TYPE_MODULE, "WithMetadata", { isType: true });
    plan.edits.push({ start: type.getStart(), end: type.getStart(), text: `${wrapper}<` });
    plan.edits.push({ start: type.end, end: type.end, text: ">" });
  }
}

/** @type {(ts: any, node: Node) => boolean} */
const isName = (ts, node) => ts.isIdentifier(node) || ts.isQualifiedName(node);

/** @type {(ts: any, name: Node) => Node} */
const typeReferenceOf = (ts, name) => ts.findAncestor(name, ts.isTypeReferenceNode) ?? name;

/** @type {(ts: any, type: Node) => boolean} */
const isInsideWithMetadata = (ts, type) =>
  Boolean(
    ts.findAncestor(
      type.parent,
      (/** @type {Node} */ node) => ts.isTypeReferenceNode(node) && node.typeName.getText() === "WithMetadata",
    ),
  );

/**
 * The type of the client in `Awaited<ReturnType<typeof clerkClient>>`, or of a part of it.
 * @param {ParsedFile} file
 * @param {ImportedExport} imported
 * @param {Node} query
 * @returns {Node}
 */
function clientTypeOf({ ts }, { clientExport }, query) {
  let type = query;
  for (const name of { object: [], function: ["ReturnType"], promise: ["ReturnType", "Awaited"] }[clientExport.kind]) {
    const { parent } = type;
    if (!ts.isTypeReferenceNode(parent) || parent.typeName.getText() !== name) break;
    type = parent;
  }
  return type;
}
