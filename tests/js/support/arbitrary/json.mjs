// Any JSON value, and any JSON text that represents it.
import fc from "fast-check";

const UNUSUAL_KEYS = [
  "",
  "__proto__",
  "constructor",
  "toString",
  "toJSON",
  "hasOwnProperty",
  "0",
  "1",
  "42",
  "-1",
  "4294967295",
  "a.b",
  'say "hi"',
  "\\",
  "\u0000",
  "\u2028",
  "😀",
  "größe",
  "e\u0301",
  "\ud800",
  "\udc00x",
  "public_metadata",
  "publicMetadata",
  "first_name",
  "object",
  "id",
  "null",
  "k".repeat(3000),
];
const UNUSUAL_NUMBERS = [
  0,
  -0,
  1,
  -1,
  5e-324,
  2.2250738585072014e-308,
  1.7976931348623157e308,
  -1.7976931348623157e308,
  2 ** 53 - 1,
  2 ** 53,
  2 ** 53 + 2,
  -(2 ** 53),
  1e21,
  1e-7,
  0.1,
  0.1 + 0.2,
  4294967296,
  1.5,
];

/** Arbitrary code units, including lone surrogates. */
const anyCodeUnits = fc
  .array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 8 })
  .map((units) => String.fromCharCode(...units));
export const text = fc.oneof(
  { weight: 4, arbitrary: fc.string({ unit: "grapheme", maxLength: 12 }) },
  { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 12 }) },
  { weight: 1, arbitrary: anyCodeUnits },
  { weight: 1, arbitrary: fc.constantFrom(...UNUSUAL_KEYS) },
);
const key = fc.oneof(
  { weight: 2, arbitrary: fc.constantFrom("a", "b", "plan_name", "planName", "x-1") },
  { weight: 2, arbitrary: text },
  { weight: 1, arbitrary: fc.constantFrom(...UNUSUAL_KEYS) },
);
const number = fc.oneof(
  fc.constantFrom(...UNUSUAL_NUMBERS),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.integer(),
);
const scalar = fc.oneof(fc.constant(null), fc.boolean(), number, text);

/** An object with any keys, including `__proto__`, as `JSON.parse` creates it. */
export function objectOf(pairs) {
  const object = {};
  for (const [name, value] of pairs)
    Object.defineProperty(object, name, { value, enumerable: true, configurable: true, writable: true });
  return object;
}

const objects = (value, maxLength) => fc.array(fc.tuple(key, value), { maxLength }).map(objectOf);
const { value } = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    { weight: 5, arbitrary: scalar },
    { weight: 2, arbitrary: fc.array(tie("value"), { maxLength: 4 }) },
    { weight: 4, arbitrary: objects(tie("value"), 4) },
  ),
}));
export const jsonValue = value;
export const jsonObject = objects(value, 5);

/** The formatting of a JSON text: 0 for that of `JSON.stringify`, any other number for a random one. */
export const formatting = fc.oneof(
  { weight: 1, arbitrary: fc.constant(0) },
  { weight: 2, arbitrary: fc.integer({ min: 1, max: 2 ** 31 - 1 }) },
);

/** A JSON text that `JSON.parse` reads as `value`: white space, escapes, duplicate keys, members in any order. */
export function jsonText(value, formatting) {
  if (formatting === 0) return JSON.stringify(value);
  const randomBelow = randomNumbers(formatting);
  const space = () => [" ", "\n", "\t", "\r\n", "", "", "", ""][randomBelow(8)];
  const stringText = (text) => {
    let result = '"';
    for (let index = 0; index < text.length; index++) {
      const unit = text.charCodeAt(index);
      const isSurrogate = unit >= 0xd800 && unit <= 0xdfff;
      const hex = unit.toString(16).padStart(4, "0");
      // A lone surrogate is always escaped, because UTF-8 cannot represent it.
      if (isSurrogate || randomBelow(12) === 0) result += `\\u${randomBelow(2) ? hex : hex.toUpperCase()}`;
      else if (text[index] === "/" && randomBelow(2)) result += "\\/";
      else result += JSON.stringify(text[index]).slice(1, -1);
    }
    return `${result}"`;
  };
  const numberText = (number) => {
    // Numbers that no double can represent: JSON.parse decides which value they get.
    if (randomBelow(60) === 0)
      return ["1e400", "-1e400", "123456789012345678901234567890", "0.1000000000000000055511151231257827", "1e-400"][
        randomBelow(5)
      ];
    if (Object.is(number, -0)) return randomBelow(2) ? "-0" : "-0.0";
    const text = String(number).replace("e+", randomBelow(2) ? "e+" : "E");
    return Number.isInteger(number) && !/e/i.test(text) && randomBelow(6) === 0
      ? `${text}${[".0", "e0", "E+0", "e-0"][randomBelow(4)]}`
      : text;
  };
  const write = (value) => {
    if (typeof value === "string") return stringText(value);
    if (typeof value === "number") return numberText(value);
    if (Array.isArray(value)) return list("[", value.map(write), "]");
    if (typeof value !== "object" || value === null) return String(value);
    const members = Object.keys(value);
    for (let index = members.length - 1; index > 0; index--) {
      const swapIndex = randomBelow(index + 1);
      [members[index], members[swapIndex]] = [members[swapIndex], members[index]];
    }
    const duplicates = members
      .filter(() => randomBelow(40) === 0)
      .map((name) => `${stringText(name)}:${["null", "{}", "[1]", '"twice"', "7"][randomBelow(5)]}`);
    return list(
      "{",
      [...duplicates, ...members.map((name) => `${stringText(name)}${space()}:${space()}${write(value[name])}`)],
      "}",
    );
  };
  const list = (open, items, close) => `${open}${space()}${items.join(`${space()},${space()}`)}${space()}${close}`;
  return `${space()}${write(value)}${space()}`;
}

/** Pseudorandom numbers from a seed: a repeated case must get the same formatting. */
function randomNumbers(seed) {
  let state = seed;
  return (randomBelow) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % randomBelow;
  };
}

/** The same arbitrary for each of these names, for `fc.record`. */
export const members = (names, arbitrary) => Object.fromEntries(names.map((name) => [name, arbitrary]));
