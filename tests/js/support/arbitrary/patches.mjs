// Patches that often have the same keys, with values of different kinds.
import fc from "fast-check";
import { objectOf } from "./json.mjs";

const KEYS = ["a", "b", "c", "1", "0", "__proto__", 'say "hi"', "{", "größe\u2028"];
const key = fc.oneof({ weight: 5, arbitrary: fc.constantFrom("a", "b") }, fc.constantFrom(...KEYS));
const primitive = fc.oneof(
  { weight: 3, arbitrary: fc.constant(null) },
  fc.constantFrom(0, 1.5, -1e21, true, "", "}", ',"a":{', "\\", '\\"', "null", "\u0000"),
  fc.integer(),
);
const { object, value } = fc.letrec((tie) => ({
  object: fc.array(fc.tuple(key, tie("value")), { maxLength: 4 }).map(objectOf),
  value: fc.oneof(
    { depthSize: "small", maxDepth: 4 },
    { weight: 3, arbitrary: primitive },
    { weight: 1, arbitrary: fc.array(tie("value"), { maxLength: 2 }) },
    { weight: 3, arbitrary: tie("object") },
  ),
}));

/** A patch of a metadata field. */
export const patch = object;
/** A value that is stored: a key is never `null` through a merge, but may be through a replacement. */
export const stored = fc.oneof(object, fc.dictionary(key, value, { maxKeys: 6 }));
