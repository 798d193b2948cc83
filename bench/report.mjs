// node bench/report.mjs: draws results.svg from results.json, and writes the table of docs/benchmarks.md and the
// figures in the README and the other pages. `--check` compares instead, and fails if something would change.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { drawChart } from "./chart.mjs";
import { updateFigures } from "./figures-in-text.mjs";
import { formatBound, formatRatios, formatValue } from "./table.mjs";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const TABLES = {
  "docs/benchmarks.md": [/(<!-- measured: cargo xtask bench -->\n).*?(<!-- end of measured -->)/s, formatTable],
  "README.md": [/(<!-- ratios: cargo xtask bench -->\n).*?(<!-- end of ratios -->)/s, formatRatioTable],
};

function formatRow({ name, unit, subjects, runs, ...result }) {
  const [[, ours], [other, values]] = Object.entries(subjects);
  const bound = `${formatBound({ unit, ...result }, result.bound)}: ${runs.every(({ met }) => met) ? "yes" : "**no**"}`;
  const cells = [
    `${name}, ${unit}`,
    formatValue(ours.median),
    `${formatValue(values.median)} (${other})`,
    formatRatios({ runs }),
    bound,
  ];
  return `| ${cells.join(" | ")} |`;
}

function formatTable({ machine, versions, results }) {
  const { rounds, runs } = results.find(({ figure }) => figure === "cpu");
  const { "@clerk/backend": official, emulate } = versions;
  return `Medians of at least ${rounds} rounds on a machine with ${machine.cores} cores, Node.js ${machine.node}, \`@clerk/backend\`
${official} and emulate ${emulate}. KB are 1000 bytes. The values are those of the last of ${runs.length} runs, and the
ratio and the bound are those of all of them.

| | \`clerk-metadata\` | compared with | ratio | bound: is it met? |
|---|---|---|---|---|
${results.map(formatRow).join("\n")}
`;
}

function formatRatioTable({ results }) {
  const rows = results.map(({ name, subjects, ...row }) => {
    const other = Object.keys(subjects)[1];
    return `| ${name} | ${formatRatios(row)} | ${other} |`;
  });
  return `
| | ratio | compared with |
|---|---|---|
${rows.join("\n")}

`;
}

function updatePage(name, text) {
  const updated = updateFigures(text, results);
  if (!TABLES[name]) return updated;
  const [place, format] = TABLES[name];
  if (!place.test(updated)) throw new Error(`${name} has no comments that mark the table`);
  return updated.replace(place, (_, begin, end) => begin + format(results) + end);
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
