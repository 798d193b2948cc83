// A table in the README: written by the run, and compared with it.
import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const readme = join(dirname(fileURLToPath(import.meta.url)), "../../README.md");

const line = (cells) => `| ${cells.join(" | ")} |`;
const head = (columns) => `${line(columns)}\n|${"---|".repeat(columns.length)}\n`;

/** The text before a table, the table, the text after. */
function split(table) {
  const text = readFileSync(readme, "utf8");
  // The comment says how it is written.
  const place = new RegExp(
    `^([^]*<!-- ${table}: node tests/${table}/run\\.mjs .*-->\n)([^]*)(<!-- end of ${table} -->[^]*)$`,
  ).exec(text);
  if (place === null) throw new Error(`the README has no place for the table of ${table}`);
  return place.slice(1);
}

/** `table` is the name of its folder in tests; a row is the texts of its cells: first the name, then the version. */
export function writeTable({ table, columns }, rows) {
  const [before, , after] = split(table);
  writeFileSync(readme, before + head(columns) + rows.map((row) => `${line(row)}\n`).join("") + after);
}

/**
 * What the README says otherwise than the run: of the rows that ran all but the version, of the others that they are
 * there.
 */
export function differences({ table, columns }, names, rows) {
  const [, text] = split(table);
  const said = text
    .slice(head(columns).length)
    .trim()
    .split("\n")
    .map((told) => told.slice(2, -2).split(" | "));
  const wrong = [];
  if (!text.startsWith(head(columns)) || said.map(([name]) => name).join("\n") !== names.join("\n")) {
    wrong.push(`its rows are not these: ${names.join("; ")}`);
  }
  const judged = ([, , ...cells]) => cells.join(" | ");
  for (const row of rows) {
    const told = said.find(([name]) => name === row[0]);
    if (told && judged(told) === judged(row)) continue;
    wrong.push(`it says\n    ${told ? line(told) : "nothing"}\n  where the run has seen\n    ${line(row)}`);
  }
  return wrong;
}
