// Appends lines to a data file that no other program may change. Before and after each line, the file must still be
// the one that was opened, in the state in which this process left it. Otherwise the change would be lost at the next
// start although its response confirmed it.

/** @import { BigIntStats } from "node:fs" */
/** @import { FileLocation, FileSystem, SystemError } from "./types.js" */

/**
 * `fd` is open for appending, and this process wrote everything in the file. `holdsState` returns whether the file
 * still holds what is in memory.
 * @param {FileSystem} fs
 * @param {FileLocation} file
 * @param {number} fd
 * @param {() => boolean} holdsState
 */
export function createAppender(fs, file, fd, holdsState) {
  const encoder = new TextEncoder();
  const opened = stateOf(fs.fstatSync(fd, BIGINT));
  let { size, times } = opened;
  /** After this error, the end of the file is not known. @type {unknown} */
  let writeError;
  let isClosed = false;

  /** Throws unless the file exists and has the expected size. */
  function checkFile() {
    let current;
    try {
      current = stateOf(fs.statSync(file.path, BIGINT));
    } catch (error) {
      const { code, message } = /** @type {SystemError} */ (error);
      throw changedError(code === "ENOENT" ? "deleted or moved" : `made inaccessible (${message})`, error);
    }
    if (current.dev !== opened.dev || current.ino !== opened.ino) throw changedError("replaced by another file");
    if (current.size !== size) throw changedError(current.size < size ? "truncated" : "appended to by another program");
    return current;
  }

  /** Throws unless the file can be written and holds what this process wrote. */
  function checkUnchanged() {
    // The descriptor of a closed file may belong to another file by now.
    if (isClosed) throw new Error("the data file is closed");
    if (writeError) throw writeError;
    // Same size, other times: the file was touched or overwritten.
    if (checkFile().times !== times && !holdsState()) throw changedError("changed by another program");
  }

  /** @type {(how: string, cause?: unknown) => Error} */
  const changedError = (how, cause) =>
    new Error(`${file.path} was ${how} while it was open. Restore the file, or restart with the current file.`, {
      cause,
    });

  return {
    /** @param {string} line */
    append(line) {
      checkUnchanged();
      const bytes = encoder.encode(`${line}\n`);
      try {
        writeAll(fs, fd, bytes);
      } catch (error) {
        // A partial line would corrupt the next one. If it cannot be removed, nothing may follow it.
        try {
          fs.ftruncateSync(fd, size);
          ({ times } = stateOf(fs.fstatSync(fd, BIGINT)));
        } catch {
          writeError = error;
        }
        throw error;
      }
      size += bytes.length;
      try {
        ({ times } = checkFile());
      } catch (error) {
        writeError = error; // the line may or may not be in the file
        throw error;
      }
    },
    /** Returns a function that removes every line appended since, and throws if it cannot. */
    savepoint() {
      const savedSize = size;
      return () => {
        checkUnchanged();
        try {
          fs.ftruncateSync(fd, savedSize);
          size = savedSize;
          ({ times } = stateOf(fs.fstatSync(fd, BIGINT)));
        } catch (error) {
          writeError = error;
          throw error;
        }
      };
    },
    /** Returns whether the file was open. */
    close() {
      if (isClosed) return false;
      isClosed = true;
      fs.closeSync(fd);
      return true;
    },
  };
}

const BIGINT = /** @type {const} */ ({ bigint: true });

/**
 * A program can set the mtime to any value, but not the ctime.
 * @param {BigIntStats} stats
 */
const stateOf = ({ dev, ino, size, mtimeNs, ctimeNs }) => ({
  dev,
  ino,
  size: Number(size),
  times: `${mtimeNs} ${ctimeNs}`,
});

/**
 * @param {FileSystem} fs
 * @param {number} fd
 * @param {Uint8Array} bytes
 */
export function writeAll(fs, fd, bytes) {
  for (let written = 0; written < bytes.length; ) written += fs.writeSync(fd, bytes, written);
}
