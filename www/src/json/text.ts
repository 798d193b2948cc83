// Writes values as JSON text, with the text of each number and the order of the members.
import { isArray, isNumber, isObject, type Json } from "./value.js";

/** Formats as `JSON.stringify` does: with `indent` spaces for each level, or on one line without spaces if it is 0. */
export const toText = (value: Json, indent = 0): string => write(value, indent, indent === 0 ? "" : "\n");

function write(value: Json, indent: number, newline: string): string {
  if (isNumber(value)) return value.text;
  if (isArray(value))
    return group(
      "[",
      value.map((item) => write(item, indent, inner(newline, indent))),
      "]",
      newline,
      indent,
    );
  if (!isObject(value)) return JSON.stringify(value);
  const colon = indent === 0 ? ":" : ": ";
  const members = [...value].map(
    ([key, item]) => `${JSON.stringify(key)}${colon}${write(item, indent, inner(newline, indent))}`,
  );
  return group("{", members, "}", newline, indent);
}

const inner = (newline: string, indent: number) => newline + " ".repeat(indent);

function group(open: string, parts: string[], close: string, newline: string, indent: number): string {
  if (parts.length === 0) return open + close;
  const next = inner(newline, indent);
  return `${open}${next}${parts.join(`,${next}`)}${newline}${close}`;
}

const encoder = new TextEncoder();

/** The size in bytes that Clerk compares with the limit of a field. */
export const bytesOf = (value: Json): number => encoder.encode(toText(value)).length;
