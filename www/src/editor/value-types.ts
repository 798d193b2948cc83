// The types of JSON values, and the conversion of a value to another type.
import { isNumberText } from "../json/number.js";
import { parseJson } from "../json/parse.js";
import { entriesOf } from "../json/path.js";
import { toText } from "../json/text.js";
import { EMPTY, isArray, isNumber, isObject, type Json, JsonNumber } from "../json/value.js";

export type ValueType = "string" | "number" | "boolean" | "null" | "object" | "array";

export const VALUE_TYPES: ValueType[] = ["string", "number", "boolean", "null", "object", "array"];

export function valueTypeOf(value: Json): ValueType {
  if (value === null) return "null";
  if (isArray(value)) return "array";
  if (isObject(value)) return "object";
  return typeof value === "string" ? "string" : isNumber(value) ? "number" : "boolean";
}

/**
 * Keeps as much of the value as possible: "5" becomes 5, and an array contains the previous value. `undefined` if the
 * value cannot become a number.
 */
export function converted(value: Json, type: ValueType): Json | undefined {
  switch (type) {
    case "string":
      if (isNumber(value)) return value.text;
      if (typeof value === "string") return value;
      return value === null || entriesOf(value).length + Number(typeof value === "boolean") === 0 ? "" : toText(value);
    case "number":
      if (isNumber(value)) return value;
      if (typeof value === "boolean") return new JsonNumber(value ? "1" : "0");
      return typeof value === "string" && isNumberText(value.trim()) ? new JsonNumber(value.trim()) : undefined;
    case "boolean":
      return value === true || value === "true" || (isNumber(value) && Number(value.text) === 1);
    case "null":
      return null;
    case "object":
      return isObject(value) ? value : (parsed(value, isObject) ?? EMPTY);
    case "array":
      if (isArray(value)) return value;
      return parsed(value, isArray) ?? (value === null || value === "" || isObject(value) ? [] : [value]);
  }
}

/** Parses a string that contains the JSON of an object or array. */
function parsed(value: Json, is: (value: Json) => boolean): Json | undefined {
  if (typeof value !== "string") return undefined;
  try {
    const json = parseJson(value, { uniqueKeys: true });
    return is(json) ? json : undefined;
  } catch {
    return undefined;
  }
}
