// Writes a file as a whole: under a temporary name, which becomes the name of the file at the end. Only one process
// writes to a path at a time. If it is killed, it leaves the temporary file and its lock, which the next one removes.
import { closeSync, fsyncSync, linkSync, lstatSync, openSync, realpathSync, renameSync, rmSync } from "node:fs";
import { dirname, join, basename, resolve } from "node:path";
import { writeAll } from "../../local/append-file.js";
import { lock, lockHolder } from "../../local/lock.js";
import * as fs from "node:fs";
import { BAD_INPUT, ExitError, STOPPED } from "../exit-status.js";

/** It may contain private metadata. */
const MODE = 0o600;

/**
 * @typedef {{ write(text: string): void, commit(): void, discard(): void }} NewFile
 *   `commit` gives the file its name. `discard` removes what was written, unless it was committed.
 */

/**
 * Throws if the file exists, unless `force` is set, if it cannot be created, or if another process writes it.
 * @param {string} path
 * @param {{ force?: boolean, onIncomplete?(path: string): void }} [options] `onIncomplete` is called with the path of
 *   the temporary file of a process that was killed. It is removed.
 * @returns {NewFile}
 */
export function createNewFile(path, { force = false, onIncomplete } = {}) {
  checkTarget(path, force);
  // A link stays a link: the file that it names is replaced.
  const target = force && exists(path) ? realpathSync(path) : resolve(path);
  const temporary = join(dirname(target), `.${basename(target)}.partial`);
  // A process that was killed has left its lock too.
  const hasOwner = lockHolder(fs, temporary) !== undefined;
  if (!hasOwner && exists(temporary)) throw foreignError(join(dirname(path), basename(temporary)), path);
  const unlock = lockFile(temporary, path);
  /** @type {number} */
  let fd;
  try {
    if (removeIncomplete(temporary)) onIncomplete?.(join(dirname(path), basename(temporary)));
    fd = openSync(temporary, "wx", MODE);
  } catch (error) {
    unlock();
    throw createError(path, error);
  }
  let isOpen = true;
  const close = () => {
    if (isOpen) closeSync(fd);
    isOpen = false;
  };
  const discard = () => {
    close();
    rmSync(temporary, { force: true });
    unlock();
    process.off("exit", discard);
  };
  // Also when a signal ends the process through `process.exit`.
  process.on("exit", discard);
  const attempt = (/** @type {() => void} */ action) => {
    try {
      action();
    } catch (error) {
      discard();
      throw writeError(path, error);
    }
  };
  return {
    write: (text) => attempt(() => writeAll(fs, fd, Buffer.from(text))),
    commit() {
      attempt(() => {
        fsyncSync(fd);
        close();
        if (force) renameSync(temporary, target);
        else publish(temporary, target, path);
      });
      discard();
    },
    discard,
  };
}

/**
 * Renames the file, unless another one has appeared in the meantime.
 * @param {string} temporary
 * @param {string} target
 * @param {string} path
 */
function publish(temporary, target, path) {
  try {
    linkSync(temporary, target);
  } catch (error) {
    const { code } = /** @type {NodeJS.ErrnoException} */ (error);
    if (code === "EEXIST") throw existsError(path);
    // Some file systems have no hard links.
    if (exists(target)) throw existsError(path);
    renameSync(temporary, target);
  }
}

/**
 * @param {string} path
 * @param {boolean} force
 */
function checkTarget(path, force) {
  const stats = statsOf(path);
  if (stats === undefined) return;
  if (!force) throw existsError(path);
  const isFile = stats.isSymbolicLink() ? fs.statSync(path, { throwIfNoEntry: false })?.isFile() : stats.isFile();
  if (isFile === false)
    throw new ExitError(`${path} is not a regular file, so it cannot be replaced. Pass another path.`, BAD_INPUT);
}

/** @param {string} path */
const existsError = (path) =>
  new ExitError(`${path} exists, and was not changed. Pass another path, or add --force to replace it.`, BAD_INPUT);

/**
 * @param {string} temporary
 * @param {string} path
 */
const foreignError = (temporary, path) =>
  new ExitError(
    `${temporary} exists, and no process of clerk-metadata has left it. ${path} is written under this name first. Move the file, or pass another path.`,
    BAD_INPUT,
  );

/** @param {string} path */
const exists = (path) => statsOf(path) !== undefined;

/** @param {string} path */
function statsOf(path) {
  try {
    return lstatSync(path);
  } catch {
    return undefined;
  }
}

/**
 * @param {string} temporary
 * @param {string} path
 */
function lockFile(temporary, path) {
  try {
    return lock(fs, { path, target: temporary, folder: dirname(temporary) }).unlock;
  } catch (error) {
    const { message, cause } = /** @type {Error} */ (error);
    // Without a cause, another process has locked it.
    throw cause === undefined ? new ExitError(message, STOPPED, error) : createError(path, cause);
  }
}

/**
 * Returns whether there was one.
 * @param {string} temporary
 */
function removeIncomplete(temporary) {
  if (!exists(temporary)) return false;
  rmSync(temporary);
  return true;
}

/**
 * @param {string} path
 * @param {unknown} error
 */
function createError(path, error) {
  const { code, message } = /** @type {NodeJS.ErrnoException} */ (error);
  const folder = dirname(path);
  const reason =
    code === "ENOENT"
      ? `The folder ${folder} does not exist.`
      : code === "EACCES" || code === "EROFS" || code === "EPERM"
        ? `The folder ${folder} is read-only.`
        : code === "ENOTDIR"
          ? `${folder} is not a folder.`
          : message;
  return new ExitError(`${path} cannot be created: ${reason}`, BAD_INPUT, error);
}

/**
 * @param {string} path
 * @param {unknown} error
 */
function writeError(path, error) {
  if (error instanceof ExitError) return error;
  const { code, message } = /** @type {NodeJS.ErrnoException} */ (error);
  const reason = code === "ENOSPC" ? "The disk is full." : message;
  return new Error(`${path} was not written: ${reason}`, { cause: error });
}
