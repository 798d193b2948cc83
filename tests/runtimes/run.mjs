// Installs the packed tarball with npm in temporary projects, and makes real calls over HTTP in every runtime.
// Each program runs in its own process, because a module that was already loaded would hide load errors.
//
//   node tests/runtimes/run.mjs            the cases of every test run
//   node tests/runtimes/run.mjs --rest     the other cases
//   node tests/runtimes/run.mjs --all      all cases
//   node tests/runtimes/run.mjs NAME...    the cases whose name contains one of these
//   ... --write                            also writes the table of docs/runtimes.md (with --all)
import { CASES } from "./cases.mjs";
import { GENERATED_MODULE } from "./generated-module.mjs";
import { HERMES } from "./hermes.mjs";
import { checkOutcome } from "./assertions.mjs";
import { runSnippet, snippets } from "./snippets.mjs";
import { runSuite } from "./suite.mjs";

const documentedPrograms = snippets().map((snippet) => ({
  name: `docs/runtimes.md, ${snippet.name}`,
  always: snippet.always,
  run: (project) => runSnippet(snippet, project),
}));

await runSuite({
  table: "runtimes",
  firstColumn: "runtime",
  cases: CASES,
  extraTasks: [...documentedPrograms, ...GENERATED_MODULE, HERMES],
  checkOutcome,
});
