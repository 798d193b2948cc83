// The packed tarball, bundled by every bundler and taken by every test tool, without configuration.
// What comes of it is run, in Chromium or Node.js, and makes real calls.
//
//   node tests/bundlers/run.mjs            those of every run
//   node tests/bundlers/run.mjs --rest     the others
//   node tests/bundlers/run.mjs --all      all
//   node tests/bundlers/run.mjs NAME...    those whose name holds one of these
//   ... --write                            writes the table of the README (with --all)
import { cpSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { judge } from "../runtimes/judge.mjs";
import { runSuite } from "../runtimes/suite.mjs";
import { CASES, OTHERS } from "./cases.mjs";
import { judgeEdge } from "./edge.mjs";
import { judgeTests } from "./test-tools.mjs";

const programs = join(dirname(fileURLToPath(import.meta.url)), "programs");

await runSuite({
  table: "bundlers",
  first: "tool",
  cases: CASES,
  others: OTHERS,
  judge(row, way, outcome, requests) {
    if (way.judge === "tests") return judgeTests(outcome, way.entry);
    if (way.judge === "edge") return judgeEdge(outcome, way.entry, requests);
    return judge(row, way, outcome, requests);
  },
  // For rows and others alike.
  prepare: (project) => cpSync(programs, project, { recursive: true }),
});
