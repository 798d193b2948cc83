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
import { runSnippet, snippets } from "./snippets.mjs";
import { differences, writeTable } from "./table.mjs";
import { MissingRuntime } from "./tools.mjs";

const SIDE_BY_SIDE = 2;
const flag = { type: "boolean", default: false };
const { values, positionals } = parseArgs({ options: { all: flag, rest: flag, write: flag }, allowPositionals: true });
const asked = (name, always = false) =>
  positionals.length > 0 ? positionals.some((part) => name.includes(part)) : values.all || always !== values.rest;
const count = { passed: 0, failed: 0, missing: 0 };

/** Does one thing and tells of it; gives `undefined` where it fails. */
async function attempt(name, work) {
  const start = performance.now();
  const told = (what) => console.log(`${what} ${name} (${((performance.now() - start) / 1000).toFixed(1)} s)`);
  try {
    const outcome = await work();
    count.passed += 1;
    told("ok  ");
    return outcome;
  } catch (error) {
    const missing = error instanceof MissingRuntime;
    count[missing ? "missing" : "failed"] += 1;
    told(missing ? "MISSING" : "FAIL");
    console.log(missing ? error.message : `${error.stack}\n${error.stdout ?? ""}${error.stderr ?? ""}`);
    return undefined;
  }
}

/** One way into the package: the version of the runtime, and the result. */
async function runWay(row, way, folder, installed) {
  createProject(folder, way.type, installed);
  const server = await startStandIn(row.page?.(folder));
  try {
    // Told as JSON by every host, so that what it leaves out is left out of all.
    const outcome = JSON.parse(JSON.stringify(await way.run(folder, server)));
    return { version: outcome.version, result: judge(row, way, outcome, server.requests) };
  } finally {
    await server.close();
  }
}

/** What the table says of a runtime; nothing where a way has failed. */
async function runRow(row, folder, installed) {
  const results = [];
  for (const way of row.ways) {
    const project = join(folder, String(results.length));
    results.push(await attempt(`${row.runtime}, ${way.way}`, () => runWay(row, way, project, installed)));
  }
  if (results.includes(undefined)) return undefined;
  return {
    runtime: row.runtime,
    version: results[0].version,
    entry: row.ways.map(({ way, entry }) => `${way}: \`${entry}\``).join(", "),
    result: [...new Set(results.map(({ result }) => result))].join(", "),
  };
}

/** All that is asked for, some at a time: the rows. */
async function runAll(folder) {
  const installed = installTarball(folder);
  const cases = CASES.filter(({ runtime, always }) => asked(runtime, always));
  const rows = [];
  const tasks = cases.map((row, index) => async () => {
    rows[index] = await runRow(row, join(folder, `row-${index}`), installed);
  });
  for (const snippet of snippets()) {
    const name = `docs/runtimes.md, ${snippet.name}`;
    if (!asked(name, snippet.always)) continue;
    const project = join(folder, `snippet-${snippet.name}`);
    tasks.push(() =>
      attempt(name, () => {
        createProject(project, "module", installed);
        return runSnippet(snippet, project);
      }),
    );
  }
  const left = tasks.values();
  const worker = async () => {
    for (const task of left) await task();
  };
  await Promise.all(Array.from({ length: SIDE_BY_SIDE }, worker));
  await closeBrowser();
  return rows.filter((row) => row !== undefined);
}

const rows = await withTemporaryFolder(runAll);
if (values.write && rows.length === CASES.length) writeTable(rows);
const wrong = differences(CASES.map(({ runtime }) => runtime), rows);
for (const text of wrong) console.log(`the table of runtimes in the README: ${text}`);
console.log(`runtimes: ${count.passed} passed, ${count.failed} failed, ${count.missing} missing`);
// On a machine of one's own not everything need be there; where it counts, it must.
const lacks = count.missing > 0 && Boolean(process.env.CI);
process.exitCode = count.failed > 0 || lacks || wrong.length > 0 || count.passed === 0 ? 1 : 0;
