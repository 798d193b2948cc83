// @compileOnLoad: every call runs these functions (build/functions.mjs).
// Judges what the user gives as JavaScript values, and copies it: metadata as its JSON text. What JSON
// would change in silence is refused, with its place. Each value is looked at once: what was judged
// is what is sent. All of it happens before the wasm is entered, so nothing of the user's runs inside.

import { isAbortSignal } from "./abort.js";

const FIELDS = ["publicMetadata", "privateMetadata", "unsafeMetadata"];
const IDENTIFIER = /^[A-Za-z_$][\w$]*$/;

/** Why a value cannot be sent: `{ reason }`, `{ unknown }`, `{ deep }`, or `{}` for a field that is no plain object. */
class Refusal {
  constructor(why) {
    Object.assign(this, why);
  }
}

/**
 * The metadata fields of a call's parameters, in their order, each as its JSON text; `undefined` where
 * there are none. Else a plain object: a refusal with its `path`, or with the `cause` where looking at a
 * value threw an error.
 */
export function strictFields(params, maxDepth) {
  return judged(params, "params", "it must be a plain object such as { publicMetadata: { … } }.", (keys) => {
    const unknown = Object.keys(params).find((key) => !FIELDS.includes(key));
    if (unknown !== undefined) throw new Refusal({ unknown });
    // Not by `map`, whose array is of another kind once V8 has optimized it: what reads it would be compiled twice.
    const texts = [];
    for (const name of FIELDS) {
      let text;
      if (Object.hasOwn(params, name)) {
        keys.push(name);
        const value = params[name];
        if (value !== undefined) text = fieldText(value, keys, maxDepth);
        keys.pop();
      }
      texts.push(text);
    }
    return texts;
  });
}

/** One metadata object as its JSON text; else a plain object as `strictFields` gives it, whose `path` begins with `name`. */
export function strictMetadata(name, value, maxDepth) {
  const keys = [name];
  try {
    return fieldText(value, keys, maxDepth);
  } catch (thrown) {
    return rejection(thrown, keys);
  }
}

/** The parameters of a list, name and value by turns, arrays copied; given as `strictFields` gives. */
export function listMembers(params) {
  return judged(params, "params", "it must be a plain object such as { limit: 10 }.", (keys) => pairs(params, keys, copied));
}

/**
 * The options of a call: those of its client, `given`, with its `own` in their place. Given as
 * `strictFields` gives, and `options` filled with them: whether this is a page in a browser, how many
 * are the call's own, and then names and values by turns, the call's own first.
 */
export function callOptions(given, own = {}, options) {
  return judged(own, "options", "it must be an object such as { timeout: 5000 }.", (keys) => {
    Object.assign(options, given);
    const owned = pairs(own, keys, (value, name) => {
      if (value !== undefined) options[name] = value;
      return seen(value, name);
    });
    return [isPage(), owned.length / 2, ...owned, ...pairs(options, keys, seen)];
  });
}

/** What there is to judge of an option. */
function seen(value, name) {
  if (name === "signal") return value && (isAbortSignal(value) || "no signal");
  if (name === "sdkMetadata" && value) return { name: value.name, version: value.version };
  return copied(value);
}

/**
 * Whether this is the page of a browser, by the class of its document: `window` and `document` may be objects of
 * a program, and the classes of jsdom and its like are JavaScript, not the host's.
 */
function isPage() {
  if (typeof document !== "object" || !/^\[object \w*Document\]$/.test(Object.prototype.toString.call(document))) return false;
  return /\[native code\]/.test(Function.prototype.toString.call(Object.getPrototypeOf(document).constructor));
}

const copied = (value) => (Array.isArray(value) ? Array.from({ length: value.length }, (_, index) => value[index]) : value);

/** The members of an object, name and value by turns, each value as `look` gives it. */
const pairs = (object, keys, look) =>
  Object.keys(object).flatMap((name) => {
    keys.push(name);
    const value = look(object[name], name);
    keys.pop();
    return [name, value];
  });

/** What `look(keys)` gives, or else a refusal; it keeps in `keys` the way to the value that it looks at. */
function judged(params, name, elsewise, look) {
  if (params === undefined || (params === null && name === "params")) return undefined;
  const keys = [];
  try {
    if (!isPlainObject(params)) throw new Refusal({ reason: elsewise });
    return look(keys);
  } catch (thrown) {
    return rejection(thrown, keys.length === 0 ? [name] : keys);
  }
}

function rejection(thrown, keys) {
  const path = pathOf(keys);
  if (thrown instanceof Refusal) return { path, ...thrown };
  return { path, reason: "reading it threw an error, which is this error's cause.", cause: thrown };
}

function fieldText(value, keys, maxDepth) {
  const text = isPlainObject(value) ? JSON.stringify(judge(value, keys, [], maxDepth)) : undefined;
  if (text?.[0] !== "{") throw new Refusal();
  return text;
}

/** Whether a value is an object that holds data only. Of any realm: a prototype without one of its own is Object's. */
function isPlainObject(value) {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null || Object.getPrototypeOf(prototype) === null;
}

const pathOf = (keys) => keys.reduce((path, key) => path + (IDENTIFIER.test(key) ? (path && ".") + key : `[${JSON.stringify(key)}]`), "");

/** The value as JSON would carry it: a copy, so that no getter is asked again. What is `undefined` in an object is left out later. */
function judge(value, keys, parents, maxDepth) {
  if (isPlain(value)) return value;
  switch (typeof value) {
    case "number":
      throw new Refusal({ reason: `JSON has no ${value}: it would be sent as null, and null removes the key. Pass a finite number, or null to remove the key.` });
    case "bigint":
      throw new Refusal({ reason: "JSON cannot carry a BigInt. Convert it with Number(…) or String(…)." });
    case "undefined":
      throw new Refusal({ reason: "undefined in an array would be sent as null. Leave the element out, or pass null." });
    case "function":
    case "symbol":
      throw new Refusal({ reason: `JSON cannot carry a ${typeof value}. Leave it out.` });
  }
  const { toJSON } = value;
  if (typeof toJSON !== "function" || ArrayBuffer.isView(value)) return judgeObject(value, keys, parents, maxDepth);
  // What toJSON gives is what is sent, so that is judged; it is asked once, as JSON.stringify does.
  const key = keys.at(-1);
  const json = toJSON.call(value, String(key));
  if (json === null) {
    throw new Refusal({ reason: "its toJSON() gives null, as that of an invalid date does, and null removes the key. Pass a valid value, or null to remove the key." });
  }
  if (json === undefined && typeof key === "string") return undefined;
  return typeof json === "object" ? judgeObject(json, keys, parents, maxDepth) : judge(json, keys, parents, maxDepth);
}

function judgeObject(value, keys, parents, maxDepth) {
  // The text of a number or a string, which JSON.stringify writes as it is.
  if (JSON.isRawJSON?.(value)) return value;
  const isArray = Array.isArray(value);
  if (!isArray && !isPlainObject(value)) return judge(unboxed(value), keys, parents, maxDepth);
  if (parents.includes(value)) throw new Refusal({ reason: "the value contains itself. Break the cycle." });
  if (parents.length >= maxDepth) throw new Refusal({ deep: true });
  parents.push(value);
  const copy = isArray ? judgeElements(value, keys, parents, maxDepth) : judgeMembers(value, keys, parents, maxDepth);
  parents.pop();
  return copy;
}

/** Whether JSON carries a value as it is. Asked first, for nearly all are so. */
const isPlain = (value) => typeof value === "string" || typeof value === "boolean" || value === null || (typeof value === "number" && Number.isFinite(value));

function judgeElements(array, keys, parents, maxDepth) {
  const copy = [];
  for (let index = 0; index < array.length; index++) {
    const element = array[index];
    if (isPlain(element)) {
      copy.push(element);
      continue;
    }
    keys.push(index);
    copy.push(judge(element, keys, parents, maxDepth));
    keys.pop();
  }
  return copy;
}

function judgeMembers(object, keys, parents, maxDepth) {
  const copy = copyOf(object, keys);
  for (const key in copy) {
    const member = copy[key];
    // Of others than its own there are only those that someone put on Object.prototype.
    if (isPlain(member) || member === undefined || !Object.hasOwn(copy, key)) continue;
    keys.push(key);
    // Asked already, where it gave the object itself.
    const asked = key === "toJSON" && typeof member === "function";
    const json = asked ? undefined : judge(member, keys, parents, maxDepth);
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
  throw new Refusal({ reason: `JSON cannot carry this ${name}: it would be sent as {} or as its inner fields. Convert it to a plain object or an array.` });
}
