// Performs the rows of jobs by one run of this process (bulk/src/run), which reads the users of up to 100 rows at once.
import { DEFAULT_CONCURRENCY, UNLIMITED } from "../bulk/options.js";
import { performRun } from "../bulk/perform-run.js";
import { createRequests } from "../bulk/requests.js";
import { rowText } from "../bulk/row-text.js";
import { undoResult } from "../bulk/update-users.js";
import { load } from "#wasm/bulk";

/** @import { BulkStatus } from "../../types/bulk-update.js" */

/**
 * @typedef {object} RowOutcome
 * @property {string | undefined} id
 * @property {BulkStatus} status
 * @property {string | undefined} code Of the error of a row that has failed.
 * @property {any} error
 * @property {object | undefined} undo
 */
/**
 * `storeBefore` stores the line of a journal with the before-image, before the row is sent.
 * @typedef {object} PendingRow
 * @property {string} text
 * @property {(line: string) => Promise<unknown>} storeBefore
 * @property {(outcome: RowOutcome) => void} resolve
 * @property {(error: unknown) => void} reject
 */

/** A run has stopped, so nothing is known about the row. `cause` is why. */
export class RunStopped extends Error {}

const BEFORE = /^\{"before":(\d+),/;

/**
 * @param {any} clerk
 * @param {any} limiter
 * @param {boolean} skipUnchanged
 * @param {(retryAfter: number | undefined) => unknown} onRateLimited Called after a 429, with its seconds.
 */
export function createRowPerformer(clerk, limiter, skipUnchanged, onRateLimited) {
  /** The run, until it stops. @type {ReturnType<typeof startRun> | undefined} */
  let current;
  let isClosed = false;

  function startRun() {
    /** The rows that the run has not read yet. @type {PendingRow[]} */
    const arrived = [];
    /** The rows that the run has read, by number. @type {Map<number, PendingRow>} */
    const pending = new Map();
    let rows = 0;
    let wake = () => {};
    const iterator = {
      /** @returns {Promise<IteratorResult<string, undefined>>} */
      async next() {
        while (arrived.length === 0 && !isClosed) await new Promise((resolve) => (wake = () => resolve(undefined)));
        const row = arrived.shift();
        if (row === undefined) return { done: true, value: undefined };
        pending.set(rows++, row);
        return { done: false, value: row.text };
      },
    };

    const requests = createRequests(clerk, limiter);
    /**
     * @template T
     * @param {Promise<T>} promise
     */
    const watch = async (promise) => {
      try {
        return await promise;
      } catch (error) {
        const { status, retryAfter } = /** @type {any} */ (error) ?? {};
        if (status === 429) Promise.resolve(onRateLimited(retryAfter)).catch(() => {});
        throw error;
      }
    };

    /** @param {readonly string[]} lines */
    async function append(lines) {
      const stores = [];
      for (const line of lines) {
        const row = BEFORE.exec(line);
        if (row !== null) stores.push(pending.get(Number(row[1]))?.storeBefore(line));
      }
      await Promise.all(stores);
    }

    async function perform() {
      const wasm = await load();
      const run = new wasm.BulkJournal().run(
        !skipUnchanged,
        UNLIMITED,
        2 * DEFAULT_CONCURRENCY,
        Infinity,
        false,
        "patch",
        [],
        false,
        false,
        "skip",
        false,
      );
      try {
        const lastError = await performRun({
          name: "createUsersMetadataWorker",
          run,
          rows: { isAsync: true, iterator, iterable: iterator, isRead: false },
          requests: {
            ...requests,
            read: (kind, ids) => watch(requests.read(kind, ids)),
            update: (...target) => watch(requests.update(...target)),
          },
          journal: { append },
          results: { isFull: () => false, add() {}, onDrained() {} },
          signal: undefined,
          onFinished: undefined,
          toResult([index, id, status, code, , undo], _row, error) {
            pending.get(index)?.resolve({ id, status, code, error, undo: undoResult(undo) });
            pending.delete(index);
            return {};
          },
        });
        if (run.stopped() !== undefined) throw lastError;
      } finally {
        run.free();
      }
    }

    async function performUntilStopped() {
      let cause;
      try {
        await perform();
      } catch (error) {
        cause = error;
      }
      current = undefined;
      const stopped = new RunStopped("the run has stopped", { cause });
      for (const { reject } of [...pending.values(), ...arrived]) reject(stopped);
    }
    performUntilStopped();

    return {
      /** @param {PendingRow} row */
      add(row) {
        arrived.push(row);
        wake();
      },
      wake: () => wake(),
    };
  }

  return {
    /**
     * Rejects with `RunStopped` if requests are rejected because of the key, or if the limiter or the queue fails.
     * @param {unknown} row
     * @param {(line: string) => Promise<unknown>} storeBefore
     * @returns {Promise<RowOutcome>}
     */
    perform(row, storeBefore) {
      return new Promise((resolve, reject) => {
        current ??= startRun();
        current.add({ text: textOf(row), storeBefore, resolve, reject });
      });
    },
    /** Ends when the rows have finished. */
    close() {
      isClosed = true;
      current?.wake();
    },
  };
}

/**
 * The text of the row of a job, which Rust validates.
 * @param {unknown} row
 */
function textOf(row) {
  const text = rowText(row);
  // A run skips blank texts.
  return text.trim() === "" ? "null" : text;
}
