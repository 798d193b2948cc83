// Runs cases, each of which is a row of a table in the documentation, and extra tasks, and compares the table with the
// results.
import { join } from "node:path";
import { parseArgs } from "node:util";
import { withTemporaryFolder } from "../packaging/pack.mjs";
import { startFakeBackend } from "../packaging/fake-backend.mjs";
import { closeBrowser } from "./browser.mjs";
import { findDifferences, writeTable } from "./docs-table.mjs";
import { createProject, installTarball } from "./project.mjs";
import { reportResults, runTask } from "./tasks.mjs";

const CONCURRENT_TASKS = 2;
const flag = { type: "boolean", default: false };
const { values, positionals } = parseArgs({ options: { all: flag, rest: flag, write: flag }, allowPositionals: true });
const isSelected = ({ name, always = false }) =>
  positionals.length > 0 ? positionals.some((part) => name.includes(part)) : values.all || always !== values.rest;

/** Runs one variant: returns the version of the runtime and the result. */
async function runVariant(row, variant, checkOutcome, folder) {
  const server = await startFakeBackend(row.serveFile?.(folder));
  try {
    // Most outcomes arrive as JSON, which omits undefined properties. Convert the others too.
    const outcome = JSON.parse(JSON.stringify(await variant.run(folder, server)));
    return { version: outcome.version, result: checkOutcome(row, variant, outcome, server.requests) };
  } finally {
    await server.close();
  }
}

/** Runs all variants of a case: returns the row of the table, or `undefined` if one failed. */
async function runRow(row, { checkOutcome, prepare }, folder, installed) {
  const results = [];
  for (const variant of row.variants) {
    const project = join(folder, String(results.length));
    const task = () => {
      createProject(project, variant.type, installed);
      prepare?.(project);
      // A variant may override the properties of its case.
      return runVariant({ ...row, ...variant }, variant, checkOutcome, project);
    };
    results.push(await runTask(`${row.name}, ${variant.label}`, task));
  }
  if (results.includes(undefined)) return undefined;
  const entries = row.variants.map(({ label, entry }) => `${label}: \`${entry}\``).join(", ");
  const outcomes = [...new Set(results.map(({ result }) => result))].join(", ");
  return [row.name, results[0].version, entries, outcomes];
}

/** Runs the selected cases and extra tasks, a few at a time, and returns the rows of the table. */
async function runAll({ cases, extraTasks = [], ...suite }, folder) {
  const installed = installTarball(folder);
  const rows = [];
  const tasks = cases.filter(isSelected).map((row, index) => async () => {
    rows[index] = await runRow(row, suite, join(folder, `row-${index}`), installed);
  });
  for (const [index, extra] of extraTasks.filter(isSelected).entries()) {
    const project = join(folder, `extra-${index}`);
    tasks.push(() =>
      runTask(extra.name, () => {
        createProject(project, "module", installed);
        suite.prepare?.(project);
        return extra.run(project);
      }),
    );
  }
  const queue = tasks.values();
  const worker = async () => {
    for (const task of queue) await task();
  };
  await Promise.all(Array.from({ length: CONCURRENT_TASKS }, worker));
  await closeBrowser();
  return rows.filter((row) => row !== undefined);
}

/**
 * `table` and `firstColumn`: the name of the table and of its first column. `cases`: its rows. `extraTasks`: tasks
 * without a row, as `{ name, always, run(project) }`. `checkOutcome` returns the result of a variant. `prepare` adds
 * files to a project.
 */
export async function runSuite(suite) {
  const { table, firstColumn, cases } = suite;
  const page = { table, columns: [firstColumn, "tried with", "entry", "result"] };
  const rows = await withTemporaryFolder((folder) => runAll(suite, folder));
  if (values.write && rows.length === cases.length) writeTable(page, rows);
  const differences = findDifferences(
    page,
    cases.map(({ name }) => name),
    rows,
  );
  reportResults(table, differences);
}
