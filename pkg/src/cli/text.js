// Formats text for a terminal.

const DEFAULT_WIDTH = 80;
const MIN_WIDTH = 40;

/**
 * The width of a stream, in columns. A file or a pipe has none, and gets the default.
 * @param {{ columns?: number }} stream
 */
export const widthOf = ({ columns = DEFAULT_WIDTH }) => Math.max(columns, MIN_WIDTH);

/**
 * Breaks a text between words. A word that is longer than the line, such as a path, is not broken.
 * @param {string} text
 * @param {number} width
 * @returns {string[]}
 */
export function wrap(text, width) {
  /** @type {string[]} */
  const lines = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line !== "" && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else {
      line = line === "" ? word : `${line} ${word}`;
    }
  }
  return [...lines, line];
}

/** Longer labels have their text on the next line. */
const MAX_LABEL_SHARE = 0.45;

/**
 * Two columns: labels, and texts next to them.
 * @param {[label: string, text: string][]} rows
 * @param {number} width
 */
export function table(rows, width) {
  const maxLabel = Math.floor(width * MAX_LABEL_SHARE);
  const labels = rows.map(([label]) => label.length).filter((length) => length <= maxLabel);
  const indent = Math.max(...labels, 0) + 4;
  return rows
    .map(([label, text]) => {
      const lines = wrap(text, width - indent).map((line) => " ".repeat(indent) + line);
      const head = `  ${label}`;
      if (head.length + 2 > indent) return [head, ...lines].join("\n");
      return [head.padEnd(indent) + lines[0].trimStart(), ...lines.slice(1)].join("\n");
    })
    .join("\n");
}

/**
 * "bash, zsh or fish"
 * @param {readonly string[]} names
 */
export const alternatives = (names) => names.join(", ").replace(/, ([^,]*)$/, " or $1");
