// The errors of rows. Each message begins with the row: its line in the file, or its position in the rows.
import { ClerkConnectionError, ClerkInputError } from "../errors.js";
import { ClerkBulkError } from "./bulk-error.js";
import { errorMessage } from "./error-message.js";
import { InputRow } from "./input-row.js";

/** The errors of a call and of a job, whose classes have constructors with the same parameters. */
const NAMED_ERRORS = ["ClerkAPIResponseError", "ClerkConnectionError", "ClerkBulkError"];

/**
 * @param {number} index
 * @param {string} path
 */
const pathOfRow = (index, path) => `rows[${index}]${path && !path.startsWith("[") ? `.${path}` : path}`;

/**
 * How a message names a row, or a value in it.
 * @param {number} index
 * @param {unknown} row
 * @param {string} [path]
 */
export const rowName = (index, row, path = "") =>
  InputRow.is(row) ? `line ${row.line}${path && `: ${path}`}` : pathOfRow(index, path);

/**
 * @param {number} index
 * @param {unknown} row
 * @param {string} path
 * @param {string} reason
 * @param {any} [cause]
 */
export function rowError(index, row, path, reason, cause) {
  const details = { code: cause?.code ?? "invalid_params", path: pathOfRow(index, path), cause: cause?.cause };
  return new ClerkInputError(`${rowName(index, row, path)}: ${reason}`, details);
}

/**
 * The error of a call as the error of a row: one of the same class, whose message begins with the row.
 * @param {number} index
 * @param {unknown} row
 * @param {any} error
 */
export function errorOfRow(index, row, error) {
  const message = errorMessage(error);
  if (error?.name === "ClerkInputError") {
    const { path = "" } = error;
    return rowError(
      index,
      row,
      path,
      path && message.startsWith(`${path}: `) ? message.slice(path.length + 2) : message,
      error,
    );
  }
  const text = `${rowName(index, row)}: ${message}`;
  if (!NAMED_ERRORS.includes(error?.name))
    return new ClerkConnectionError(text, { code: "connection_failed", cause: error });
  // The class is that of the client, which may be another copy of the package.
  return Object.assign(new error.constructor(text, error), error);
}

/**
 * The error of a row that failed without a request of its own. The codes are those of bulk/src/run/decide_rows.rs.
 * @param {string | undefined} code
 * @param {number} index
 * @param {unknown} row
 * @param {unknown} readError That of the last read.
 */
export function errorOf(code = "", index, row, readError) {
  const [, kind, path, bytes] =
    /^(too_large|cannot_set_null|not_managed|cannot_replace|duplicate_user) (\S.*?)(?: (\d+))?$/.exec(code) ?? [];
  const reason = REASONS[kind];
  if (reason !== undefined) return rowError(index, row, path, reason(bytes));
  const [earlier, earlierCode] = code.split(" ");
  if (earlier === "failed_earlier")
    return new ClerkBulkError(
      `${rowName(index, row)}: failed in an earlier run with this journal, with the code ${earlierCode}.`,
      { code: "failed_earlier" },
    );
  if (code !== "unexpected_response" && readError !== undefined) return errorOfRow(index, row, readError);
  return new ClerkConnectionError(
    `${rowName(index, row)}: the response of the Backend API is for another user, or its stored metadata cannot be read.`,
    { code: "unexpected_response" },
  );
}

/** By the kind of a code. @type {Record<string, (bytes: string) => string>} */
const REASONS = {
  too_large: (bytes) => `would have ${bytes} bytes of JSON after the merge; a field is limited to 8192 (8 KB).`,
  cannot_set_null: () => "a patch cannot set null, because null removes the key. Omit the key, or store another value.",
  cannot_replace: () =>
    'the Backend API cannot replace the metadata of a membership. Use mode: "desired", which sends a patch.',
  duplicate_user: () =>
    'names the same user as an earlier row, by another ID. Keep one of the rows, or allow duplicates "in-order".',
  not_managed: () => "is not one of keys, and would not be set. Remove it from the row, or add it to keys.",
};
