// The problems of rows with keys that --keys does not name, with line and column.
import { memberStart } from "../json-text.js";

/** @import { RowProblem } from "../../../types/bulk-rows.js" */
/** @import { RowFormat } from "./types.js" */

/** More are counted only. */
const MAX_PROBLEMS = 20;
const IDENTIFIER = /^[A-Za-z_$][\w$]*$/;

/** @param {RowFormat} format */
export function createKeyProblems(format) {
  /** @type {{ count: number, problems: RowProblem[] }} */
  const found = { count: 0, problems: [] };
  return {
    found,
    /**
     * @param {{ line: number, source: string, header: string }} row
     * @param {{ name: string, path: string[] }} other The name of the field, and the path of the key in it.
     */
    add(row, { name, path }) {
      found.count++;
      if (found.count > MAX_PROBLEMS) return;
      const text = name + path.map((key) => (IDENTIFIER.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`)).join("");
      found.problems.push({
        line: row.line,
        column: columnOf(format, row.source, [name, ...path]),
        path: text,
        reason: "the key is not one of --keys. Add it there, or remove it from the row.",
      });
    },
  };
}

/**
 * That of the first character of the key, as in other problems. Of a row in CSV, the line is enough: the path is the
 * name of the column.
 * @param {RowFormat} format
 * @param {string} source
 * @param {readonly string[]} path
 */
const columnOf = (format, source, path) => (format === "csv" ? 1 : (memberStart(source, path) ?? 0) + 2);
