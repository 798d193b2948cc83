// Performs a run. Rust decides what is read, sent and written to the journal (bulk/src/run).
import { abortReason, onAbort } from "../abort.js";
import { ClerkInputError } from "../errors.js";
import { ClerkBulkError } from "./bulk-error.js";
import { errorMessage } from "./error-message.js";
import { createGracePeriod, GRACE_SECONDS } from "./grace-period.js";
import { appendLines } from "./journal.js";
import { createQuestions } from "./questions.js";
import { problemOf } from "./requests.js";
import { errorOf, errorOfRow, rowError } from "./row-errors.js";
import { createRowSource } from "./row-source.js";
import { rowText } from "./row-text.js";
import { nextTurn } from "./turn.js";

/** @import { FinishedRow, RunContext } from "./types.js" */

/** The longest timer, in milliseconds. */
const MAX_TIMER = 60_000;
/** The fields of a finished row in `takeResults()`. */
export const FINISHED_FIELDS = 6;
/** After so many rows, timers and other events get a turn: rows that need no request would delay them. */
const ROWS_PER_TURN = 1_000;
const BYTE_ORDER_MARK = "\uFEFF";

/**
 * Resolves to the last error of a request when nothing is left to do. Rejects with what the rows or the journal have
 * thrown, and with the reason of an abort, when no request is in flight.
 * @param {RunContext} context
 */
export async function performRun(context) {
  const { name, run, rows, requests, journal, results, signal, onFinished, toResult } = context;
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
  /** The error of the last read, which may be that of several rows. @type {unknown} */
  let readError;
  const questions = createQuestions(
    context,
    (index, error) => errors.set(index, error),
    () => hasReturned,
  );
  /** What ends the run. @type {{ error: unknown } | undefined} */
  let failure;
  let inFlight = 0;
  let hasReturned = false;
  let rowsInTurn = 0;
  const grace = createGracePeriod();

  const stop = (/** @type {unknown} */ error) => {
    failure ??= { error };
    cancel();
  };
  const cancel = () => {
    run.cancel();
    grace.start();
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
      stop(Array.isArray(thrown) ? otherRows(name, /** @type {any} */ (thrown)) : thrown);
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
      if (Array.isArray(pushed)) errors.set(index, rowError(index, row, pushed[0], pushed[1]));
    } else {
      const { path = "", message } = text;
      isUnfinished = run.pushInvalid(path);
      if (isUnfinished) errors.set(index, rowError(index, row, path, message.slice(`${path}: `.length), text));
    }
    if (isUnfinished) unfinished.set(index, row);
  }

  /** @param {any[]} action */
  async function perform([first, ...rest]) {
    if (first in questions) {
      await questions[first](rest[0], unfinished.get(rest[0]), rest.slice(1));
    } else {
      inFlight++;
      await request(first, rest);
      inFlight--;
    }
    notify();
  }

  /**
   * @param {string | number} first The kind of the resources to read, or the row to send.
   * @param {any[]} rest
   */
  async function request(first, rest) {
    const isRead = typeof first === "string";
    try {
      if (isRead) {
        run.readDone(await requests.read(first, rest), Date.now());
      } else {
        const [userId, organizationId, replaces, ...texts] = rest;
        run.sendDone(first, await requests.update(userId, organizationId, replaces, texts), Date.now());
      }
    } catch (error) {
      const problem = problemOf(error);
      // What has stopped the run stays the last error.
      if (run.stopped() === undefined) lastError = error;
      if (isRead) {
        readError = error;
        run.readFailed(Date.now(), ...problem);
      } else {
        errors.set(first, errorOfRow(first, unfinished.get(first), error));
        run.sendFailed(first, Date.now(), ...problem);
      }
    }
  }

  function deliverResults() {
    const finished = run.takeResults();
    for (let at = 0; at < finished.length; at += FINISHED_FIELDS) {
      const fields = /** @type {FinishedRow} */ (finished.slice(at, at + FINISHED_FIELDS));
      const [index, , status, code] = fields;
      const row = unfinished.get(index);
      const error = status === "failed" ? (errors.get(index) ?? errorOf(code, index, row, readError)) : undefined;
      results.add(toResult(fields, row, error));
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
    if (!hasNews) await waitForNews();
    // Responses that arrive together are handled together: a step and a write to the journal cost as much as a row.
    if (inFlight > 1) await nextTurn();
  }

  async function waitForNews() {
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
      if (journal !== undefined && lines !== "")
        await grace.limit(appendLines(name, journal, lines), () => journalTimeout(name));
      deliverResults();
      if (isDone) return;
      for (const action of actions) perform(action);
      if (rowsInTurn < ROWS_PER_TURN) {
        await nextNews();
      } else {
        rowsInTurn = 0;
        await nextTurn();
      }
    }
  }

  requests.onLimiterError(stop);
  results.onDrained(notify);
  const removeListeners = [
    signal && onAbort(signal, () => stop(abortReason(signal))),
    results.closed && onAbort(results.closed, cancel),
  ];
  try {
    if (results.closed?.aborted) cancel();
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
  }
  hasReturned = true;
  try {
    await grace.limit(source.close());
  } catch (error) {
    failure ??= { error };
  }
  grace.end();
  for (const remove of removeListeners) remove?.();
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

/** @param {string} name */
const journalTimeout = (name) =>
  new ClerkBulkError(
    `${name}: the journal did not store its last lines within ${GRACE_SECONDS} seconds after the run was stopped. The users of their rows are read again when the run continues.`,
    { code: "journal_failed" },
  );

/**
 * @param {string} name
 * @param {[rows: number, areFewer: boolean]} difference
 */
const otherRows = (name, [rows, areFewer]) =>
  new ClerkBulkError(
    areFewer
      ? `${name}: there are ${rows} rows, and the journal has more. Pass all rows of the earlier run in the same order, or another journal for other rows. Nothing was sent.`
      : `${name}: at least one of the first ${rows} rows differs from the row that the journal has there. Pass the same rows in the same order, or another journal for other rows. Nothing was sent.`,
    { code: "other_rows" },
  );
