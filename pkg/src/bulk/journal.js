// The journal of a run: reads its lines, and appends new ones.
import { onAbort, throwIfAborted } from "../abort.js";
import { ClerkBulkError } from "./bulk-error.js";
import { openIterable } from "./closeable.js";
import { errorMessage } from "./error-message.js";
import { READ_BYTES } from "./journal-bytes.js";
import { nextTurn } from "./turn.js";

/** @import { BulkJournal } from "../../types/bulk-update.js" */
/** @import { BulkWasm, WasmBulkJournal } from "./types.js" */

const BATCH_CHARS = 1024 * 1024;

/** The journals of the runs that have not ended. */
const journalsInUse = new WeakSet();

/**
 * Throws if a value cannot be a journal.
 * @param {(problem: string) => never} reject
 * @param {any} journal
 */
export function checkJournal(reject, journal) {
  if (typeof journal?.append !== "function") reject("journal.append must be a function that stores an array of lines.");
  const { lines = [] } = journal;
  if (typeof lines !== "object" || typeof (lines?.[Symbol.asyncIterator] ?? lines?.[Symbol.iterator]) !== "function")
    reject("journal.lines must be an iterable of lines, such as an array of strings.");
}

/**
 * Calls `perform`. Rejects if another run of this process is using the journal.
 * @template T
 * @param {string} name Of the function of the caller.
 * @param {BulkJournal | undefined} journal
 * @param {() => Promise<T>} perform
 * @returns {Promise<T>}
 */
export async function useJournal(name, journal, perform) {
  if (journal === undefined) return perform();
  if (journalsInUse.has(journal))
    throw new ClerkBulkError(
      `${name}: another run is using this journal. Wait until it has ended, or pass another journal. Nothing was sent.`,
      { code: "journal_in_use" },
    );
  journalsInUse.add(journal);
  try {
    return await perform();
  } finally {
    journalsInUse.delete(journal);
  }
}

/**
 * Reads a journal. Does not wait for lines after `signal` has aborted: it rejects with the reason. After `closed` has
 * aborted, it resolves to `undefined`.
 * @param {BulkWasm} wasm
 * @param {string} name Of the function of the caller.
 * @param {BulkJournal | undefined} journal
 * @param {{ signal: AbortSignal | undefined, closed: AbortSignal }} run
 * @returns {Promise<WasmBulkJournal | undefined>}
 */
export async function readJournal(wasm, name, journal, { signal, closed }) {
  const signals = /** @type {AbortSignal[]} */ ([signal, closed].filter(Boolean));
  const stored = new wasm.BulkJournal();
  /** @type {(() => void)[]} */
  const removeListeners = [];
  try {
    throwIfAborted(signals);
    if (journal === undefined) return stored;
    const { chunks, close } = openChunks(journal);
    const read = async () => {
      for await (const bytes of chunks) {
        // After an abort, `stored` was freed.
        throwIfAborted(signals);
        stored.feed(bytes);
        // Lines that are there at once would delay an abort.
        await nextTurn();
      }
    };
    await new Promise((resolve, reject) => {
      const stop = () => {
        reject(undefined);
        ignoreErrors(close);
      };
      for (const stopping of signals) removeListeners.push(onAbort(stopping, stop));
      read().then(resolve, reject);
    });
    throwIfAborted(signals);
    return stored;
  } catch (cause) {
    ignoreErrors(() => stored.free());
    if (closed.aborted) return undefined;
    throwIfAborted(signals);
    throw new ClerkBulkError(`${name}: journal: ${errorMessage(cause)}`, { code: "invalid_journal", cause });
  } finally {
    for (const remove of removeListeners) remove();
  }
}

/**
 * The bytes of a journal, and a function that closes the iterator of its lines.
 * @param {BulkJournal} journal
 * @returns {{ chunks: Iterable<Uint8Array> | AsyncIterable<Uint8Array>, close: () => unknown }}
 */
function openChunks(journal) {
  const chunks = /** @type {any} */ (journal)[READ_BYTES]?.();
  if (chunks !== undefined) return { chunks, close() {} };
  const { iterable, close } = openIterable(journal.lines ?? []);
  return { chunks: readLines(iterable), close };
}

/** @param {() => unknown} close Whose errors are not the reason why the run has ended. */
const ignoreErrors = (close) => void (async () => close())().catch(() => {});

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
 * @param {string} name Of the function of the caller.
 * @param {BulkJournal} journal
 * @param {string} text
 */
export async function appendLines(name, journal, text) {
  try {
    await journal.append(text.slice(0, -1).split("\n"));
  } catch (cause) {
    throw new ClerkBulkError(
      `${name}: the journal could not be written, so nothing more was sent: ${errorMessage(cause)}`,
      { code: "journal_failed", cause },
    );
  }
}
