// A table in the README: written by the run, and compared with it.
import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const readme = join(dirname(fileURLToPath(import.meta.url)), "../../README.md");

const head = (first) => `| ${first} | tried with | entry | result |\n|---|---|---|---|\n`;
const cells = ({ name, version, entry, result }) => `| ${[name, version, entry, result].join(" | ")} |`;

/** The text before a table, the table, the text after. */
function split(table) {
  const begin = `<!-- ${table}: node tests/${table}/run.mjs --all --write -->\n`;
  const text = readFileSync(readme, "utf8");
  const from = text.indexOf(begin) + begin.length;
  const to = text.indexOf(`<!-- end of ${table} -->`);
  if (from < begin.length || to < from) throw new Error(`the README has no place for the table of ${table}`);
  return [text.slice(0, from), text.slice(from, to), text.slice(to)];
}

/** `table` is the name of its folder in tests, `first` what its first column is called. */
export function writeTable({ table, first }, rows) {
  const [before, , after] = split(table);
  writeFileSync(readme, before + head(first) + rows.map((row) => `${cells(row)}\n`).join("") + after);
}

/** What the README says otherwise than the run: of the rows that ran all but the version, of the others that they are there. */
export function differences({ table, first }, names, rows) {
  const [, text] = split(table);
  const said = text.slice(head(first).length).trim().split("\n").map((line) => line.slice(2, -2).split(" | "));
  const wrong = [];
  if (!text.startsWith(head(first)) || said.map(([name]) => name).join("\n") !== names.join("\n")) {
    wrong.push(`its rows are not these: ${names.join("; ")}`);
  }
  for (const row of rows) {
    const line = said.find(([name]) => name === row.name);
    if (line?.[2] === row.entry && line[3] === row.result) continue;
    wrong.push(`it says\n    ${line ? `| ${line.join(" | ")} |` : "nothing"}\n  where the run has seen\n    ${cells(row)}`);
  }
  return wrong;
}
