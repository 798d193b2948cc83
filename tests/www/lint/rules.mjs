// What no test of the admin page may do to the page: set a value, move the focus or invent an event, as no person
// can. Such a test passes where someone who types loses what was typed.
import ts from "typescript";

const KEYS = "click into it and press keys: typeKeys or typeOver of support/person.mjs";
const CLICK = "click it: locator.click() with the mouse of the page";
const MOVE = 'click it, or move the focus with Tab: page.keyboard.press("Tab")';
const EVENTS = "click or press keys: the browser makes the events";
const CHOOSE = "choose of support/person.mjs";

/** Methods of Playwright that act on an element without its mouse and its keyboard. */
const METHODS = {
  fill: KEYS,
  type: KEYS,
  press: KEYS,
  pressSequentially: KEYS,
  insertText: KEYS,
  clear: 'typeOver(control, "") of support/person.mjs',
  selectOption: CHOOSE,
  selectText: 'page.keyboard.press("ControlOrMeta+a")',
  check: CLICK,
  uncheck: CLICK,
  setChecked: CLICK,
  setInputFiles: 'a person chooses files in a dialog: page.waitForEvent("filechooser")',
  focus: MOVE,
  blur: MOVE,
  dispatchEvent: EVENTS,
};

/** What code that runs in the page does to an element in place of a person. */
const IN_PAGE = {
  click: CLICK,
  select: 'page.keyboard.press("ControlOrMeta+a")',
  setAttribute: KEYS,
  removeAttribute: KEYS,
  toggleAttribute: KEYS,
  setRangeText: KEYS,
  setSelectionRange: 'keys: page.keyboard.press("Home")',
  execCommand: KEYS,
  requestSubmit: 'page.keyboard.press("Enter")',
  submit: 'page.keyboard.press("Enter")',
  replaceChildren: KEYS,
  insertAdjacentText: KEYS,
  insertAdjacentHTML: KEYS,
};

const PROPERTIES = new Set([
  "value",
  "valueAsNumber",
  "checked",
  "selected",
  "selectedIndex",
  "textContent",
  "innerText",
  "innerHTML",
  "nodeValue",
  "hidden",
  "disabled",
]);

/** Methods whose argument runs in the page. */
const EVALUATORS = new Set([
  "evaluate",
  "evaluateAll",
  "evaluateHandle",
  "$eval",
  "$$eval",
  "waitForFunction",
  "addInitScript",
]);

/** Commands of the debugger that act on the page. */
const DEBUGGER = /^(Input\.(dispatch|insert|ime)|Runtime\.(evaluate|callFunctionOn))/;
/** Methods that with `force: true` do not look whether a person could. */
const POINTER = new Set(["click", "dblclick", "hover", "tap", "dragTo"]);
const ASSIGNERS = new Set(["assign", "defineProperty"]);
const EVENT = /^[A-Z]\w*Event$|^Event$/;
const SETUP = /^\/\/ setup\b(?:: (\S.*))?/;

const { SyntaxKind } = ts;

/** The violations in the text of a file: `{ line, found, instead }`. */
export function violations(text, file = "test.mjs") {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const lineOf = (node) => source.getLineAndCharacterOfPosition(node.getStart()).line + 1;
  const found = [];
  const report = (node, what, instead) => found.push({ line: lineOf(node), found: what, instead });

  const pageFunctions = namesOfPageFunctions(source);

  function visit(node, inPage) {
    const name = propertyName(node);
    if (name !== undefined) {
      const call = callOf(node);
      if (Object.hasOwn(METHODS, name) && actsOnElement(node, name, call))
        report(nameNode(node), `.${name}`, METHODS[name]);
      if (inPage && call && Object.hasOwn(IN_PAGE, name))
        report(nameNode(node), `.${name}() in the page`, IN_PAGE[name]);
      if (PROPERTIES.has(name) && isAssigned(node)) report(nameNode(node), `.${name} =`, KEYS);
    }
    if (inPage && ts.isPropertyAssignment(node) && PROPERTIES.has(node.name.getText()) && isOptionOf(node, ASSIGNERS))
      report(node, `.${node.name.getText()} =`, KEYS);
    if (ts.isNewExpression(node) && EVENT.test(lastName(node.expression)))
      report(node, `new ${lastName(node.expression)}`, EVENTS);
    if (ts.isCallExpression(node) && EVALUATORS.has(propertyName(node.expression)) && isString(codeOf(node))) {
      report(codeOf(node), "code as a string", "a function, which this check can read");
    }
    if (
      ts.isPropertyAssignment(node) &&
      node.name.getText() === "force" &&
      node.initializer.kind === SyntaxKind.TrueKeyword &&
      isOptionOf(node, POINTER)
    ) {
      report(node, "force: true", "scroll to it, or wait until it can be clicked");
    }
    const [command] = ts.isCallExpression(node) && propertyName(node.expression) === "send" ? node.arguments : [];
    if (isString(command) && DEBUGGER.test(command.text))
      report(command, command.text, "page.keyboard, page.mouse and page.evaluate");
    const enters = ts.isFunctionLike(node) && (isArgumentOfEvaluator(node) || pageFunctions.has(functionName(node)));
    ts.forEachChild(node, (child) => visit(child, inPage || enters));
  }
  visit(source, false);
  return withoutSetup(setupComments(source), found);
}

/**
 * Drops what a comment `// setup: reason` excuses, in its line or in the one above, and reports comments that
 * excuse nothing.
 */
function withoutSetup(comments, found) {
  const used = new Set();
  const left = found.filter(({ line }) => {
    const comment = comments.find(
      (comment) => comment.reason && (comment.line === line || (comment.alone && comment.line === line - 1)),
    );
    used.add(comment);
    return comment === undefined;
  });
  for (const comment of comments) {
    const instead = "say why: `// setup: reason`, at a line that needs it";
    if (!used.has(comment)) left.push({ line: comment.line, found: comment.text, instead });
  }
  return left.sort((a, b) => a.line - b.line);
}

/** Comments that begin with `setup`, which are no part of a string. */
function setupComments(source) {
  const { text } = source;
  const ranges = new Map();
  const visit = (node) => {
    for (const range of [
      ...(ts.getLeadingCommentRanges(text, node.getFullStart()) ?? []),
      ...(ts.getTrailingCommentRanges(text, node.getEnd()) ?? []),
    ]) {
      ranges.set(range.pos, range);
    }
    for (const child of node.getChildren(source)) visit(child);
  };
  visit(source);
  return [...ranges.values()].flatMap(({ pos, end }) => {
    const comment = text.slice(pos, end);
    const match = SETUP.exec(comment);
    if (match === null) return [];
    const { line, character } = source.getLineAndCharacterOfPosition(pos);
    const alone = text.slice(pos - character, pos).trim() === "";
    return [{ line: line + 1, alone, reason: match[1], text: comment }];
  });
}

/** The name in `x.name`, `x?.name` and `x["name"]`, and in `const { name } = x`. */
function propertyName(node) {
  if (ts.isPropertyAccessExpression(node)) return node.name.text;
  if (ts.isElementAccessExpression(node) && isString(node.argumentExpression)) return node.argumentExpression.text;
  return undefined;
}

const nameNode = (node) => (ts.isPropertyAccessExpression(node) ? node.name : node.argumentExpression);
const isString = (node) => node !== undefined && (ts.isStringLiteralLike(node) || ts.isTemplateExpression(node));
const lastName = (node) => (ts.isPropertyAccessExpression(node) ? node.name.text : node.getText());
const callOf = (node) =>
  ts.isCallExpression(node.parent) && node.parent.expression === node ? node.parent : undefined;
const isAssigned = (node) => isTarget(node.parent, node);
const isTarget = (parent, node) =>
  (ts.isArrayLiteralExpression(parent) && isTarget(parent.parent, parent)) ||
  (ts.isBinaryExpression(parent) &&
    parent.left === node &&
    parent.operatorToken.kind >= SyntaxKind.FirstAssignment &&
    parent.operatorToken.kind <= SyntaxKind.LastAssignment);

function actsOnElement(node, name, call) {
  const receiver = node.expression;
  const text = receiver.getText();
  // The keyboard of the page is a person's.
  if ((name === "type" || name === "press") && /\bkeyboard$/.test(text)) return false;
  // `message.type` and `message.type()` are facts, not acts.
  if (name === "type" && !(call && call.arguments.length > 0)) return false;
  if (name === "clear" && !call) return false;
  return !(name === "fill" && isList(receiver));
}

/** An array, whose `fill` is another. */
const isList = (node) =>
  ts.isArrayLiteralExpression(node) ||
  ((ts.isCallExpression(node) || ts.isNewExpression(node)) &&
    /(^|\.)(Array|Buffer|\w+Array)(\.\w+)?$/.test(node.expression.getText()));

/** What an evaluator runs: its first argument, or the one after a selector. */
const codeOf = (call) => call.arguments[propertyName(call.expression).startsWith("$") ? 1 : 0];

const isArgumentOfEvaluator = (node) => {
  const call = node.parent;
  return ts.isCallExpression(call) && call.arguments.includes(node) && EVALUATORS.has(propertyName(call.expression));
};

/** Whether a property is one of an object that is handed to one of these methods. */
const isOptionOf = (property, methods) => {
  const call = property.parent.parent;
  return ts.isCallExpression(call) && methods.has(propertyName(call.expression));
};

const functionName = (node) =>
  node.name?.getText() ?? (ts.isVariableDeclaration(node.parent) ? node.parent.name.getText() : undefined);

/** Functions of this file that are handed to an evaluator by their name. */
function namesOfPageFunctions(source) {
  const names = new Set();
  const visit = (node) => {
    if (ts.isCallExpression(node) && EVALUATORS.has(propertyName(node.expression))) {
      for (const argument of node.arguments) if (ts.isIdentifier(argument)) names.add(argument.text);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return names;
}
