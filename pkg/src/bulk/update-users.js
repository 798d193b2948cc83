import { ClerkBulkError } from "./bulk-error.js";
import { errorMessage } from "./error-message.js";
import { readJournal, useJournal } from "./journal.js";
import { readOptions } from "./options.js";
import { performRun } from "./perform-run.js";
import { createRequests } from "./requests.js";
import { countsOf, createResults, NOTHING_DONE } from "./results.js";
import { openRows, performWithRows } from "./row-source.js";
import { load } from "#wasm/bulk";

/** @import { UpdateUsersOptions, UpdateUsersRun } from "../../types/bulk-update.js" */
/** @import { FinishedRow, RunSettings, WasmBulkJournal, WasmBulkRun } from "./types.js" */

const NAME = "updateUsersMetadata";

/** The client validates lists of users itself. */
const NOT_A_LIST = "The response of the Backend API is not a list of organizations or memberships. Check apiUrl.";
const CONTINUE = "To continue, run it again with the same rows and the same journal.";

/**
 * Changes the metadata of many users. Starts when its results or its summary are first asked for.
 * @param {any} clerk
 * @param {any} rows
 * @param {UpdateUsersOptions} [options]
 * @returns {UpdateUsersRun}
 */
export function updateUsersMetadata(clerk, rows, options = {}) {
  const { limiter, journal, signal, onProgress, transform, schema, settings } = readOptions(clerk, rows, options);
  const requests = createRequests(clerk, limiter);
  const source = openRows(rows);
  const performRows = async () => {
    const stored = await readJournal(await load(), NAME, journal, { signal, closed: results.closed });
    if (stored === undefined) return NOTHING_DONE;
    const run = startRun(NAME, stored, settings);
    try {
      const lastError = await performRun({
        name: NAME,
        run,
        rows: source,
        requests,
        journal,
        results,
        signal,
        transform,
        schema,
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
      throwIfStopped(run, NAME, settings, lastError);
      return { ...countsOf(run), complete: run.stopped() === undefined };
    } finally {
      run.free();
    }
  };
  const results = createResults(() => performWithRows(source, () => useJournal(NAME, journal, performRows)));
  return results.run;
}

/**
 * @param {string} name Of the function.
 * @param {WasmBulkJournal} journal
 * @param {RunSettings} settings
 */
export function startRun(name, journal, settings) {
  try {
    return journal.run(...settings);
  } catch (error) {
    // The only text that is validated there is that of `keys`.
    throw new TypeError(`${name}: ${errorMessage(error)}`);
  }
}

/**
 * What an undo has not restored.
 * @param {FinishedRow[5]} undo
 */
export function undoResult(undo) {
  if (undo === undefined) return undefined;
  const [kept, ...notRestored] = undo;
  return { ...(kept > 0 && { kept }), ...(notRestored.length > 0 && { notRestored }) };
}

/**
 * @param {WasmBulkRun} run
 * @param {string} name Of the function.
 * @param {RunSettings} settings
 * @param {unknown} lastError
 */
export function throwIfStopped(run, name, [, maxFailed, , maxOffline], lastError) {
  switch (run.stopped()) {
    case "rejected":
      throw lastError;
    case "failed":
      throw new ClerkBulkError(
        `${name}: stopped, because ${countsOf(run).failed} rows failed, including those of earlier runs, and maxFailed is ${maxFailed}. To continue, run it again with the same rows, the same journal and a higher maxFailed.`,
        { code: "too_many_failed" },
      );
    case "offline":
      throw new ClerkBulkError(
        `${name}: stopped, because there was no response for ${maxOffline / 1000} seconds. ${CONTINUE}`,
        { code: "offline", cause: lastError },
      );
    case "unusable":
      throw new ClerkBulkError(
        `${name}: stopped, because several reads in a row had no usable response. The last one: ${lastError === undefined ? NOT_A_LIST : errorMessage(lastError)} ${CONTINUE}`,
        { code: "unexpected_response", cause: lastError },
      );
  }
}
