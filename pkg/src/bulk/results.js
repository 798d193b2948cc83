// The results of a run, as an async iterable and a summary.

/** @import { BulkCounts } from "../../types/bulk-update.js" */
/** @import { WasmBulkRun } from "./types.js" */

/** Without a consumer that takes them, so many results are kept, and then nothing more is sent. */
const MAX_WAITING = 250;

/**
 * The outcomes of a run so far.
 * @param {WasmBulkRun} run
 * @returns {BulkCounts}
 */
export function countsOf(run) {
  const [rows, ok, same, recovered, missing, conflict, failed] = run.counts();
  return { rows, ok, same, recovered, missing, conflict, failed };
}

/** The summary of a run whose consumer has stopped reading while its journal was read. */
export const NOTHING_DONE = {
  rows: 0,
  ok: 0,
  same: 0,
  recovered: 0,
  missing: 0,
  conflict: 0,
  failed: 0,
  complete: false,
};

/**
 * `start` performs the run and resolves to its summary.
 * @template Summary
 * @param {() => Promise<Summary>} start
 */
export function createResults(start) {
  /** @type {any[]} */
  const waiting = [];
  /** @type {Promise<Summary> | undefined} */
  let summary;
  let isOver = false;
  /** Aborts when the consumer has stopped reading. */
  const closing = new AbortController();
  let isRead = false;
  /** Whether there was a result before a consumer. */
  let isDropped = false;
  let onChange = () => {};
  let onDrained = () => {};

  function startOnce() {
    if (summary !== undefined) return summary;
    summary = start().finally(() => {
      isOver = true;
      onChange();
    });
    // A program that reads only the results gets the error there. Once: a pending promise keeps each of its listeners.
    summary.catch(() => {});
    return summary;
  }

  /** @returns {Promise<IteratorResult<any, undefined>>} */
  async function next() {
    const ended = startOnce();
    while (waiting.length === 0 && !isOver) await new Promise((resolve) => (onChange = () => resolve(undefined)));
    const result = waiting.shift();
    if (waiting.length < MAX_WAITING) onDrained();
    if (result !== undefined) return { done: false, value: result };
    await ended;
    return { done: true, value: undefined };
  }

  /** @type {Promise<unknown>} */
  let last = Promise.resolve();
  const iterator = {
    /** A call before the previous one has resolved waits for it. */
    next() {
      const result = last.then(next);
      last = result.catch(() => {});
      return result;
    },
    /** After `break`: stops the run, also one that has not started, and waits for the requests in flight. */
    async return() {
      waiting.length = 0;
      isRead = false;
      closing.abort();
      await startOnce().catch(() => {});
      return { done: /** @type {const} */ (true), value: undefined };
    },
    [Symbol.asyncIterator]: () => iterator,
  };

  return {
    /** Whether results wait for a consumer. */
    isFull: () => waiting.length >= MAX_WAITING,
    /** @param {unknown} result */
    add(result) {
      if (!isRead) {
        isDropped = true;
        return;
      }
      waiting.push(result);
      onChange();
    },
    /** @param {() => void} listener Called when there is room again. */
    onDrained(listener) {
      onDrained = listener;
    },
    closed: closing.signal,
    run: {
      [Symbol.asyncIterator]() {
        if (isRead || closing.signal.aborted) throw new TypeError("The results of a run can be iterated once.");
        if (isDropped)
          throw new TypeError(
            "The results of a run that summary has started are not kept. Iterate them first, and then await summary.",
          );
        isRead = true;
        return iterator;
      },
      get summary() {
        return startOnce();
      },
    },
  };
}
