// The jobs of rows in a queue of BullMQ: adds them, waits until workers have finished them, and removes them.
import { ClerkBulkError } from "../bulk/bulk-error.js";

/** @import { FinishedRow } from "../bulk/types.js" */
/** @import { JobFailure, RowJob } from "./types.js" */

/**
 * @typedef {object} WaitingRow
 * @property {string} text
 * @property {boolean} isAdded
 * @property {(result: string) => void} resolve
 * @property {(error: unknown) => void} reject
 */

const JOB_NAME = "row";
const JOB_OPTIONS = {
  // Final errors are not tried again. Others are those of the queue itself, such as a lost connection.
  attempts: 10,
  backoff: { type: "exponential", delay: 1_000 },
  // Jobs are removed when the journal has their outcome.
  removeOnComplete: false,
  removeOnFail: false,
};
/** How many jobs are added, or looked at, with one command. */
const BATCH = 500;
const POLL_INTERVAL = 200;
/** The wait after a command that failed, and how often it is tried. */
const RETRY_WAIT = 1_000;
const MAX_ATTEMPTS = 30;
/** So many jobs are looked for after so many polls: a server that has crashed may have lost some. */
const CHECKED = 200;
const POLLS_PER_CHECK = 10;
/** The error of a row whose feeder has stopped. */
const ABANDONED = { code: "canceled" };

/**
 * @param {any} queue
 * @param {number} name Of the journal.
 * @param {(number: number) => boolean} isFinished Whether a row has an outcome in the journal.
 * @param {string | undefined} instance The Clerk instance that the rows are for.
 */
export function createJobs(queue, name, isFinished, instance) {
  const prefix = `rows-${name}-`;
  /** The rows to add. @type {[number: number, text: string][]} */
  let added = [];
  /** The rows whose jobs have no outcome yet. @type {Map<number, WaitingRow>} */
  const waiting = new Map();
  /** The results of failed jobs. @type {Map<number, string>} */
  const failures = new Map();
  /** What undos have not restored. @type {Map<number, FinishedRow[5]>} */
  const undone = new Map();
  /** The rows whose jobs have an outcome that the journal does not have yet. @type {Set<number>} */
  const collected = new Set();
  /** @type {Set<Promise<unknown>>} */
  const removals = new Set();
  let isAdding = false;
  let isPolling = false;
  let isStopped = false;
  let onError = (/** @type {unknown} */ _error) => {};

  /** @param {number} number */
  const idOf = (number) => `${prefix}${number}`;

  /**
   * Tries again if the server cannot be reached.
   * @template T
   * @param {() => Promise<T>} command
   * @returns {Promise<T>}
   */
  async function persist(command) {
    for (let attempt = 1; ; attempt++) {
      try {
        return await command();
      } catch (error) {
        if (isStopped || attempt === MAX_ATTEMPTS || /** @type {any} */ (error)?.name === "ReplyError") throw error;
      }
      await delay(RETRY_WAIT);
    }
  }

  async function addAll() {
    if (isAdding) return;
    isAdding = true;
    try {
      while (added.length > 0 && !isStopped) {
        // Rows that are added in the same turn are added together.
        await delay(0);
        const batch = added.slice(0, BATCH);
        added = added.slice(BATCH);
        const jobs = batch.map(([number, row]) => ({
          name: JOB_NAME,
          data: { row, ...(instance !== undefined && { instance }) },
          opts: { ...JOB_OPTIONS, jobId: idOf(number) },
        }));
        await persist(() => queue.addBulk(jobs));
        for (const [number] of batch) {
          const job = waiting.get(number);
          if (job) job.isAdded = true;
        }
      }
    } catch (error) {
      onError(error);
    } finally {
      isAdding = false;
    }
  }

  async function poll() {
    if (isPolling) return;
    isPolling = true;
    try {
      for (let count = 1; waiting.size > 0 && !isStopped; count++) {
        await persist(collect);
        if (count % POLLS_PER_CHECK === 0) await persist(findLost);
        await delay(POLL_INTERVAL);
      }
    } catch (error) {
      onError(error);
    } finally {
      isPolling = false;
    }
  }

  /** Takes the outcomes of finished jobs. Other programs may use the same queue, so all pages are looked at. */
  async function collect() {
    for (let start = 0, jobs; ; start += BATCH) {
      jobs = /** @type {RowJob[]} */ (await queue.getJobs(["completed", "failed"], start, start + BATCH - 1, true));
      for (const job of jobs) {
        const number = job?.id?.startsWith(prefix) ? Number(job.id.slice(prefix.length)) : undefined;
        if (number !== undefined && job.finishedOn !== undefined) take(number, job);
      }
      if (jobs.length < BATCH) return;
    }
  }

  /**
   * @param {number} number
   * @param {RowJob} job
   */
  function take(number, job) {
    const row = waiting.get(number);
    if (row === undefined) {
      // An earlier feeder was killed before it could remove the job.
      if (isFinished(number) && !collected.has(number)) remove(number);
      return;
    }
    waiting.delete(number);
    collected.add(number);
    const before = typeof job.data?.before === "string" ? `,"before":${job.data.before}` : "";
    // A job that was tried again has the reason of the earlier attempt too.
    if (job.returnvalue?.status !== undefined) {
      const { status, id, kept = 0, notRestored = [] } = job.returnvalue;
      if (kept > 0 || notRestored.length > 0) undone.set(number, [kept, ...notRestored]);
      row.resolve(`${JSON.stringify({ status, id }).slice(0, -1)}${before}}`);
      return;
    }
    const { code = "job_failed", traceId } = /** @type {JobFailure} */ (Object(job.progress));
    failures.set(number, `${JSON.stringify({ status: "failed", code, traceId }).slice(0, -1)}${before}}`);
    const error = new ClerkBulkError(job.failedReason ?? "the job has failed", { code: /** @type {any} */ (code) });
    row.reject(Object.assign(error, { errors: [{ code }], clerkTraceId: traceId }));
  }

  /** Adds jobs again that a server has lost, because it was killed before it stored them. */
  async function findLost() {
    const lost = [];
    let left = Math.min(CHECKED, waiting.size);
    for (const [number, job] of waiting) {
      if (left-- === 0) break;
      // The next time, others are looked at.
      waiting.delete(number);
      waiting.set(number, job);
      if (!job.isAdded || (await queue.getJob(idOf(number))) !== undefined || waiting.get(number) !== job) continue;
      job.isAdded = false;
      lost.push(number);
      added.push([number, job.text]);
    }
    addAll();
    // Then others may be lost too.
    if (lost.length > 0 && !isStopped) await findLost();
  }

  /** @param {number} number */
  function remove(number) {
    const removal = Promise.resolve(queue.remove(idOf(number))).catch(() => {});
    removals.add(removal);
    removal.then(() => {
      removals.delete(removal);
      collected.delete(number);
    });
  }

  return {
    /**
     * Adds a row. Resolves to its result, as JSON text. Rejects with the error of the row, if it has failed.
     * @param {number} number
     * @param {string} text
     * @returns {Promise<string>}
     */
    perform(number, text) {
      return new Promise((resolve, reject) => {
        waiting.set(number, { text, isAdded: false, resolve, reject });
        added.push([number, text]);
        addAll();
        poll();
      });
    },
    /** The result of a row that has failed. @param {number} number */
    failure: (number) => failures.get(number),
    /** What the row has not restored, if it is one of an undo. @param {number} number */
    undone: (number) => undone.get(number),
    /** The journal has the outcome of a row. @param {number} number */
    stored(number) {
      failures.delete(number);
      undone.delete(number);
      if (collected.has(number)) remove(number);
    },
    /** Waits for no more jobs. They stay in the queue. */
    stop() {
      isStopped = true;
      for (const { reject } of waiting.values()) reject(ABANDONED);
      waiting.clear();
    },
    /** Resolves when all jobs are removed whose outcome is stored. */
    removed: () => Promise.all(removals),
    /** @param {(error: unknown) => void} listener Called if the queue cannot be used. */
    onError(listener) {
      onError = listener;
    },
  };
}

/** @param {number} ms @returns {Promise<void>} */
const delay = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
