import { ClerkBulkError } from "./bulk-error.js";
import { readJournal } from "./journal.js";
import { readOptions } from "./options.js";
import { performRun } from "./perform-run.js";
import { createRequests } from "./requests.js";
import { countsOf, createResults } from "./results.js";
import { openRows } from "./row-source.js";
import { load } from "#wasm/bulk";

/** @import { UpdateUsersOptions, UpdateUsersRun } from "../../types/bulk-update.js" */
/** @import { RunSettings, WasmBulkRun } from "./types.js" */

const CONTINUE = "To continue, run it again with the same rows and the same journal.";

/**
 * Changes the metadata of many users. Starts when its results or its summary are first asked for.
 * @param {any} clerk
 * @param {any} rows
 * @param {UpdateUsersOptions} [options]
 * @returns {UpdateUsersRun}
 */
export function updateUsersMetadata(clerk, rows, options = {}) {
  const { limiter, journal, signal, onProgress, settings } = readOptions(clerk, rows, options);
  const requests = createRequests(clerk, limiter);
  const source = openRows(rows);
  const results = createResults(async () => {
    const stored = await readJournal(await load(), journal);
    const run = stored.run(...settings);
    try {
      const lastError = await performRun({
        run,
        rows: source,
        requests,
        journal,
        results,
        signal,
        onFinished: () => onProgress?.(countsOf(run)),
        toResult: ([index, id, status], row, error) => ({
          index,
          row,
          id,
          status,
          ...(status === "failed" && { error }),
        }),
      });
      throwIfStopped(run, "updateUsersMetadata", settings, lastError);
      return { ...countsOf(run), complete: run.stopped() === undefined };
    } finally {
      run.free();
    }
  });
  return results.run;
}

/**
 * @param {WasmBulkRun} run
 * @param {string} name Of the function.
 * @param {RunSettings} settings
 * @param {unknown} lastError
 */
export function throwIfStopped(run, name, [, , maxFailed, , maxOffline], lastError) {
  switch (run.stopped()) {
    case "rejected":
      throw lastError;
    case "failed":
      throw new ClerkBulkError(`${name}: stopped, because more than ${maxFailed} rows failed. ${CONTINUE}`, {
        code: "too_many_failed",
      });
    case "offline":
      throw new ClerkBulkError(
        `${name}: stopped, because there was no response for ${maxOffline / 1000} seconds. ${CONTINUE}`,
        { code: "offline", cause: lastError },
      );
  }
}
