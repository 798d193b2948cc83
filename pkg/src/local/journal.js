// A journal that the program stores itself, for example in IndexedDB. It has the same lines as a data file.

/** @import { LocalJournal } from "../../types/local.js" */
/** @import { WasmBackend } from "./types.js" */

const BATCH_CHARS = 1024 * 1024;

/**
 * Reads the stored lines into `backend`.
 * @param {LocalJournal} journal
 * @param {WasmBackend} backend
 */
export async function openJournal(journal, backend) {
  const { lines = [], append } = journal ?? {};
  if (typeof append !== "function")
    throw new TypeError("createLocalBackend: journal.append must be a function that stores a line.");
  const iterable = /** @type {Partial<AsyncIterable<string> & Iterable<string>>} */ (lines);
  if (
    typeof lines !== "object" ||
    typeof (iterable?.[Symbol.asyncIterator] ?? iterable?.[Symbol.iterator]) !== "function"
  ) {
    throw new TypeError("createLocalBackend: journal.lines must be an iterable of lines, such as an array of strings.");
  }
  const encoder = new TextEncoder();
  // Without users, this is the header of a data file.
  let batch = backend.compacted(0).lines;
  const loadBatch = () => {
    backend.load(encoder.encode(batch));
    batch = "";
  };
  try {
    for await (const line of lines) {
      batch += `${line}\n`;
      if (batch.length >= BATCH_CHARS) loadBatch();
    }
    loadBatch();
    backend.loadEnd();
  } catch (cause) {
    throw new Error(`createLocalBackend: journal.lines: ${/** @type {Error} */ (cause).message}`, { cause });
  }
  return { append: append.bind(journal) };
}
