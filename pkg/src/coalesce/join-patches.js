// Joins merge patches. The text of numbers and the order of keys are kept.
//
// `p` and `q` can be joined if one patch gives the same text as `p` and then `q`, for every stored value:
//
// | in `p`          | in `q`                    | joined                                                    |
// |-----------------|---------------------------|-----------------------------------------------------------|
// | missing         | anything                  | that of `q`, after the keys of `p`                        |
// | an object       | an object                 | both joined, by the same rules                            |
// | another value   | an object                 | no: the patch would merge with the stored object          |
// | `null`          | a value other than `null` | no: the key moves to the end, which no single patch does  |
// | anything else   | `null` or another value   | that of `q`, at the place of `p`                          |

/** A patch: its members by the JSON text of their keys. A value that is not an object is its JSON text. */
/** @typedef {{ [Symbol.iterator](): IterableIterator<[string, Patch | string]> } & Map<string, any>} Patch */

const STRING = /"[^"\\]*(?:\\.[^"\\]*)*"/y;
/** The text up to the next bracket, comma, or start of a string. */
const PLAIN = /[^"[\]{},]+/y;

/**
 * Parses the JSON text of an object, as JSON.stringify writes it.
 * @param {string} text
 * @returns {Patch}
 */
export function parsePatch(text) {
  let at = 0;
  /** @param {RegExp} pattern */
  const skip = (pattern) => {
    pattern.lastIndex = at;
    pattern.test(text);
    at = pattern.lastIndex;
  };

  function readObject() {
    /** @type {Patch} */
    const patch = new Map();
    at++;
    while (text[at] !== "}") {
      if (text[at] === ",") at++;
      const start = at;
      skip(STRING);
      const key = text.slice(start, at);
      at++;
      patch.set(key, text[at] === "{" ? readObject() : readText());
    }
    at++;
    return patch;
  }

  /** The text of an array or a primitive. */
  function readText() {
    const start = at;
    let depth = 0;
    do {
      const character = text[at];
      if (character === '"') skip(STRING);
      else if (character === "[" || character === "{") depth++, at++;
      else if (character === "]" || character === "}") depth--, at++;
      else if (character === ",") at++;
      else skip(PLAIN);
    } while (depth > 0);
    return text.slice(start, at);
  }

  return readObject();
}

/**
 * @param {Patch} patch
 * @returns {string}
 */
export const patchText = (patch) =>
  `{${Array.from(patch, ([key, value]) => `${key}:${typeof value === "string" ? value : patchText(value)}`)}}`;

/**
 * @param {Patch} first
 * @param {Patch} second
 * @returns {boolean}
 */
export function canJoin(first, second) {
  for (const [key, value] of second) {
    const earlier = first.get(key);
    if (earlier === undefined || value === "null") continue;
    if (typeof value === "string" ? earlier === "null" : typeof earlier === "string" || !canJoin(earlier, value))
      return false;
  }
  return true;
}

/**
 * Adds `second` to `first`, if `canJoin(first, second)`.
 * @param {Patch} first
 * @param {Patch} second
 */
export function joinInto(first, second) {
  for (const [key, value] of second) {
    const earlier = first.get(key);
    if (typeof value === "string" || earlier === undefined) first.set(key, value);
    else joinInto(earlier, value);
  }
}
