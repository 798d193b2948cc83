// Edits of one field: what a person does on the page, and the expected stored value.
import { choose, typeKeys, typeOver } from "../person.mjs";
import { at, canBeSet, Num, pathsOf, withContainer } from "./exact.mjs";

/** Deeper rows are not edited. */
const DEPTH = 5;

/** Text that is typed as a new value, and the value. No number equals one of `arbitrary.mjs`. */
const NEW_VALUES = [
  ["14", new Num("14")],
  ["7.50", new Num("7.50")],
  ["90071992547409931", new Num("90071992547409931")],
  ["2e+400", new Num("2e+400")],
  ["true", true],
  ['"14"', "14"],
  ['""', ""],
  ['"\\u202e"', "\u202e"],
  ["some text", "some text"],
  ["größer 🦀", "größer 🦀"],
  ["0150", "0150"],
  ["{}", new Map()],
  ["[]", []],
  [
    '{"n": 3.0, "list": [4.10, "x"]}',
    new Map([
      ["n", new Num("3.0")],
      ["list", [new Num("4.10"), "x"]],
    ]),
  ],
];
const NUMBERS = ["14", "7.50", "-0.0010", "90071992547409931", "2e+400", "31415926535897932384626433832795028841971"];
const TEXTS = ["plain", "größer 🦀", 'with "quotes" and \\', "0151", "false", "  around  ", ""];
/** Text that is typed as a key, and the key. */
const KEYS = [
  ["fresh", "fresh"],
  ["größter", "größter"],
  ["x.y", "x.y"],
  ["7", "7"],
  ["__proto__", "__proto__"],
  ["constructor", "constructor"],
  ["two words", "two words"],
  ['""', ""],
  ['"\\ud83d"', "\ud83d"],
];

const pick = (list, number) => list[number % list.length];
const inObject = (value, path) => path.length > 0 && at(value, path.slice(0, -1)) instanceof Map;
const isTyped = (value) => typeof value === "string" || value instanceof Num;
const replace = (value, path, to) =>
  withContainer(value, path.slice(0, -1), (parent) =>
    parent instanceof Map ? new Map(parent).set(path.at(-1), to) : parent.with(path.at(-1), to),
  );

/**
 * Renames a key. A patch deletes the old key and sets the new one, which comes last. In an array, which is replaced,
 * the key keeps its position.
 */
function rename(value, path, to) {
  const key = path.at(-1);
  const keepsPosition = path.some((step) => typeof step === "number");
  return withContainer(value, path.slice(0, -1), (parent) => {
    if (keepsPosition) return new Map([...parent].map(([name, inner]) => [name === key ? to : name, inner]));
    const members = new Map(parent);
    members.delete(key);
    return members.set(to, parent.get(key));
  });
}

function remove(value, path) {
  return withContainer(value, path.slice(0, -1), (parent) => {
    if (Array.isArray(parent)) return parent.toSpliced(path.at(-1), 1);
    const members = new Map(parent);
    members.delete(path.at(-1));
    return members;
  });
}

const freeKey = (parent, number) => {
  const free = KEYS.filter(([, key]) => !parent.has(key));
  return pick(free, number);
};

/**
 * `fits(value, path)` returns whether the edit can be made at a path. `after(value, path, choice)` returns the expected
 * value. `act(rows, path, choice, value)` makes the edit.
 */
const EDITS = {
  "changes a number": {
    fits: (value, path) => at(value, path) instanceof Num,
    after: (value, path, { typed }) => replace(value, path, new Num(pick(NUMBERS, typed))),
    act: (rows, path, { typed }) => typeOver(rows.leaf(path), pick(NUMBERS, typed)),
  },
  "changes a text": {
    fits: (value, path) => typeof at(value, path) === "string",
    after: (value, path, { typed }) => replace(value, path, pick(TEXTS, typed)),
    async act(rows, path, { typed }, value) {
      const to = pick(TEXTS, typed);
      await typeOver(rows.leaf(path), (await isLiteral(rows.leaf(path), at(value, path))) ? JSON.stringify(to) : to);
    },
  },
  "turns true into false, or false into true": {
    fits: (value, path) => typeof at(value, path) === "boolean",
    after: (value, path) => replace(value, path, !at(value, path)),
    act: (rows, path, _, value) => choose(rows.leaf(path), String(!at(value, path))),
  },
  "types a value anew as it was": {
    fits: (value, path) => isTyped(at(value, path)) && !/\n/.test(at(value, path)),
    after: (value) => value,
    async act(rows, path) {
      const before = await rows.leaf(path).inputValue();
      await typeOver(rows.leaf(path), "1");
      await typeOver(rows.leaf(path), before);
    },
  },
  "adds a key": {
    fits: (value, path) => at(value, path) instanceof Map,
    after: (value, path, { typed, key }) =>
      withContainer(value, path, (object) => new Map(object).set(freeKey(object, key)[1], pick(NEW_VALUES, typed)[1])),
    async act(rows, path, { typed, key }, value) {
      await rows.add(path).click();
      await typeKeys(
        rows.page,
        `${freeKey(at(value, path), key)[0]}${key % 2 ? "\n" : "\t"}${pick(NEW_VALUES, typed)[0]}\n`,
      );
    },
  },
  "adds an item": {
    fits: (value, path) => Array.isArray(at(value, path)),
    after: (value, path, { typed }) => withContainer(value, path, (list) => [...list, pick(NEW_VALUES, typed)[1]]),
    async act(rows, path, { typed }) {
      await rows.add(path).click();
      await typeKeys(rows.page, pick(NEW_VALUES, typed)[0]);
    },
  },
  "renames a key": {
    fits: (value, path) =>
      inObject(value, path) && (canBeSet(at(value, path)) || path.some((step) => typeof step === "number")),
    after: (value, path, { key }) => rename(value, path, freeKey(at(value, path.slice(0, -1)), key)[1]),
    async act(rows, path, { key }, value) {
      await typeOver(rows.key(path), `${freeKey(at(value, path.slice(0, -1)), key)[0]}\n`);
    },
  },
  "removes a key or an item": {
    fits: (value, path) => path.length > 0,
    after: (value, path) => remove(value, path),
    act: (rows, path) => rows.remove(path).click(),
  },
  "removes a key and puts it back": {
    fits: (value, path) => inObject(value, path) && !path.some((step) => typeof step === "number"),
    after: (value) => value,
    async act(rows, path) {
      await rows.remove(path).click();
      await rows.putBack().click();
    },
  },
};

/** Whether a string is edited as a JSON string literal, because it has hidden characters. */
const isLiteral = async (leaf, value) =>
  (await leaf.inputValue()) !== value.replaceAll("\r\n", "\n").replaceAll("\r", "\n");

/**
 * Derives an edit of a field from a choice: `{ name, path, after, act(page, field) }`. Every field has an edit, because
 * it is an object.
 */
export function editOf(value, choice) {
  const paths = pathsOf(value, DEPTH);
  const names = Object.keys(EDITS);
  // The first type of edit, from the chosen one on, that fits the field.
  for (let skipped = 0; ; skipped++) {
    const name = pick(names, choice.edit + skipped);
    const { fits, after, act } = EDITS[name];
    const fitting = paths.filter((path) => fits(value, path));
    if (fitting.length === 0) continue;
    const path = pick(fitting, choice.target);
    return { name, path, after: after(value, path, choice), act: (pane) => act(rowsOf(pane), path, choice, value) };
  }
}

/** The parts of the rows of a pane, by their paths. */
function rowsOf(pane) {
  const quoted = (path) => `"${JSON.stringify(path).replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`;
  const row = (path) => pane.locator(`li[data-row=${quoted(path)}]`);
  const partOf = (path, selector) => row(path).locator(`> .tree-row ${selector}`);
  return {
    page: pane.page(),
    leaf: (path) => partOf(path, ".leaf"),
    key: (path) => partOf(path, ".key-input"),
    remove: (path) => partOf(path, ".remove"),
    add: (path) =>
      path.length === 0 ? pane.locator(".tree > ul > li.add > button") : row(path).locator("> ul > li.add > button"),
    putBack: () => pane.getByRole("button", { name: /^Restore/ }),
  };
}
