import { BAD_INPUT, ExitError } from "../exit-status.js";
import { countText } from "../progress.js";

/**
 * The error of an input with invalid rows, with the line, column, path and reason of the first ones. Returns other
 * errors unchanged.
 * @param {any} error
 * @param {string} name Of the input.
 */
export function invalidRows(error, name) {
  if (error?.code !== "invalid_rows") return error;
  const { problems = [], count = problems.length } = error;
  if (count === 0) return new ExitError(`${name}: ${error.message}`, BAD_INPUT, error);
  const lines = problems.map(
    (/** @type {any} */ { line, column, path, reason }) =>
      `  line ${line}, column ${column}: ${path ? `${path}: ` : ""}${withOption(reason)}${separatorHint(path, reason)}`,
  );
  const more = count - problems.length;
  return new ExitError(
    [
      `${name}: ${countText(count)} ${count === 1 ? "row is" : "rows are"} invalid. Nothing was sent.`,
      ...lines,
      ...(more > 0 ? [`  … and ${countText(more)} more`] : []),
    ].join("\n"),
    BAD_INPUT,
    error,
  );
}

/**
 * Names the option of the command instead of that of the function.
 * @param {string} reason
 */
const withOption = (reason) =>
  reason
    .replace('duplicates: "in-order"', "--duplicates in-order")
    .replace(/(?:With|use) csvTypes: "json"/, (text) => text.replace('csvTypes: "json"', "--csv-types json"));

/**
 * A whole line is one name if the file has another separator.
 * @param {string} path
 * @param {string} reason
 */
const separatorHint = (path, reason) =>
  reason.startsWith("unknown column") && /[;\t|]/.test(path) ? " The columns must be separated by commas." : "";
