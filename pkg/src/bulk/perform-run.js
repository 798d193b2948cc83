// Performs a run. Rust decides what is read, sent and written to the journal (bulk/src/run).
import { abortReason, onAbort } from "../abort.js";
import { ClerkConnectionError, ClerkInputError } from "../errors.js";
import { ClerkBulkError } from "./bulk-error.js";
import { errorMessage } from "./error-message.js";
import { appendLines } from "./journal.js";
import { problemOf } from "./requests.js";
import { createRowSource } from "./row-source.js";
import { rowText } from "./row-text.js";

/** @import { FinishedRow, RunContext } from "./types.js" */

/** The longest timer, in milliseconds. */
const MAX_TIMER = 60_000;
/** The fields of a finished row in `takeResults()`. */
export const FINISHED_FIELDS = 7;
/** After so many rows, timers and other events get a turn: rows that need no request would delay them. */
const ROWS_PER_TURN = 1_000;
const BYTE_ORDER_MARK = "\uFEFF";

/**
 * Resolves to the last error of a request when nothing is left to do. Rejects with what the rows or the journal have
 * thrown, and with the reason of an abort, when no request is in flight.
 * @param {RunContext} context
 */
export async function performRun({ run, rows, requests, journal, results, signal, onFinished, toResult }) {
  let wake = () => {};
  let hasNews = false;
  const notify = () => {
    hasNews = true;
    wake();
  };
  const source = createRowSource(rows, notify);
  /** The rows that are not finished, by number. @type {Map<number, unknown>} */
  const unfinished = new Map();
  /** The last error of each of them. @type {Map<number, unknown>} */
  const errors = new Map();
  /** @type {unknown} */
  let lastError;
  /** What ends the run. @type {{ error: unknown } | undefined} */
  let failure;
  let inFlight = 0;
  let rowsInTurn = 0;

  const stop = (/** @type {unknown} */ error) => {
    failure ??= { error };
    run.cancel();
    notify();
  };

  function pullRows() {
    try {
      while (run.wantsRow() && !results.isFull() && rowsInTurn < ROWS_PER_TURN) {
        const next = source.next();
        if (next === undefined) return;
        rowsInTurn++;
        if (next.done) run.end();
        else if (!isBlank(next.row)) pushRow(next.row);
      }
    } catch (thrown) {
      stop(typeof thrown === "number" ? otherRows(thrown) : thrown);
    }
  }

  /** @param {unknown} row */
  function pushRow(row) {
    const [index] = run.counts();
    if (index === 0 && typeof row === "string" && row.startsWith(BYTE_ORDER_MARK)) row = row.slice(1);
    const text = textOf(row);
    let isUnfinished;
    if (typeof text === "string") {
      const pushed = run.push(text);
      isUnfinished = pushed !== false;
      if (Array.isArray(pushed)) errors.set(index, rowError(index, pushed[1], pushed[2]));
    } else {
      const { path = "", message } = text;
      isUnfinished = run.pushInvalid(path);
      if (isUnfinished) errors.set(index, rowError(index, path, message.slice(`${path}: `.length), text));
    }
    if (isUnfinished) unfinished.set(index, row);
  }

  /** @param {any[]} action */
  async function request([first, ...rest]) {
    const isRead = typeof first === "string";
    inFlight++;
    try {
      if (isRead) run.readDone(await requests.readUsers(first, rest), Date.now());
      else run.sendDone(first, await requests.update(rest[0], rest.slice(1)));
    } catch (error) {
      const problem = problemOf(error);
      if (problem[0] !== "canceled") lastError = error;
      if (isRead) {
        run.readFailed(Date.now(), ...problem);
      } else {
        errors.set(first, error);
        run.sendFailed(first, Date.now(), ...problem);
      }
    }
    inFlight--;
    notify();
  }

  function deliverResults() {
    const finished = run.takeResults();
    for (let at = 0; at < finished.length; at += FINISHED_FIELDS) {
      const fields = /** @type {FinishedRow} */ (finished.slice(at, at + FINISHED_FIELDS));
      const [index, , status, code] = fields;
      const error = status === "failed" ? (errors.get(index) ?? errorOf(code, index, lastError)) : undefined;
      results.add(toResult(fields, unfinished.get(index), error));
      unfinished.delete(index);
      errors.delete(index);
    }
    if (finished.length === 0) return;
    // There is room for further rows.
    hasNews = true;
    // If it throws or rejects, the run is not affected.
    (async () => onFinished?.())().catch(() => {});
  }

  async function nextNews() {
    if (hasNews) return;
    const wait = run.wait(Date.now());
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    let timer;
    await new Promise((resolve) => {
      wake = () => resolve(undefined);
      if (wait !== undefined) timer = setTimeout(wake, Math.min(wait + 1, MAX_TIMER));
    });
    wake = () => {};
    clearTimeout(timer);
  }

  async function performSteps() {
    for (;;) {
      hasNews = false;
      if (failure === undefined) pullRows();
      const actions = [];
      for (let action; !results.isFull() && (action = run.next(Date.now())); ) actions.push(action);
      if (run.stopped() !== undefined) requests.cancel();
      const isDone = run.isDone();
      const lines = run.takeLines();
      if (journal !== undefined && lines !== "") await appendLines(journal, lines);
      deliverResults();
      if (isDone) return;
      for (const action of actions) request(action);
      if (rowsInTurn < ROWS_PER_TURN) {
        await nextNews();
      } else {
        rowsInTurn = 0;
        await new Promise((resolve) => setTimeout(resolve));
      }
    }
  }

  requests.onLimiterError(stop);
  results.onDrained(notify);
  results.onClosed(() => {
    run.cancel();
    notify();
  });
  const removeListener = signal && onAbort(signal, () => stop(abortReason(signal)));
  try {
    if (signal?.aborted) stop(abortReason(signal));
    await performSteps();
  } catch (error) {
    // The journal failed, so the outcomes of the requests in flight cannot be stored. They are read again later.
    stop(error);
    requests.cancel();
    while (inFlight > 0) {
      hasNews = false;
      await nextNews();
    }
  } finally {
    removeListener?.();
  }
  try {
    await source.close();
  } catch (error) {
    failure ??= { error };
  }
  if (failure !== undefined) throw failure.error;
  return lastError;
}

/** @param {unknown} row */
const isBlank = (row) => typeof row === "string" && row.trim() === "";

/**
 * The text of a row, or why JSON cannot represent it.
 * @param {unknown} row
 */
function textOf(row) {
  try {
    return rowText(row);
  } catch (error) {
    if (error instanceof ClerkInputError) return /** @type {any} */ (error);
    // A getter or a proxy has thrown.
    return { message: `: cannot be read: ${errorMessage(error)}`, cause: error };
  }
}

/**
 * @param {number} index
 * @param {string} path
 * @param {string} reason
 * @param {any} [cause]
 */
function rowError(index, path, reason, cause) {
  const fullPath = `rows[${index}]${path && !path.startsWith("[") ? `.${path}` : path}`;
  const details = { code: cause?.code ?? "invalid_params", path: fullPath, cause: cause?.cause };
  return new ClerkInputError(`${fullPath}: ${reason}`, details);
}

/** @param {number} rows */
const otherRows = (rows) =>
  new ClerkBulkError(
    `updateUsersMetadata: the first ${rows} rows are not those of the journal. Pass the same rows in the same order, or another journal for other rows. Nothing was sent.`,
    { code: "other_rows" },
  );

/**
 * The error of a row that failed without a request of its own. The codes are those of bulk/src/run/outcomes.rs.
 * @param {string | undefined} code
 * @param {number} index
 * @param {unknown} lastError
 */
function errorOf(code = "", index, lastError) {
  const [, kind, path, bytes] = /^(too_large|cannot_set_null) (\S.*?)(?: (\d+))?$/.exec(code) ?? [];
  if (kind === "too_large")
    return rowError(
      index,
      path,
      `would have ${bytes} bytes of JSON after the merge; a field is limited to 8192 (8 KB).`,
    );
  if (kind === "cannot_set_null")
    return rowError(
      index,
      path,
      "a patch cannot set null, because null removes the key. Omit the key, or store another value.",
    );
  const [earlier, earlierCode] = code.split(" ");
  if (earlier === "failed_earlier")
    return new ClerkBulkError(
      `rows[${index}]: failed in an earlier run with this journal, with the code ${earlierCode}.`,
      {
        code: "failed_earlier",
      },
    );
  if (code !== "unexpected_response" && lastError !== undefined) return lastError;
  return new ClerkConnectionError("The stored metadata in the response of the Backend API cannot be read.", {
    code: "unexpected_response",
  });
}
