// Keeps the secret key out of what a call shows: errors, hooks and the trace ID.
const REDACTED = "[redacted]";

/** A text without the key. */
export const redact = (text, key) => text.replaceAll(key, REDACTED);

/** The JSON text of a response without the key. A text that is not JSON is treated alike. */
export function redactJson(text, key) {
  // JSON can spell the same string in several ways, such as `\u0073k_…`. The text itself stays: to respell 10 MB of escapes would take 400 MB.
  return text.replace(new RegExp(key.replace(/[^]/g, spellings), "g"), REDACTED);
}

/** A pattern of the ways in which JSON spells a character: as its code, or as it is, behind a backslash where JSON allows or needs one. */
function spellings(char) {
  const code = char.charCodeAt().toString(16).padStart(4, "0");
  const backslash = char === "/" ? "\\\\?" : char === '"' || char === "\\" ? "\\\\" : "";
  return `(?:${backslash}\\u${code}|\\\\u${code.replace(/[a-f]/g, (digit) => `[${digit}${digit.toUpperCase()}]`)})`;
}

/** How many values are searched for the key. What holds more of them is replaced. */
const MAX_SEARCHED = 2000;
/** How many causes of causes a copy keeps. */
const MAX_CAUSES = 9;
/** Objects that show no more than their text and their members. Others, such as a `Request`, have their own ways. */
const SEARCHABLE = /^(Object|Error|DOMException|Array|Arguments|Map|Set|Date|RegExp|URL|URLSearchParams|Number|String|Boolean|Function|AsyncFunction)$/;
/** How a class decides what a log shows of its instances. */
const SHOWN_BY = ["toJSON", Symbol.for("nodejs.util.inspect.custom"), Symbol.for("Deno.customInspect")];

/** What was thrown; or, where it may show the key, an error with the same names, messages and codes without the key. */
export function redactThrown(thrown, key, depth = 0) {
  try {
    const parts = new Set([thrown]);
    // A set is iterated over what is added meanwhile too.
    for (const part of parts) {
      if (parts.size > MAX_SEARCHED || shows(part, key, parts)) return copyOf(thrown, key, depth);
    }
    return thrown;
  } catch {
    return copyOf(thrown, key, depth); // a getter or a proxy threw
  }
}

/** Whether a value shows the key by itself; adds what else it shows to `parts`. */
function shows(value, key, parts) {
  if (Object(value) !== value) return String(value).includes(key);
  const bytes = bytesOf(value);
  if (bytes) return includesBytes(bytes, key);
  const kind = kindOf(value);
  if (!SEARCHABLE.test(kind)) return true;
  for (const name of typeof value === "function" ? Object.keys(value) : Reflect.ownKeys(value)) parts.add(name).add(value[name]);
  if (kind === "Map" || kind === "Set") for (const entry of value) parts.add(entry);
  if (kind === "Object" || kind === "Error") {
    // The classes of the host show nothing else; those of a program may.
    if (SHOWN_BY.some((name) => typeof value[name] === "function")) return true;
    for (let proto = value; (proto = Object.getPrototypeOf(proto)); ) {
      for (const [name, { get }] of Object.entries(Object.getOwnPropertyDescriptors(proto))) if (get && name !== "__proto__") parts.add(value[name]);
    }
  }
  return kind !== "Array" && typeof value.toString === "function" && String(value).includes(key);
}

const kindOf = (value) => Object.prototype.toString.call(value).slice(8, -1);

function bytesOf(value) {
  if (ArrayBuffer.isView(value)) return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
  return kindOf(value).endsWith("ArrayBuffer") ? new Uint8Array(value) : undefined;
}

function includesBytes(bytes, key) {
  for (let at = 0; (at = bytes.indexOf(key.charCodeAt(0), at)) >= 0; at++) {
    if (String.fromCharCode(...bytes.subarray(at, at + key.length)) === key) return true;
  }
  return false;
}

function copyOf(thrown, key, depth) {
  const attempt = (read) => {
    try {
      return read();
    } catch {} // a getter or a proxy threw
  };
  const textOf = (value) => redact(String(value), key);
  const read = (name) => attempt(() => Object(thrown)[name]);
  const copy = new Error(attempt(() => textOf(read("message") ?? thrown)) ?? "");
  // Defined, not assigned: an assignment fails where Error.prototype is frozen.
  const set = (name, value, enumerable) => Object.defineProperty(copy, name, { value, configurable: true, writable: true, enumerable });
  for (const name of ["name", "stack", ...(attempt(() => Object.keys(Object(thrown))) ?? [])]) {
    const value = read(name);
    if (/^(string|number|boolean)$/.test(typeof value) && name !== "message") set(textOf(name), typeof value === "string" ? textOf(value) : value, name !== "name" && name !== "stack");
  }
  const [cause, errors] = [read("cause"), read("errors")];
  if (depth < MAX_CAUSES) {
    if (Object(cause) === cause) set("cause", redactThrown(cause, key, depth + 1));
    if (Array.isArray(errors)) set("errors", errors.map((error) => redactThrown(error, key, depth + 1)));
  }
  return copy;
}
