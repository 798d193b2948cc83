// node bench/run.mjs [FIGURE…] [--rounds N | --quick] [--add] [--skip FIGURE]…: measures figures and prints a table.
// `--quick` is for work in progress: three rounds with a quarter of the calls, without slow figures. If all figures are
// measured with 9 or more rounds, the results are written to results.json, results.svg and the pages (see report.mjs),
// where they replace earlier runs; with `--add` they are added to them. The rows of figures that are skipped remain.
// Deterministic figures, such as `size`, replace their rows there whenever they are measured, and new rows are added.
// `cargo xtask bench` builds and installs everything first.
import { readFileSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { measureFigure } from "./measure.mjs";
import { formatTable } from "./table.mjs";

/** The files in `figures`, in the order of the table. */
const FIGURES = [
  "size",
  "cold-start",
  "cold-start-javascript",
  "cold-start-workerd",
  "cpu",
  "cpu-javascript",
  "cpu-wasm",
  "cpu-8kb",
  "cpu-response",
  "cpu-list",
  "cpu-loopback",
  "memory",
  "local-requests",
  "local-growth",
  "local-start",
  "merge",
  "bulk",
  "bulk-cpu",
  "bulk-cpu-http",
  "bulk-journal",
];

const benchFolder = dirname(fileURLToPath(import.meta.url));
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: "string" },
    quick: { type: "boolean" },
    add: { type: "boolean" },
    skip: { type: "string", multiple: true, default: [] },
  },
});
const unknown = [...positionals, ...values.skip].filter((name) => !FIGURES.includes(name));
if (unknown.length > 0) throw new Error(`unknown figure ${unknown}; known figures: ${FIGURES.join(", ")}`);
if (values.quick) process.env.CLERK_METADATA_BENCH_QUICK = "1"; // for the programs
const rounds = Number(values.rounds ?? (values.quick ? 3 : 9));
if (!(rounds >= 1)) throw new Error("--rounds must be 1 or more");
const selected = FIGURES.filter(
  (name) => (positionals.length === 0 || positionals.includes(name)) && !values.skip.includes(name),
);

const results = [];
const omitted = [];
let isDeterministic = true;
for (const figure of selected) {
  const start = performance.now();
  const { default: definition } = await import(`./figures/${figure}.mjs`);
  isDeterministic &&= definition.deterministic === true;
  if (values.quick && positionals.length === 0) {
    if (definition.slow) {
      omitted.push(figure);
      continue;
    }
    definition.roundsFactor = 1;
  }
  results.push(...(await measureFigure(definition, { rounds })).map((row) => ({ figure, ...row })));
  console.log(`${figure}: ${((performance.now() - start) / 1000).toFixed(0)} s`);
}

const versionOf = (name) =>
  JSON.parse(readFileSync(join(benchFolder, "node_modules", name, "package.json"), "utf8")).version;
const machine = { cores: availableParallelism(), node: process.versions.node };
const versions = Object.fromEntries(
  ["clerk-metadata", "@clerk/backend", "emulate", "autocannon"].map((name) => [name, versionOf(name)]),
);
console.log(`\n${formatTable(results)}\n`);
console.log(
  `${machine.cores} cores, Node.js ${machine.node}, ${Object.entries(versions)
    .map((entry) => entry.join(" "))
    .join(", ")}`,
);
const failed = results.filter(({ met }) => !met.bound);
console.log(
  failed.length === 0 ? "Every bound is met." : `Bounds not met: ${failed.map(({ name }) => name).join("; ")}.`,
);
if (omitted.length > 0) console.log(`Not measured: ${omitted.join(", ")}.`);

const readReport = () => JSON.parse(readFileSync(join(benchFolder, "results.json"), "utf8"));
if (positionals.length === 0 && rounds >= 9 && !values.quick) {
  const earlier = readReport().results;
  const rows = results.map((row) => addToRuns(row, values.add ? earlier : []));
  const skipped = earlier.filter(({ figure }) => values.skip.includes(figure));
  await write({ machine, versions, results: inOrder([...rows, ...skipped]) });
} else if (rounds >= 9 && !values.quick) {
  const before = readReport();
  const isNew = ({ name }) => !before.results.some((row) => row.name === name);
  const measured = results.filter((row) => isDeterministic || isNew(row)).map((row) => addToRuns(row, []));
  const kept = before.results.filter(({ name }) => !measured.some((row) => row.name === name));
  if (measured.length > 0) await write({ ...before, results: inOrder([...kept, ...measured]) });
}

/** The rows in the order of the figures. */
function inOrder(rows) {
  const position = ({ figure }) => FIGURES.indexOf(figure);
  return rows.toSorted((a, b) => position(a) - position(b));
}

/** The row with the ratios of all runs. Its values are those of the last run. */
function addToRuns(row, earlier) {
  const runs = earlier.find(({ name }) => name === row.name)?.runs ?? [];
  return { ...row, runs: [...runs, { ratio: row.ratio, met: row.met.bound }] };
}

async function write(report) {
  writeFileSync(join(benchFolder, "results.json"), `${JSON.stringify(report, roundNumbers, 1)}\n`);
  await import("./report.mjs");
}

/** Rounds to four significant digits, which is more than the precision of a measurement. */
function roundNumbers(_, value) {
  return typeof value === "number" ? Number(value.toPrecision(4)) : value;
}
