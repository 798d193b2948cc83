// Which values are the same: numbers by value, objects whatever the order of their keys.
import { canonicalNumber } from "./number.js";
import { isArray, isNumber, isObject, type Json } from "./value.js";

export function equal(a: Json | undefined, b: Json | undefined): boolean {
  if (a === b) return true;
  if (isNumber(a)) return isNumber(b) && (a.text === b.text || canonicalNumber(a.text) === canonicalNumber(b.text));
  if (isArray(a)) return isArray(b) && a.length === b.length && a.every((item, index) => equal(item, b[index]));
  if (!isObject(a) || !isObject(b) || a.size !== b.size) return false;
  for (const [key, value] of a) if (!b.has(key) || !equal(value, b.get(key))) return false;
  return true;
}
