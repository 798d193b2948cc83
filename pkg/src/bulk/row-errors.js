// The errors of rows.
import { ClerkConnectionError, ClerkInputError } from "../errors.js";
import { ClerkBulkError } from "./bulk-error.js";
import { InputRow } from "./input-row.js";

/**
 * @param {number} index
 * @param {unknown} row
 * @param {string} path
 * @param {string} reason
 * @param {any} [cause]
 */
export function rowError(index, row, path, reason, cause) {
  const fullPath = `rows[${index}]${path && !path.startsWith("[") ? `.${path}` : path}`;
  const details = { code: cause?.code ?? "invalid_params", path: fullPath, cause: cause?.cause };
  const place = InputRow.is(row) ? `line ${row.line}${path && `: ${path}`}` : fullPath;
  return new ClerkInputError(`${place}: ${reason}`, details);
}

/**
 * The error of a row that failed without a request of its own. The codes are those of bulk/src/run/decide_rows.rs.
 * @param {string | undefined} code
 * @param {number} index
 * @param {unknown} row
 * @param {unknown} lastError
 */
export function errorOf(code = "", index, row, lastError) {
  const [, kind, path, bytes] =
    /^(too_large|cannot_set_null|not_managed|cannot_replace|duplicate_user) (\S.*?)(?: (\d+))?$/.exec(code) ?? [];
  switch (kind) {
    case "too_large":
      return rowError(
        index,
        row,
        path,
        `would have ${bytes} bytes of JSON after the merge; a field is limited to 8192 (8 KB).`,
      );
    case "cannot_set_null":
      return rowError(
        index,
        row,
        path,
        "a patch cannot set null, because null removes the key. Omit the key, or store another value.",
      );
    case "cannot_replace":
      return rowError(
        index,
        row,
        path,
        'the Backend API cannot replace the metadata of a membership. Use mode: "desired", which sends a patch.',
      );
    case "duplicate_user":
      return rowError(
        index,
        row,
        path,
        'names the same user as an earlier row, by another ID. Keep one of the rows, or allow duplicates "in-order".',
      );
    case "not_managed":
      return rowError(
        index,
        row,
        path,
        "is not one of keys, and would not be set. Remove it from the row, or add it to keys.",
      );
  }
  const [earlier, earlierCode] = code.split(" ");
  if (earlier === "failed_earlier") {
    const place = InputRow.is(row) ? `line ${row.line}` : `rows[${index}]`;
    return new ClerkBulkError(`${place}: failed in an earlier run with this journal, with the code ${earlierCode}.`, {
      code: "failed_earlier",
    });
  }
  if (code !== "unexpected_response" && lastError !== undefined) return lastError;
  return new ClerkConnectionError(
    "The response of the Backend API is for another user, or its stored metadata cannot be read.",
    {
      code: "unexpected_response",
    },
  );
}
