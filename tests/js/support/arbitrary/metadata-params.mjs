// Parameters of the calls that change metadata, valid and invalid.
import fc from "fast-check";
import { jsonObject, jsonValue, objectOf } from "./json.mjs";

const FIELDS = ["publicMetadata", "privateMetadata", "unsafeMetadata"];
const wrappedValue = fc.oneof(
  fc.date({ noInvalidDate: true }),
  fc.constantFrom(new Number(1.5), new String("boxed"), new Boolean(false), undefined),
  jsonValue.map((value) => ({ toJSON: () => value ?? 0 })),
);
/** Values that are not JSON values but can be sent as JSON. */
const jsonCompatible = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: "small" },
    { weight: 3, arbitrary: jsonValue },
    { weight: 3, arbitrary: wrappedValue },
    {
      weight: 1,
      arbitrary: fc.array(
        fc.oneof(
          jsonValue,
          wrappedValue.filter((value) => value !== undefined),
        ),
        { maxLength: 3 },
      ),
    },
    { weight: 2, arbitrary: fc.dictionary(fc.constantFrom("a", "b", "toJSON", "c"), tie("value"), { maxKeys: 3 }) },
  ),
})).value;
const metadata = fc.oneof(jsonObject, fc.dictionary(fc.constantFrom("a", "b", "c"), jsonCompatible, { maxKeys: 3 }));

/** Parameters of a metadata call, with at least one of these fields. */
const paramsWith = (fields) =>
  fc
    .tuple(
      fc.shuffledSubarray(fields, { minLength: 1 }),
      fc.array(fc.oneof({ weight: 9, arbitrary: metadata }, { weight: 1, arbitrary: fc.constant(undefined) }), {
        minLength: 3,
        maxLength: 3,
      }),
    )
    .map(([names, values]) => Object.fromEntries(names.map((name, index) => [name, values[index]])))
    .filter((params) => Object.values(params).some((value) => value !== undefined));

/** Parameters of a metadata call of a user. */
export const metadataParams = paramsWith(FIELDS);
/** Parameters of a metadata call of an organization or a membership. */
export const organizationMetadataParams = paramsWith(["publicMetadata", "privateMetadata"]);

class Plan {
  name = "pro";
}
const circular = {};
circular.self = circular;
const nested = (depth) => Array.from({ length: depth }).reduce((nestedValue) => ({ a: nestedValue }), {});
/** Values that JSON would change or cannot represent. */
const INVALID_VALUES = [
  NaN,
  Infinity,
  -Infinity,
  new Number(NaN),
  new Date(NaN),
  1n,
  Object(1n),
  () => 1,
  Symbol("s"),
  new Map([["a", 1]]),
  new Set([1]),
  new Uint8Array(2),
  /x/,
  new Error("x"),
  Promise.resolve(1),
  new Plan(),
  circular,
  nested(100),
  [undefined],
  [[{ a: [undefined] }]],
  { toJSON: () => null },
  { toJSON: () => NaN },
  { toJSON: () => new Map() },
];
const valuePath = fc.array(fc.oneof(fc.constantFrom("a", "", "x y", "__proto__", 'say "hi"'), fc.constantFrom(0, 1)), {
  minLength: 1,
  maxLength: 3,
});
const nestAt = (value, path) =>
  path.reduceRight(
    (nestedValue, key) =>
      typeof key === "number"
        ? [...Array(key).fill(1), nestedValue]
        : objectOf([
            ["first", 1],
            [key, nestedValue],
          ]),
    value,
  );

/** Parameters of a metadata call that are rejected. */
export const invalidMetadataParams = fc.oneof(
  {
    weight: 3,
    arbitrary: fc
      .tuple(fc.constantFrom(...FIELDS), fc.constantFrom(...INVALID_VALUES), valuePath)
      .map(([name, value, path]) => ({
        [name]: typeof path[0] === "number" ? { a: nestAt(value, path) } : nestAt(value, path),
      })),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(
        fc.constantFrom(...FIELDS),
        fc.oneof(
          fc.constantFrom(null, [], "{}", 7, true, new Map(), new Date(0), new Plan(), () => 1, Symbol("s"), 1n, {
            toJSON: () => [],
          }),
          fc.array(jsonValue, { maxLength: 2 }),
        ),
      )
      .map(([name, value]) => ({ [name]: value })),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      undefined,
      null,
      {},
      { publicMetadata: undefined },
      [],
      [{ publicMetadata: {} }],
      "publicMetadata",
      7,
      true,
      new Map(),
      new (class Params {
        publicMetadata = {};
      })(),
      () => 1,
    ),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(
        fc.constantFrom("publicMetdata", "public_metadata", "firstName", "", "__proto__", "constructor"),
        jsonValue,
        fc.boolean(),
      )
      .map(([name, value, withValidField]) =>
        objectOf([...(withValidField ? [["publicMetadata", {}]] : []), [name, value]]),
      ),
  },
);
