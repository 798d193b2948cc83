// The packed tarball, installed by npm into throw-away projects, makes real calls over HTTP in every
// runtime. Each program is a process of its own, as a module that is loaded twice hides what is wrong
// with loading it.
//
//   node tests/runtimes/run.mjs            those of every run
//   node tests/runtimes/run.mjs --rest     the others
//   node tests/runtimes/run.mjs --all      all
//   node tests/runtimes/run.mjs NAME...    those whose name holds one of these
//   ... --write                            writes the table of the README (with --all)
import { CASES } from "./cases.mjs";
import { HERMES } from "./hermes.mjs";
import { judge } from "./judge.mjs";
import { runSnippet, snippets } from "./snippets.mjs";
import { runSuite } from "./suite.mjs";

const others = snippets().map((snippet) => ({
  name: `docs/runtimes.md, ${snippet.name}`,
  always: snippet.always,
  run: (project) => runSnippet(snippet, project),
}));

await runSuite({ table: "runtimes", first: "runtime", cases: CASES, others: [...others, HERMES], judge });
