// Converts a row to JSON text. Its metadata is validated as that of a call.
import { readMetadata } from "../input.js";
import { isPlainObject } from "../plain-metadata.js";

const FIELDS = [
  "publicMetadata",
  "privateMetadata",
  "unsafeMetadata",
  "public_metadata",
  "private_metadata",
  "unsafe_metadata",
];
/** As in src/core/limits.rs. */
const MAX_DEPTH = 100;

/**
 * The JSON text of a row, which Rust validates further (bulk/src/rows/row.rs). A row that is text already keeps the
 * digits of its numbers. Throws a `ClerkInputError` if JSON cannot represent the row.
 * @param {unknown} row
 */
export function rowText(row) {
  if (typeof row === "string") return row;
  if (!isPlainObject(row)) return "null";
  return objectText(row, (name, value) =>
    name === "expected" && isPlainObject(value) ? expectedText(value) : fieldText(name, value),
  );
}

/** @param {object} value */
function expectedText(value) {
  try {
    return objectText(value, fieldText);
  } catch (error) {
    const { path, message } = /** @type {any} */ (error);
    throw Object.assign(/** @type {any} */ (error), { path: `expected.${path}`, message: `expected.${message}` });
  }
}

/**
 * @param {object} object
 * @param {(name: string, value: unknown) => string} valueText
 */
function objectText(object, valueText) {
  let text = "";
  for (const [name, value] of Object.entries(object)) {
    if (value !== undefined) text += `${text && ","}${JSON.stringify(name)}:${valueText(name, value)}`;
  }
  return `{${text}}`;
}

/**
 * @param {string} name
 * @param {unknown} value
 */
function fieldText(name, value) {
  if (FIELDS.includes(name) && isPlainObject(value)) return readMetadata(name, value, MAX_DEPTH);
  // Rust rejects other values by the name, or because they are not strings.
  return typeof value === "string" ? JSON.stringify(value) : "null";
}
