// node bench/report.mjs: draws results.svg from results.json, and writes the table in the README.
import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { drawChart } from "./chart.mjs";
import { formatBound, formatValue } from "./table.mjs";

const benchFolder = dirname(fileURLToPath(import.meta.url));
const README = join(benchFolder, "../README.md");
const [BEGIN, END] = ["<!-- measured: cargo xtask bench -->", "<!-- end of measured -->"];

function formatRow({ name, unit, subjects, ratio, met, ...result }) {
  const [[, ours], [other, values]] = Object.entries(subjects);
  const bound = `${formatBound({ unit, ...result }, result.bound)}: ${met.bound ? "yes" : "**no**"}`;
  return `| ${name}, ${unit} | ${formatValue(ours.median)} | ${formatValue(values.median)} (${other}) | ${ratio.toFixed(2)} × | ${bound} |`;
}

function formatSection({ machine, versions, results }) {
  const { rounds } = results.find(({ figure }) => figure === "cpu");
  return `Medians of ${rounds} rounds or more on a machine of ${machine.cores} cores, Node.js ${machine.node}, \`@clerk/backend\`
${versions["@clerk/backend"]}, emulate ${versions.emulate}. The bounds are those that the project sets itself.

| | ours | beside | ratio | bound: kept? |
|---|---|---|---|---|
${results.map(formatRow).join("\n")}`;
}

const results = JSON.parse(readFileSync(join(benchFolder, "results.json"), "utf8"));
writeFileSync(join(benchFolder, "results.svg"), drawChart(results.results));
const readme = readFileSync(README, "utf8");
const [begin, end] = [readme.indexOf(BEGIN), readme.indexOf(END)];
if (begin < 0 || end < begin) throw new Error(`the README does not contain ${BEGIN} or ${END}`);
writeFileSync(README, `${readme.slice(0, begin + BEGIN.length)}\n${formatSection(results)}\n${readme.slice(end)}`);
