// @compileOnLoad: every call runs these functions (build/functions.mjs).
// Validates what only JavaScript can see of the user's input, and copies it: metadata as its JSON text. What JSON
// would change silently is rejected with its path. Each value is read once, so what is validated is what is sent.
// All of it happens before the wasm is called, so no code of the user runs inside.

import { isAbortSignal } from "./abort.js";
import { errorFrom } from "./errors.js";

const FIELDS = ["publicMetadata", "privateMetadata", "unsafeMetadata"];
const IDENTIFIER = /^[A-Za-z_$][\w$]*$/;

/**
 * Why a value is rejected. src/core has the same texts where it rejects the same: see
 * tests/fixtures/input_errors.json.
 */
class Rejection {
  constructor(reason, code) {
    this.reason = reason;
    this.code = code;
  }
}

const NOT_AN_OBJECT =
  "it must be a plain object. To clear it, use replaceUserMetadata with {}; to remove a key, set that key to null.";

/** The user ID of a call. Half a surrogate pair would become another character, and so maybe the ID of another user. */
export function strictUserId(userId, { secretKey }) {
  const reason =
    typeof userId !== "string"
      ? "it must be a string, such as user_2abc."
      : HALF_PAIR.test(userId)
        ? "it holds half a surrogate pair."
        : undefined;
  if (reason === undefined) return userId;
  throw errorFrom(["invalid_user_id", `A valid resource ID is required. userId: ${reason}`, "userId"], secretKey);
}

const HALF_PAIR = /[\ud800-\udfff]/u;

/**
 * The metadata fields of a call's parameters, in their order, each as its JSON text, or the name of an unknown field
 * behind them; `undefined` if there are no parameters.
 */
export function strictFields(params, settings) {
  return readObject(
    params,
    "params",
    settings,
    "it must be a plain object such as { publicMetadata: { … } }.",
    (keys) => {
      const unknown = Object.keys(params).find((key) => !FIELDS.includes(key));
      // The wasm rejects it, for it knows which name is meant.
      if (unknown !== undefined) return [undefined, undefined, undefined, unknown];
      // Not by `map`, whose array is of another kind once V8 has optimized it: what reads it would be compiled twice.
      const texts = [];
      for (const name of FIELDS) {
        let text;
        if (Object.hasOwn(params, name)) {
          keys.push(name);
          const value = params[name];
          if (value !== undefined) text = fieldText(value, keys, settings.maxDepth);
          keys.pop();
        }
        texts.push(text);
      }
      return texts;
    },
  );
}

/** One metadata object as its JSON text. The path of its error begins with `name`. */
export function strictMetadata(name, value, maxDepth) {
  const keys = [name];
  try {
    return fieldText(value, keys, maxDepth);
  } catch (thrown) {
    throw inputError(thrown, "invalid_params", keys);
  }
}

/** The parameters of a list, name and value by turns, arrays copied; `undefined` if there are none. */
export function listMembers(params, settings) {
  return readObject(params, "params", settings, "it must be a plain object such as { limit: 10 }.", (keys) =>
    pairs(params, keys, copied),
  );
}

/**
 * Fills `options` with those of the client and, in their place, the call's own. Returns whether this is a page in a
 * browser, how many options are the call's own, and names and values by turns, the call's own first.
 */
export function callOptions(clientOptions, own = {}, options) {
  return readObject(own, "options", options, "it must be an object such as { timeout: 5000 }.", (keys) => {
    Object.assign(options, clientOptions);
    const owned = pairs(own, keys, (value, name) => {
      if (value !== undefined) options[name] = value;
      return optionForWasm(value, name);
    });
    return [isPage(), owned.length / 2, ...owned, ...pairs(options, keys, optionForWasm)];
  });
}

/** What the wasm validates of an option. */
function optionForWasm(value, name) {
  if (name === "signal") return value && (isAbortSignal(value) || "no signal");
  if (name === "sdkMetadata" && value) return { name: value.name, version: value.version };
  return copied(value);
}

/**
 * Whether this is the page of a browser, by the class of its document: `window` and `document` may be objects of
 * a program, and the classes of jsdom and its like are JavaScript, not the host's.
 */
function isPage() {
  if (typeof document !== "object" || !/^\[object \w*Document\]$/.test(Object.prototype.toString.call(document)))
    return false;
  return /\[native code\]/.test(Function.prototype.toString.call(Object.getPrototypeOf(document).constructor));
}

const copied = (value) =>
  Array.isArray(value) ? Array.from({ length: value.length }, (_, index) => value[index]) : value;

/** The members of an object, name and value by turns, each value as `read` returns it. */
const pairs = (object, keys, read) =>
  Object.keys(object).flatMap((name) => {
    keys.push(name);
    const value = read(object[name], name);
    keys.pop();
    return [name, value];
  });

/**
 * Reads an object of the user by `read(keys)`, which keeps in `keys` the path of the value that it reads. An error
 * does not show the secret key of `settings`.
 */
function readObject(params, name, settings, expected, read) {
  if (params === undefined || (params === null && name === "params")) return undefined;
  const keys = [];
  try {
    if (!isPlainObject(params)) throw new Rejection(expected);
    return read(keys);
  } catch (thrown) {
    throw inputError(
      thrown,
      name === "options" ? "invalid_option" : "invalid_params",
      keys.length === 0 ? [name] : keys,
      settings.secretKey,
    );
  }
}

/** The error of what was thrown while the value at `keys` was read: a rejection, or by code of the user. */
function inputError(thrown, defaultCode, keys, secretKey) {
  const path = pathOf(keys);
  const isRejection = thrown instanceof Rejection;
  const { code = defaultCode, reason } = isRejection
    ? thrown
    : { reason: "reading it threw an error, which is this error's cause." };
  return errorFrom([code, `${path}: ${reason}`, path], secretKey, isRejection ? undefined : thrown);
}

function fieldText(value, keys, maxDepth) {
  const text = isPlainObject(value) ? JSON.stringify(validate(value, keys, [], maxDepth)) : undefined;
  if (text?.[0] !== "{") throw new Rejection(NOT_AN_OBJECT);
  return text;
}

/** Whether a value is an object that holds data only. Of any realm: a prototype without one of its own is Object's. */
function isPlainObject(value) {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null || Object.getPrototypeOf(prototype) === null;
}

const pathOf = (keys) =>
  keys.reduce((path, key) => path + (IDENTIFIER.test(key) ? (path && ".") + key : `[${JSON.stringify(key)}]`), "");

/**
 * The value as JSON would carry it: a copy, so that no getter is asked again. What is `undefined` in an object is
 * left out later.
 */
function validate(value, keys, parents, maxDepth) {
  if (isPlain(value)) return value;
  switch (typeof value) {
    case "number":
      throw new Rejection(
        `JSON has no ${value}: it would be sent as null, and null removes the key. Pass a finite number, or null to remove the key.`,
      );
    case "bigint":
      throw new Rejection("JSON cannot carry a BigInt. Convert it with Number(…) or String(…).");
    case "undefined":
      throw new Rejection("undefined in an array would be sent as null. Leave the element out, or pass null.");
    case "function":
    case "symbol":
      throw new Rejection(`JSON cannot carry a ${typeof value}. Leave it out.`);
  }
  const { toJSON } = value;
  if (typeof toJSON !== "function" || ArrayBuffer.isView(value)) return validateObject(value, keys, parents, maxDepth);
  // What toJSON gives is what is sent, so that is validated. It is called once, as JSON.stringify does.
  const key = keys.at(-1);
  const json = toJSON.call(value, String(key));
  if (json === null) {
    throw new Rejection(
      "its toJSON() gives null, as that of an invalid date does, and null removes the key. Pass a valid value, or null to remove the key.",
    );
  }
  if (json === undefined && typeof key === "string") return undefined;
  return typeof json === "object"
    ? validateObject(json, keys, parents, maxDepth)
    : validate(json, keys, parents, maxDepth);
}

function validateObject(value, keys, parents, maxDepth) {
  // The text of a number or a string, which JSON.stringify writes as it is.
  if (JSON.isRawJSON?.(value)) return value;
  const isArray = Array.isArray(value);
  if (!isArray && !isPlainObject(value)) return validate(unboxed(value), keys, parents, maxDepth);
  if (parents.includes(value)) throw new Rejection("the value contains itself. Break the cycle.");
  if (parents.length >= maxDepth)
    throw new Rejection(
      `The value nests deeper than ${maxDepth} levels. Flatten it, or store part of it as a string.`,
      "too_deep",
    );
  parents.push(value);
  const copy = isArray
    ? validateElements(value, keys, parents, maxDepth)
    : validateMembers(value, keys, parents, maxDepth);
  parents.pop();
  return copy;
}

/** Whether JSON carries a value as it is. Asked first, for nearly all are so. */
const isPlain = (value) =>
  typeof value === "string" ||
  typeof value === "boolean" ||
  value === null ||
  (typeof value === "number" && Number.isFinite(value));

function validateElements(array, keys, parents, maxDepth) {
  const copy = [];
  for (let index = 0; index < array.length; index++) {
    const element = array[index];
    if (isPlain(element)) {
      copy.push(element);
      continue;
    }
    keys.push(index);
    copy.push(validate(element, keys, parents, maxDepth));
    keys.pop();
  }
  return copy;
}

function validateMembers(object, keys, parents, maxDepth) {
  const copy = copyOf(object, keys);
  for (const key in copy) {
    const member = copy[key];
    // Of others than its own there are only those that someone put on Object.prototype.
    if (isPlain(member) || member === undefined || !Object.hasOwn(copy, key)) continue;
    keys.push(key);
    // Asked already, where it gave the object itself.
    const asked = key === "toJSON" && typeof member === "function";
    const json = asked ? undefined : validate(member, keys, parents, maxDepth);
    keys.pop();
    if (key === "__proto__") {
      // A key like any other here.
      Object.defineProperty(copy, key, { value: json, enumerable: true });
    } else {
      copy[key] = json;
    }
  }
  return copy;
}

/** A copy, the fastest there is; where a getter throws, its key says which. */
function copyOf(object, keys) {
  try {
    return { ...object };
  } catch (thrown) {
    keys.push(Object.keys(object).find((key) => throwsAt(object, key)));
    throw thrown;
  }
}

function throwsAt(object, key) {
  try {
    void object[key];
    return false;
  } catch {
    return true;
  }
}

/** What a boxed primitive holds; no other object than those here is data. */
function unboxed(value) {
  const kind = Object.prototype.toString.call(value).slice(8, -1);
  if (kind === "Number" || kind === "String" || kind === "Boolean" || kind === "BigInt") {
    const inner = value.valueOf();
    if (typeof inner !== "object") return inner;
  }
  const name = kind === "Object" ? (value.constructor?.name ?? "class") : kind;
  throw new Rejection(
    `JSON cannot carry this ${name}: it would be sent as {} or as its inner fields. Convert it to a plain object or an array.`,
  );
}
