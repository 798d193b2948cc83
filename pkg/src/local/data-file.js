// A data file: a journal with one line for each change, written before the response to the change is sent. Each start
// compacts it, so only the changes of one run add to its size. A file without changes is not written again.
import { createAppender, writeAll } from "./append-file.js";
import { DATA_FILE, describeError, inspect, locate } from "./file-path.js";
import { importBuiltin } from "./builtin-module.js";
import { lock } from "./lock.js";
import { compactedLines } from "./snapshots.js";

/** @import { Stats } from "node:fs" */
/** @import { FileLocation, FileSystem, SystemError, WasmBackend } from "./types.js" */
/** @import { LocalURL } from "../../types/local.js" */

const CHUNK_BYTES = 1024 * 1024;

/** The file contains private metadata. */
const NEW_FILE_MODE = 0o600;

/**
 * Reads `path` into `backend`, calls `createInitial`, compacts the file, and opens it for appending. `newBackend`
 * returns an empty backend.
 * @param {string | LocalURL} path
 * @param {WasmBackend} backend
 * @param {() => WasmBackend} newBackend
 * @param {() => unknown[]} createInitial Returns what it has created.
 */
export async function openDataFile(path, backend, newBackend, createInitial) {
  const fs = await importBuiltin("node:fs", "a data file");
  const file = await locate(fs, path, DATA_FILE);
  inspect(fs, file); // before a lock file is created next to a file that cannot be a data file
  const { unlock, temporary } = lock(fs, file);
  try {
    const stats = inspect(fs, file);
    const { torn, isCompact } = stats === undefined ? { torn: false, isCompact: false } : read(fs, file, backend);
    if (torn) console.warn(`${file.path}: its last line is incomplete and was ignored.`);
    const created = createInitial(); // before the file is written: it gets all of them or stays unchanged
    const unchanged = isCompact && created.length === 0 ? openUnchanged(fs, file, stats) : undefined;
    const fd = unchanged ?? compact(fs, file, temporary, stats, backend);
    const { append, savepoint, close } = createAppender(fs, file, fd, () =>
      holdsState(fs, file, backend, newBackend()),
    );
    // Only once: a later lock may belong to another process.
    return { append, savepoint, close: () => void (close() && unlock()) };
  } catch (error) {
    unlock();
    throw error;
  }
}

/**
 * @param {FileSystem} fs
 * @param {FileLocation} file
 * @param {WasmBackend} backend
 */
function read(fs, { path, target }, backend) {
  let fd;
  try {
    fd = fs.openSync(target, "r");
    const chunk = new Uint8Array(CHUNK_BYTES);
    for (let length; (length = fs.readSync(fd, chunk)) > 0; ) backend.load(chunk.subarray(0, length));
    return backend.loadEnd();
  } catch (error) {
    throw new Error(`${path}: ${describeError(error)}`, { cause: error });
  } finally {
    if (fd !== undefined) fs.closeSync(fd);
  }
}

/**
 * Opens a file for appending: returns its descriptor, or `undefined` if it cannot be written or is not the file that
 * was read.
 * @param {FileSystem} fs
 * @param {FileLocation} file
 * @param {Stats | undefined} stats
 */
function openUnchanged(fs, { target }, stats) {
  let fd;
  try {
    fd = fs.openSync(target, fs.constants.O_WRONLY | fs.constants.O_APPEND);
    const current = fs.fstatSync(fd);
    if (STATE_FIELDS.every((name) => current[name] === stats?.[name])) return fd;
    fs.closeSync(fd);
  } catch {
    // it is written again, which reports why that is not possible
  }
  return undefined;
}

/**
 * Writes a new file and renames it over the old file, so a crash leaves one of the two intact. Returns the file
 * descriptor of the new file, open for appending.
 * @param {FileSystem} fs
 * @param {FileLocation} file
 * @param {string} temporary
 * @param {Stats | undefined} oldStats
 * @param {WasmBackend} backend
 */
function compact(fs, { path, target }, temporary, oldStats, backend) {
  let fd;
  try {
    fd = fs.openSync(temporary, "ax", NEW_FILE_MODE);
    for (const lines of compactedLines(backend)) writeAll(fs, fd, new TextEncoder().encode(lines));
    sync(fs, fd);
    if (oldStats !== undefined) copyAccess(fs, temporary, oldStats, fs.fstatSync(fd));
    const currentStats = fs.statSync(target, { throwIfNoEntry: false });
    if (STATE_FIELDS.some((name) => currentStats?.[name] !== oldStats?.[name]))
      throw new Error("another program changed it in the meantime");
    fs.renameSync(temporary, target);
    return fd;
  } catch (error) {
    if (fd !== undefined) {
      fs.closeSync(fd);
      fs.rmSync(temporary, { force: true });
    }
    throw new Error(
      `${path}: the file could not be ${oldStats === undefined ? "created" : "rewritten, and was not modified"}: ${describeError(error)}`,
      { cause: error },
    );
  }
}

const STATE_FIELDS = /** @type {const} */ (["dev", "ino", "size", "mtimeMs", "ctimeMs"]);

/**
 * @param {FileSystem} fs
 * @param {number} fd
 */
function sync(fs, fd) {
  try {
    fs.fsyncSync(fd);
  } catch (error) {
    // Node.js's permission model never allows fsync. Without it, only a power failure can lose data.
    if (/** @type {SystemError} */ (error).code !== "ERR_ACCESS_DENIED") throw error;
  }
}

/**
 * Gives the new file the mode of the old one, and its owner and group as far as this user may.
 * @param {FileSystem} fs
 * @param {string} path
 * @param {Stats} oldStats
 * @param {Stats} newStats
 */
function copyAccess(fs, path, { uid, gid, mode }, newStats) {
  let newMode = mode & 0o7777;
  if (uid !== newStats.uid || gid !== newStats.gid) {
    try {
      fs.chownSync(path, uid, gid);
    } catch {
      try {
        fs.chownSync(path, newStats.uid, gid);
      } catch {
        newMode &= ~0o070; // the permissions of the old group must not apply to another group
      }
    }
  }
  fs.chmodSync(path, newMode);
}

/**
 * Whether the file holds what is in the backend, in the same order.
 * @param {FileSystem} fs
 * @param {FileLocation} file
 * @param {WasmBackend} backend
 * @param {WasmBackend} emptyBackend
 */
function holdsState(fs, file, backend, emptyBackend) {
  try {
    if (read(fs, file, emptyBackend).torn) return false;
    const [inFile, inMemory] = [compactedLines(emptyBackend), compactedLines(backend)];
    for (;;) {
      const [fileLines, memoryLines] = [inFile.next(), inMemory.next()];
      if (fileLines.value !== memoryLines.value) return false;
      if (fileLines.done || memoryLines.done) return fileLines.done === memoryLines.done;
    }
  } catch {
    return false;
  } finally {
    emptyBackend.free();
  }
}
