// Restores the text of numbers after a call of the package, which writes some numbers in another form (`1e400` becomes
// `1e+400`). Numbers that were not edited must keep their text.
//
// Parts of `value` that are equal to the same part of `source` are replaced with the part of `source`.
import { equal } from "./equal.js";
import { isObject, type Json } from "./value.js";

export function withNumberText(value: Json, source: Json | undefined): Json {
  if (source !== undefined && equal(value, source)) return source;
  if (!isObject(value) || !isObject(source)) return value;
  return new Map([...value].map(([key, item]) => [key, withNumberText(item, source.get(key))] as const));
}
