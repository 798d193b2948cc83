import {
  checkArguments,
  checkMaxOffline,
  checkMode,
  checkSchema,
  DEFAULT_CONCURRENCY,
  DEFAULT_MAX_OFFLINE,
  UNLIMITED,
} from "./options.js";
import { performRun } from "./perform-run.js";
import { createRequests } from "./requests.js";
import { countsOf, createResults } from "./results.js";
import { openRows, performWithRows } from "./row-source.js";
import { startRun, throwIfStopped, undoResult } from "./update-users.js";
import { load } from "#wasm/bulk";

/** @import { PlanUsersOptions, PlanUsersRun } from "../../types/bulk-plan.js" */
/** @import { RunSettings } from "./types.js" */

const NAME = "planUsersMetadata";
const OPTIONS = ["limiter", "mode", "keys", "transform", "schema", "duplicates", "maxOffline", "signal", "onProgress"];
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
  const reject = checkArguments(NAME, clerk, rows, options, OPTIONS);
  const { limiter, mode = "patch", keys = [], transform, schema, duplicates, signal, onProgress } = options;
  const { maxOffline = DEFAULT_MAX_OFFLINE } = options;
  checkMode(reject, options);
  checkMaxOffline(reject, maxOffline);
  checkSchema(reject, schema);
  if (duplicates !== undefined && duplicates !== "reject" && duplicates !== "in-order")
    reject('duplicates must be "reject" or "in-order".');
  const requests = createRequests(clerk, limiter);
  const source = openRows(rows);
  /** @type {RunSettings} */
  const settings = [
    false,
    UNLIMITED,
    DEFAULT_CONCURRENCY,
    maxOffline,
    true,
    mode,
    keys,
    transform !== undefined,
    schema !== undefined,
    "skip",
    duplicates === "reject",
  ];
  const plan = async () => {
    const run = startRun(NAME, new (await load()).BulkJournal(), settings);
    let exceedSessionToken = 0;
    /** @type {Record<string, number>} */
    const removals = Object.create(null);
    let paths = 0;
    const counts = () => {
      const { rows, ok: change, same, missing, conflict, failed } = countsOf(run);
      return { rows, change, same, missing, conflict, failed };
    };
    try {
      const lastError = await performRun({
        name: NAME,
        run,
        rows: source,
        requests,
        journal: undefined,
        results,
        signal,
        transform,
        schema,
        onFinished: () => onProgress?.(counts()),
        toResult([index, id, status, , plan, undo], row, error) {
          const result = { index, row, id, status, ...undoResult(undo) };
          if (status === "failed") return { ...result, error };
          if (plan === undefined) return result;
          const [change, patch, before, after, exceedsSessionToken, ...removed] = plan;
          exceedSessionToken += Number(exceedsSessionToken);
          for (const path of removed) {
            if (path in removals || ++paths <= MAX_REMOVED_PATHS) removals[path] = (removals[path] ?? 0) + 1;
          }
          return { ...result, status: "change", change, patch, before, after };
        },
      });
      throwIfStopped(run, NAME, settings, lastError);
      return { ...counts(), removals: { ...removals }, exceedSessionToken, complete: run.stopped() === undefined };
    } finally {
      run.free();
    }
  };
  const results = createResults(() => performWithRows(source, plan));
  return results.run;
}
