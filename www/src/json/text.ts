// From values to JSON text: numbers as they were written, members in their order.
import { isArray, isNumber, isObject, type Json } from "./value.js";

/** With `indent` spaces for each level, as `JSON.stringify` lays it out; on one line without spaces where it is 0. */
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

/** The size that counts against the limit of a field, in bytes. */
export const bytesOf = (value: Json): number => encoder.encode(toText(value)).length;
