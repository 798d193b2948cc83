// node bench/report.mjs: draws results.svg from results.json, and writes the table of docs/benchmarks.md and the
// figures in the README and the other pages. `--check` compares instead, and fails if something would change.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { drawChart } from "./chart.mjs";
import { updateFigures } from "./figures-in-text.mjs";
import { formatBound, formatValue } from "./table.mjs";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const TABLE = /(<!-- measured: cargo xtask bench -->\n).*?(<!-- end of measured -->)/s;

function formatRow({ name, unit, subjects, ratio, met, ...result }) {
  const [[, ours], [other, values]] = Object.entries(subjects);
  const bound = `${formatBound({ unit, ...result }, result.bound)}: ${met.bound ? "yes" : "**no**"}`;
  return `| ${name}, ${unit} | ${formatValue(ours.median)} | ${formatValue(values.median)} (${other}) | ${ratio.toFixed(2)} × | ${bound} |`;
}

function formatTable({ machine, versions, results }) {
  const { rounds } = results.find(({ figure }) => figure === "cpu");
  return `Medians of at least ${rounds} rounds on a machine with ${machine.cores} cores, Node.js ${machine.node}, \`@clerk/backend\`
${versions["@clerk/backend"]} and emulate ${versions.emulate}. KB are 1000 bytes.

| | \`clerk-metadata\` | compared with | ratio | bound: is it met? |
|---|---|---|---|---|
${results.map(formatRow).join("\n")}
`;
}

function updatePage(name, text) {
  const updated = updateFigures(text, results);
  if (name !== "docs/benchmarks.md") return updated;
  if (!TABLE.test(updated)) throw new Error(`${name} has no comments that mark the table`);
  return updated.replace(TABLE, (_, begin, end) => begin + formatTable(results) + end);
}

const results = JSON.parse(readFileSync(join(root, "bench/results.json"), "utf8"));
const pages = readdirSync(join(root, "docs"))
  .filter((name) => name.endsWith(".md"))
  .map((name) => `docs/${name}`);
const updates = {
  "bench/results.svg": () => drawChart(results.results),
  ...Object.fromEntries(["README.md", ...pages].map((name) => [name, (text) => updatePage(name, text)])),
};
for (const [name, update] of Object.entries(updates)) {
  const path = join(root, name);
  const text = readFileSync(path, "utf8");
  const updated = update(text);
  if (updated === text) continue;
  if (process.argv.includes("--check")) {
    console.log(`${name} does not match bench/results.json; run: node bench/report.mjs`);
    process.exitCode = 1;
  } else writeFileSync(path, updated);
}
