// The journal of a run: reads its lines, and appends new ones.
import { ClerkBulkError } from "./bulk-error.js";
import { errorMessage } from "./error-message.js";

/** @import { BulkJournal } from "../../types/bulk-update.js" */
/** @import { BulkWasm, WasmBulkJournal } from "./types.js" */

const BATCH_CHARS = 1024 * 1024;

/**
 * How a journal of this package, or its lines, are read faster than line by line: as chunks of bytes.
 * @type {WeakMap<object, () => Iterable<Uint8Array>>}
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
  try {
    const chunks = byteReaders.get(journal)?.();
    if (chunks) for (const bytes of chunks) stored.feed(bytes);
    else for await (const bytes of readLines(journal.lines ?? [])) stored.feed(bytes);
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
 * The bytes of lines, in large chunks.
 * @param {any} lines
 */
export async function* readLines(lines) {
  const encoder = new TextEncoder();
  let batch = "";
  const isAsync = typeof lines[Symbol.asyncIterator] === "function";
  // A loop for each kind: awaiting every line of an array takes longer than reading it.
  if (isAsync) {
    for await (const line of lines) {
      batch += lineText(line);
      if (batch.length < BATCH_CHARS) continue;
      yield encoder.encode(batch);
      batch = "";
    }
  } else {
    for (const line of lines) {
      batch += lineText(line);
      if (batch.length < BATCH_CHARS) continue;
      yield encoder.encode(batch);
      batch = "";
    }
  }
  yield encoder.encode(batch);
}

/** @param {unknown} line */
function lineText(line) {
  if (typeof line !== "string") throw new TypeError("each of its lines must be a string.");
  return line.endsWith("\n") ? line : `${line}\n`;
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
