// A data file has one writer, which FILE.lock identifies. The lock is created as a hard link, so it appears together
// with its content, and it contains a unique token.
//
// If the owner of a lock has ended, exactly one process replaces the lock, even if many try. To replace the lock with
// the token T, a process must hold the lock FILE.lock.T while FILE.lock still contains T. It then renames FILE.lock.T
// to FILE.lock, which releases the first and acquires the second in one step. If a process ends before that,
// FILE.lock.T is replaced in the same way.
import { describeError } from "./file-path.js";
import { currentOwner, ELSEWHERE, isRunning, NOT_ALLOWED } from "./lock-owner.js";

/** @import { FileLocation, FileSystem, LockOwner, SystemError } from "./types.js" */

/**
 * What a process needs to create locks.
 * @typedef {{
 *   file: FileLocation,
 *   lockFile: string,
 *   token: string,
 *   content: string,
 *   holder: string,
 *   mode: number | undefined,
 * }} LockRequest
 */

const MAX_ATTEMPTS = 100;
const MAX_LOCK_BYTES = 4096;

/**
 * Locks a file. Returns a function that unlocks it, and the path of a temporary file that only this writer uses. Throws
 * if another writer has the file open.
 * @param {FileSystem} fs
 * @param {FileLocation} file
 * @param {string} holder What has such a file open.
 * @param {number} [mode] Of the lock. Default: that of new files.
 */
export function lock(fs, file, holder = "backend", mode) {
  const lockFile = `${file.target}.lock`;
  const token = newToken();
  const content = JSON.stringify({ ...currentOwner(fs), token });
  try {
    acquire(fs, { file, lockFile, token, content, holder, mode }, lockFile);
  } catch (error) {
    if (error instanceof LockedError) throw error;
    throw new Error(`${file.path}: its lock ${lockFile} cannot be created: ${describeError(error)}`, { cause: error });
  }
  const unlock = () => {
    // With another token, the lock is another writer's, and someone deleted this one.
    if (readOwner(fs, lockFile)?.token === token) fs.rmSync(lockFile, { force: true });
  };
  return { unlock, temporary: temporaryPath(file, token) };
}

/**
 * Who holds the lock of a file, without taking it. `undefined` if nobody does.
 * @param {FileSystem} fs
 * @param {string} target
 * @returns {Pick<LockOwner, "pid" | "host"> & { isRunning: ReturnType<typeof isRunning>, since: Date } | undefined}
 *   `since`: when it has taken the lock.
 */
export function lockHolder(fs, target) {
  const lockFile = `${target}.lock`;
  const owner = readOwner(fs, lockFile);
  const stats = fs.statSync(lockFile, { throwIfNoEntry: false });
  if (owner?.token === undefined || stats === undefined) return undefined;
  return { pid: owner.pid, host: owner.host, isRunning: isRunning(fs, owner), since: stats.mtime };
}

/**
 * The token makes the path unique. The file can be deleted when the lock with the token is replaced.
 * @param {FileLocation} file
 * @param {string} token
 */
const temporaryPath = (file, token) => `${file.target}.${token}.compacting`;

class LockedError extends Error {}

/**
 * Creates or replaces the lock `path`.
 * @param {FileSystem} fs
 * @param {LockRequest} request
 * @param {string} path
 */
function acquire(fs, request, path) {
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
    if (create(fs, request, path)) return;
    const owner = readOwner(fs, path);
    if (owner === undefined) continue; // it was deleted meanwhile
    if (owner.token === undefined) {
      throw new LockedError(
        `${request.file.path}: ${path} is needed as its lock file, but is not a lock of this package. Rename the data file, or move ${path} elsewhere.`,
      );
    }
    const status = isRunning(fs, owner);
    if (status !== false)
      throw new LockedError(`${request.file.path}: ${describe(owner, status, request.holder)} delete ${path}.`);
    const successor = `${request.lockFile}.${owner.token}`;
    acquire(fs, request, successor);
    try {
      if (readOwner(fs, path)?.token === owner.token) {
        fs.renameSync(successor, path);
        fs.rmSync(temporaryPath(request.file, owner.token), { force: true });
        return;
      }
    } catch (error) {
      fs.rmSync(successor, { force: true });
      throw error;
    }
    fs.rmSync(successor, { force: true }); // another process was faster
  }
  throw new Error(`${path} is created and deleted repeatedly`);
}

/**
 * The beginning of an error message about a lock.
 * @param {LockOwner} owner
 * @param {ReturnType<typeof isRunning>} status
 * @param {string} holder
 */
function describe({ pid, host }, status, holder) {
  if (status === NOT_ALLOWED) {
    return `process ${pid} has it open. This comes from its lock: whether that process is still running cannot be checked without permission. Permit it (Node.js: --allow-fs-read=/proc; Deno: --allow-run, otherwise --allow-all), or stop that process. If it has ended,`;
  }
  if (status === ELSEWHERE) {
    return `process ${pid}${host ? ` on ${host}` : ""} has it open, in another container or on another machine, where it cannot be checked. Stop it first. If it has ended,`;
  }
  if (pid === globalThis.process.pid) {
    return `process ${pid} has it open. That is this process, in any of its threads and with any copy of the package. Close that ${holder} first. If there is none, because the lock is from an earlier process with the same ID (in a container),`;
  }
  return `process ${pid} has it open. Stop it first. If that process is a different program by now,`;
}

/**
 * Creates the lock `path` atomically. Returns `false` if the file exists.
 * @param {FileSystem} fs
 * @param {LockRequest} request
 * @param {string} path
 */
function create(fs, { content, token, lockFile, mode }, path) {
  const newFile = `${lockFile}.${token}.new`;
  const options = { flag: "wx", ...(mode !== undefined && { mode }) };
  try {
    fs.writeFileSync(newFile, content, options);
    fs.linkSync(newFile, path);
    return true;
  } catch (error) {
    const { code = "", syscall } = /** @type {SystemError} */ (error);
    if (code === "EEXIST") return false;
    if (!NO_LINK_CODES.includes(code) || syscall !== "link") throw error;
  } finally {
    fs.rmSync(newFile, { force: true });
  }
  // A file system without hard links, such as FAT. Another process may see the file before it has its content.
  try {
    fs.writeFileSync(path, content, options);
    return readOwner(fs, path)?.token === token;
  } catch (error) {
    if (/** @type {SystemError} */ (error).code === "EEXIST") return false;
    throw error;
  }
}

/** The error codes of `link` if the file system has no hard links. */
const NO_LINK_CODES = ["EACCES", "ENOSYS", "ENOTSUP", "EOPNOTSUPP", "EPERM"];

/**
 * Reads a lock. The owner has no token if the file is not a lock; it is `undefined` if there is no file.
 * @param {FileSystem} fs
 * @param {string} path
 * @returns {LockOwner | undefined}
 */
function readOwner(fs, path) {
  let text;
  try {
    const stats = fs.statSync(path);
    // Reading a pipe would block until a process writes to it.
    if (!stats.isFile() || stats.size > MAX_LOCK_BYTES) return NOT_A_LOCK;
    text = fs.readFileSync(path, "utf8");
  } catch (error) {
    if (/** @type {SystemError} */ (error).code === "ENOENT") return undefined;
    throw error;
  }
  // A lock of an earlier version, or one that is not completely written.
  if (/^-?\d*$/.test(text)) return { pid: Number(text), token: "0" };
  try {
    const owner = JSON.parse(text);
    // The token becomes part of a file name.
    return Number.isInteger(owner.pid) && /^[0-9a-f]{32}$/.test(owner.token) && typeof owner.platform === "string"
      ? owner
      : NOT_A_LOCK;
  } catch {
    return NOT_A_LOCK;
  }
}

/** The owner in a file that is not a lock. */
const NOT_A_LOCK = { pid: 0 };

/** Unique even if the program mocks the clock and `Math.random`. */
function newToken() {
  const bytes = globalThis.crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
