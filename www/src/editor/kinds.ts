// The kinds of JSON values, and how a value becomes one of another kind.
import { isNumberText } from "../json/number.js";
import { EMPTY, isArray, isNumber, isObject, type Json, JsonNumber } from "../json/value.js";

export type ValueKind = "text" | "number" | "true/false" | "null" | "object" | "list";

export const KINDS: ValueKind[] = ["text", "number", "true/false", "null", "object", "list"];

export function kindOf(value: Json): ValueKind {
  if (value === null) return "null";
  if (isArray(value)) return "list";
  if (isObject(value)) return "object";
  return typeof value === "string" ? "text" : isNumber(value) ? "number" : "true/false";
}

/** What can be kept of the value is kept: "5" is 5, a list is of what was there. */
export function turned(value: Json, kind: ValueKind): Json {
  switch (kind) {
    case "text":
      return isNumber(value) ? value.text : typeof value === "string" ? value : typeof value === "boolean" ? String(value) : "";
    case "number":
      if (isNumber(value)) return value;
      return new JsonNumber(typeof value === "string" && isNumberText(value.trim()) ? value.trim() : value === true ? "1" : "0");
    case "true/false":
      return value === true || value === "true" || (isNumber(value) && Number(value.text) === 1);
    case "null":
      return null;
    case "object":
      return isObject(value) ? value : EMPTY;
    case "list":
      return isArray(value) ? value : value === null || isObject(value) ? [] : [value];
  }
}
