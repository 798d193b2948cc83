// The option --keys: its paths, and the rows that have other keys.
import { members } from "../json-text.js";
import { UsageError } from "../usage-error.js";

/** @typedef {Map<string, Keys>} Keys The managed keys of an object. None: the whole value. */

/** A comma in a quoted key does not separate paths. */
const SEPARATOR = /,(?=(?:[^"]*"[^"]*")*[^"]*$)/;
const STEP = /\[("(?:[^"\\]|\\.)*")\]|([^.[\]"]+)/g;
const FIELDS = ["publicMetadata", "privateMetadata", "unsafeMetadata"];

/**
 * The paths of `--keys`. Throws if one is invalid, before a job folder is created.
 * @param {string} command
 * @param {string} text
 */
export async function checkKeys(command, text) {
  const keys = text.split(SEPARATOR).map((key) => key.trim());
  const { createClerkClient } = await import("clerk-metadata");
  const { planUsersMetadata } = await import("clerk-metadata/bulk");
  try {
    // A plan without rows sends no request, and rejects what a plan with rows would.
    await planUsersMetadata(createClerkClient({ secretKey: "sk_test_1" }), [], { mode: "desired", keys }).summary;
  } catch (error) {
    const reason = /** @type {Error} */ (error).message
      .replace(/^planUsersMetadata: /, "")
      .replace(/^keys\[(\d+)\]/, (_, index) => JSON.stringify(keys[index]));
    throw new UsageError(`--keys: ${reason}`, { command, option: "keys" });
  }
  return keys;
}

/**
 * Returns a function that finds the first key of a row, as JSON text, that `--keys` does not name: its path.
 * @param {readonly string[]} paths Valid ones.
 */
export function createKeyCheck(paths) {
  const managed = keysOf(paths);
  return (/** @type {string} */ row) => {
    for (const [name, value] of members(row)) {
      const field = fieldOf(String(name));
      if (field === undefined) continue;
      const keys = managed.get(field);
      const path = keys === undefined ? [] : otherKey(value, keys);
      if (path !== undefined) return { name: String(name), path };
    }
    return undefined;
  };
}

/** @param {string} name */
const fieldOf = (name) => FIELDS.find((field) => field === name || field.replace("Metadata", "_metadata") === name);

/** @param {readonly string[]} paths */
function keysOf(paths) {
  /** @type {Keys} */
  const root = new Map();
  for (const path of paths) {
    const steps = [...path.matchAll(STEP)].map(([, quoted, plain]) => (quoted ? JSON.parse(quoted) : plain));
    add(root, [fieldOf(steps[0]) ?? steps[0], ...steps.slice(1)]);
  }
  return root;
}

/**
 * @param {Keys} keys
 * @param {string[]} path
 */
function add(keys, [key, ...rest]) {
  const inner = keys.get(key);
  // The whole value includes its keys.
  if (rest.length === 0) keys.set(key, new Map());
  else if (inner === undefined) add(keys.set(key, new Map()).get(key) ?? keys, rest);
  else if (inner.size > 0) add(inner, rest);
}

/**
 * The path of the first key of a value that is not among the keys.
 * @param {string} text
 * @param {Keys} keys
 * @returns {string[] | undefined}
 */
function otherKey(text, keys) {
  if (keys.size === 0) return undefined;
  for (const [name, value] of members(text)) {
    const key = String(name);
    const inner = keys.get(key);
    if (inner === undefined) return [key];
    if (inner.size === 0) continue;
    if (!value.startsWith("{")) return [key];
    const path = otherKey(value, inner);
    if (path !== undefined) return [key, ...path];
  }
  return undefined;
}
