// Performs rows by workers of BullMQ, with the journal and the results of a run of this process.
import { onAbort } from "../abort.js";
import { createGracePeriod } from "../bulk/grace-period.js";
import { readJournal } from "../bulk/journal.js";
import { FINISHED_FIELDS, performRun } from "../bulk/perform-run.js";
import { load } from "#wasm/bulk";
import { createJobs } from "./jobs.js";

/** @import { RunContext, WasmBulkRun } from "../bulk/types.js" */
/** @import { FeedWasm, WasmBulkFeed } from "./types.js" */

/**
 * A feed with the methods of a run, so that a host performs both in the same way.
 * @param {WasmBulkFeed} feed
 * @param {ReturnType<typeof createJobs>} jobs
 */
function asRun(feed, jobs) {
  const run = {
    wantsRow: () => feed.wantsRow(),
    push: (/** @type {string} */ text) => feed.push(text),
    pushInvalid: (/** @type {string} */ path) => feed.pushInvalid(path),
    end: () => feed.end(),
    next() {
      const job = feed.next();
      return job && [job[0], ...job];
    },
    wait: () => undefined,
    takeLines: () => feed.takeLines(),
    takeResults: () =>
      feed
        .takeResults()
        .flatMap((fields) =>
          Object.assign(Array.from({ length: FINISHED_FIELDS }), fields, { 5: jobs.undone(fields[0]) }),
        ),
    sendDone: (/** @type {number} */ row, /** @type {string} */ result) => feed.done(row, result),
    /** @type {WasmBulkRun["sendFailed"]} */
    sendFailed(row, _now, code) {
      const failure = jobs.failure(row);
      if (failure === undefined && code === "canceled") feed.abandoned();
      else feed.done(row, failure ?? JSON.stringify({ status: "failed", code }));
    },
    cancel: () => feed.cancel(),
    stopped: () => feed.stopped(),
    isDone: () => feed.isDone(),
    counts: () => feed.counts(),
    free: () => feed.free(),
  };
  return /** @type {WasmBulkRun} */ (/** @type {unknown} */ (run));
}

/**
 * Opens the feed of a journal. `perform` has the interface of `performRun`, without `run` and `requests`. Resolves to
 * `undefined` after `closed` has aborted.
 * @param {string} caller The name of the function of the caller.
 * @param {any} queue
 * @param {import("../../types/bulk-update.js").BulkJournal | undefined} journal
 * @param {{
 *   maxAhead: number,
 *   maxFailed: number,
 *   onDrift: "skip" | "force",
 *   instance: string | undefined,
 *   signal: AbortSignal | undefined,
 *   closed: AbortSignal,
 * }} settings
 */
export async function openFeed(caller, queue, journal, settings) {
  const { maxAhead, maxFailed, onDrift, instance, signal, closed } = settings;
  const wasm = /** @type {FeedWasm} */ (await load());
  const name = crypto.getRandomValues(new Uint32Array(1))[0];
  const stored = await readJournal(wasm, caller, journal, { signal, closed });
  if (stored === undefined) return undefined;
  const feed = new wasm.BulkFeed(stored, maxAhead, maxFailed, onDrift === "force", name);
  const jobs = createJobs(queue, feed.name(), (row) => feed.isFinished(row), instance);
  const run = asRun(feed, jobs);

  /**
   * Waits until the jobs of stored outcomes are removed. Not for long after an abort: a client of Redis waits for its
   * server as long as that takes, and the next feeder removes them too.
   * @param {(AbortSignal | undefined)[]} signals
   */
  async function removeJobs(signals) {
    const grace = createGracePeriod();
    const removeListeners = signals.map((stopping) => stopping && onAbort(stopping, grace.start));
    if (signals.some((stopping) => stopping?.aborted)) grace.start();
    await grace.limit(jobs.removed());
    grace.end();
    for (const remove of removeListeners) remove?.();
  }

  return {
    run,
    /** @param {Omit<RunContext, "name" | "run" | "requests" | "journal">} context */
    async perform({ toResult, ...context }) {
      const requests = {
        read: () => Promise.reject(new Error("a feed reads nothing")),
        update: (/** @type {any} */ row, /** @type {any} */ text) => jobs.perform(row, text),
        cancel: () => jobs.stop(),
        onLimiterError: jobs.onError,
      };
      try {
        return await performRun({
          ...context,
          name: caller,
          run,
          journal,
          requests,
          toResult(finished, row, error) {
            jobs.stored(finished[0]);
            return toResult(finished, row, error);
          },
        });
      } finally {
        jobs.stop();
        await removeJobs([signal, closed]);
      }
    },
  };
}
