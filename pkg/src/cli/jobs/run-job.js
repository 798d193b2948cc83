// Sends the changes of a plan. It continues where an earlier process has stopped.
import { FAILED_ROWS } from "../exit-status.js";
import { openQueue } from "../bullmq/queue.js";
import { openJobJournal, requireBeforeImages } from "./job-journal.js";
import { writeOutcome } from "./outcome-files.js";
import { rowMeaning, schemaOf } from "./plan-job.js";
import { plannedRows } from "./plan-file.js";
import { problemOf } from "./problems.js";

/** @import { BulkCounts } from "../../../types/bulk-update.js" */
/** @import { ClerkClient } from "../../../types/client.js" */
/** @import { JobFolder } from "./job-folder.js" */
/** @import { Job, JobSummary, RowProblem, RunProgress } from "./types.js" */

/**
 * @typedef {object} RunContext
 * @property {ClerkClient} clerk
 * @property {AbortSignal} signal
 * @property {RunProgress} progress Is updated.
 * @property {{ maxFailed: number, maxOffline: number, onDrift: "skip" | "recompute" | "force" }} limits
 * @property {Parameters<typeof openQueue>[0] | undefined} queue Its workers send them.
 */

/**
 * Runs the job until it is done or stops, and writes its files. Returns the summary, and the error that stopped it.
 * @param {JobFolder} folder
 * @param {Job} job
 * @param {RunContext} context
 * @returns {Promise<{ summary: JobSummary, error: unknown }>}
 */
export async function runJob(folder, job, context) {
  /**
   * The messages of rows that have failed in this process, by their position in the plan.
   * @type {Map<number, RowProblem>}
   */
  const problems = new Map();
  let error;
  try {
    await sendRows(folder, job, context, problems);
  } catch (thrown) {
    error = thrown;
  }
  const isComplete = error === undefined;
  const written = await writeOutcome(folder, job, { problems, isComplete });
  return { summary: written.summary, error: error ?? written.error };
}

/**
 * @param {JobFolder} folder
 * @param {Job} job
 * @param {RunContext} context
 * @param {Map<number, RowProblem>} problems
 */
async function sendRows(folder, job, { clerk, signal, progress, limits, queue }, problems) {
  const { updateUsersMetadata } = await import("clerk-metadata/bulk");
  requireBeforeImages(folder);
  const journal = await openJobJournal(folder);
  /** @type {Awaited<ReturnType<typeof openQueue>> | undefined} */
  let opened;
  try {
    const rows = plannedRows(folder);
    // A patch that was supplied as a patch is intended whatever is stored.
    const onDrift = job.options.isComputed ? limits.onDrift : "force";
    const options = {
      maxFailed: limits.maxFailed,
      onDrift,
      journal,
      signal,
      onProgress: (/** @type {BulkCounts} */ counts) => Object.assign(progress, counts),
    };
    if (queue !== undefined) opened = await openQueue(queue);
    const run =
      opened === undefined
        ? updateUsersMetadata(clerk, rows, {
            ...options,
            ...(onDrift === "recompute" && (await rowMeaning(job))),
            ...(await schemaOf(job)),
            maxOffline: limits.maxOffline,
          })
        : // checkEngine has rejected "recompute".
          opened.enqueue(rows, /** @type {any} */ ({ ...options, instance: job.instance.id }));
    for await (const { index, status, error } of run) {
      if (status === "failed" && /** @type {any} */ (error)?.code !== "failed_earlier")
        problems.set(index, problemOf(status, error, "user"));
    }
    await run.summary;
  } finally {
    journal.close();
    await opened?.close();
  }
}

/**
 * The exit status of a run that has reached its end.
 * @param {JobSummary} summary
 */
export const statusOf = ({ failed, conflict, missing, leftOut = 0 }) =>
  failed + conflict + missing + leftOut > 0 ? FAILED_ROWS : 0;
