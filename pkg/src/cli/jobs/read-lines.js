import fs from "node:fs";

const CHUNK_BYTES = 1024 * 1024;

/**
 * The complete lines of a file, without their newlines. A last line without one was not completely written, and is
 * ignored. A file that does not exist has no lines, and lines that are appended meanwhile are not read.
 * @param {string} path
 */
export function* readLines(path) {
  let fd;
  try {
    fd = fs.openSync(path, "r");
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === "ENOENT") return;
    throw error;
  }
  try {
    const chunk = new Uint8Array(CHUNK_BYTES);
    const decoder = new TextDecoder();
    let rest = "";
    let left = fs.fstatSync(fd).size;
    for (let length; (length = fs.readSync(fd, chunk, 0, Math.min(left, CHUNK_BYTES), null)) > 0; ) {
      left -= length;
      const lines = (rest + decoder.decode(chunk.subarray(0, length), { stream: true })).split("\n");
      rest = /** @type {string} */ (lines.pop());
      yield* lines;
    }
  } finally {
    fs.closeSync(fd);
  }
}
