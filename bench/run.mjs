// node bench/run.mjs [FIGURE…] [--rounds N]: measures and prints one table. A run of everything, of 9
// rounds or more, is kept in results.json, drawn in results.svg and written into the README.
// `cargo xtask bench` builds and installs first.
import { readFileSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { run } from "./runner.mjs";
import { table } from "./table.mjs";

/** In the order of the table; each is a file of `figures`. */
const FIGURES = [
  "size",
  "cold-start",
  "cold-start-javascript",
  "cold-start-workerd",
  "cpu",
  "cpu-javascript",
  "cpu-8kb",
  "cpu-loopback",
  "memory",
  "local-requests",
  "local-growth",
  "merge",
];

const here = dirname(fileURLToPath(import.meta.url));
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { rounds: { type: "string", default: "9" } },
});
const unknown = positionals.filter((name) => !FIGURES.includes(name));
if (unknown.length > 0) throw new Error(`there is no figure ${unknown}; there are ${FIGURES.join(", ")}`);
const rounds = Number(values.rounds);
if (!(rounds >= 1)) throw new Error("--rounds must be 1 or more");
const asked = FIGURES.filter((name) => positionals.length === 0 || positionals.includes(name));

const results = [];
for (const figure of asked) {
  const start = performance.now();
  const { default: definition } = await import(`./figures/${figure}.mjs`);
  results.push(...(await run(definition, { rounds })).map((row) => ({ figure, ...row })));
  console.log(`${figure}: ${((performance.now() - start) / 1000).toFixed(0)} s`);
}

const version = (name) => JSON.parse(readFileSync(join(here, "node_modules", name, "package.json"), "utf8")).version;
const machine = { cores: availableParallelism(), node: process.versions.node };
const versions = Object.fromEntries(
  ["clerk-metadata", "@clerk/backend", "emulate", "autocannon"].map((name) => [name, version(name)]),
);
console.log(`\n${table(results)}\n`);
console.log(
  `${machine.cores} cores, Node.js ${machine.node}, ${Object.entries(versions)
    .map((entry) => entry.join(" "))
    .join(", ")}`,
);
const failed = results.filter(({ holds }) => !holds.must);
console.log(failed.length === 0 ? "Every must holds." : `Does not hold: ${failed.map(({ name }) => name).join("; ")}.`);

if (positionals.length === 0 && rounds >= 9) {
  writeFileSync(join(here, "results.json"), `${JSON.stringify({ machine, versions, results }, rounded, 1)}\n`);
  await import("./report.mjs");
}

/** Four digits are more than a measurement has. */
function rounded(_, value) {
  return typeof value === "number" ? Number(value.toPrecision(4)) : value;
}
