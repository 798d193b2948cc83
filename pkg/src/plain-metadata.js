// @compileOnLoad: every call runs these functions (build/functions.mjs).
// Converts metadata of plain objects, arrays and primitives. It is validated by reading it, and JSON.stringify reads it
// again, which takes less time than a copy.
//
// A getter or a proxy may return another value the second time, such as NaN, which would be sent as null and remove a
// key. Therefore the length and the nulls of the text are compared with those of the validated values. A
// value whose JSON has the same length, and is not null, is not recognized as another one.

/**
 * What was read: the values in objects and arrays, except `undefined` members and the results of toJSON(), and how many
 * of them are `null`.
 * @typedef {{ values: number, nulls: number }} Counts
 */

/**
 * Reads a metadata object. The result has a `text` unless a value must be converted, or rejected with its path.
 * @param {object} metadata
 * @param {number} maxDepth
 * @returns {Counts & { text?: string }}
 */
export function readPlainMetadata(metadata, maxDepth) {
  /** @type {Counts & { text?: string }} */
  const counts = { values: 0, nulls: 0 };
  try {
    const length = lengthOfObject(metadata, maxDepth, counts);
    if (Number.isNaN(length)) return counts;
    const text = JSON.stringify(metadata);
    // If a string contains `null`, the metadata is copied.
    if (text.length === length + lengthOfEscapes(text) && countNulls(text) === counts.nulls) counts.text = text;
    return counts;
  } catch {
    // Too deep, or a getter has thrown. A copy that succeeds after that has read other values.
    return { values: NaN, nulls: NaN };
  }
}

/**
 * The length of the JSON text of an object or an array, without escapes; NaN if it contains a value of another kind.
 * @param {any} value
 * @param {number} levels The number of levels that it may have.
 * @param {Counts} counts
 */
function lengthOfObject(value, levels, counts) {
  if (typeof value.toJSON === "function" || JSON.isRawJSON?.(value)) return NaN;
  const isArray = Array.isArray(value);
  if (!isArray && !isPlainObject(value)) return NaN;
  if (levels === 0) throw RangeError();
  let length = 1;
  if (isArray) {
    for (let index = 0; index < value.length; index++) length += lengthOfValue(value[index], levels, counts) + 1;
  } else {
    for (const key in value) {
      const member = /** @type {any} */ (value)[key];
      if (member !== undefined) length += key.length + lengthOfValue(member, levels, counts) + 4;
    }
  }
  return length === 1 ? 2 : length;
}

/**
 * @param {any} value
 * @param {number} levels
 * @param {Counts} counts
 * @returns {number}
 */
function lengthOfValue(value, levels, counts) {
  counts.values++;
  switch (typeof value) {
    case "string":
      return value.length + 2;
    case "number":
      return Number.isFinite(value) ? String(value).length : NaN;
    case "boolean":
      return value ? 4 : 5;
    case "object":
      if (value !== null) return lengthOfObject(value, levels - 1, counts);
      counts.nulls++;
      return 4;
    default:
      return NaN;
  }
}

/**
 * How often `null` is in a text. Searches its last letters, because `n` is more frequent in most texts.
 * @param {string} text
 */
function countNulls(text) {
  let count = 0;
  for (let at = text.indexOf("ull"); at >= 0; at = text.indexOf("ull", at + 3)) if (text[at - 1] === "n") count++;
  return count;
}

/**
 * By how many characters escapes make a JSON text longer.
 * @param {string} text
 */
function lengthOfEscapes(text) {
  let length = 0;
  for (let at = text.indexOf("\\"); at >= 0; at = text.indexOf("\\", at + 2)) length += text[at + 1] === "u" ? 5 : 1;
  return length;
}

/**
 * Whether a value is an object without a class. Objects of other realms are accepted: a prototype that has no prototype
 * itself is the `Object.prototype` of some realm.
 * @param {unknown} value
 * @returns {value is object}
 */
export function isPlainObject(value) {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null || Object.getPrototypeOf(prototype) === null;
}
