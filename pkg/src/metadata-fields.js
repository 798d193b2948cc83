// @compileOnLoad: every call runs these functions (build/functions.mjs).
// The metadata fields of a call, as JSON texts and as the body of its request.
import { MAX_DEPTH } from "./limits.js";
import { copyToText, readMetadataObject, toMetadataText } from "./metadata-text.js";
import { isPlain, stringifyPlain } from "./plain-metadata.js";

/** @import { Keys } from "./metadata-text.js" */
/**
 * The text of each field, in the order of `FIELDS`, as the wasm takes it. If a field is unknown, its name follows.
 * `body` is the body of the request, if all fields were converted together.
 * @typedef {(string | undefined)[] & { body?: string | undefined }} FieldTexts
 */

const FIELDS = ["publicMetadata", "privateMetadata", "unsafeMetadata"];
/** Their names in the body of a request. */
const WIRE_NAMES = ["public_metadata", "private_metadata", "unsafe_metadata"];

/**
 * Converts the fields of a plain object. If it throws, `keys` is the path of the value that could not be converted.
 * @param {any} params
 * @param {Keys} keys
 * @returns {FieldTexts}
 */
export function readFields(params, keys) {
  const unknown = Object.keys(params).find((key) => !FIELDS.includes(key));
  // The wasm rejects it with a suggestion of the correct name.
  if (unknown !== undefined) return [undefined, undefined, undefined, unknown];
  /** @type {any} */
  const members = { __proto__: null };
  const indexes = [];
  const readings = [];
  for (let index = 0; index < FIELDS.length; index++) {
    const name = FIELDS[index];
    if (!Object.hasOwn(params, name)) continue;
    keys.push(name);
    const value = params[name];
    if (value !== undefined) {
      const reading = readMetadataObject(value, MAX_DEPTH);
      members[WIRE_NAMES[index]] = value;
      indexes.push(index);
      readings.push(reading);
    }
    keys.pop();
  }
  const arePlain = readings.every(isPlain);
  const plain = arePlain ? stringifyPlain(members, readings) : undefined;
  // If the fields could not be converted together, those that are plain are not tried once more.
  const toText = arePlain ? copyToText : toMetadataText;
  /** @type {FieldTexts} */
  const texts = [undefined, undefined, undefined];
  texts.body = plain?.text;
  // Not with `map`: once V8 has optimized it, its array has another elements kind, and its readers are recompiled.
  for (let field = 0; field < indexes.length; field++) {
    const index = indexes[field];
    keys.push(FIELDS[index]);
    texts[index] = plain ? plain.texts[field] : toText(members[WIRE_NAMES[index]], keys, MAX_DEPTH, readings[field]);
    keys.pop();
  }
  return texts;
}

/**
 * The body of a request, after the wasm has validated its input. The wasm does not return it: copying 8 KB out of its
 * memory takes 3% of a call.
 * @param {string} verb Only a change of metadata has a body; all other calls are `GET`.
 * @param {any} texts The result of `readFields`.
 * @returns {string | undefined}
 */
export function joinBody(verb, texts) {
  if (verb === "GET") return undefined;
  if (texts.body !== undefined) return texts.body;
  let body = "";
  for (let index = 0; index < WIRE_NAMES.length; index++) {
    const text = texts[index];
    if (text !== undefined) body += `${body === "" ? "{" : ","}"${WIRE_NAMES[index]}":${text}`;
  }
  return `${body}}`;
}
