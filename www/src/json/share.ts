// The parts of a value that another value has too, in the form in which that one has them. The package writes some
// numbers anew (`1e400` becomes `1e+400`), and what was not edited must stay as it is written.
import { equal } from "./equal.js";
import { isObject, type Json } from "./value.js";

export function withPartsOf(value: Json, source: Json | undefined): Json {
  if (source !== undefined && equal(value, source)) return source;
  if (!isObject(value) || !isObject(source)) return value;
  return new Map([...value].map(([key, item]) => [key, withPartsOf(item, source.get(key))] as const));
}
