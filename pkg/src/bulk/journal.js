// The journal of a run: reads its lines, and appends new ones.
import { ClerkBulkError } from "./bulk-error.js";
import { errorMessage } from "./error-message.js";

/** @import { BulkJournal } from "../../types/bulk-update.js" */
/** @import { BulkWasm, WasmBulkJournal } from "./types.js" */

const BATCH_CHARS = 1024 * 1024;

/**
 * How a journal of this package is read faster than line by line: calls `feed` with its bytes.
 * @type {WeakMap<object, (feed: (bytes: Uint8Array) => void) => void>}
 */
export const byteReaders = new WeakMap();

/**
 * Throws if a value cannot be a journal.
 * @param {any} journal
 */
export function checkJournal(journal) {
  if (typeof journal?.append !== "function")
    throw new TypeError("updateUsersMetadata: journal.append must be a function that stores an array of lines.");
  const { lines = [] } = journal;
  if (typeof lines !== "object" || typeof (lines?.[Symbol.asyncIterator] ?? lines?.[Symbol.iterator]) !== "function")
    throw new TypeError(
      "updateUsersMetadata: journal.lines must be an iterable of lines, such as an array of strings.",
    );
}

/**
 * Reads a journal.
 * @param {BulkWasm} wasm
 * @param {BulkJournal | undefined} journal
 * @returns {Promise<WasmBulkJournal>}
 */
export async function readJournal(wasm, journal) {
  const stored = new wasm.BulkJournal();
  if (journal === undefined) return stored;
  const feed = (/** @type {Uint8Array} */ bytes) => stored.feed(bytes);
  try {
    const readBytes = byteReaders.get(journal);
    if (readBytes) readBytes(feed);
    else await readLines(/** @type {any} */ (journal.lines ?? []), feed);
    return stored;
  } catch (cause) {
    stored.free();
    throw new ClerkBulkError(`updateUsersMetadata: journal: ${errorMessage(cause)}`, {
      code: "invalid_journal",
      cause,
    });
  }
}

/**
 * @param {any} lines
 * @param {(bytes: Uint8Array) => void} feed
 */
async function readLines(lines, feed) {
  const encoder = new TextEncoder();
  let batch = "";
  const add = (/** @type {unknown} */ line) => {
    if (typeof line !== "string") throw new TypeError("each of its lines must be a string.");
    batch += line.endsWith("\n") ? line : `${line}\n`;
    if (batch.length < BATCH_CHARS) return;
    feed(encoder.encode(batch));
    batch = "";
  };
  if (typeof lines[Symbol.asyncIterator] === "function") for await (const line of lines) add(line);
  else for (const line of lines) add(line);
  feed(encoder.encode(batch));
}

/**
 * Appends the lines that Rust has written, if there are any.
 * @param {BulkJournal} journal
 * @param {string} text
 */
export async function appendLines(journal, text) {
  try {
    await journal.append(text.slice(0, -1).split("\n"));
  } catch (cause) {
    throw new ClerkBulkError(
      `updateUsersMetadata: the journal could not be written, so nothing more was sent: ${errorMessage(cause)}`,
      { code: "journal_failed", cause },
    );
  }
}
