// Every comparison of what the page shows must wait for it: the page renders a task or a response after a click, and on
// a busy machine that is late. Such a test passes on a fast machine and fails now and then elsewhere.
import ts from "typescript";

const INSTEAD = "await eventually(async () => assert.…): it repeats the comparison until it holds";

/** Methods of Playwright that read the page at once. Those of `Locator` wait for the element, not for its content. */
const READS = new Set([
  "inputValue",
  "innerText",
  "innerHTML",
  "textContent",
  "allInnerTexts",
  "allTextContents",
  "getAttribute",
  "count",
  "boundingBox",
  "evaluate",
  "evaluateAll",
  "isChecked",
  "isDisabled",
  "isEditable",
  "isEnabled",
  "isHidden",
  "isVisible",
  "title",
  "url",
]);
/** Names that other objects use too: only what is called on a page counts. */
const OF_A_PAGE = new Set(["title", "url"]);
/** Functions of support/ that return what they read. */
const IMPORTED_READERS = ["focusedLabel"];
const SETTLED = /\/\/ settled: \S/;

/** The violations in the text of a file: `{ line, found, instead }`. */
export function unsettledReads(text, file = "test.mjs") {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const lines = text.split("\n");
  const lineOf = (node) => source.getLineAndCharacterOfPosition(node.getStart()).line + 1;
  const readers = namesOfReaders(source);
  const found = [];

  const isRead = (node) => isCallOfRead(node) || isCallOf(node, readers);

  /** `variables`: those that hold what was read before, by name. */
  function visit(node, variables) {
    if (isCallOf(node, new Set(["eventually"]))) return;
    if (isAssertion(node)) {
      const read = find(
        node,
        (part) => isRead(part) || (ts.isIdentifier(part) && isUse(part) && variables.has(part.text)),
      );
      const line = lineOf(node);
      const isExcused = [line - 1, line - 2].some((index) => SETTLED.test(lines[index] ?? ""));
      if (read && !isExcused) found.push({ line, found: `a comparison with ${shortText(read)}`, instead: INSTEAD });
      return;
    }
    const inner = ts.isBlock(node) || ts.isFunctionLike(node) ? new Set(variables) : variables;
    if (ts.isVariableDeclaration(node) && node.initializer) {
      const isFunction = ts.isArrowFunction(node.initializer) || ts.isFunctionExpression(node.initializer);
      const holdsRead = !isFunction && find(node.initializer, isRead) !== undefined;
      for (const name of namesIn(node.name)) {
        if (holdsRead) variables.add(name);
        else variables.delete(name);
      }
    }
    ts.forEachChild(node, (child) => visit(child, inner));
  }
  visit(source, new Set());
  return found;
}

const isCallOf = (node, names) =>
  ts.isCallExpression(node) && ts.isIdentifier(node.expression) && names.has(node.expression.text);

const isCallOfRead = (node) =>
  ts.isCallExpression(node) &&
  ts.isPropertyAccessExpression(node.expression) &&
  READS.has(node.expression.name.text) &&
  (!OF_A_PAGE.has(node.expression.name.text) || /\bpage$/i.test(node.expression.expression.getText()));

const isAssertion = (node) =>
  ts.isCallExpression(node) && /^assert(\.\w+)*$/.test(node.expression.getText()) && node.arguments.length > 0;

/** Not the name of a property. */
const isUse = (node) =>
  !(ts.isPropertyAccessExpression(node.parent) && node.parent.name === node) &&
  !(ts.isPropertyAssignment(node.parent) && node.parent.name === node);

/** The first matching node, except in `eventually`, which repeats its check, and in methods, which run later. */
function find(node, is) {
  if (isCallOf(node, new Set(["eventually"]))) return undefined;
  if (ts.isFunctionLike(node) && ts.isPropertyAssignment(node.parent)) return undefined;
  return is(node) ? node : ts.forEachChild(node, (child) => find(child, is));
}

const namesIn = (name) =>
  ts.isIdentifier(name)
    ? [name.text]
    : name.elements.flatMap((element) => (ts.isBindingElement(element) ? namesIn(element.name) : []));

const shortText = (node) => {
  const text = node.getText().replace(/\s+/g, " ");
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
};

/** Functions of this file that return what they read. */
function namesOfReaders(source) {
  const names = new Set(IMPORTED_READERS);
  for (let size = -1; size < names.size; ) {
    size = names.size;
    const visit = (node) => {
      const isFunction = ts.isFunctionDeclaration(node) || ts.isArrowFunction(node);
      const name = ts.isFunctionDeclaration(node)
        ? node.name?.text
        : ts.isVariableDeclaration(node.parent) && ts.isIdentifier(node.parent.name)
          ? node.parent.name.text
          : undefined;
      if (isFunction && name !== undefined && returnsRead(node, names)) names.add(name);
      ts.forEachChild(node, visit);
    };
    ts.forEachChild(source, visit);
  }
  return names;
}

function returnsRead(node, readers) {
  const isRead = (part) => isCallOfRead(part) || isCallOf(part, readers);
  if (!ts.isBlock(node.body)) return find(node.body, isRead) !== undefined;
  // A function that only acts and returns nothing is no reader.
  return (
    find(node.body, isRead) !== undefined &&
    find(node.body, (part) => ts.isReturnStatement(part) && part.expression) !== undefined
  );
}
