// The table of runtimes in the README: written by the run, and compared with it.
import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const readme = join(dirname(fileURLToPath(import.meta.url)), "../../README.md");
const BEGIN = "<!-- runtimes: node tests/runtimes/run.mjs --all --write -->\n";
const END = "<!-- end of runtimes -->";
const HEAD = "| runtime | tried with | entry | result |\n|---|---|---|---|\n";

const cells = ({ runtime, version, entry, result }) => `| ${[runtime, version, entry, result].join(" | ")} |`;

/** The text before the table, the table, the text after. */
function split() {
  const text = readFileSync(readme, "utf8");
  const from = text.indexOf(BEGIN) + BEGIN.length;
  const to = text.indexOf(END);
  if (from < BEGIN.length || to < from) throw new Error("the README has no place for the table of runtimes");
  return [text.slice(0, from), text.slice(from, to), text.slice(to)];
}

export function writeTable(rows) {
  const [before, , after] = split();
  writeFileSync(readme, before + HEAD + rows.map((row) => `${cells(row)}\n`).join("") + after);
}

/** What the README says otherwise than the run: of the rows that ran all but the version, of the others that they are there. */
export function differences(names, rows) {
  const [, table] = split();
  const said = table.slice(HEAD.length).trim().split("\n").map((line) => line.slice(2, -2).split(" | "));
  const wrong = [];
  if (!table.startsWith(HEAD) || said.map(([runtime]) => runtime).join("\n") !== names.join("\n")) {
    wrong.push(`its rows are not these: ${names.join("; ")}`);
  }
  for (const row of rows) {
    const line = said.find(([runtime]) => runtime === row.runtime);
    if (line?.[2] === row.entry && line[3] === row.result) continue;
    wrong.push(`it says\n    ${line ? `| ${line.join(" | ")} |` : "nothing"}\n  where the run has seen\n    ${cells(row)}`);
  }
  return wrong;
}
