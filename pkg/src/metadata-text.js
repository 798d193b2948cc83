// @compileOnLoad: every call runs these functions (build/functions.mjs).
// Converts metadata to JSON text. A value that JSON.stringify would change silently, such as NaN or a Map, is rejected.
import { addMembers, isPlain, isPlainObject, readPlainMetadata, stringifyPlain } from "./plain-metadata.js";

/** @import { Counts, Reading as PlainReading } from "./plain-metadata.js" */
/** @typedef {(string | number)[]} Keys The path of a value. */
/**
 * The path of the value that is read, the objects that contain it, and what was read before it.
 * @typedef {{ keys: Keys, parents: unknown[], maxDepth: number, counts: Counts }} Reading
 */

/**
 * The reason why a value is rejected. Where src/core rejects the same, it has the same text: see
 * tests/fixtures/input_errors.json.
 */
export class Rejection {
  /**
   * @param {string} reason
   * @param {string} [code]
   */
  constructor(reason, code) {
    this.reason = reason;
    this.code = code;
  }
}

/**
 * Reads a metadata object, before it is converted.
 * @param {unknown} value
 * @param {number} maxDepth
 */
export function readMetadataObject(value, maxDepth) {
  if (!isPlainObject(value)) throw new Rejection(NOT_AN_OBJECT);
  return readPlainMetadata(value, maxDepth);
}

/**
 * Converts a metadata object. If it throws, `keys` is the path of the value that could not be converted.
 * @param {any} value
 * @param {Keys} keys
 * @param {number} maxDepth
 * @param {PlainReading | undefined} reading The result of `readMetadataObject`.
 */
export function toMetadataText(value, keys, maxDepth, reading) {
  const plain = isPlain(reading) ? stringifyPlain({ value }, [reading]) : undefined;
  return plain ? plain.texts[0] : copyToText(value, keys, maxDepth, reading);
}

/**
 * The same, always with a copy.
 * @param {any} value
 * @param {Keys} keys
 * @param {number} maxDepth
 * @param {PlainReading | undefined} reading
 */
export function copyToText(value, keys, maxDepth, reading) {
  const counts = { values: 0, nulls: 0 };
  const text = JSON.stringify(validate(value, { keys, parents: [], maxDepth, counts }));
  if (text?.[0] !== "{") throw new Rejection(NOT_AN_OBJECT);
  if (reading && !(Object.is(reading.values, counts.values) && Object.is(reading.nulls, counts.nulls)))
    throw new Rejection(CHANGED);
  return text;
}

const CHANGED =
  "had other values when it was read again, because of a getter or a proxy. Pass an object whose values do not change.";
const NOT_AN_OBJECT =
  "must be a plain object. To clear the field, replace it with {}. To remove a key, set it to null.";

/**
 * Returns a copy of a value, ready for JSON.stringify. It is a copy so that getters are called only once. Properties
 * that are `undefined` are kept; JSON.stringify omits them.
 * @param {any} value
 * @param {Reading} reading
 * @returns {unknown}
 */
function validate(value, reading) {
  if (isJsonPrimitive(value)) return value;
  switch (typeof value) {
    case "number":
      throw new Rejection(
        `JSON cannot represent ${value}: it would be sent as null, which removes the key. Pass a finite number, or null to remove the key.`,
      );
    case "bigint":
      throw new Rejection("JSON cannot represent a BigInt. Convert it with Number(…) or String(…).");
    case "undefined":
      throw new Rejection("undefined in an array would be sent as null. Remove the element, or pass null.");
    case "function":
    case "symbol":
      throw new Rejection(`JSON cannot represent a ${typeof value}. Remove it.`);
  }
  const { toJSON } = value;
  if (typeof toJSON !== "function" || ArrayBuffer.isView(value)) return validateObject(value, reading);
  // The result of toJSON is sent, so it is validated. It is called once, as JSON.stringify does.
  const { keys, parents, maxDepth, counts } = reading;
  const key = keys.at(-1);
  const { values, nulls } = counts;
  const json = toJSON.call(value, String(key));
  if (json === null) {
    throw new Rejection(
      "toJSON() returns null, as for an invalid date, and null removes the key. Pass a valid value, or null to remove the key.",
    );
  }
  const copy = copyOfJson();
  Object.assign(counts, { values, nulls });
  addMembers(value, maxDepth - parents.length, counts);
  return copy;

  function copyOfJson() {
    if (json === undefined && typeof key === "string") return undefined;
    return typeof json === "object" ? validateObject(json, reading) : validate(json, reading);
  }
}

/**
 * @param {any} value
 * @param {Reading} reading
 * @returns {unknown}
 */
function validateObject(value, reading) {
  // The text of a number or a string, which JSON.stringify writes unchanged.
  if (JSON.isRawJSON?.(value)) return value;
  const { parents, maxDepth } = reading;
  const isArray = Array.isArray(value);
  if (!isArray && !isPlainObject(value)) return validate(unboxPrimitive(value), reading);
  if (parents.includes(value)) throw new Rejection("JSON cannot represent cycles. Remove the circular reference.");
  if (parents.length >= maxDepth)
    throw new Rejection(
      `Nesting is limited to ${maxDepth} levels. Flatten the value, or store part of it as a string.`,
      "too_deep",
    );
  parents.push(value);
  const copy = isArray ? validateElements(value, reading) : validateProperties(value, reading);
  parents.pop();
  return copy;
}

/**
 * Whether JSON represents a value as it is. Checked before the call of `validate`, because most values are primitives.
 * @param {unknown} value
 */
const isJsonPrimitive = (value) =>
  typeof value === "string" ||
  typeof value === "boolean" ||
  value === null ||
  (typeof value === "number" && Number.isFinite(value));

/**
 * @param {unknown[]} array
 * @param {Reading} reading
 */
function validateElements(array, reading) {
  const { keys, counts } = reading;
  const copy = [];
  for (let index = 0; index < array.length; index++) {
    const element = array[index];
    counts.values++;
    if (element === null) counts.nulls++;
    if (isJsonPrimitive(element)) {
      copy.push(element);
      continue;
    }
    keys.push(index);
    copy.push(validate(element, reading));
    keys.pop();
  }
  return copy;
}

/**
 * @param {object} object
 * @param {Reading} reading
 */
function validateProperties(object, reading) {
  const { keys, counts } = reading;
  const copy = copyProperties(object, keys);
  for (const key in copy) {
    const value = copy[key];
    // The loop also visits enumerable properties that an app has added to Object.prototype.
    if (value === undefined || !Object.hasOwn(copy, key)) continue;
    counts.values++;
    if (value === null) counts.nulls++;
    if (isJsonPrimitive(value)) continue;
    keys.push(key);
    // A toJSON() that has returned the object itself was called already.
    const isCalledToJson = key === "toJSON" && typeof value === "function";
    const json = isCalledToJson ? undefined : validate(value, reading);
    keys.pop();
    if (key === "__proto__") {
      // A regular key in JSON, which an assignment would not set.
      Object.defineProperty(copy, key, { value: json, enumerable: true });
    } else {
      copy[key] = json;
    }
  }
  return copy;
}

/**
 * Copies the properties in the fastest way. If a getter throws, adds its key to `keys`.
 * @param {object} object
 * @param {Keys} keys
 * @returns {Record<string, unknown>}
 */
function copyProperties(object, keys) {
  try {
    return { ...object };
  } catch (thrown) {
    keys.push(/** @type {string} */ (Object.keys(object).find((key) => getterThrows(object, key))));
    throw thrown;
  }
}

/**
 * @param {any} object
 * @param {string} key
 */
function getterThrows(object, key) {
  try {
    void object[key];
    return false;
  } catch {
    return true;
  }
}

/**
 * The value of a boxed primitive. Objects of all other classes are rejected.
 * @param {object} value
 */
function unboxPrimitive(value) {
  const kind = Object.prototype.toString.call(value).slice(8, -1);
  if (kind === "Number" || kind === "String" || kind === "Boolean" || kind === "BigInt") {
    const primitive = value.valueOf();
    if (typeof primitive !== "object") return primitive;
  }
  const name = kind === "Object" ? (value.constructor?.name ?? "class") : kind;
  throw new Rejection(
    `JSON cannot represent this ${name}: it would be sent as {} or as its internal fields. Convert it to a plain object or an array.`,
  );
}
