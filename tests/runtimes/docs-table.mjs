// A table in docs/TABLE.md, which a test run writes or compares with its results.
import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const docs = join(dirname(fileURLToPath(import.meta.url)), "../../docs");
const pageOf = (table) => join(docs, `${table}.md`);

const formatRow = (cells) => `| ${cells.join(" | ")} |`;
const formatHead = (columns) => `${formatRow(columns)}\n|${"---|".repeat(columns.length)}\n`;

/** The text before a table, the table, and the text after it. */
function splitPage(table) {
  const text = readFileSync(pageOf(table), "utf8");
  // The opening comment contains the command that writes the table.
  const match = new RegExp(
    `^([^]*<!-- ${table}: node tests/${table}/run\\.mjs .*-->\n)([^]*)(<!-- end of ${table} -->[^]*)$`,
  ).exec(text);
  if (match === null) throw new Error(`docs/${table}.md has no comments that mark the table of ${table}`);
  return match.slice(1);
}

/**
 * `table` is the name of its page in docs and of its folder in tests. A row is the texts of its cells: first the name,
 * then the version.
 */
export function writeTable({ table, columns }, rows) {
  const [before, , after] = splitPage(table);
  writeFileSync(
    pageOf(table),
    before + formatHead(columns) + rows.map((row) => `${formatRow(row)}\n`).join("") + after,
  );
}

/**
 * The differences between the page and the run. Rows that ran must be equal except for the version; rows that did
 * not run must exist.
 */
export function findDifferences({ table, columns }, names, rows) {
  const [, text] = splitPage(table);
  const documentedRows = text
    .slice(formatHead(columns).length)
    .trim()
    .split("\n")
    .map((line) => line.slice(2, -2).split(" | "));
  const differences = [];
  if (!text.startsWith(formatHead(columns)) || documentedRows.map(([name]) => name).join("\n") !== names.join("\n")) {
    differences.push(`its rows are not these: ${names.join("; ")}`);
  }
  const comparedCells = ([, , ...cells]) => cells.join(" | ");
  for (const row of rows) {
    const documented = documentedRows.find(([name]) => name === row[0]);
    if (documented && comparedCells(documented) === comparedCells(row)) continue;
    differences.push(
      `it contains\n    ${documented ? formatRow(documented) : "nothing"}\n  but the run gave\n    ${formatRow(row)}`,
    );
  }
  return differences;
}
