// Files of lines. The last line is incomplete if the process was killed while it wrote it.

/** @typedef {typeof import("node:fs")} FileSystem */

const CHUNK_BYTES = 1024 * 1024;
const NEWLINE = 10;

/**
 * The bytes that a file has now. A chunk is valid until the next one is read.
 * @param {FileSystem} fs
 * @param {number} fd
 */
export function* readChunks(fs, fd) {
  const { size } = fs.fstatSync(fd);
  const chunk = new Uint8Array(CHUNK_BYTES);
  for (let at = 0, length; (length = fs.readSync(fd, chunk, 0, Math.min(size - at, CHUNK_BYTES), at)) > 0; at += length)
    yield chunk.subarray(0, length);
}

/**
 * Removes an incomplete last line.
 * @param {FileSystem} fs
 * @param {number} fd
 */
export function removeIncompleteLine(fs, fd) {
  const { size } = fs.fstatSync(fd);
  const complete = completeBytes(fs, fd, size);
  if (complete < size) fs.ftruncateSync(fd, complete);
}

/**
 * The length of a file up to its last newline.
 * @param {FileSystem} fs
 * @param {number} fd
 * @param {number} size
 */
function completeBytes(fs, fd, size) {
  const chunk = new Uint8Array(CHUNK_BYTES);
  for (let end = size; end > 0; ) {
    const start = Math.max(0, end - CHUNK_BYTES);
    const length = fs.readSync(fd, chunk, 0, end - start, start);
    const newline = chunk.subarray(0, length).lastIndexOf(NEWLINE);
    if (newline !== -1) return start + newline + 1;
    end = start;
  }
  return 0;
}
