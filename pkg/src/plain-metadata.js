// @compileOnLoad: every call runs these functions (build/functions.mjs).
// Converts metadata of plain objects, arrays and primitives. It is validated by reading it, and JSON.stringify reads it
// again, which takes less time than a copy.
//
// A getter or a proxy may return another value the second time, such as NaN, which would be sent as null and remove a
// key. Therefore the text is used only if it contains no `null`, and if its length is that of the validated values. A
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
    // Metadata with nulls is copied: with their number alone, two values that change could make up for each other.
    if (Number.isNaN(length) || counts.nulls > 0) return counts;
    const text = JSON.stringify(metadata);
    // If a string contains `null`, the metadata is copied, too.
    if (text.length === length + lengthOfEscapes(text) && !containsNull(text)) counts.text = text;
    return counts;
  } catch {
    // Too deep, or a getter has thrown. A copy that succeeds after that has read other values.
    return { values: NaN, nulls: NaN };
  }
}

/**
 * The length of the JSON text of an object, without escapes; NaN if it contains a value of another kind. Arrays have a
 * function of their own: V8 looks up properties faster where it has seen few kinds of objects.
 * @param {any} object
 * @param {number} levels The number of levels that it may have.
 * @param {Counts} counts
 */
function lengthOfObject(object, levels, counts) {
  if (typeof object.toJSON === "function" || !hasPlainPrototype(object) || JSON.isRawJSON?.(object)) return NaN;
  if (levels === 0) throw RangeError();
  let length = 1;
  for (const key in object) {
    const member = object[key];
    if (member === undefined) continue;
    counts.values++;
    length += key.length + lengthOfValue(member, levels, counts) + 4;
  }
  return length === 1 ? 2 : length;
}

/**
 * @param {any} array
 * @param {number} levels
 * @param {Counts} counts
 */
function lengthOfArray(array, levels, counts) {
  if (typeof array.toJSON === "function") return NaN;
  if (levels === 0) throw RangeError();
  counts.values += array.length;
  let length = 1;
  for (let index = 0; index < array.length; index++) length += lengthOfValue(array[index], levels, counts) + 1;
  return length === 1 ? 2 : length;
}

/**
 * @param {any} value
 * @param {number} levels
 * @param {Counts} counts
 * @returns {number}
 */
function lengthOfValue(value, levels, counts) {
  switch (typeof value) {
    case "string":
      return value.length + 2;
    case "number":
      return lengthOfNumber(value);
    case "boolean":
      return value ? 4 : 5;
    case "object":
      if (value !== null)
        return Array.isArray(value)
          ? lengthOfArray(value, levels - 1, counts)
          : lengthOfObject(value, levels - 1, counts);
      counts.nulls++;
      return 4;
    default:
      return NaN;
  }
}

/**
 * Small integers, which are frequent, are not converted to text.
 * @param {number} value
 */
function lengthOfNumber(value) {
  if (Number.isInteger(value) && value >= 0 && value < 1000) return value < 10 ? 1 : value < 100 ? 2 : 3;
  return Number.isFinite(value) ? String(value).length : NaN;
}

/**
 * Searches the last letters of `null`, because `n` is more frequent in most texts.
 * @param {string} text
 */
function containsNull(text) {
  for (let at = text.indexOf("ull"); at >= 0; at = text.indexOf("ull", at + 3)) if (text[at - 1] === "n") return true;
  return false;
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
 * Whether a value is an object without a class.
 * @param {unknown} value
 * @returns {value is object}
 */
export function isPlainObject(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value) && hasPlainPrototype(value);
}

/**
 * Objects of other realms are accepted: a prototype that has no prototype itself is the `Object.prototype` of some
 * realm.
 * @param {object} object
 */
function hasPlainPrototype(object) {
  const prototype = Object.getPrototypeOf(object);
  return prototype === Object.prototype || prototype === null || Object.getPrototypeOf(prototype) === null;
}
