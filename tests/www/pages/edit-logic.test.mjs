// Modules that need no browser: exact JSON, typed text, and the undo history.
import assert from "node:assert/strict";
import { test } from "node:test";
import { pageModules } from "./support/page-modules.mjs";

const page = await pageModules([
  "json/parse",
  "json/text",
  "json/number",
  "json/equal",
  "json/path",
  "json/literal",
  "json/infer",
  "json/number-text",
  "json/value",
  "user/drafts",
  "user/undo-history",
  "editor/value-types",
  "editor/alignment",
]);
const { parseJson, toText } = page;
const json = (text) => parseJson(text);

test("text → value → text keeps every digit, order and key", () => {
  const texts = [
    "9007199254740993",
    "1e400",
    "-0",
    "0.10",
    "1.0",
    "-1.5E+10",
    "null",
    "true",
    '""',
    '"\\ud800"',
    "[]",
    "{}",
    '{"10":1,"b":2,"2":3}',
    '{"__proto__":{"a":1},"constructor":2}',
    '{"":{"":[{"":0.0}]}}',
    "[1,[2,[3,[]]],{}]",
  ];
  assert.deepEqual(
    texts.map((text) => toText(json(text))),
    texts,
  );
  assert.equal(toText(json('{"a":[1.0,{}],"b":{}}'), 2), '{\n  "a": [\n    1.0,\n    {}\n  ],\n  "b": {}\n}');
});

test("numbers are compared by value and not by their text", () => {
  const equal = [
    ["1", "1.0"],
    ["100", "1e2"],
    ["0", "-0"],
    ["0.0010", "1E-3"],
    ["12e400", "1.2e401"],
    ["0e99999999999999999999", "0"],
  ];
  const differ = [
    ["9007199254740992", "9007199254740993"],
    ["1e400", "1e401"],
    ["1", "-1"],
    ["0.1", "0.10000000000000000001"],
  ];
  assert.deepEqual(
    equal.map(([a, b]) => page.equal(json(a), json(b))),
    equal.map(() => true),
  );
  assert.deepEqual(
    differ.map(([a, b]) => page.equal(json(a), json(b))),
    differ.map(() => false),
  );
  assert.equal(page.equal(json('{"a":1,"b":[2]}'), json('{"b":[2.0],"a":1}')), true);
  assert.equal(page.equal(json("[1,2]"), json("[2,1]")), false);
});

test("what is typed where there is no value yet", () => {
  const value = (text) => page.infer(text).value;
  const same = ["14", "-0.5e-3", "true", "false", "null", '"14"', "{}", "[]", '[1.0,{"a":null}]'];
  assert.deepEqual(
    same.map((text) => toText(value(text))),
    same,
  );
  const texts = [
    "0150",
    "+1",
    ".5",
    "1,5",
    "NaN",
    "Infinity",
    "True",
    "nullable",
    "1 2",
    "[draft] a",
    "{name}",
    "it's",
    "1e5x",
    " padded ",
    "--",
  ];
  assert.deepEqual(texts.map(value), texts);
  const problems = ["-", "1.", "1e", "1e+", "-0.", '"', '"14', '"a" b', "[", "[1,", '{"a"', '{"a":1,"a":2}'];
  assert.deepEqual(
    problems.filter((text) => !("problem" in page.infer(text))),
    [],
  );
  assert.deepEqual(["", " ", "\n"].map(page.infer), [undefined, undefined, undefined]);
  assert.equal(toText(value(" 14 ")), "14");
});

test("hidden characters are escapes in a literal; ordinary text of every script is not", () => {
  const hidden = {
    "\u202ea": '"\\u202ea"',
    "\u2066": '"\\u2066"',
    "\u200e": '"\\u200e"',
    "\u061c": '"\\u061c"',
    "\ufeff": '"\\ufeff"',
    "\u0000": '"\\u0000"',
    "\u007f": '"\\u007f"',
    "\ud800": '"\\ud800"',
    "\u{e0041}": '"\\udb40\\udc41"',
    "a\u200bb\n": '"a\\u200bb\\n"',
  };
  for (const [text, literal] of Object.entries(hidden)) {
    assert.equal(page.hasHidden(text), true, literal);
    assert.equal(page.literalOf(text), literal);
    assert.equal(page.fromLiteral(literal), text);
  }
  const ordinary = ["مرحبا", "שלום", "می‌خواهم", "größer", "👨‍👩‍👧", "❤️", "👨‍🌾‍🚀", "日本語", "two\nlines\tand a tab"];
  assert.deepEqual(ordinary.filter(page.hasHidden), []);
});

test("keys: the empty one and those with hidden characters are JSON strings in their box", () => {
  const keys = ["", "a", "a b", '"', '"a"', "\u202ea", "a\nb", " ", "14", "שלום"];
  assert.deepEqual(
    keys.map((key) => page.keyOfText(page.textOfKey(key))),
    keys,
  );
  assert.deepEqual(["", "a", '"', "\u202ea"].map(page.textOfKey), ['""', "a", '"\\""', '"\\u202ea"']);
  assert.deepEqual(['"', '"a', ""].map(page.keyOfText), [undefined, undefined, undefined]);
});

test("drafts are taken together: new rows, then renames from the inside out", () => {
  const drafts = new Map(
    [
      { kind: "key", path: ["a"], text: "x" },
      { kind: "key", path: ["a", "b"], text: "y" },
      { kind: "new", path: ["a"], key: "c", text: "1.0" },
      { kind: "new", path: ["list"], key: "", text: '"z"' },
      { kind: "new", path: [], key: "", text: "" },
    ].map((draft) => [page.draftId(draft.kind, draft.path), draft]),
  );
  assert.equal(
    toText(page.applyDrafts(json('{"a":{"b":1e400},"list":[]}'), drafts).value),
    '{"x":{"y":1e400,"c":1.0},"list":["z"]}',
  );
  const taken = new Map([["key", { kind: "key", path: ["a"], text: "list" }]]);
  assert.equal(page.applyDrafts(json('{"a":1,"list":[]}'), taken).problem.text, 'a: the key "list" already exists');
});

test("paths of drafts follow an item that is moved or removed, and a key that is renamed", () => {
  const after = (move, paths) => paths.map((path) => move(path));
  const items = [0, 1, 2, 3].map((index) => ["list", index, "a"]);
  assert.deepEqual(after(page.afterRemoval(["list", 1]), items), [items[0], undefined, items[1], items[2]]);
  assert.deepEqual(after(page.afterMove(["list", 0], 2), items), [items[2], items[0], items[1], items[3]]);
  assert.deepEqual(after(page.afterMove(["list", 3], 1), items), [items[0], items[2], items[3], items[1]]);
  assert.deepEqual(after(page.afterRemoval(["other", 0]), items), items);
  assert.deepEqual(after(page.afterRename(["list"], "l"), [["list", 1], ["listed"]]), [["l", 1], ["listed"]]);
});

test("parts keep the form in which they were", () => {
  const base = json('{"a":1e400,"b":{"c":1.0,"d":2},"e":[1.50]}');
  const merged = page.withNumberText(json('{"a":1e+400,"b":{"c":1,"d":3},"e":[1.5],"f":1e+9}'), base);
  assert.equal(toText(merged), '{"a":1e400,"b":{"c":1.0,"d":3},"e":[1.50],"f":1e+9}');
  assert.equal(merged.get("e"), base.get("e"));
});

test("a change that leaves a part as it is shares it, so that its rows are not drawn again", () => {
  const root = json('{"list":[{"a":1},{"a":2}],"other":{"b":1}}');
  const next = page.withValue(root, ["list", 0, "a"], json("5"));
  assert.equal(next.get("other"), root.get("other"));
  assert.equal(next.get("list")[1], root.get("list")[1]);
  assert.equal(toText(root), '{"list":[{"a":1},{"a":2}],"other":{"b":1}}');
  assert.equal(toText(page.moved(next, ["list", 1], 0)), '{"list":[{"a":2},{"a":5}],"other":{"b":1}}');
  assert.equal(toText(page.inserted(next, ["z"], null, 1)), '{"list":[{"a":5},{"a":2}],"z":null,"other":{"b":1}}');
  assert.equal(toText(page.renamed(next, ["list"], "items")), '{"items":[{"a":5},{"a":2}],"other":{"b":1}}');
});

test("an item that is removed or added makes no other look changed", () => {
  const [before, removed, added] = ["[1,2,3,4]", "[1,3,4]", "[1,2,9,3,4]"].map(json);
  const { was, gone } = page.align(before, removed);
  assert.deepEqual(
    removed.map((_, index) => toText(was(index, index))),
    ["1", "3", "4"],
  );
  assert.deepEqual(
    gone.map(({ key, value, position }) => [key, toText(value), position]),
    [[1, "2", 1]],
  );
  const more = page.align(before, added);
  assert.deepEqual(
    added.map((_, index) => more.was(index, index)?.text),
    ["1", "2", undefined, "3", "4"],
  );
  assert.deepEqual(
    page.align(json('{"a":1,"b":2,"c":3}'), json('{"c":3,"a":1}')).gone.map(({ key, position }) => [key, position]),
    [["b", 2]],
  );
});

test("steps: groups, joined steps, and what is forgotten", () => {
  const steps = new page.UndoHistory((first, second) => `${first}${second}`);
  for (const letter of "abc") steps.record(letter, "box");
  steps.close();
  steps.record("d", "box");
  assert.deepEqual([steps.undo(), steps.undo(), steps.undo()], ["d", "abc", undefined]);
  assert.deepEqual([steps.redo(), steps.redo(), steps.redo()], ["abc", "d", undefined]);
  steps.record("1", "new open");
  steps.record("2", "new key");
  steps.record("3", "new commit");
  steps.joinGroups("new ");
  assert.equal(steps.undo(), "123");
  steps.record("x");
  assert.equal(steps.redo(), undefined);
  steps.forget(2);
  assert.deepEqual([steps.undo(), steps.undo()], ["x", undefined]);
});

test("values keep as much as possible when their type is changed", () => {
  const convert = (text, kind) => page.converted(json(text), kind);
  assert.equal(convert('"0150"', "number"), undefined);
  assert.equal(toText(convert('" 1.50 "', "number")), "1.50");
  assert.equal(convert("1e400", "string"), "1e400");
  assert.equal(convert('{"a":1.0}', "string"), '{"a":1.0}');
  assert.equal(toText(convert('"{\\"a\\":1.0}"', "object")), '{"a":1.0}');
  assert.equal(convert("{}", "string"), "");
});
