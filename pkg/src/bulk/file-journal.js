// A journal in a file, for Node.js, Deno and Bun.
import { importBuiltin } from "../local/builtin-module.js";
import { lock } from "../local/lock.js";
import { writeAll } from "../local/append-file.js";
import { byteReaders } from "./journal.js";

/** @import { BulkFileJournal } from "../../types/bulk-update.js" */
/** @typedef {typeof import("node:fs")} FileSystem */

/** As in bulk/src/journal/lines.rs. */
const HEADER = '{"clerk-metadata":"bulk","version":1}\n';
/** It contains private metadata. */
const NEW_FILE_MODE = 0o600;
const CHUNK_BYTES = 1024 * 1024;
/** A power failure loses at most the lines of this time, in milliseconds. */
const SYNC_INTERVAL = 1_000;
const NEWLINE = 10;

/**
 * Opens a journal, or creates it. Only one process at a time can have it open.
 * @param {string | { href: string }} path
 * @returns {Promise<BulkFileJournal>}
 */
export async function openJournal(path) {
  const fs = await importBuiltin("node:fs", "a journal in a file", "openJournal");
  const file = await locate(fs, path);
  const isFolder = (/** @type {string} */ name) => fs.statSync(name, { throwIfNoEntry: false })?.isDirectory();
  if (isFolder(file.target)) throw new Error(`openJournal: ${file.path} is a folder. Pass the path of a file.`);
  if (!isFolder(file.folder))
    throw new Error(`openJournal: the folder ${file.folder} does not exist. Create it first.`);
  const { unlock } = lock(fs, file, "journal", NEW_FILE_MODE);
  let fd;
  try {
    fd = openFile(fs, file.path, file.target);
    return createFileJournal(fs, fd, unlock);
  } catch (error) {
    if (fd !== undefined) fs.closeSync(fd);
    unlock();
    throw error;
  }
}

/**
 * @param {FileSystem} fs
 * @param {string | { href: string }} path
 */
async function locate(fs, path) {
  const { dirname, resolve } = await importBuiltin("node:path", "a journal in a file", "openJournal");
  const isURL = typeof path === "object" && typeof path?.href === "string" && path.href.startsWith("file:");
  if (!isURL && (typeof path !== "string" || path.trim() === "" || path.includes("\0")))
    throw new TypeError("openJournal: the argument must be a path, such as backfill.ndjson, or a file: URL.");
  const { fileURLToPath } = await importBuiltin("node:url", "a journal in a file", "openJournal");
  const absolute = resolve(isURL ? fileURLToPath(path.href) : /** @type {string} */ (path));
  // Two paths of one file have the same lock, also if the file does not exist yet.
  const target = resolve(dirname(absolute), realPath(fs, absolute));
  return { path: absolute, target, folder: dirname(target) };
}

/**
 * @param {FileSystem} fs
 * @param {string} path
 * @returns {string}
 */
function realPath(fs, path) {
  try {
    return fs.realpathSync(path);
  } catch {
    const link = fs.lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink();
    return link ? fs.readlinkSync(path) : path;
  }
}

/**
 * Opens the file for reading and appending. Removes an incomplete last line, which an interrupted run has left.
 * @param {FileSystem} fs
 * @param {string} path
 * @param {string} target
 */
function openFile(fs, path, target) {
  const fd = fs.openSync(target, "a+", NEW_FILE_MODE);
  try {
    const stats = fs.fstatSync(fd);
    if (!stats.isFile()) throw new Error(`openJournal: ${path} is not a file.`);
    const head = new Uint8Array(HEADER.length);
    const length = fs.readSync(fd, head, 0, HEADER.length, 0);
    if (!HEADER.startsWith(new TextDecoder().decode(head.subarray(0, length))))
      throw new Error(`openJournal: ${path} is not a journal of a bulk update. The file was not modified.`);
    fs.ftruncateSync(fd, completeBytes(fs, fd, stats.size));
    return fd;
  } catch (error) {
    fs.closeSync(fd);
    throw error;
  }
}

/**
 * The length of the file up to its last newline.
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

/**
 * @param {FileSystem} fs
 * @param {number} fd
 * @param {() => void} unlock
 * @returns {BulkFileJournal}
 */
function createFileJournal(fs, fd, unlock) {
  const encoder = new TextEncoder();
  let isClosed = false;
  let isSyncing = false;
  let syncedAt = Date.now();

  function* chunks() {
    checkOpen();
    const chunk = new Uint8Array(CHUNK_BYTES);
    for (let at = 0, length; (length = fs.readSync(fd, chunk, 0, CHUNK_BYTES, at)) > 0; at += length)
      yield chunk.subarray(0, length);
  }

  function checkOpen() {
    if (isClosed) throw new Error("the journal is closed. Open it again with openJournal.");
  }

  function syncSometimes() {
    if (isSyncing || Math.abs(Date.now() - syncedAt) < SYNC_INTERVAL) return;
    isSyncing = true;
    fs.fdatasync(fd, () => {
      isSyncing = false;
      syncedAt = Date.now();
    });
  }

  const journal = {
    lines: {
      *[Symbol.iterator]() {
        const decoder = new TextDecoder();
        let rest = "";
        for (const bytes of chunks()) {
          const lines = (rest + decoder.decode(bytes, { stream: true })).split("\n");
          rest = /** @type {string} */ (lines.pop());
          yield* lines;
        }
      },
    },
    /** @param {readonly string[]} lines */
    append(lines) {
      checkOpen();
      writeAll(fs, fd, encoder.encode(`${lines.join("\n")}\n`));
      syncSometimes();
    },
    close() {
      if (isClosed) return;
      isClosed = true;
      try {
        fs.fsyncSync(fd);
      } catch {
        // Node.js's permission model never allows it. Without it, only a power failure can lose lines.
      }
      fs.closeSync(fd);
      unlock();
    },
    [Symbol.dispose ?? Symbol.for("dispose")]() {
      journal.close();
    },
  };
  byteReaders.set(journal, chunks);
  byteReaders.set(journal.lines, chunks);
  return journal;
}
