// The users of the start.
import { closeSync, openSync, readFileSync, readSync, statSync } from "node:fs";

/** @import { LocalBackend } from "../../../types/local.js" */

const BEGINNING_BYTES = 1024;
const ARRAY = /^\uFEFF?\s*\[/;

/**
 * The text of a JSON array of users; `undefined` if the file is a data file, or does not exist yet.
 * @param {string | undefined} file
 */
export function readUserArray(file) {
  const text = file === undefined ? undefined : readArray(file);
  if (text === undefined) return undefined;
  try {
    JSON.parse(text);
  } catch (error) {
    throw new Error(`${file}: this is not a valid JSON array of users: ${/** @type {Error} */ (error).message}`);
  }
  return text;
}

/**
 * `undefined` if it is not an array, or cannot be read. Opening it as a data file reports the reason.
 * @param {string} file
 */
function readArray(file) {
  try {
    if (!statSync(file).isFile()) return undefined;
    // A data file may be large.
    const beginning = Buffer.alloc(BEGINNING_BYTES);
    const fd = openSync(file, "r");
    readSync(fd, beginning);
    closeSync(fd);
    return ARRAY.test(beginning.toString()) ? readFileSync(file, "utf8").replace(/^\uFEFF/, "") : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Adds users that do not exist yet.
 * @param {LocalBackend} backend
 * @param {{ file: string | undefined, array: string | undefined, seed: number, ids: string[] }} options
 */
export function addUsers({ users }, { file, array, seed, ids }) {
  if (array !== undefined) {
    try {
      users.insert(array);
    } catch (error) {
      throw new Error(`${file}: ${/** @type {Error} */ (error).message}`, { cause: error });
    }
  }
  if (seed > 0) users.seed(seed);
  for (const id of ids) if (users.get(id) === undefined) users.create({ id });
}
