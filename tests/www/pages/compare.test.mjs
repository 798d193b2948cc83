// Comparison of values, and the three-way merge, without a browser.
import assert from "node:assert/strict";
import { test } from "node:test";
import { pageModules } from "./support/page-modules.mjs";

const page = await pageModules([
  "compare/list",
  "compare/text",
  "compare/three-way",
  "user/rebase",
  "user/field-state",
  "user/changes",
  "json/parse",
  "json/text",
]);
const json = (text) => page.parseJson(text);

test("items of lists", () => {
  const cases = [
    ['["a","b"]', '["a"]', "removed 1→"],
    ["[1,2,3,4]", "[4,1,2,3]", "moved 3→0"],
    ['["a","b"]', '["a","x"]', "changed 1→1"],
    ["[1]", "[1.0]", "changed 0→0"],
    ["[]", "[1,1]", "added →0, added →1"],
    ["[9007199254740992]", "[9007199254740993]", "changed 0→0"],
    ['[{"id":1,"n":2},{"id":2,"n":3}]', '[{"id":2,"n":4},{"id":1,"n":2}]', "changed 1→0"],
    ['[{"id":1}]', '[{"id":2}]', "removed 0→, added →0"],
    ['[{"a":1,"b":1},{"c":1}]', '[{"a":1,"b":2}]', "removed 1→, changed 0→0"],
    ['[{"b":1,"a":[1]}]', '[{"a":[1.0],"b":1e0}]', "changed 0→0"],
    ["[[1],[2]]", "[[1],[2,3]]", "changed 1→1"],
  ];
  for (const [before, after, expected] of cases) {
    const changes = page.compareLists(json(before), json(after));
    assert.equal(
      changes.map(({ kind, from, to }) => `${kind} ${from ?? ""}→${to ?? ""}`).join(", "),
      expected,
      `${before} ${after}`,
    );
  }
});

test("every list comes out of the other one by the changes that are found", () => {
  let seed = 7;
  const random = (below) => {
    seed = (seed * 48271) % 2147483647;
    return seed % below;
  };
  const list = () => Array.from({ length: random(9) }, () => (random(2) ? random(4) : { id: random(4), n: random(2) }));
  for (let round = 0; round < 500; round++) {
    const [before, after] = [list(), list()].map((value) => json(JSON.stringify(value)));
    const changes = page.compareLists(before, after);
    const gone = new Set(changes.map(({ from }) => from));
    const kept = before.filter((_, index) => !gone.has(index));
    const arrived = new Set(changes.map(({ to }) => to));
    const same = after.filter((_, index) => !arrived.has(index));
    assert.equal(page.toText(kept), page.toText(same));
  }
});

test("parts of texts", () => {
  const marks = (before, after, side) =>
    page
      .compareTexts(before, after, side)
      .map(({ kind, text, length }) =>
        kind === "omitted" ? `…${length}` : kind === "same" ? text : `${kind === "added" ? "+" : "-"}(${text})`,
      )
      .join("");
  assert.equal(marks("the brown fox", "the red fox", "both"), "the -(brown)+(red) fox");
  assert.equal(marks("the brown fox", "the red fox", "before"), "the -(brown) fox");
  assert.equal(marks("a🦀b", "a🦁b", "after"), "a+(🦁)b");
  assert.equal(marks("a ", "a  ", "after"), "a +( )");
  const long = "x".repeat(5000);
  assert.equal(marks(`${long}A`, `${long}B`, "both"), `…4970${"x".repeat(30)}-(A)+(B)`);
  // The parts contain all of both texts.
  const parts = page.compareTexts("one two", "two three", "both");
  assert.equal(
    parts
      .filter(({ kind }) => kind !== "added")
      .map(({ text }) => text)
      .join(""),
    "one two",
  );
});

test("marks only where much of a text is the same", () => {
  const cases = [
    ["pro", "team", false],
    ["enterprise", "personal", false],
    ["the brown fox", "the red fox", true],
    ["a ", "a  ", true],
    ["", " ", false],
    ["x".repeat(5000), `${"x".repeat(5000)}!`, true],
  ];
  for (const [before, after, expected] of cases) {
    for (const side of ["before", "after", "both"]) {
      const parts = page.compareTexts(before, after, side);
      assert.equal(page.isPartlySame(before, after, parts), expected, `${before} → ${after}, ${side}`);
    }
  }
});

test("8 KB of text without anything in common", () => {
  const [a, b] = ["abcdefgh", "ijklmnop"].map((letters) =>
    Array.from({ length: 8192 }, (_, index) => letters[(index * index * 31 + index) % 8]).join(""),
  );
  const parts = page.compareTexts(a, b, "both");
  assert.equal(
    parts
      .filter(({ kind }) => kind === "removed")
      .map(({ text }) => text)
      .join("").length,
    8192,
  );
});

const combined = (base, theirs, mine) => {
  const { value, conflicts } = page.mergeThree(json(base), json(theirs), json(mine));
  return [page.toText(value), conflicts.map(({ path }) => path.join("."))];
};

test("two changes of one value", () => {
  const base = '{"a":1,"o":{"x":1,"y":1},"l":[1]}';
  const cases = [
    [base, '{"a":2,"o":{"x":1,"y":1},"l":[1]}', '{"a":1,"o":{"x":1},"l":[1]}', '{"a":2,"o":{"x":1},"l":[1]}', []],
    [
      base,
      '{"a":2.0,"o":{"x":1,"y":1},"l":[1]}',
      '{"a":2,"o":{"x":1,"y":1},"l":[1]}',
      '{"a":2,"o":{"x":1,"y":1},"l":[1]}',
      [],
    ],
    [
      base,
      '{"a":2,"o":{"x":1,"y":1},"l":[1]}',
      '{"a":3,"o":{"x":1,"y":1},"l":[1]}',
      '{"a":3,"o":{"x":1,"y":1},"l":[1]}',
      ["a"],
    ],
    [base, '{"a":1,"l":[1]}', '{"a":1,"o":{"x":2,"y":1},"l":[1]}', '{"a":1,"o":{"x":2,"y":1},"l":[1]}', ["o"]],
    [
      base,
      '{"a":1,"o":{"x":1,"y":1},"l":[1,2]}',
      '{"a":1,"o":{"x":1,"y":1},"l":[0,1]}',
      '{"a":1,"o":{"x":1,"y":1},"l":[0,1]}',
      ["l"],
    ],
    ["{}", '{"n":{"a":1}}', '{"n":{"b":1e400}}', '{"n":{"b":1e400,"a":1}}', []],
    [
      '{"__proto__":{"a":1}}',
      '{"__proto__":{"a":2}}',
      '{"__proto__":{"a":1},"":null}',
      '{"__proto__":{"a":2},"":null}',
      [],
    ],
  ];
  for (const [before, theirs, mine, value, conflicts] of cases)
    assert.deepEqual(combined(before, theirs, mine), [value, conflicts], mine);
});

test("what is typed moves to another base, or keeps its base where something would be lost", () => {
  const state = (text, change = {}) => ({ ...page.cleanState(json(text)), ...change });
  const rebased = (typed, origin, stored, mineWins) => {
    const { base, state } = page.rebased(typed, origin, json(stored), mineWins);
    return [page.toText(base), page.toText(state.value)];
  };
  const origin = { value: json('{"a":1,"b":1}') };
  assert.deepEqual(rebased(state('{"a":5,"b":1}'), origin, '{"a":1,"b":2}'), ['{"a":1,"b":2}', '{"a":5,"b":2}']);
  assert.deepEqual(rebased(state('{"a":1.0,"b":1}'), origin, '{"a":1,"b":2}'), ['{"a":1,"b":2}', '{"a":1.0,"b":2}']);
  assert.deepEqual(rebased(state('{"a":1.0,"b":1}'), origin, '{"a":7,"b":2}'), ['{"a":1,"b":2}', '{"a":1.0,"b":2}']);
  // A number that was not typed since has the text of the Backend API.
  assert.deepEqual(rebased(state('{"a":1,"b":2}'), origin, '{"a":1.0,"b":1}'), ['{"a":1.0,"b":1}', '{"a":1.0,"b":2}']);
  assert.deepEqual(rebased(state('{"a":5,"b":1}'), origin, '{"a":7,"b":1}'), ['{"a":1,"b":1}', '{"a":5,"b":1}']);
  assert.deepEqual(rebased(state('{"a":5,"b":1}'), origin, '{"a":7,"b":2}'), ['{"a":1,"b":2}', '{"a":5,"b":2}']);
  assert.deepEqual(rebased(state('{"a":5,"b":1}'), origin, '{"a":7,"b":2}', true), ['{"a":7,"b":2}', '{"a":5,"b":2}']);
  const patch = (text) => state(text, { intent: "patch" });
  assert.deepEqual(rebased(patch('{"a":5,"b":2}'), origin, '{"a":1,"b":2}'), ['{"a":1,"b":2}', '{"a":5}']);
  assert.deepEqual(rebased(patch('{"a":5}'), origin, '{"a":7,"b":1}'), ['{"a":1,"b":1}', '{"a":5}']);
  const broken = state('{"a":5,"b":1}', { text: { source: "{", error: new Error() } });
  assert.deepEqual(rebased(broken, origin, '{"a":1,"b":2}'), ['{"a":1,"b":1}', '{"a":5,"b":1}']);
});
