// node bench/report.mjs: draws results.svg from results.json, and writes the table of the README.
import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { chart } from "./chart.mjs";
import { bound, short } from "./table.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const README = join(here, "../README.md");
const [BEGIN, END] = ["<!-- measured: cargo xtask bench -->", "<!-- end of measured -->"];

function row({ name, unit, subjects, ratio, holds, ...result }) {
  const [[, ours], [other, values]] = Object.entries(subjects);
  const must = `${bound({ unit, ...result }, result.must)}: ${holds.must ? "yes" : "**no**"}`;
  return `| ${name}, ${unit} | ${short(ours.median)} | ${short(values.median)} (${other}) | ${ratio.toFixed(2)} × | ${must} |`;
}

function section({ machine, versions, results }) {
  const { rounds } = results.find(({ figure }) => figure === "cpu");
  return `Medians of ${rounds} rounds or more on a machine of ${machine.cores} cores, Node.js ${machine.node}, \`@clerk/backend\`
${versions["@clerk/backend"]}, emulate ${versions.emulate}. The bounds are those that the project sets itself.

| | ours | beside | ratio | bound: kept? |
|---|---|---|---|---|
${results.map(row).join("\n")}`;
}

const results = JSON.parse(readFileSync(join(here, "results.json"), "utf8"));
writeFileSync(join(here, "results.svg"), chart(results.results));
const readme = readFileSync(README, "utf8");
const [begin, end] = [readme.indexOf(BEGIN), readme.indexOf(END)];
if (begin < 0 || end < begin) throw new Error(`the README lacks ${BEGIN} or ${END}`);
writeFileSync(README, `${readme.slice(0, begin + BEGIN.length)}\n${section(results)}\n${readme.slice(end)}`);
