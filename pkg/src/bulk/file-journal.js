// A journal in a file, for Node.js, Deno and Bun.
import { importBuiltin } from "../local/builtin-module.js";
import { JOURNAL, locate, statFile } from "../local/file-path.js";
import { lock } from "../local/lock.js";
import { writeAll } from "../local/append-file.js";
import { READ_BYTES } from "./journal-bytes.js";
import { readChunks, removeIncompleteLine } from "./line-file.js";

/** @import { BulkFileJournal } from "../../types/bulk-update.js" */
/** @import { FileSystem } from "./line-file.js" */

/** As in bulk/src/journal/lines.rs. */
const HEADER = '{"clerk-metadata":"bulk","version":1}\n';
/** It contains private metadata. */
const NEW_FILE_MODE = 0o600;
/** A power failure loses at most the lines of this time, in milliseconds. */
const SYNC_INTERVAL = 1_000;

/**
 * Opens a journal, or creates it. Only one process at a time can have it open.
 * @param {string | { href: string }} path
 * @returns {Promise<BulkFileJournal>}
 */
export async function openJournal(path) {
  const fs = await importBuiltin("node:fs", JOURNAL.kind, JOURNAL.caller);
  const file = await locate(fs, path, JOURNAL);
  statFile(fs, file, JOURNAL); // before a lock file is created
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
 * Opens the file for reading and appending. Removes an incomplete last line, which an interrupted run has left.
 * @param {FileSystem} fs
 * @param {string} path
 * @param {string} target
 */
function openFile(fs, path, target) {
  const fd = fs.openSync(target, "a+", NEW_FILE_MODE);
  try {
    const head = new Uint8Array(HEADER.length);
    const length = fs.readSync(fd, head, 0, HEADER.length, 0);
    if (!HEADER.startsWith(new TextDecoder().decode(head.subarray(0, length))))
      throw new Error(`openJournal: ${path} is not a journal of a bulk update. The file was not modified.`);
    removeIncompleteLine(fs, fd);
    return fd;
  } catch (error) {
    fs.closeSync(fd);
    throw error;
  }
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
    yield* readChunks(fs, fd);
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
      [READ_BYTES]: chunks,
    },
    [READ_BYTES]: chunks,
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
  return journal;
}
