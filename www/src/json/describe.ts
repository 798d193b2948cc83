// A short description of a value.
import { toText } from "./text.js";
import { isArray, isObject, type Json } from "./value.js";

const SHORT = 60;

export function brief(value: Json | undefined): string {
  if (value === undefined) return "nothing";
  if (isArray(value))
    return value.length === 0
      ? "an empty array"
      : `an array of ${value.length} ${value.length === 1 ? "item" : "items"}`;
  if (isObject(value)) {
    return value.size === 0 ? "an empty object" : `an object of ${value.size} ${value.size === 1 ? "key" : "keys"}`;
  }
  const text = toText(value);
  return text.length > SHORT ? `${text.slice(0, SHORT - 2)}…` : text;
}

/** The number of values inside that are not objects. */
export function leafCount(value: Json): number {
  if (!isObject(value)) return 1;
  let count = 0;
  for (const inner of value.values()) count += leafCount(inner);
  return count;
}
