// Runs cases, a row of a table in the README each, and extra tasks beside them; then holds the table
// against what the run has seen.
import { join } from "node:path";
import { parseArgs } from "node:util";
import { withTemporaryFolder } from "../packaging/pack.mjs";
import { startStandIn } from "../packaging/stand-in.mjs";
import { attempt, conclude } from "./attempt.mjs";
import { closeBrowser } from "./browser.mjs";
import { createProject, installTarball } from "./project.mjs";
import { differences, writeTable } from "./table.mjs";

const SIDE_BY_SIDE = 2;
const flag = { type: "boolean", default: false };
const { values, positionals } = parseArgs({ options: { all: flag, rest: flag, write: flag }, allowPositionals: true });
const asked = ({ name, always = false }) =>
  positionals.length > 0 ? positionals.some((part) => name.includes(part)) : values.all || always !== values.rest;

/** One way into the package: the version of the runtime, and the result. */
async function runWay(row, way, judge, folder) {
  const server = await startStandIn(row.page?.(folder));
  try {
    // Told as JSON by every host, so that what it leaves out is left out of all.
    const outcome = JSON.parse(JSON.stringify(await way.run(folder, server)));
    return { version: outcome.version, result: judge(row, way, outcome, server.requests) };
  } finally {
    await server.close();
  }
}

/** What the table says of a row; nothing where a way has failed. */
async function runRow(row, { judge, prepare }, folder, installed) {
  const results = [];
  for (const way of row.ways) {
    const project = join(folder, String(results.length));
    const work = () => {
      createProject(project, way.type, installed);
      prepare?.(project);
      // What a row says of all its ways, a way may say of itself.
      return runWay({ ...row, ...way }, way, judge, project);
    };
    results.push(await attempt(`${row.name}, ${way.way}`, work));
  }
  if (results.includes(undefined)) return undefined;
  const entries = row.ways.map(({ way, entry }) => `${way}: \`${entry}\``).join(", ");
  const outcomes = [...new Set(results.map(({ result }) => result))].join(", ");
  return [row.name, results[0].version, entries, outcomes];
}

/** All that is asked for, some at a time: the rows. */
async function runAll({ cases, others = [], ...suite }, folder) {
  const installed = installTarball(folder);
  const rows = [];
  const tasks = cases.filter(asked).map((row, index) => async () => {
    rows[index] = await runRow(row, suite, join(folder, `row-${index}`), installed);
  });
  for (const [index, other] of others.filter(asked).entries()) {
    const project = join(folder, `other-${index}`);
    tasks.push(() =>
      attempt(other.name, () => {
        createProject(project, "module", installed);
        suite.prepare?.(project);
        return other.run(project);
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

/**
 * `table` and `first`: which table, and what its first column is called; `cases`: its rows; `others`:
 * what else is run, as `{ name, always, run(project) }`; `judge` gives a row's result; `prepare`
 * adds to a project.
 */
export async function runSuite(suite) {
  const { table, first, cases } = suite;
  const readme = { table, columns: [first, "tried with", "entry", "result"] };
  const rows = await withTemporaryFolder((folder) => runAll(suite, folder));
  if (values.write && rows.length === cases.length) writeTable(readme, rows);
  const wrong = differences(
    readme,
    cases.map(({ name }) => name),
    rows,
  );
  conclude(table, wrong);
}
