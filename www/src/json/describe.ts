// A value in a few words.
import { toText } from "./text.js";
import { isArray, isObject, type Json } from "./value.js";

const SHORT = 60;

export function brief(value: Json | undefined): string {
  if (value === undefined) return "nothing";
  if (isArray(value)) return value.length === 0 ? "an empty list" : `a list of ${value.length}`;
  if (isObject(value)) {
    return value.size === 0 ? "an empty object" : `an object of ${value.size} ${value.size === 1 ? "key" : "keys"}`;
  }
  const text = toText(value);
  return text.length > SHORT ? `${text.slice(0, SHORT - 2)}…` : text;
}

/** How many values that are not objects it contains. */
export function leafCount(value: Json): number {
  if (!isObject(value)) return 1;
  let count = 0;
  for (const inner of value.values()) count += leafCount(inner);
  return count;
}
