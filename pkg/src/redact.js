// Keeps the secret key out of what a call shows: errors, hooks and the trace ID.
const REDACTED = "[redacted]";

/** A text without the key, also where a URL spells it. */
export const redact = (text, key) => text.replaceAll(key, REDACTED).replaceAll(encodeURIComponent(key), REDACTED);

/** Whether a value can be a key: what is shorter, or not of these characters, is no secret and cannot be sent. */
export const isKey = (value) => typeof value === "string" && /^[!-~]{4,}$/.test(value);

/** The JSON text of a response without the key. */
export function redactJson(text, key) {
  // JSON can spell the same string in several ways, such as `\u0073k_…`. The text itself stays: to respell it would
  // take much memory.
  return text.replace(new RegExp(key.replace(/./gs, spellings), "g"), REDACTED);
}

/**
 * A pattern of the ways in which JSON spells a character: as its code, or as it is, behind a backslash where JSON
 * allows or needs one.
 */
function spellings(char) {
  const code = char.charCodeAt().toString(16).padStart(4, "0");
  const backslash = char === "/" ? "\\\\?" : char === '"' || char === "\\" ? "\\\\" : "";
  return `(?:${backslash}\\u${code}|\\\\u${code.replace(/[a-f]/g, (digit) => `[${digit}${digit.toUpperCase()}]`)})`;
}

/** How many values are searched for the key, and how many bytes of a buffer. What holds more of them is replaced. */
const MAX_SEARCHED = 2000;
const MAX_BYTES = 1_000_000;
/** How many errors a chain of causes keeps where they are replaced. */
const MAX_ERRORS = 20;
/** Objects that show no more than their text and their members. Others, such as a `Request`, have their own ways. */
const SEARCHABLE = /^(Object|Error|DOMException|Arguments|(Async)?Function|\w*Array)$/;
/** How an object decides what a log shows of it. */
const SHOWN_BY = [
  "toJSON",
  Symbol.toPrimitive,
  Symbol.for("nodejs.util.inspect.custom"),
  Symbol.for("Deno.customInspect"),
];

/**
 * What was thrown; or, where it may show the key, an error with the same names, messages and codes without the key.
 * `copies` holds those made so far.
 */
export function redactThrown(thrown, key, copies = new Map()) {
  try {
    const parts = new Set([thrown]);
    // A set is iterated over what is added meanwhile too.
    for (const part of parts) {
      if (parts.size > MAX_SEARCHED || shows(part, key, parts)) return copyOf(thrown, key, copies);
    }
    return thrown;
  } catch {
    return copyOf(thrown, key, copies); // a getter or a proxy threw
  }
}

/** Whether a value shows the key by itself; adds what else it shows to `parts`. */
function shows(value, key, parts) {
  if (Object(value) !== value) return String(value).includes(key);
  const kind = kindOf(value);
  if (!SEARCHABLE.test(kind)) return true;
  const isBytes = ArrayBuffer.isView(value);
  const isOwnClass =
    typeof value !== "function" &&
    [globalThis[kind], isBytes && globalThis.Buffer].every(
      (Class) => Class?.prototype !== Object.getPrototypeOf(value),
    );
  if (kind === "Object" || kind === "Error") {
    if (SHOWN_BY.some((name) => typeof value[name] === "function")) return true;
    parts.add(value.constructor?.name);
    for (let proto = value; (proto = Object.getPrototypeOf(proto)); ) {
      for (const name of Reflect.ownKeys(proto))
        if (name !== "__proto__" && Object.getOwnPropertyDescriptor(proto, name)?.get) parts.add(value[name]);
    }
  } else if (isOwnClass || SHOWN_BY.some((name) => Object.hasOwn(value, name))) return true;
  if (isBytes)
    return (
      value.byteLength > MAX_BYTES ||
      includesBytes(new Uint8Array(value.buffer, value.byteOffset, value.byteLength), key)
    );
  for (const name of Reflect.ownKeys(value)) parts.add(name).add(value[name]);
  return kind !== "Array" && typeof value.toString === "function" && String(value).includes(key);
}

const kindOf = (value) => Object.prototype.toString.call(value).slice(8, -1);

function includesBytes(bytes, key) {
  for (let at = 0; (at = bytes.indexOf(key.charCodeAt(0), at)) >= 0; at++) {
    let length = 1;
    while (length < key.length && bytes[at + length] === key.charCodeAt(length)) length++;
    if (length === key.length) return true;
  }
  return false;
}

function copyOf(thrown, key, copies) {
  if (copies.has(thrown)) return copies.get(thrown);
  const attempt = (read) => {
    try {
      return read();
    } catch {} // a getter or a proxy threw
  };
  const textOf = (value) => redact(String(value), key);
  const read = (name) => attempt(() => thrown[name]);
  const copy = new Error(attempt(() => textOf(read("message") ?? thrown)) ?? "");
  copies.set(thrown, copy);
  // Defined, not assigned: an assignment fails where Error.prototype is frozen.
  const set = (name, value, enumerable) =>
    Object.defineProperty(copy, name, { value, configurable: true, writable: true, enumerable });
  const members = /^(Object|Error|DOMException)$/.test(attempt(() => kindOf(thrown)))
    ? attempt(() => Object.keys(thrown))
    : [];
  for (const name of new Set(["name", "stack", "code", ...(members ?? [])])) {
    const value = read(name);
    if (/^(string|number|boolean)$/.test(typeof value) && name !== "message")
      set(textOf(name), typeof value === "string" ? textOf(value) : value, name !== "name" && name !== "stack");
  }
  const inner = (value) => (copies.size < MAX_ERRORS ? redactThrown(value, key, copies) : undefined);
  const [cause, errors] = [read("cause"), read("errors")];
  if (cause !== undefined) set("cause", inner(cause));
  if (Array.isArray(errors)) set("errors", errors.slice(0, MAX_ERRORS).map(inner));
  return copy;
}
