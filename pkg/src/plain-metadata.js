// @compileOnLoad: every call runs these functions (build/functions.mjs).
// Converts metadata of plain objects, arrays and primitives. It is validated by reading it, and JSON.stringify reads it
// again, which takes less time than a copy.
//
// A getter or a proxy may return another value the second time, such as NaN, which would be sent as null and remove a
// key. Therefore the text is used only if it contains no `null`, and if its length is that of the validated values. A
// value whose JSON has the same length, and is not null, is not recognized as another one.

/**
 * What was read: the length of the JSON text without escapes (NaN if a value must be converted, or rejected with its
 * path), the values in objects and arrays except `undefined` members and the results of toJSON(), and how many of them
 * are `null`.
 * @typedef {{ length: number, values: number, nulls: number }} Reading
 */
/** @typedef {Omit<Reading, "length">} Counts */

/**
 * Reads a metadata object. Returns `undefined` if an app has added a `toJSON` to Object.prototype, or enumerable
 * properties, which would be read as members.
 * @param {object} metadata
 * @param {number} maxDepth
 * @returns {Reading | undefined}
 */
export function readPlainMetadata(metadata, maxDepth) {
  if ("toJSON" in Object.prototype || Object.keys(Object.prototype).length > 0) return undefined;
  const reading = { length: NaN, values: 0, nulls: 0 };
  try {
    reading.length = lengthOfObject(metadata, maxDepth, reading);
    return reading;
  } catch {
    // Too deep, or a getter has thrown. A copy that succeeds after that has read other values.
    return { length: NaN, values: NaN, nulls: NaN };
  }
}

/**
 * Adds what `readPlainMetadata` has counted in an object whose toJSON() has then been called. `NaN` if it was too deep.
 * @param {object} object
 * @param {number} levels
 * @param {Counts} counts
 */
export function addMembers(object, levels, counts) {
  try {
    if (!Array.isArray(object)) lengthOfObject(object, levels, counts);
  } catch {
    Object.assign(counts, { values: NaN, nulls: NaN });
  }
}

/**
 * Whether metadata can be converted without a copy. Metadata with nulls is copied: with their number alone, two values
 * that change could make up for each other.
 * @param {Reading | undefined} reading
 * @returns {reading is Reading}
 */
export const isPlain = (reading) => reading !== undefined && reading.length >= 0 && reading.nulls === 0;

/**
 * Converts plain metadata objects. Returns the JSON text of an object whose members they are, and their own texts,
 * which are slices of it: this takes less time than converting each. Returns `undefined` if one was read as another
 * value, or if a string contains `null`.
 * @param {Record<string, object>} members
 * @param {Reading[]} readings
 */
export function stringifyPlain(members, readings) {
  const text = stringify(members);
  if (text === undefined || containsNull(text)) return undefined;
  const texts = [];
  let end = 0;
  let backslash = text.indexOf("\\");
  for (const name in members) {
    const prefix = `${end === 0 ? "{" : ","}"${name}":`;
    if (!text.startsWith(prefix, end)) return undefined;
    const start = end + prefix.length;
    end = start + readings[texts.length].length;
    for (; backslash >= 0 && backslash < end; backslash = text.indexOf("\\", backslash + 2))
      end += text[backslash + 1] === "u" ? 5 : 1;
    texts.push(text.slice(start, end));
  }
  return text.length === end + 1 ? { text, texts } : undefined;
}

/** @param {object} value */
function stringify(value) {
  try {
    return JSON.stringify(value);
  } catch {
    return undefined; // a getter threw, although it did not when the walk called it
  }
}

/**
 * The length of the JSON text of an object, without escapes; NaN if it contains a value of another kind. A toJSON() of
 * its own is called by JSON.stringify, whose text then has another length. Arrays have a function of their own: V8
 * looks up properties faster where it has seen few kinds of objects.
 * @param {any} object
 * @param {number} levels The number of levels that it may have.
 * @param {Counts} counts
 */
function lengthOfObject(object, levels, counts) {
  if (!hasPlainPrototype(object)) return NaN;
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
  if (typeof value === "string") return value.length + 2;
  if (typeof value === "number") return lengthOfNumber(value);
  return lengthOfOtherValue(value, levels, counts);
}

/**
 * A function of its own, because V8 inlines only short functions.
 * @param {any} value
 * @param {number} levels
 * @param {Counts} counts
 */
function lengthOfOtherValue(value, levels, counts) {
  if (typeof value === "boolean") return value ? 4 : 5;
  if (typeof value !== "object") return NaN;
  if (value === null) {
    counts.nulls++;
    return 4;
  }
  return Array.isArray(value) ? lengthOfArray(value, levels - 1, counts) : lengthOfObject(value, levels - 1, counts);
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
  if (prototype === Object.prototype) return true;
  // An object of JSON.rawJSON has no prototype either.
  return prototype === null ? !JSON.isRawJSON?.(object) : Object.getPrototypeOf(prototype) === null;
}
