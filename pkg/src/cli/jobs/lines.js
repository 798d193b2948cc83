// Lines of parts, such as "done 12 · failed 3", that fit into a terminal.

const SEPARATOR = " · ";

/**
 * The width of a stream. A file or a pipe has no limit, so that programs that read it get each line as one.
 * @param {{ isTTY?: boolean, columns?: number }} stream
 */
export const lineWidth = ({ isTTY, columns }) => (isTTY && columns ? columns : Infinity);

/**
 * Joins parts into lines. Further lines are indented as the first one.
 * @param {(string | undefined | false)[]} parts
 * @param {number} width
 * @param {string} [indent]
 */
export function partLines(parts, width, indent = "") {
  /** @type {string[]} */
  const lines = [];
  let line = "";
  for (const part of parts) {
    if (!part) continue;
    if (line === "") line = indent + part;
    else if (line.length + 2 * SEPARATOR.length + part.length - 1 <= width) line += SEPARATOR + part;
    else {
      lines.push(line + SEPARATOR.trimEnd());
      line = indent + part;
    }
  }
  return line === "" ? lines : [...lines, line];
}

/**
 * Joins columns with spaces, or puts each on a line of its own.
 * @param {string[]} columns
 * @param {number} width
 */
export function columnLines(columns, width) {
  const line = columns.join("    ");
  return line.length <= width ? [line] : columns;
}
