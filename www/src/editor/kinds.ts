// The kinds of JSON values, and how a value becomes one of another kind.
import { isObject, type Json } from "../json.js";

export type ValueKind = "text" | "number" | "true/false" | "null" | "object" | "list";

export const KINDS: ValueKind[] = ["text", "number", "true/false", "null", "object", "list"];

export function kindOf(value: Json): ValueKind {
  if (value === null) return "null";
  if (Array.isArray(value)) return "list";
  if (isObject(value)) return "object";
  return typeof value === "string" ? "text" : typeof value === "number" ? "number" : "true/false";
}

/** What can be kept of the value is kept: "5" is 5, a list is of what was there. */
export function turned(value: Json, kind: ValueKind): Json {
  switch (kind) {
    case "text":
      return typeof value === "string" ? value : value === null || typeof value === "object" ? "" : String(value);
    case "number": {
      const number = typeof value === "string" && value.trim() !== "" ? Number(value) : Number(value === true);
      return Number.isFinite(number) ? number : 0;
    }
    case "true/false":
      return value === true || value === "true" || value === 1;
    case "null":
      return null;
    case "object":
      return isObject(value) ? value : {};
    case "list":
      return Array.isArray(value) ? value : value === null || isObject(value) ? [] : [value];
  }
}
