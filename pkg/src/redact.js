// Redacts the secret key in everything that a call exposes: errors, hooks and the trace ID.
import { errorToJSON } from "./error-json.js";

const REDACTED = "[redacted]";

/**
 * A text without the key, also if it is percent-encoded.
 * @param {string} text
 * @param {string} key
 */
export const redact = (text, key) => text.replaceAll(key, REDACTED).replaceAll(encodeURIComponent(key), REDACTED);

/**
 * Whether a value can be a key: a shorter text, or one with other characters, is not secret and cannot be sent.
 * @param {unknown} value
 * @returns {value is string}
 */
export const isKey = (value) => typeof value === "string" && /^[!-~]{4,}$/.test(value);

/**
 * The JSON text of a response without the key.
 * @param {string} text
 * @param {string} key
 */
export function redactJson(text, key) {
  // JSON can escape a string in several ways, such as `\u0073k_…`. The text is searched as it is: normalizing the
  // escapes would take a lot of memory.
  return text.replace(new RegExp(key.replace(/./gs, jsonSpellings), "g"), REDACTED);
}

/**
 * A pattern of the ways to write a character in JSON: as a Unicode escape, or literally, with a backslash where JSON
 * allows or requires one.
 * @param {string} char
 */
function jsonSpellings(char) {
  const code = char.charCodeAt(0).toString(16).padStart(4, "0");
  const backslash = char === "/" ? "\\\\?" : char === '"' || char === "\\" ? "\\\\" : "";
  return `(?:${backslash}\\u${code}|\\\\u${code.replace(/[a-f]/g, (digit) => `[${digit}${digit.toUpperCase()}]`)})`;
}

// Upper bounds of the values, and of the bytes of a buffer, that are searched. Larger objects are replaced
// without a search.
const MAX_SEARCHED_VALUES = 2000;
const MAX_SEARCHED_BYTES = 1_000_000;
/** How many errors a copied chain of causes keeps. */
const MAX_ERRORS = 20;
/** Objects whose content is their text and their properties. Others, such as a `Request`, have hidden content. */
const SEARCHABLE = /^(Object|Error|DOMException|Arguments|(Async)?Function|\w*Array)$/;
/** The methods by which an object customizes its output in logs. */
const OUTPUT_METHODS = [
  "toJSON",
  Symbol.toPrimitive,
  Symbol.for("nodejs.util.inspect.custom"),
  Symbol.for("Deno.customInspect"),
];

/**
 * Returns the thrown value; or, if it may contain the key, an error with the same names, messages and codes without
 * the key. `copies` maps the values that are replaced already to their copies.
 * @param {any} thrown
 * @param {string} key
 * @param {Map<unknown, Error>} [copies]
 */
export function redactThrown(thrown, key, copies = new Map()) {
  try {
    const values = new Set([thrown]);
    // The iteration includes the values that are added to the set meanwhile.
    for (const value of values) {
      if (values.size > MAX_SEARCHED_VALUES || containsKey(value, key, values))
        return redactedCopy(thrown, key, copies);
    }
    return thrown;
  } catch {
    return redactedCopy(thrown, key, copies); // a getter or a proxy threw
  }
}

/**
 * Whether a value may contain the key, without the values of its properties, which are added to `values`.
 * @param {any} value
 * @param {string} key
 * @param {Set<unknown>} values
 */
function containsKey(value, key, values) {
  if (Object(value) !== value) return String(value).includes(key);
  /** @type {string} */
  const kind = kindOf(value);
  if (!SEARCHABLE.test(kind)) return true;
  const isBytes = ArrayBuffer.isView(value);
  const isSubclass =
    typeof value !== "function" &&
    [/** @type {any} */ (globalThis)[kind], isBytes && globalThis.Buffer].every(
      (Class) => Class?.prototype !== Object.getPrototypeOf(value),
    );
  if (kind === "Object" || kind === "Error") {
    if (OUTPUT_METHODS.some((name) => typeof value[name] === "function" && value[name] !== errorToJSON)) return true;
    values.add(value.constructor?.name);
    for (let proto = value; (proto = Object.getPrototypeOf(proto)); ) {
      for (const name of Reflect.ownKeys(proto))
        if (name !== "__proto__" && Object.getOwnPropertyDescriptor(proto, name)?.get) values.add(value[name]);
    }
  } else if (isSubclass || OUTPUT_METHODS.some((name) => Object.hasOwn(value, name))) return true;
  if (isBytes)
    return (
      value.byteLength > MAX_SEARCHED_BYTES ||
      includesBytes(new Uint8Array(value.buffer, value.byteOffset, value.byteLength), key)
    );
  for (const name of Reflect.ownKeys(value)) values.add(name).add(value[name]);
  return kind !== "Array" && typeof value.toString === "function" && String(value).includes(key);
}

/** @param {unknown} value */
const kindOf = (value) => Object.prototype.toString.call(value).slice(8, -1);

/**
 * @param {Uint8Array} bytes
 * @param {string} key
 */
function includesBytes(bytes, key) {
  for (let start = 0; (start = bytes.indexOf(key.charCodeAt(0), start)) >= 0; start++) {
    let length = 1;
    while (length < key.length && bytes[start + length] === key.charCodeAt(length)) length++;
    if (length === key.length) return true;
  }
  return false;
}

/**
 * @param {any} thrown
 * @param {string} key
 * @param {Map<unknown, Error>} copies
 * @returns {Error}
 */
function redactedCopy(thrown, key, copies) {
  const existing = copies.get(thrown);
  if (existing) return existing;
  /**
   * @template T
   * @param {() => T} read
   * @returns {T | undefined}
   */
  const tryRead = (read) => {
    try {
      return read();
    } catch {
      return undefined; // a getter or a proxy threw
    }
  };
  const textOf = (/** @type {unknown} */ value) => redact(String(value), key);
  const read = (/** @type {string} */ name) => tryRead(() => thrown[name]);
  const copy = new Error(tryRead(() => textOf(read("message") ?? thrown)) ?? "");
  copies.set(thrown, copy);
  /**
   * Defines a property, because an assignment fails if Error.prototype is frozen.
   * @param {string} name
   * @param {unknown} value
   * @param {boolean} [enumerable]
   */
  const define = (name, value, enumerable) =>
    Object.defineProperty(copy, name, { value, configurable: true, writable: true, enumerable });
  const names = /^(Object|Error|DOMException)$/.test(tryRead(() => kindOf(thrown)) ?? "")
    ? tryRead(() => Object.keys(thrown))
    : [];
  for (const name of new Set(["name", "stack", "code", ...(names ?? [])])) {
    const value = read(name);
    if (/^(string|number|boolean)$/.test(typeof value) && name !== "message")
      define(textOf(name), typeof value === "string" ? textOf(value) : value, name !== "name" && name !== "stack");
  }
  const redactInner = (/** @type {unknown} */ value) =>
    copies.size < MAX_ERRORS ? redactThrown(value, key, copies) : undefined;
  const [cause, errors] = [read("cause"), read("errors")];
  if (cause !== undefined) define("cause", redactInner(cause));
  tryRead(() => Array.isArray(errors) && define("errors", errors.slice(0, MAX_ERRORS).map(redactInner)));
  return copy;
}
