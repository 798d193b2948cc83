// Uses the packed tarball with every bundler and test tool, without configuration. The output runs in Chromium or
// Node.js and makes real calls.
//
//   node tests/bundlers/run.mjs            the cases of every test run
//   node tests/bundlers/run.mjs --rest     the other cases
//   node tests/bundlers/run.mjs --all      all cases
//   node tests/bundlers/run.mjs NAME...    the cases whose name contains one of these
//   ... --write                            also writes the table of docs/bundlers.md (with --all)
import { cpSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { checkOutcome } from "../runtimes/assertions.mjs";
import { runSuite } from "../runtimes/suite.mjs";
import { CASES, EXTRA_TASKS } from "./cases.mjs";
import { checkEdgeOutcome } from "./edge-builders.mjs";
import { checkTestResults } from "./test-tools.mjs";

const programs = join(dirname(fileURLToPath(import.meta.url)), "programs");

await runSuite({
  table: "bundlers",
  firstColumn: "tool",
  cases: CASES,
  extraTasks: EXTRA_TASKS,
  checkOutcome(row, variant, outcome, requests) {
    if (variant.expectation === "tests") return checkTestResults(outcome, variant.entry);
    if (variant.expectation === "edge") return checkEdgeOutcome(outcome, variant.entry, requests);
    return checkOutcome(row, variant, outcome, requests);
  },
  // Applies to cases and extra tasks.
  prepare: (project) => cpSync(programs, project, { recursive: true }),
});
