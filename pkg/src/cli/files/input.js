// Reads a file, or stdin, as text.
import { readFileSync, statSync } from "node:fs";
import { BAD_INPUT, ExitError } from "../exit-status.js";

/** In place of the name of a file: stdin. */
export const STDIN = "-";

/**
 * The text of a file, or of stdin for `-`. Throws an error that names the file if it is no text in UTF-8.
 * @param {string} path
 * @param {{ allowPipe?: boolean }} [options] Whether the path may be a named pipe, such as one of `<(command)`.
 */
export async function readInputText(path, { allowPipe = false } = {}) {
  const name = inputName(path);
  if (path === STDIN) {
    if (process.stdin.isTTY) console.error("Reading from the terminal. End the input with Ctrl-D.");
    const chunks = [];
    for await (const chunk of process.stdin) chunks.push(chunk);
    return decode(Buffer.concat(chunks), name);
  }
  checkFile(path, allowPipe);
  try {
    return decode(readFileSync(path), name);
  } catch (error) {
    throw readError(path, error);
  }
}

/** @param {string} path */
export const inputName = (path) => (path === STDIN ? "stdin" : path);

/**
 * Throws an error that says what to do if a path is not that of a regular file.
 * @param {string} path
 * @param {boolean} allowPipe
 */
export function checkFile(path, allowPipe = false) {
  let stats;
  try {
    stats = statSync(path);
  } catch (error) {
    throw readError(path, error);
  }
  const reject = (/** @type {string} */ reason) => new ExitError(`${path} ${reason}`, BAD_INPUT);
  if (stats.isDirectory()) throw reject("is a folder. Pass a file.");
  if (stats.isFIFO() && !allowPipe)
    throw reject("is a pipe. Pass a file, or redirect the pipe to stdin and pass - as the file.");
  if (!stats.isFile() && !stats.isFIFO()) throw reject("is not a file. Pass a file.");
}

/**
 * @param {string} path
 * @param {unknown} error
 */
function readError(path, error) {
  if (error instanceof ExitError) return error;
  const { code, message } = /** @type {NodeJS.ErrnoException} */ (error);
  const reason = code === "ENOENT" || code === "ENOTDIR" ? "does not exist." : `cannot be read: ${message}`;
  return new ExitError(`${path} ${reason}`, BAD_INPUT, error);
}

/**
 * @param {Buffer} bytes
 * @param {string} name
 */
export function decode(bytes, name) {
  const reject = (/** @type {string} */ reason) => new ExitError(`${name} ${reason}`, BAD_INPUT);
  const [first, second] = bytes;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff) || bytes.includes(0))
    throw reject("is not UTF-8, but UTF-16 or a binary file. Save it as UTF-8.");
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw reject("is not UTF-8. Save it as UTF-8.");
  }
}
