import { readJournal } from "./journal.js";
import { checkArguments, DEFAULT_CONCURRENCY, DEFAULT_MAX_OFFLINE, UNLIMITED } from "./options.js";
import { performRun } from "./perform-run.js";
import { createRequests } from "./requests.js";
import { countsOf, createResults } from "./results.js";
import { openRows } from "./row-source.js";
import { throwIfStopped } from "./update-users.js";
import { load } from "#wasm/bulk";

/** @import { PlanUsersOptions, PlanUsersRun } from "../../types/bulk-plan.js" */
/** @import { RunSettings } from "./types.js" */

const OPTIONS = ["limiter", "mode", "signal", "onProgress"];
const MODES = ["patch", "desired"];
/** More paths of removed keys are not counted separately. */
const MAX_REMOVED_PATHS = 1_000;

/**
 * Reads the users of the rows and returns what `updateUsersMetadata` would change. Sends no change.
 * @param {any} clerk
 * @param {any} rows
 * @param {PlanUsersOptions} [options]
 * @returns {PlanUsersRun}
 */
export function planUsersMetadata(clerk, rows, options = {}) {
  const reject = checkArguments("planUsersMetadata", clerk, rows, options, OPTIONS);
  const { limiter, mode = "patch", signal, onProgress } = options;
  if (!MODES.includes(mode)) reject('mode must be "patch" or "desired".');
  const requests = createRequests(clerk, limiter);
  const source = openRows(rows);
  /** @type {RunSettings} */
  const settings = [false, mode, UNLIMITED, DEFAULT_CONCURRENCY, DEFAULT_MAX_OFFLINE];
  const results = createResults(async () => {
    const run = (await readJournal(await load(), undefined)).run(...settings);
    let exceedSessionToken = 0;
    /** @type {Record<string, number>} */
    const removals = Object.create(null);
    let paths = 0;
    const counts = () => {
      const { rows, ok: change, same, missing, failed } = countsOf(run);
      return { rows, change, same, missing, failed };
    };
    try {
      const lastError = await performRun({
        run,
        rows: source,
        requests,
        journal: undefined,
        results,
        signal,
        onFinished: () => onProgress?.(counts()),
        toResult([index, id, status, , change, removed, exceedsSessionToken], row, error) {
          exceedSessionToken += Number(exceedsSessionToken);
          for (const path of removed) {
            if (path in removals || ++paths <= MAX_REMOVED_PATHS) removals[path] = (removals[path] ?? 0) + 1;
          }
          if (status === "failed") return { index, row, id, status, error };
          return status === "ok" ? { index, row, id, status: "change", change } : { index, row, id, status };
        },
      });
      throwIfStopped(run, "planUsersMetadata", settings, lastError);
      return { ...counts(), removals: { ...removals }, exceedSessionToken, complete: run.stopped() === undefined };
    } finally {
      run.free();
    }
  });
  return results.run;
}
