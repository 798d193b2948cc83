// Why a row was not done, for plan.ndjson, the column _error and the final counts.

import { MISSING_MESSAGES } from "./targets.js";

/** @import { RowProblem } from "./types.js" */

/** @typedef {import("./targets.js").Target} Target */

/** @type {Record<string, string>} */
const MESSAGES = {
  conflict: "A stored value is not the one that the plan has seen, so nothing was sent. Plan this row again.",
};

/**
 * @param {"missing" | "failed" | "conflict"} status
 * @param {any} error Of a row that has failed.
 * @param {Target} target
 * @returns {RowProblem}
 */
export function problemOf(status, error, target) {
  if (status === "missing") return { status, code: status, message: MISSING_MESSAGES[target] };
  if (status !== "failed") return { status, code: status, message: MESSAGES[status] };
  // The number of a row in a message is that in the plan, or of all users.
  const message = String(error?.message ?? error).replace(/^rows\[\d+\](?:\.|: )?/, "");
  const isTooLarge = / would have \d+ bytes of JSON after the merge/.test(message);
  const code = isTooLarge ? "too_large" : String(error?.errors?.[0]?.code ?? error?.code ?? "unknown_error");
  const traceId = error?.clerkTraceId;
  return { status, code, message: traceId && !message.includes(traceId) ? `${message} (trace ${traceId})` : message };
}

/**
 * The problem of a row that has failed in an earlier process, by the line of the journal.
 * @param {"missing" | "failed" | "conflict"} status
 * @param {string} line
 * @param {Target} target
 * @returns {RowProblem}
 */
export function journalProblem(status, line, target) {
  if (status !== "failed") return problemOf(status, undefined, target);
  const { code, traceId } = JSON.parse(line);
  return { status, code, message: traceId ? `trace ${traceId}` : "" };
}

/**
 * The text of the column _error.
 * @param {RowProblem} problem
 */
export function errorText({ status, code, message }) {
  if (message === "") return code;
  if (status !== "failed") return message;
  return message.includes(code) ? message : `${code}: ${message}`;
}
