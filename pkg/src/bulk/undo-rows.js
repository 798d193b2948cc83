// The rows that undo a run, from its journal. Rust finds them (bulk/src/undo/journal_rows.rs).
import { load } from "#wasm/bulk";
import { ClerkBulkError } from "./bulk-error.js";
import { closeableGenerator } from "./closeable.js";
import { errorMessage } from "./error-message.js";
import { READ_BYTES } from "./journal-bytes.js";
import { readLines } from "./journal.js";
import { nextTurn } from "./turn.js";

/** @import { WasmBulkUndo } from "./types.js" */

/**
 * @param {any} journal
 * @returns {AsyncIterable<string>}
 */
export function undoRows(journal) {
  const lines = typeof journal?.append === "function" ? journal.lines : journal;
  if (typeof lines !== "object" || typeof (lines?.[Symbol.asyncIterator] ?? lines?.[Symbol.iterator]) !== "function")
    throw new TypeError("undoRows: the argument must be a journal, or an iterable of its lines, such as an array.");
  // The iterator of a generator is the generator itself, which ends after the first pass.
  if (lines[Symbol.iterator]?.() === lines || lines[Symbol.asyncIterator]?.() === lines)
    throw new TypeError(
      "undoRows: the lines are read twice, so they must be an iterable such as an array or the lines of openJournal, not an iterator or a generator.",
    );
  return {
    [Symbol.asyncIterator]: () =>
      closeableGenerator(async function* (open) {
        const { BulkUndo } = await load();
        const undo = new BulkUndo();
        try {
          for (let pass = 0; pass < 2; pass++) {
            for await (const bytes of chunksOf(journal, lines, open)) {
              feed(undo, bytes);
              yield* undo.takeRows();
              // Lines that are there at once would delay an abort.
              await nextTurn();
            }
            undo.finish();
          }
          yield* undo.takeRows();
        } finally {
          undo.free();
        }
      }),
  };
}

/**
 * @param {any} journal
 * @param {any} lines
 * @param {(iterable: any) => any} open
 */
const chunksOf = (journal, lines, open) => journal[READ_BYTES]?.() ?? lines[READ_BYTES]?.() ?? readLines(open(lines));

/**
 * @param {WasmBulkUndo} undo
 * @param {Uint8Array} bytes
 */
function feed(undo, bytes) {
  try {
    undo.feed(bytes);
  } catch (cause) {
    throw new ClerkBulkError(`undoRows: journal: ${errorMessage(cause)}`, { code: "invalid_journal", cause });
  }
}
