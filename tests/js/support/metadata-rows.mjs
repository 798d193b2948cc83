// The test cases for every interface that accepts metadata: which values it rejects, at which
// path, and which values it keeps unchanged.
import { runInNewContext } from "node:vm";

class Plan {
  name = "pro";
}
class Money {
  constructor(cents) {
    this.cents = cents;
  }
  toJSON() {
    return { cents: this.cents };
  }
}

/** `[name, value, reason]`: a value that is rejected anywhere in metadata. */
export const INVALID_VALUES = [
  ["NaN", NaN, /JSON cannot represent NaN/],
  ["Infinity", Infinity, /JSON cannot represent Infinity/],
  ["-Infinity", -Infinity, /JSON cannot represent -Infinity/],
  ["a boxed NaN", new Number(NaN), /JSON cannot represent NaN/],
  ["a BigInt", 1n, /BigInt/],
  ["a boxed BigInt", Object(1n), /BigInt/],
  ["a function", () => {}, /function/],
  ["a class", Plan, /function/],
  ["a symbol", Symbol("x"), /symbol/],
  ["a boxed symbol", Object(Symbol("x")), /Symbol/],
  ["a Map", new Map([["a", 1]]), /this Map/],
  ["a Set", new Set([1]), /this Set/],
  ["a WeakMap", new WeakMap(), /this WeakMap/],
  ["a WeakSet", new WeakSet(), /this WeakSet/],
  ["a Uint8Array", new Uint8Array(2), /this Uint8Array/],
  ["a Float64Array", new Float64Array(2), /this Float64Array/],
  ["a Buffer", Buffer.from("x"), /this Uint8Array/],
  ["a DataView", new DataView(new ArrayBuffer(1)), /this DataView/],
  ["an ArrayBuffer", new ArrayBuffer(1), /this ArrayBuffer/],
  ["a promise", Promise.resolve(1), /this Promise/],
  ["an error", new Error("x"), /this Error/],
  ["a regular expression", /x/, /this RegExp/],
  ["an iterator", [1][Symbol.iterator](), /this Array Iterator/],
  ["an instance of a class", new Plan(), /this Plan/],
  ["an instance of a class without a name", new (class {})(), /JSON cannot represent this/],
  ["an object that inherits", Object.create({ a: 1 }, {}), /JSON cannot represent this/],
  ["an invalid date", new Date(NaN), /toJSON\(\) returns null/],
  ["a Map of another realm", runInNewContext("new Map()"), /this Map/],
];

/** Metadata that contains a value at a path: `[path below the metadata, metadata]`. */
export const placesOf = (value) => [
  [".seats", { seats: value }],
  [".plan.seats", { plan: { seats: value } }],
  [".plan.seats[2]", { plan: { seats: [1, 2, value] } }],
  [".a[0][0].b[0]", { a: [[{ b: [value] }]] }],
  ['["max seats"]', { first: new Date(0), "max seats": value }],
];

/** `[key, path below the metadata]`. */
export const UNUSUAL_KEYS = [
  ["", '[""]'],
  ["0", '["0"]'],
  ["a.b", '["a.b"]'],
  ['say "hi"', '["say \\"hi\\""]'],
  ["größe", '["größe"]'],
  ["$a_1", ".$a_1"],
  ["constructor", ".constructor"],
  ["\ud83d", '["\\ud83d"]'],
];

export function nested(depth, innermost = 1) {
  let value = innermost;
  for (let level = 0; level < depth; level++) value = { a: value };
  return value;
}

const thrown = new RangeError("no seats");
const throwing = {
  get seats() {
    throw thrown;
  },
};
const cycle = { a: {} };
cycle.a.self = cycle;
const cyclicList = [];
cyclicList.push([cyclicList]);
let deepList = [];
for (let level = 0; level < 99; level++) deepList = [deepList];

/** `[name, path below the metadata, metadata, other fields of the error]`. */
export const INVALID_METADATA = [
  ["undefined in an array", ".list[1]", { list: [1, undefined] }, { message: /undefined in an array/ }],
  ["a hole in an array", ".list[0]", { list: [, 1] }, { message: /undefined in an array/ }],
  [
    "a toJSON that returns undefined in an array",
    ".list[1]",
    { list: [{ a: 1 }, { toJSON: () => undefined }] },
    { message: /undefined in an array/ },
  ],
  ["a circular object", ".a.self", cycle, { message: /JSON cannot represent cycles/ }],
  ["a circular array", ".list[0][0]", { list: cyclicList }, { message: /JSON cannot represent cycles/ }],
  ["a getter that throws", ".plan.seats", { plan: throwing }, { message: /cause/, cause: thrown }],
  ["a getter that throws, at the top level", ".seats", throwing, { message: /cause/, cause: thrown }],
  [
    "a toJSON that throws",
    ".list[0]",
    {
      list: [
        {
          toJSON() {
            throw thrown;
          },
        },
      ],
    },
    { message: /cause/, cause: thrown },
  ],
  [
    "a toJSON that throws a string",
    ".b",
    {
      a: "",
      b: {
        toJSON() {
          throw "a string";
        },
      },
    },
    { message: /cause/, cause: "a string" },
  ],
  [
    "a proxy that throws",
    ".proxy",
    {
      proxy: new Proxy(
        {},
        {
          ownKeys() {
            throw thrown;
          },
        },
      ),
    },
    { message: /cause/, cause: thrown },
  ],
  ["a toJSON that returns NaN", ".a", { a: { toJSON: () => NaN } }, { message: /NaN/ }],
  ["a toJSON that returns a Map", ".a.b[0]", { a: { toJSON: () => ({ b: [new Map()] }) } }, { message: /this Map/ }],
  ["a toJSON that returns null", ".a", { a: { toJSON: () => null } }, { message: /toJSON\(\) returns null/ }],
  [
    "NaN below an own key __proto__",
    ".__proto__.a",
    JSON.parse('{"__proto__":{"a":1}}', (key, value) => (key === "a" ? NaN : value)),
    { message: /NaN/ },
  ],
  ["101 levels", ".a".repeat(100), nested(101), { code: "too_deep", message: /Nesting is limited to 100 levels/ }],
  [
    "20,000 levels",
    ".a".repeat(100),
    nested(20_000),
    { code: "too_deep", message: /Nesting is limited to 100 levels/ },
  ],
  [
    "101 levels of arrays",
    `.list${"[0]".repeat(99)}`,
    { list: deepList },
    { code: "too_deep", message: /Nesting is limited to 100 levels/ },
  ],
];

/** `[name, value]`: rejected as a whole, at the root. `undefined` is not in the list, because it means "omitted". */
export const NOT_METADATA = [
  ["null", null],
  ["an array", []],
  ["a string", "a"],
  ["a number", 1],
  ["true", true],
  ["a BigInt", 1n],
  ["a function", () => {}],
  ["a Date", new Date(0)],
  ["a Map", new Map([["a", 1]])],
  ["an instance of a class", new Plan()],
  ["an object whose toJSON returns a string", { toJSON: () => "x" }],
  ["an object whose toJSON returns an array", { toJSON: () => [] }],
];

const shared = { b: 1 };
const NUMBERS_AND_STRINGS = {
  d: 0,
  e: -1.5,
  f: 1e21,
  g: 5e-324,
  h: Number.MAX_SAFE_INTEGER,
  i: "",
  j: 'x\n"\\\u0000\u2028',
};
/** `[name, metadata]`: kept as `JSON.stringify` writes it. */
export const VALID_METADATA = Object.entries({
  "null, booleans, numbers, strings": {
    a: null,
    b: true,
    c: false,
    ...NUMBERS_AND_STRINGS,
  },
  "numbers and strings without null": {
    ...NUMBERS_AND_STRINGS,
    j: 'x\n"\\\u0000\u2028\uffff\u{10ffff}',
  },
  "minus zero": { a: -0 },
  arrays: { a: [], b: [null, [1, [2]], { c: null }] },
  "undefined members, which are omitted": { a: undefined, b: 1, c: { d: undefined } },
  "a date": { a: new Date(0), list: [new Date(1e12)] },
  "an object with toJSON": { a: new Money(5), list: [new Money(6)] },
  "metadata that has toJSON itself": { toJSON: () => ({ a: 1 }) },
  "objects whose toJSON returns a string or undefined": {
    a: { toJSON: () => "x" },
    b: { toJSON: () => undefined },
    c: 1,
  },
  "a URL, by its toJSON": { a: new URL("https://example.com/x") },
  "boxed primitives": { a: new Number(5), b: new String("x"), c: new Boolean(false), list: [new String("y")] },
  "an object without a prototype": Object.assign(Object.create(null), {
    a: Object.assign(Object.create(null), { b: 1 }),
  }),
  "frozen objects": Object.freeze({ a: Object.freeze([Object.freeze({ b: new Date(0) })]) }),
  "an object of another realm": runInNewContext("({ a: { b: [1, new Date(0)] } })"),
  "one object at several paths": { a: shared, c: [shared, shared] },
  "an own key __proto__": JSON.parse('{"__proto__":{"a":1},"b":{"__proto__":2}}'),
  "an own key __proto__ and a date": Object.assign(JSON.parse('{"__proto__":{"a":1}}'), { at: new Date(0) }),
  "a key toJSON that is not a function": { toJSON: "x", a: { toJSON: 1 } },
  "keys that look like indices": { b: 1, 10: 2, 2: 3 },
  "the key of serde_json's numbers": { "$serde_json::private::Number": "1" },
  "symbol keys and non-enumerable members": Object.defineProperty({ [Symbol("x")]: 1, a: 2 }, "hidden", {
    value: 3,
  }),
  getters: {
    get a() {
      return { b: 1 };
    },
  },
  "a lone surrogate": { "\ud83d": "x\udc00y", a: "\ud83e\udd80" },
  "lone surrogates": {
    "\udfff\ud800": ["\ud800", "\udbff\udbff\udfff", "\udc00\ud800"],
    "\ud800": { "\ud801": 1, "\ud802": 2 },
    "\\ud800": "\\udfff",
  },
  "lone surrogates and noncharacters": {
    "\uffff\ud800": "\uffff\uffff\ue000\u{10ffff}\udfff",
    "\ufffd": "\ufffe\ufffd\ud800",
  },
  "an array with an additional member": { a: Object.assign([1, 2], { more: 3 }) },
  "100 levels": nested(100),
  "a proxy": new Proxy({ a: new Proxy([1], {}) }, {}),
});
