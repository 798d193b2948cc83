// Generates JSON values that the local Backend API can store, as values of `exact.mjs`.
import fc from "fast-check";
import { Num } from "./exact.mjs";

/** In the form of the local Backend API, which writes `1E5` as `1e+5`. */
const NUMBERS = [
  "0",
  "-0",
  "1",
  "-1",
  "1.0",
  "0.1000",
  "-0.10",
  "100",
  "1e+5",
  "1e+05",
  "1e-7",
  "1.50e+10",
  "1e+400",
  "-1e+400",
  "1e-400",
  "5e-324",
  "9007199254740991",
  "9007199254740992",
  "9007199254740993",
  "-9007199254740993",
  "18446744073709551616",
  "0.1000000000000000055511151231257827",
  "12345678901234567890123456789012345678901234567890",
  "3.14159265358979323846264338327950288419716939937510",
];
const KEYS = [
  "a",
  "b",
  "plan",
  "seats",
  "",
  " ",
  "__proto__",
  "constructor",
  "toString",
  "hasOwnProperty",
  "10",
  "2",
  "0",
  "-1",
  "01",
  "a.b",
  "[0]",
  'say "hi"',
  '"',
  "\\",
  "\n",
  "\t",
  "\u0000",
  "\u2028",
  "😀",
  "größe",
  "e\u0301",
  "مرحبا",
  "שלום",
  "\u202eevil",
  "\u2066x",
  "\u200b",
  "\ufeff",
  "\ud800",
  "x\udc00",
  "null",
  "true",
  "public_metadata",
  "k".repeat(200),
];
const TEXTS = [...KEYS, "14", "0150", "1e5", "[]", "{}", "two\nlines", "  around  ", "long ".repeat(60)];

const anyUnits = fc
  .array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 6 })
  .map((units) => String.fromCharCode(...units));
const key = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom(...KEYS) },
  { weight: 1, arbitrary: fc.string({ unit: "grapheme", maxLength: 10 }) },
  { weight: 1, arbitrary: anyUnits },
);
const text = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...TEXTS) },
  { weight: 1, arbitrary: fc.string({ unit: "grapheme", maxLength: 20 }) },
  { weight: 1, arbitrary: anyUnits },
);
const number = fc
  .oneof({ weight: 4, arbitrary: fc.constantFrom(...NUMBERS) }, { weight: 1, arbitrary: fc.bigInt().map(String) })
  .map((text) => new Num(text));
const scalar = fc.oneof(
  { weight: 4, arbitrary: number },
  { weight: 3, arbitrary: text },
  { weight: 1, arbitrary: fc.boolean() },
  { weight: 1, arbitrary: fc.constant(null) },
);

const objectOf = (value, lengths) => fc.array(fc.tuple(key, value), lengths).map((members) => new Map(members));
const deep = fc
  .integer({ min: 10, max: 60 })
  .chain((levels) =>
    scalar.map((inner) =>
      Array.from({ length: levels }).reduce(
        (value, _, level) => (level % 2 === 0 ? [value] : new Map([["d", value]])),
        inner,
      ),
    ),
  );
const { value } = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    { weight: 6, arbitrary: scalar },
    { weight: 2, arbitrary: fc.array(tie("value"), { maxLength: 4 }) },
    {
      weight: 2,
      arbitrary: fc.array(objectOf(tie("value"), { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 3 }),
    },
    { weight: 3, arbitrary: objectOf(tie("value"), { maxLength: 4 }) },
    { weight: 1, arbitrary: deep },
  ),
}));

/** A field that fits into 8 KB after an edit. */
export const field = objectOf(value, { minLength: 1, maxLength: 6 });

/** The random numbers from which `edits.mjs` derives an edit. */
export const choice = fc.record(
  { edit: fc.nat(), target: fc.nat(), typed: fc.nat(), key: fc.nat() },
  { noNullPrototype: true },
);
