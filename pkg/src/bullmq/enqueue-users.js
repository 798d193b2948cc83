import { isAbortSignal } from "../abort.js";
import { checkJournal, useJournal } from "../bulk/journal.js";
import { UNLIMITED } from "../bulk/options.js";
import { countsOf, createResults, NOTHING_DONE } from "../bulk/results.js";
import { openRows, performWithRows } from "../bulk/row-source.js";
import { throwIfStopped, undoResult } from "../bulk/update-users.js";
import { openFeed } from "./perform-on-bullmq.js";

/** @import { EnqueueUsersOptions } from "../../types/bullmq.js" */
/** @import { UpdateUsersRun } from "../../types/bulk-update.js" */

const OPTIONS = ["journal", "maxAhead", "maxFailed", "onDrift", "instance", "signal", "onProgress"];
const DEFAULT_MAX_AHEAD = 20_000;
const MAX_AHEAD = 1_000_000;

const NAME = "enqueueUsersMetadata";

/**
 * Changes the metadata of many users by the workers of a queue. Starts when its results or its summary are first asked
 * for.
 * @param {any} queue
 * @param {any} rows
 * @param {EnqueueUsersOptions} [options]
 * @returns {UpdateUsersRun}
 */
export function enqueueUsersMetadata(queue, rows, options = {}) {
  const { journal, signal, onProgress, ...settings } = readOptions(queue, rows, options);
  const source = openRows(rows);
  const performRows = async () => {
    const feed = await openFeed(NAME, queue, journal, {
      ...settings,
      signal,
      closed: results.closed,
    });
    if (feed === undefined) return NOTHING_DONE;
    const { run, perform } = feed;
    try {
      await perform({
        rows: source,
        results,
        signal,
        onFinished: () => onProgress?.(countsOf(run)),
        toResult: ([index, id, status, , , undo], row, error) => ({
          index,
          row,
          id,
          status,
          ...(status === "failed" && { error }),
          ...undoResult(undo),
        }),
      });
      throwIfStopped(run, NAME, /** @type {any} */ ([false, settings.maxFailed, 0, 0]), undefined);
      return { ...countsOf(run), complete: run.stopped() === undefined };
    } finally {
      run.free();
    }
  };
  const results = createResults(() => performWithRows(source, () => useJournal(NAME, journal, performRows)));
  return results.run;
}

/**
 * @param {any} queue
 * @param {any} rows
 * @param {any} options
 */
function readOptions(queue, rows, options) {
  /** @type {(problem: string) => never} */
  const reject = (problem) => {
    throw new TypeError(`${NAME}: ${problem}`);
  };
  if (typeof queue?.addBulk !== "function" || typeof queue.getJobs !== "function")
    reject('the first argument must be a queue of BullMQ, such as new Queue("metadata", { connection }).');
  if (typeof rows !== "object" || typeof (rows?.[Symbol.asyncIterator] ?? rows?.[Symbol.iterator]) !== "function")
    reject("rows must be an iterable or an async iterable of rows, such as an array.");
  if (typeof options !== "object" || options === null || Array.isArray(options))
    reject("options must be an object such as { journal }.");
  const unknown = Object.keys(options).find((option) => !OPTIONS.includes(option));
  if (unknown !== undefined) reject(`unknown option ${unknown}. The options are ${OPTIONS.join(", ")}.`);
  const { journal, maxAhead = DEFAULT_MAX_AHEAD, maxFailed = Infinity, onDrift = "skip", instance } = options;
  const { signal, onProgress } = options;
  if (journal !== undefined) checkJournal(reject, journal);
  if (!Number.isInteger(maxAhead) || maxAhead < 1 || maxAhead > MAX_AHEAD)
    reject(`maxAhead must be a whole number of rows from 1 to ${MAX_AHEAD}.`);
  if (maxFailed !== Infinity && !(Number.isInteger(maxFailed) && maxFailed >= 0 && maxFailed < UNLIMITED))
    reject("maxFailed must be a whole number of rows, or Infinity.");
  if (onDrift !== "skip" && onDrift !== "force") reject('onDrift must be "skip" or "force".');
  if (instance !== undefined && !/^ins_\w+$/.test(instance))
    reject("instance must be the ID of the Clerk instance, such as ins_2abc.");
  if (signal !== undefined && !isAbortSignal(signal)) reject("signal must be an AbortSignal.");
  if (onProgress !== undefined && typeof onProgress !== "function") reject("onProgress must be a function.");
  return { journal, maxAhead, maxFailed: Math.min(maxFailed, UNLIMITED), onDrift, instance, signal, onProgress };
}
