// A parsed file: its syntax tree, and the references of each name. TypeScript resolves names by scope; no other file
// and no library is loaded.

/** @typedef {any} Node A node of TypeScript's syntax tree. */
/**
 * @typedef {{
 *   ts: any,
 *   text: string,
 *   root: Node,
 *   referencesOf(declaredName: Node): Node[],
 *   isNameUsed(name: string): boolean,
 *   declarationOf(reference: Node): Node | undefined,
 * }} ParsedFile
 */

/**
 * @param {any} ts
 * @param {string} path
 * @param {string} text
 * @returns {ParsedFile | { error: string }}
 */
export function parseFile(ts, path, text) {
  const root = ts.createSourceFile(path, text, ts.ScriptTarget.ESNext, true);
  const host = {
    getSourceFile: (/** @type {string} */ name) => (name === path ? root : undefined),
    getDefaultLibFileName: () => "lib.d.ts",
    getCurrentDirectory: () => "/",
    getCanonicalFileName: (/** @type {string} */ name) => name,
    useCaseSensitiveFileNames: () => true,
    getNewLine: () => "\n",
    fileExists: (/** @type {string} */ name) => name === path,
    readFile: () => undefined,
    writeFile: () => {},
  };
  const options = { allowJs: true, noLib: true, noResolve: true, types: [], target: ts.ScriptTarget.ESNext };
  const program = ts.createProgram({ rootNames: [path], options, host });
  const [problem] = program.getSyntacticDiagnostics(root);
  if (problem !== undefined) {
    const { line } = root.getLineAndCharacterOfPosition(problem.start);
    return { error: `${line + 1}: ${ts.flattenDiagnosticMessageText(problem.messageText, " ")}` };
  }
  const checker = program.getTypeChecker();
  /** @type {Map<unknown, Node[]>} */
  const references = new Map();
  /** @type {Set<string>} */
  const names = new Set();
  const symbolOf = (/** @type {Node} */ name) => {
    const { parent } = name;
    if (ts.isShorthandPropertyAssignment(parent) && parent.name === name)
      return checker.getShorthandAssignmentValueSymbol(parent);
    if (ts.isExportSpecifier(parent) && !parent.parent.parent.moduleSpecifier)
      return checker.getExportSpecifierLocalTargetSymbol(parent);
    return checker.getSymbolAtLocation(name);
  };
  visit(root, (node) => {
    if (!ts.isIdentifier(node)) return;
    if (node.parent.name !== node || !ts.isPropertyAccessExpression(node.parent)) names.add(node.text);
    if (ts.isExportSpecifier(node.parent) && node.parent.propertyName && node.parent.name === node) return;
    const symbol = symbolOf(node);
    if (symbol !== undefined) references.set(symbol, [...(references.get(symbol) ?? []), node]);
  });
  return {
    ts,
    text,
    root,
    referencesOf: (name) => (references.get(symbolOf(name)) ?? []).filter((reference) => reference !== name),
    isNameUsed: (name) => names.has(name),
    declarationOf: (reference) => symbolOf(reference)?.declarations?.[0],
  };
}

/**
 * Calls the function for each node, in the order of the text.
 * @param {Node} node
 * @param {(node: Node) => void} action
 */
export function visit(node, action) {
  action(node);
  node.forEachChild((/** @type {Node} */ child) => visit(child, action));
}

/**
 * Calls the function for each node of the JSDoc comments.
 * @param {Node} root
 * @param {(node: Node) => void} action
 */
export function visitComments(root, action) {
  // A comment may belong to several nodes.
  const visited = new Set();
  visit(root, ({ jsDoc = [] }) => {
    for (const comment of jsDoc) {
      if (!visited.has(comment.pos)) visit(comment, action);
      visited.add(comment.pos);
    }
  });
}

/**
 * The parent, without the parentheses and assertions around the node, and the outermost of these, or the node itself.
 * @param {any} ts
 * @param {Node} node
 * @returns {{ parent: Node, node: Node }}
 */
export function outer(ts, node) {
  const { parent } = node;
  return ts.isParenthesizedExpression(parent) || ts.isNonNullExpression(parent) ? outer(ts, parent) : { parent, node };
}
