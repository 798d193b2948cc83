// Compares values. The order of the keys of an object does not matter.
import { canonicalNumber } from "./number.js";
import { isArray, isNumber, isObject, type Json } from "./value.js";

/** Compares the texts of two numbers. */
type SameNumber = (a: string, b: string) => boolean;

/** Compares numbers by value. Use it for stored values: the Backend API may write a number in another form. */
export const equal = (a: Json | undefined, b: Json | undefined): boolean =>
  same(a, b, (a, b) => a === b || canonicalNumber(a) === canonicalNumber(b));

/** Compares the texts of numbers. Use it for typed values: `1` is not `1.0`. */
export const identical = (a: Json | undefined, b: Json | undefined): boolean => same(a, b, (a, b) => a === b);

function same(a: Json | undefined, b: Json | undefined, sameNumber: SameNumber): boolean {
  if (a === b) return true;
  if (isNumber(a)) return isNumber(b) && sameNumber(a.text, b.text);
  if (isArray(a))
    return isArray(b) && a.length === b.length && a.every((item, index) => same(item, b[index], sameNumber));
  if (!isObject(a) || !isObject(b) || a.size !== b.size) return false;
  for (const [key, value] of a) if (!b.has(key) || !same(value, b.get(key), sameNumber)) return false;
  return true;
}
