// Finds where a file gets Clerk's clients from: imports, require(), import() and re-exports of Clerk's modules.
import { CLIENT_TYPE, exportsOf, TYPE_MODULE } from "./clerk-modules.js";
import { outer, visit, visitComments } from "./parsed-file.js";
import { declarationProblem, patternProblem } from "./unsafe-forms.js";

/** @import { ClientExport } from "./clerk-modules.js" */
/** @import { Node, ParsedFile } from "./parsed-file.js" */
/**
 * An export of a module of Clerk that a file uses.
 * @typedef {object} ImportedExport
 * @property {string} module
 * @property {string} name "clerkClient" or "createClerkClient".
 * @property {ClientExport} clientExport
 * @property {"import" | "destructured" | "property"} form How it is imported: `import { name }`, `const { name } =
 *   require()`, or as a property of a namespace.
 * @property {Node} [specifier] The name in braces. The form "property" has none.
 * @property {Node} [local] The local name.
 * @property {Node} [moduleName] The string. A namespace may have other uses, so the form "property" has it only if
 *   nothing else uses it.
 * @property {Node} statement The statement of the import.
 * @property {boolean} typeOnly
 * @property {string} [problem] Why its import cannot be changed.
 * @property {Node[]} references The expressions with its value, and type queries.
 */
/** @typedef {{ node: Node, text: string }} Remark What a person must look at. */
/**
 * @typedef {object} ClerkImports
 * @property {ImportedExport[]} values
 * @property {Node[]} types The references of the type of a client.
 * @property {{ node: Node, module: string, name: string, clientExport: ClientExport }[]} reexports
 * @property {Remark[]} remarks
 * @property {Remark[]} typeRemarks Those that matter only if the project wraps a client.
 */

/**
 * @param {ParsedFile} file
 * @returns {ClerkImports}
 */
export function findClerkImports(file) {
  const { ts, root } = file;
  /** @type {ClerkImports} */
  const found = { values: [], types: [], reexports: [], remarks: [], typeRemarks: [] };
  visit(root, (node) => {
    if (ts.isImportDeclaration(node) && exportsOf(node.moduleSpecifier.text)) readImport(file, node, found);
    else if (ts.isExportDeclaration(node) && exportsOf(node.moduleSpecifier?.text)) readReexport(file, node, found);
    else if (ts.isImportEqualsDeclaration(node) && exportsOf(node.moduleReference.expression?.text))
      readNamespace(file, node.moduleReference.expression, node.name, node, found);
    else if (ts.isImportTypeNode(node) && exportsOf(node.argument.literal?.text)) {
      if (node.qualifier?.text === CLIENT_TYPE && !node.isTypeOf) found.types.push(node);
    } else if (ts.isCallExpression(node) && exportsOf(node.arguments[0]?.text)) readCall(file, node, found);
  });
  if (root.flags & ts.NodeFlags.JavaScriptFile) visitComments(root, (node) => readCommentType(file, node, found));
  return found;
}

/**
 * A type in a JSDoc comment, which a file in JavaScript has in place of a type annotation.
 * @param {ParsedFile} file
 * @param {Node} node
 * @param {ClerkImports} found
 */
function readCommentType({ ts }, node, found) {
  if (ts.isImportTypeNode(node)) {
    const exports = exportsOf(node.argument.literal?.text);
    const name = node.qualifier?.text;
    if (exports === undefined) return;
    if (name === CLIENT_TYPE && !node.isTypeOf) found.types.push(node);
    else if (node.isTypeOf && Object.hasOwn(exports, name ?? ""))
      found.typeRemarks.push({ node, text: `the type of ${name} is used. ${WRAP_TYPE}` });
  } else if (ts.isJSDocImportTag?.(node) && exportsOf(node.moduleSpecifier.text)) {
    const elements = node.importClause?.namedBindings?.elements ?? [];
    const isClient = (/** @type {Node} */ { propertyName, name }) => (propertyName ?? name).text === CLIENT_TYPE;
    if (!elements.some(isClient)) return;
    const text = `${CLIENT_TYPE} is imported in a comment, in which names are not followed. ${WRAP_TYPE}`;
    found.typeRemarks.push({ node, text });
  }
}

const WRAP_TYPE = `Change it to the type of the wrapped client: import("${TYPE_MODULE}").WithMetadata<…>.`;

/**
 * @param {ParsedFile} file
 * @param {Node} statement
 * @param {ClerkImports} found
 */
function readImport(file, statement, found) {
  const { ts } = file;
  const { importClause, moduleSpecifier } = statement;
  const bindings = importClause?.namedBindings;
  if (bindings === undefined) return;
  if (ts.isNamespaceImport(bindings)) return readNamespace(file, moduleSpecifier, bindings.name, statement, found);
  for (const specifier of bindings.elements) {
    const name = (specifier.propertyName ?? specifier.name).text;
    const typeOnly = Boolean(importClause.isTypeOnly || specifier.isTypeOnly);
    const common = {
      form: /** @type {const} */ ("import"),
      specifier,
      moduleName: moduleSpecifier,
      statement,
      typeOnly,
    };
    readName(file, moduleSpecifier.text, name, specifier.name, common, found);
  }
}

/**
 * @param {ParsedFile} file
 * @param {string} module
 * @param {string} name
 * @param {Node} local
 * @param {Pick<ImportedExport, "form" | "specifier" | "moduleName" | "statement" | "typeOnly" | "problem">} common
 * @param {ClerkImports} found
 */
function readName(file, module, name, local, common, found) {
  const references = file.referencesOf(local);
  const clientExport = exportsOf(module)?.[name];
  if (clientExport !== undefined) found.values.push({ module, name, clientExport, local, references, ...common });
  else if (name === CLIENT_TYPE) found.types.push(...references.filter((node) => isTypeReference(file, node)));
}

/** @type {(file: ParsedFile, name: Node) => boolean} */
const isTypeReference = ({ ts }, { parent }) =>
  ts.isTypeReferenceNode(parent) ||
  ts.isExpressionWithTypeArguments(parent) ||
  (ts.isQualifiedName(parent) && ts.isTypeReferenceNode(parent.parent));

/**
 * A name with all exports of a module.
 * @param {ParsedFile} file
 * @param {Node} moduleName
 * @param {Node} local
 * @param {Node} statement
 * @param {ClerkImports} found
 */
function readNamespace(file, moduleName, local, statement, found) {
  const { ts } = file;
  const references = file.referencesOf(local);
  const isVariable = ts.isVariableDeclaration(local.parent);
  const problem = isVariable ? declarationProblem(ts, local.parent) : undefined;
  /** @type {Map<string, Node[]>} */
  const properties = new Map();
  for (const { parent } of references) {
    if (ts.isPropertyAccessExpression(parent) || ts.isQualifiedName(parent)) {
      const name = (parent.name ?? parent.right).text;
      if (name === CLIENT_TYPE) found.types.push(parent.name ?? parent.right);
      else properties.set(name, [...(properties.get(name) ?? []), parent]);
    } else if (ts.isVariableDeclaration(parent) && ts.isObjectBindingPattern(parent.name)) {
      // A `require()` in an ES module is an error, so the statement cannot be followed by one.
      const fromImport = isVariable ? problem : "is read from a namespace in a statement of its own";
      readPattern(file, moduleName.text, parent, undefined, found, fromImport);
    }
  }
  for (const [name, nodes] of properties) {
    const clientExport = exportsOf(moduleName.text)?.[name];
    if (clientExport === undefined) continue;
    const typeOnly = Boolean(statement.importClause?.isTypeOnly);
    const common = { module: moduleName.text, name, clientExport, form: /** @type {const} */ ("property") };
    found.values.push({ ...common, statement, typeOnly, references: nodes, problem });
  }
}

/**
 * `const { clerkClient } = …`.
 * @param {ParsedFile} file
 * @param {string} module
 * @param {Node} declaration
 * @param {Node | undefined} moduleName
 * @param {ClerkImports} found
 * @param {string} [problem]
 */
function readPattern(file, module, declaration, moduleName, found, problem) {
  const { ts } = file;
  const statement = declaration.parent.parent;
  for (const specifier of declaration.name.elements) {
    if (specifier.dotDotDotToken) continue;
    const name = (specifier.propertyName ?? specifier.name).text;
    if (!ts.isIdentifier(specifier.name)) {
      if (exportsOf(module)?.[name])
        found.remarks.push({ node: specifier, text: `${name} of ${module} is destructured, which is not followed.` });
      continue;
    }
    const common = { form: /** @type {const} */ ("destructured"), specifier, moduleName, statement, typeOnly: false };
    const formProblem = problem ?? patternProblem(ts, declaration, specifier);
    readName(file, module, name, specifier.name, { ...common, problem: formProblem }, found);
  }
}

/** Functions of test tools that replace a module. */
const MOCKS = /^(?:vi|vitest|jest|mock)\.(?:mock|doMock|module|unstable_mockModule)$/;

/**
 * require(), import() and mocks.
 * @param {ParsedFile} file
 * @param {Node} call
 * @param {ClerkImports} found
 */
function readCall(file, call, found) {
  const { ts } = file;
  const [moduleName] = call.arguments;
  const callee = call.expression;
  const isImport = callee.kind === ts.SyntaxKind.ImportKeyword;
  let value = outer(ts, call);
  if (MOCKS.test(callee.getText())) {
    const text = `replaces ${moduleName.text} in a test. Replace the new module too.`;
    found.remarks.push({ node: call, text });
    return;
  }
  if (isImport && !ts.isAwaitExpression(value.parent)) {
    found.remarks.push({ node: call, text: `is a promise of ${moduleName.text}, which is not followed.` });
    return;
  }
  if (!isImport && callee.text !== "require") return;
  if (isImport) value = outer(ts, value.parent);
  const { parent, node } = value;
  if (ts.isVariableDeclaration(parent) && parent.initializer === node && ts.isVariableDeclarationList(parent.parent)) {
    if (ts.isObjectBindingPattern(parent.name)) readPattern(file, moduleName.text, parent, moduleName, found);
    else readNamespace(file, moduleName, parent.name, parent.parent.parent, found);
  } else if (ts.isPropertyAccessExpression(parent)) {
    const name = parent.name.text;
    const clientExport = exportsOf(moduleName.text)?.[name];
    if (clientExport === undefined) return;
    const statement = ts.findAncestor(parent, (/** @type {Node} */ { parent: above }) => above === file.root) ?? parent;
    const common = { module: moduleName.text, name, clientExport, moduleName, statement, typeOnly: false };
    const declaration = outer(ts, parent).parent;
    const isAlias = ts.isVariableDeclaration(declaration) && ts.isIdentifier(declaration.name);
    // `const clerkClient = require(…).clerkClient`: the references are those of the variable.
    const references = isAlias && clientExport.kind !== "object" ? file.referencesOf(declaration.name) : [parent];
    const problem = isAlias ? declarationProblem(ts, declaration) : undefined;
    found.values.push({ ...common, form: "property", references, problem });
  }
}

/**
 * @param {ParsedFile} file
 * @param {Node} statement
 * @param {ClerkImports} found
 */
function readReexport({ ts }, statement, found) {
  const module = statement.moduleSpecifier.text;
  if (statement.isTypeOnly) return;
  if (statement.exportClause === undefined || ts.isNamespaceExport(statement.exportClause)) {
    found.remarks.push({ node: statement, text: `exports everything of ${module}. Its clients are not followed.` });
    return;
  }
  for (const specifier of statement.exportClause.elements) {
    const name = (specifier.propertyName ?? specifier.name).text;
    const clientExport = exportsOf(module)?.[name];
    if (clientExport === undefined || specifier.isTypeOnly) continue;
    found.reexports.push({ node: specifier, module, name, clientExport });
  }
}
