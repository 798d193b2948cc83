// The kinds of JSON values, and how a value becomes one of another kind.
import { isNumberText } from "../json/number.js";
import { parseJson } from "../json/parse.js";
import { entriesOf } from "../json/path.js";
import { toText } from "../json/text.js";
import { EMPTY, isArray, isNumber, isObject, type Json, JsonNumber } from "../json/value.js";

export type ValueKind = "text" | "number" | "true/false" | "null" | "object" | "list";

export const KINDS: ValueKind[] = ["text", "number", "true/false", "null", "object", "list"];

export function kindOf(value: Json): ValueKind {
  if (value === null) return "null";
  if (isArray(value)) return "list";
  if (isObject(value)) return "object";
  return typeof value === "string" ? "text" : isNumber(value) ? "number" : "true/false";
}

/**
 * What can be kept of the value is kept: "5" is 5, a list is of what was there. `undefined` where no number can be
 * made of it.
 */
export function turned(value: Json, kind: ValueKind): Json | undefined {
  switch (kind) {
    case "text":
      if (isNumber(value)) return value.text;
      if (typeof value === "string") return value;
      return value === null || entriesOf(value).length + Number(typeof value === "boolean") === 0 ? "" : toText(value);
    case "number":
      if (isNumber(value)) return value;
      if (typeof value === "boolean") return new JsonNumber(value ? "1" : "0");
      return typeof value === "string" && isNumberText(value.trim()) ? new JsonNumber(value.trim()) : undefined;
    case "true/false":
      return value === true || value === "true" || (isNumber(value) && Number(value.text) === 1);
    case "null":
      return null;
    case "object":
      return isObject(value) ? value : (parsed(value, isObject) ?? EMPTY);
    case "list":
      if (isArray(value)) return value;
      return parsed(value, isArray) ?? (value === null || value === "" || isObject(value) ? [] : [value]);
  }
}

/** The object or list whose JSON a text is. */
function parsed(value: Json, is: (value: Json) => boolean): Json | undefined {
  if (typeof value !== "string") return undefined;
  try {
    const json = parseJson(value, { uniqueKeys: true });
    return is(json) ? json : undefined;
  } catch {
    return undefined;
  }
}
