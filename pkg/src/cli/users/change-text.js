// A change for people: the values before and after of each key.
import { printable } from "../color.js";
import { formatJson, members } from "../json-text.js";

/** @typedef {{ path: string, before: string | undefined, after: string | undefined }} ChangedValue JSON texts. */

/** A key that needs no quotes in a path. */
const PLAIN_KEY = /^[\p{L}_$][\p{L}\p{N}_$-]*$/u;

/**
 * The values that a patch changes.
 * @param {string} patch As JSON text.
 * @param {string} before The values before, `null` for a key that does not exist.
 * @param {string} [parent] The path of the object.
 * @returns {ChangedValue[]}
 */
export function changedValues(patch, before, parent = "") {
  const stored = new Map(members(before));
  return members(patch).flatMap(([key = "", after]) => {
    const name = PLAIN_KEY.test(key) ? key : JSON.stringify(key);
    const path = parent === "" ? name : `${parent}.${name}`;
    const value = stored.get(key) ?? "null";
    if (isObject(after) && isObject(value)) return changedValues(after, value, path);
    return [{ path, before: present(value), after: present(after) }];
  });
}

/** @param {string} text */
const isObject = (text) => text.startsWith("{");

/** @param {string} text */
const present = (text) => (text === "null" ? undefined : text);

/**
 * The lines of the changes of a field.
 * @param {ChangedValue[]} values
 * @param {{ red(text: string): string, green(text: string): string }} colors
 */
export const changeLines = (values, { red, green }) =>
  values.flatMap(({ path, before, after }) => [
    ...(before === undefined ? [] : [red(line("-", path, before))]),
    ...(after === undefined ? [] : [green(line("+", path, after))]),
  ]);

/**
 * @param {string} sign
 * @param {string} path
 * @param {string} value
 */
const line = (sign, path, value) => printable(`  ${sign} ${path}: ${formatJson(value)}`);
