// The edits of a file: an import is replaced if the file only uses methods of this package. Otherwise, the clients are
// wrapped.
import { findClerkImports } from "./client-exports.js";
import { isArgumentOfClerk, isWrapped, usesOf } from "./client-uses.js";
import { endOfStatement, indentationOf, newImports, newline, semicolon } from "./new-imports.js";
import { optionsText } from "./options-text.js";
import { outer } from "./parsed-file.js";
import { replaceImports } from "./replace-imports.js";
import { constantProblem, isImport } from "./unsafe-forms.js";
import { wrapTypes } from "./wrap-types.js";

/** @import { ImportedExport, ClerkImports, Remark } from "./client-exports.js" */
/** @import { Methods, Use } from "./client-uses.js" */
/** @import { Edit } from "./edits.js" */
/** @import { Node, ParsedFile } from "./parsed-file.js" */
/** @typedef {ReturnType<typeof newImports>} Imports */
/**
 * `wraps`: the file contains a client that is wrapped. `constants` are the edits that come after the imports, and
 * `constantsOf` the exports that they replace: their names are those of the wrapped clients.
 * @typedef {{
 *   edits: Edit[],
 *   constants: Edit[],
 *   constantsOf: Set<ImportedExport>,
 *   remarks: Remark[],
 *   wraps: boolean,
 * }} Plan
 */
/** @typedef {{ imported: ImportedExport, clients: { node: Node, uses: Use[] }[], values: Node[] }} Analysis */

/**
 * @param {ParsedFile} file
 * @param {Methods} methods
 * @param {boolean} typesToo Whether the types of clients are wrapped too, because the project wraps a client.
 * @returns {Plan}
 */
export function planFile(file, methods, typesToo) {
  const found = findClerkImports(file);
  const imports = newImports(file);
  /** @type {Plan} */
  const plan = { edits: [], constants: [], constantsOf: new Set(), remarks: [...found.remarks], wraps: false };
  const analyses = found.values
    .filter(({ typeOnly }) => !typeOnly)
    .map((imported) => analyze(file, methods, imported))
    .filter((analysis) => isSafe(file, analysis, plan));
  const replaced = analyses.filter(({ clients, values }) => {
    const uses = clients.flatMap((client) => client.uses);
    return values.length === 0 && uses.length > 0 && uses.every((use) => use === "ours");
  });
  plan.edits.push(
    ...replaceImports(
      imports,
      replaced.map(({ imported }) => imported),
    ),
  );
  for (const analysis of analyses) if (!replaced.includes(analysis)) wrapClients(file, imports, analysis, plan);
  plan.remarks.push(...found.reexports.map(reexportRemark));
  if (typesToo) {
    const kept = found.values.filter(
      (imported) => !plan.constantsOf.has(imported) && !replaced.some((analysis) => analysis.imported === imported),
    );
    wrapTypes(file, imports, found, kept, plan);
  }
  plan.edits.push(...imports.edits(), ...plan.constants);
  return plan;
}

/**
 * Finds the clients that a file gets from an export, and the other values: functions that are passed on.
 * @param {ParsedFile} file
 * @param {Methods} methods
 * @param {ImportedExport} imported
 * @returns {Analysis}
 */
function analyze(file, methods, imported) {
  const { ts } = file;
  const { clientExport, references } = imported;
  /** @type {Analysis} */
  const analysis = { imported, clients: [], values: [] };
  for (const reference of references) {
    if (ts.isTypeQueryNode(reference.parent) || ts.isQualifiedName(reference)) continue;
    const { parent, node } = outer(ts, reference);
    const isCall = ts.isCallExpression(parent) && parent.expression === node;
    const client = clientExport.kind === "object" ? reference : parent;
    if (clientExport.kind !== "object" && !isCall) {
      if (!isArgumentOfClerk(file, reference)) analysis.values.push(reference);
    } else if (isWrapped(file, client)) {
      analysis.clients.push({ node: client, uses: ["other"] });
    } else {
      const kind = clientExport.kind === "promise" ? "promise" : "client";
      analysis.clients.push({ node: client, uses: usesOf(file, methods, client, { kind }) });
    }
  }
  return analysis;
}

/**
 * Whether the import and the clients can be changed. If not, and they must be, a remark is added.
 * @param {ParsedFile} file
 * @param {Analysis} analysis
 * @param {Plan} plan
 */
function isSafe(file, { imported, clients }, plan) {
  const { name, module, clientExport, statement, specifier } = imported;
  const isConstant = clientExport.kind === "object" && imported.form !== "property";
  const isReplaced = clients.every(({ uses }) => uses.every((use) => use === "ours"));
  const problem =
    imported.problem ??
    (isConstant && !isReplaced ? constantProblem(file, imported, constantPosition(file, statement)) : undefined);
  if (problem === undefined || !clients.some(({ uses }) => needsWrapper(uses))) return problem === undefined;
  const text = `${name} of ${module} ${problem}. Import it from ${clientExport.replacement}, or wrap the client with withMetadata of ${clientExport.wrapper}.`;
  plan.remarks.push({ node: specifier ?? clients[0].node, text });
  return false;
}

/** @param {Use[]} uses */
const needsWrapper = (uses) => uses.some((use) => use !== "other");

/**
 * @param {ParsedFile} file
 * @param {Imports} imports
 * @param {Analysis} analysis
 * @param {Plan} plan
 */
function wrapClients(file, imports, { imported, clients, values }, plan) {
  const { ts } = file;
  const { name, module, clientExport, form } = imported;
  const wrapped = clients.filter(({ uses }) => needsWrapper(uses));
  for (const node of values) {
    const isObject = clientExport.kind === "promise" && ts.isPropertyAccessExpression(outer(ts, node).parent);
    const text = isObject
      ? `${name} of ${module} is used as an object, as in its older versions. Call it first: await ${name}().`
      : `${name} of ${module} is used as a value. Wrap what it returns with withMetadata of ${clientExport.wrapper}.`;
    plan.remarks.push({ node, text });
  }
  if (wrapped.length === 0) return;
  if (clientExport.kind === "object" && form !== "property")
    return wrapConstant(file, imports, imported, clients, plan);
  for (const { node } of wrapped) {
    const options = clientExport.kind === "object" ? "" : optionsText(file, clientExport, node);
    if (options === undefined) {
      const text = `the arguments of ${name} cannot be repeated, or have no secretKey. Assign them to a constant, and wrap the client with withMetadata of ${clientExport.wrapper}.`;
      plan.remarks.push({ node, text });
      continue;
    }
    plan.wraps = true;
    const wrapper = wrapperOf(imports, imported);
    plan.edits.push({ start: node.getStart(), end: node.getStart(), text: `${wrapper}(` });
    plan.edits.push({ start: node.end, end: node.end, text: `${options && `, ${options}`})` });
  }
}

/**
 * The expression of `withMetadata`. An import in an expression, such as `require("…").clerkClient`, has another one.
 * @param {Imports} imports
 * @param {ImportedExport} imported
 */
function wrapperOf(imports, { form, moduleName, statement, clientExport }) {
  if (form !== "property" || moduleName === undefined)
    return imports.add(statement, clientExport.wrapper, "withMetadata");
  const quote = moduleName.getText()[0];
  const load = moduleName.parent.getText().replace(/(["']).*\1/, quote + clientExport.wrapper + quote);
  return load.startsWith("import") ? `(await ${load}).withMetadata` : `${load}.withMetadata`;
}

/**
 * The client of Express is a constant: it is imported with another name, and the wrapped client gets its name. What is
 * passed to functions of Clerk stays Clerk's client.
 * @param {ParsedFile} file
 * @param {Imports} imports
 * @param {ImportedExport} imported
 * @param {Analysis["clients"]} clients
 * @param {Plan} plan
 */
function wrapConstant(file, imports, imported, clients, plan) {
  const { ts, text } = file;
  const { name, local, specifier, statement, clientExport } = imported;
  plan.constantsOf.add(imported);
  plan.wraps = true;
  const official = imports.uniqueName(`official${local.text[0].toUpperCase()}${local.text.slice(1)}`);
  const separator = ts.isImportDeclaration(statement) ? " as " : ": ";
  plan.edits.push({ start: specifier.getStart(), end: specifier.end, text: `${name}${separator}${official}` });
  for (const { node } of clients.filter(({ node }) => isArgumentOfClerk(file, node) || isWrapped(file, node))) {
    const isShorthand = ts.isShorthandPropertyAssignment(node.parent);
    plan.edits.push({
      start: node.getStart(),
      end: node.end,
      text: `${isShorthand ? `${node.text}: ` : ""}${official}`,
    });
  }
  const wrapper = imports.add(statement, clientExport.wrapper, "withMetadata");
  const position = constantPosition(file, statement);
  const constant = `const ${local.text} = ${wrapper}(${official})${semicolon(statement, position)}`;
  const line = newline(text);
  plan.constants.push({
    start: position,
    end: position,
    text: `${line}${line}${indentationOf(file, statement)}${constant}`,
  });
}

/** @type {(file: ParsedFile, statement: Node) => number} */
const constantPosition = (file, statement) => endOfStatement(file, lastImport(file.ts, file.root, statement));

/**
 * The last one of the imports that follow a statement without other statements between them.
 * @param {any} ts
 * @param {Node} root
 * @param {Node} statement
 */
function lastImport(ts, root, statement) {
  let index = root.statements.indexOf(statement);
  while (index >= 0 && index + 1 < root.statements.length && isImport(ts, root.statements[index + 1])) index++;
  return root.statements[index] ?? statement;
}

/**
 * @param {ClerkImports["reexports"][number]} reexport
 * @returns {Remark}
 */
const reexportRemark = ({ node, module, name, clientExport: { kind, wrapper } }) => ({
  node,
  text: `exports ${name} of ${module}. Export ${kind === "object" ? "the client" : "a function that returns the client"} wrapped with withMetadata of ${wrapper}.`,
});
