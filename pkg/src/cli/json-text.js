// Reads and formats JSON text without converting its numbers, so every digit is kept.

/** Metadata nests at most 100 levels; a response contains it a few levels deeper. */
const MAX_DEPTH = 200;
const WHITE_SPACE = /[ \t\n\r]*/y;
// biome-ignore lint/suspicious/noControlCharactersInRegex: JSON forbids them in strings.
const STRING = /"[^"\\\u0000-\u001f]*(?:\\(?:["\\/bfnrt]|u[\da-fA-F]{4})[^"\\\u0000-\u001f]*)*"/y;
const SCALAR = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w.+-])|(?:true|false|null)(?![\w.+-])/y;

/** A text is not JSON. The message has the line and column, and never the text. */
export class JsonError extends Error {
  /**
   * @param {string} text
   * @param {number} at
   * @param {string} reason
   */
  constructor(text, at, reason) {
    const before = text.slice(0, at).split("\n");
    const line = before.length;
    const column = /** @type {string} */ (before.at(-1)).length + 1;
    super(`${reason} at line ${line}, column ${column}`);
    this.line = line;
    this.column = column;
  }
}

/**
 * Called with each member of an object, or with each element of an array without a key: where its value is, and where
 * the member begins.
 * @typedef {(key: string | undefined, start: number, end: number, memberStart: number) => void} Visit
 */

/**
 * Where a value ends. Throws a `JsonError` if it is not JSON.
 * @param {string} text
 * @param {number} start
 * @param {number} depth
 * @param {Visit} [visit]
 * @returns {number}
 */
function readValue(text, start, depth, visit) {
  const first = text[start];
  if (first === "{" || first === "[") return readContainer(text, start, depth, visit);
  const pattern = first === '"' ? STRING : SCALAR;
  const end = match(pattern, text, start);
  if (end === undefined) throw new JsonError(text, start, start >= text.length ? "the text ends" : "unexpected text");
  return end;
}

/**
 * @param {string} text
 * @param {number} start
 * @param {number} depth
 * @param {Visit} [visit]
 */
function readContainer(text, start, depth, visit) {
  if (depth === 0) throw new JsonError(text, start, "nested too deep");
  const isObject = text[start] === "{";
  const close = isObject ? "}" : "]";
  let at = skipSpace(text, start + 1);
  if (text[at] === close) return at + 1;
  for (;;) {
    const memberStart = at;
    let key;
    if (isObject) {
      const end = match(STRING, text, at);
      if (end === undefined) throw new JsonError(text, at, at >= text.length ? "the text ends" : "a key is expected");
      if (visit !== undefined) key = JSON.parse(text.slice(at, end));
      at = expect(text, skipSpace(text, end), ":");
    }
    const end = readValue(text, at, depth - 1);
    visit?.(key, at, end, memberStart);
    at = skipSpace(text, end);
    if (text[at] === close) return at + 1;
    at = expect(text, at, ",", close);
  }
}

/**
 * Where the text after an expected character begins.
 * @param {string} text
 * @param {number} at
 * @param {string[]} characters The first one is expected, or one of the others.
 */
function expect(text, at, ...characters) {
  if (text[at] === characters[0]) return skipSpace(text, at + 1);
  const expected = characters.map((character) => `"${character}"`).join(" or ");
  throw new JsonError(text, at, at >= text.length ? "the text ends" : `${expected} is expected`);
}

/**
 * @param {string} text
 * @param {number} at
 */
const skipSpace = (text, at) => /** @type {number} */ (match(WHITE_SPACE, text, at));

/**
 * Where a match that begins at a position ends.
 * @param {RegExp} pattern
 * @param {string} text
 * @param {number} at
 */
function match(pattern, text, at) {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : undefined;
}

/**
 * The members of the object, or the elements of the array, that a text is: keys and texts. A scalar has none. Throws a
 * `JsonError` if the text is not JSON.
 * @param {string} text
 * @returns {[key: string | undefined, text: string][]}
 */
export function members(text) {
  /** @type {[string | undefined, string][]} */
  const found = [];
  const end = readValue(text, skipSpace(text, 0), MAX_DEPTH, (key, start, end) => {
    found.push([key, text.slice(start, end)]);
  });
  const rest = skipSpace(text, end);
  if (rest < text.length) throw new JsonError(text, rest, "unexpected text");
  return found;
}

/**
 * The first key that an object in the text has twice, at any depth. `undefined` if there is none.
 * @param {string} text
 * @returns {string | undefined}
 */
export function repeatedKey(text) {
  const keys = new Set();
  for (const [key, value] of members(text)) {
    if (key !== undefined && keys.has(key)) return key;
    keys.add(key);
    const inner = value.startsWith("{") || value.startsWith("[") ? repeatedKey(value) : undefined;
    if (inner !== undefined) return inner;
  }
  return undefined;
}

/**
 * Where a member of an object begins. `path` has the keys that lead to it.
 * @param {string} text An object.
 * @param {readonly string[]} path
 * @returns {number | undefined}
 */
export function memberStart(text, path) {
  let value = skipSpace(text, 0);
  let found;
  for (const name of path) {
    found = undefined;
    let inner = value;
    readValue(text, value, MAX_DEPTH, (key, start, _, memberStart) => {
      if (key !== name) return;
      found = memberStart;
      inner = start;
    });
    if (found === undefined) return undefined;
    value = inner;
  }
  return found;
}

/**
 * The text of an object with spaces in place of a member, so that all other characters keep their positions.
 * @param {string} text
 * @param {readonly string[]} names The names of the member.
 */
export function blankMember(text, names) {
  let blanked = text;
  readValue(text, skipSpace(text, 0), MAX_DEPTH, (key, _, end, start) => {
    if (!names.includes(String(key))) return;
    const next = skipSpace(text, end);
    // The comma after it, or before it if it is the last one.
    const before = text.slice(0, start).trimEnd();
    const from = text[next] !== "," && before.endsWith(",") ? before.length - 1 : start;
    const to = text[next] === "," ? next + 1 : end;
    blanked = blanked.slice(0, from) + " ".repeat(to - from) + blanked.slice(to);
  });
  return blanked;
}

/**
 * The same value with other white space: indented by two spaces, or in one line.
 * @param {string} text
 * @param {{ isIndented?: boolean }} [options]
 * @returns {string}
 */
export function formatJson(text, { isIndented = false } = {}) {
  /** @type {(value: string, indent: string) => string} */
  const format = (value, indent) => {
    const trimmed = value.trim();
    if (trimmed[0] !== "{" && trimmed[0] !== "[") return trimmed;
    const [open, close] = trimmed[0] === "{" ? "{}" : "[]";
    const inner = `${indent}  `;
    const parts = members(trimmed).map(([key, member]) => {
      const name = key === undefined ? "" : `${JSON.stringify(key)}:${isIndented ? " " : ""}`;
      return name + format(member, inner);
    });
    if (parts.length === 0) return open + close;
    return isIndented
      ? `${open}\n${inner}${parts.join(`,\n${inner}`)}\n${indent}${close}`
      : `${open}${parts.join(",")}${close}`;
  };
  return format(text, "");
}
