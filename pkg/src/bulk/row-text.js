// Converts a row to JSON text. Its metadata is validated as that of a call.
import { readMetadata } from "../input.js";
import { MAX_DEPTH } from "../limits.js";
import { isPlainObject } from "../plain-metadata.js";
import { InputRow } from "./input-row.js";

const FIELDS = [
  "publicMetadata",
  "privateMetadata",
  "unsafeMetadata",
  "public_metadata",
  "private_metadata",
  "unsafe_metadata",
];
/** The keys of a row that hold metadata fields. */
const NESTED = ["expected", "desired"];

/**
 * The JSON text of a row, which Rust validates further (bulk/src/rows/row.rs). A row that is text already keeps the
 * digits of its numbers. Throws a `ClerkInputError` if JSON cannot represent the row.
 * @param {unknown} row
 */
export function rowText(row) {
  if (typeof row === "string") return row;
  if (InputRow.is(row)) return row.json;
  if (!isPlainObject(row)) return "null";
  return objectText(row, (name, value) =>
    NESTED.includes(name) && isPlainObject(value) ? nestedText(name, value) : fieldText(name, value),
  );
}

/**
 * The JSON text of an object of metadata fields.
 * @param {object} fields
 */
export const fieldsText = (fields) => objectText(fields, fieldText);

/**
 * @param {string} name
 * @param {object} value
 */
function nestedText(name, value) {
  try {
    return fieldsText(value);
  } catch (error) {
    const { path, message } = /** @type {any} */ (error);
    throw Object.assign(/** @type {any} */ (error), { path: `${name}.${path}`, message: `${name}.${message}` });
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
  if (name === "replace" || (name === "expectedNulls" && Array.isArray(value))) return JSON.stringify(value);
  if (FIELDS.includes(name) && isPlainObject(value)) return readMetadata(name, value, MAX_DEPTH);
  // Rust rejects other values by the name, or because they are not strings.
  return typeof value === "string" ? JSON.stringify(value) : "null";
}
