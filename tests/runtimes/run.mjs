// The packed tarball, installed by npm into throw-away projects, makes real calls over HTTP in every
// runtime. Each program is a process of its own, as a module that is loaded twice hides what is wrong
// with loading it.
//
//   node tests/runtimes/run.mjs            those of every run
//   node tests/runtimes/run.mjs --rest     the others
//   node tests/runtimes/run.mjs --all      all
//   node tests/runtimes/run.mjs NAME...    those whose name holds one of these
//   ... --write                            writes the table of the README (with --all)
import { join } from "node:path";
import { parseArgs } from "node:util";
import { withTemporaryFolder } from "../packaging/pack.mjs";
import { startStandIn } from "../packaging/stand-in.mjs";
import { closeBrowser } from "./browser.mjs";
import { CASES } from "./cases.mjs";
import { judge } from "./judge.mjs";
import { createProject, installTarball } from "./project.mjs";
import { differences, writeTable } from "./table.mjs";
import { MissingRuntime } from "./tools.mjs";

const SIDE_BY_SIDE = 2;
const flag = { type: "boolean", default: false };
const { values, positionals } = parseArgs({ options: { all: flag, rest: flag, write: flag }, allowPositionals: true });
const asked = CASES.filter(({ runtime, always = false }) =>
  positionals.length > 0 ? positionals.some((name) => runtime.includes(name)) : values.all || always !== values.rest,
);
const count = { ok: 0, failed: 0, missing: 0 };

/** Runs one way into the package: the version of the runtime, and the result. */
async function runWay(row, way, folder, installed) {
  const start = performance.now();
  const name = `${row.runtime}, ${way.way}`;
  const server = await startStandIn(row.page?.(folder));
  const told = (what) => console.log(`${what} ${name} (${((performance.now() - start) / 1000).toFixed(1)} s)`);
  try {
    createProject(folder, way.type, installed);
    // Told as JSON by every host, so that what it leaves out is left out of all.
    const outcome = JSON.parse(JSON.stringify(await way.run(folder, server)));
    const result = judge(row, way, outcome, server.requests);
    count.ok += 1;
    told("ok  ");
    return { seen: true, version: outcome.version, result };
  } catch (error) {
    const missing = error instanceof MissingRuntime;
    count[missing ? "missing" : "failed"] += 1;
    told(missing ? "MISSING" : "FAIL");
    console.log(missing ? error.message : `${error.stack}\n${error.stdout ?? ""}${error.stderr ?? ""}`);
    return { seen: false };
  } finally {
    await server.close();
  }
}

async function runRow(row, folder, installed) {
  const results = [];
  for (const [index, way] of row.ways.entries()) results.push(await runWay(row, way, join(folder, String(index)), installed));
  return {
    seen: results.every(({ seen }) => seen),
    runtime: row.runtime,
    version: results[0].version,
    entry: row.ways.map(({ way, entry }) => `${way}: \`${entry}\``).join(", "),
    result: [...new Set(results.map(({ result }) => result))].join(", "),
  };
}

/** All rows, some at a time. */
async function runRows(folder) {
  const installed = installTarball(folder);
  const rows = [];
  const left = asked.entries();
  const worker = async () => {
    for (const [index, row] of left) rows[index] = await runRow(row, join(folder, `row-${index}`), installed);
  };
  await Promise.all(Array.from({ length: SIDE_BY_SIDE }, worker));
  await closeBrowser();
  return rows;
}

const rows = await withTemporaryFolder(runRows);
if (values.write && count.failed + count.missing === 0 && asked.length === CASES.length) writeTable(rows);
const wrong = differences(CASES.map(({ runtime }) => runtime), rows.filter(({ seen }) => seen));
for (const text of wrong) console.log(`the table of runtimes in the README: ${text}`);
console.log(`runtimes: ${count.ok} passed, ${count.failed} failed, ${count.missing} missing`);
// On a machine of one's own not everything need be there; where it counts, it must.
const lacks = count.missing > 0 && Boolean(process.env.CI);
process.exitCode = count.failed > 0 || lacks || wrong.length > 0 || asked.length === 0 ? 1 : 0;
