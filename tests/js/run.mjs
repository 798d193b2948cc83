// Runs the suites of this folder, or of one of its subfolders: node tests/js/run.mjs [slow|rates|verify-mutants]
//
// --javascript runs the suites that test the client with `clerk-metadata/js`, and those of the folder
// `javascript`: with the condition `wintercg`, every entry of the package uses the JavaScript core. With --first, only
// those of calls, input and responses.
//
// The files are listed because `node --test FOLDER` differs between versions: Node.js 20 also searches
// subfolders, and later versions treat the folder as a module.
import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { availableParallelism } from "node:os";
import { basename, join } from "node:path";
import { parseArgs } from "node:util";

const { values, positionals } = parseArgs({
  options: { javascript: { type: "boolean", default: false }, first: { type: "boolean", default: false } },
  allowPositionals: true,
});
const testFolder = import.meta.dirname ?? new URL(".", import.meta.url).pathname;

/** Suites that do not test the client's core: these, and those of the command line, the queues and the files. */
const OTHER_SUITES = [
  "build-rewriting",
  "curl",
  "local-hosts",
  "openapi-missing",
  "key-protection",
  "observability",
  "routes",
];
const OTHER_SUITE_PREFIXES = ["bullmq", "cli", "cloudflare", "data-file", "dev", "journal", "verify"];
/**
 * Suites that replace parts of `WebAssembly`, whose counterparts are in the folder `javascript`, or that limit its
 * memory.
 */
const WASM_SUITES = ["address-space", "memory", "trap", "without-wasm"];

/** The suites of `--javascript --first`. */
const FIRST_SUITES = [
  "client",
  "fetch-results",
  "input-errors",
  "list",
  "organizations",
  "requests",
  "responses",
  "retries",
  "values",
];

const suitesIn = (folder) =>
  readdirSync(folder)
    .filter((name) => name.endsWith(".test.mjs"))
    .map((name) => join(folder, name));
function isLeftOut(file) {
  const name = basename(file, ".test.mjs");
  return (
    [...OTHER_SUITES, ...WASM_SUITES].includes(name) || OTHER_SUITE_PREFIXES.some((prefix) => name.startsWith(prefix))
  );
}

const isFirst = (file) => FIRST_SUITES.includes(basename(file, ".test.mjs"));

function javascriptSuites() {
  process.env.NODE_OPTIONS = `${process.env.NODE_OPTIONS ?? ""} --conditions=wintercg`;
  const suites = suitesIn(testFolder).filter((file) => (values.first ? isFirst(file) : !isLeftOut(file)));
  return [...suites, ...suitesIn(join(testFolder, "javascript"))];
}

const files = values.javascript ? javascriptSuites() : suitesIn(join(testFolder, positionals[0] ?? ""));
// The files mostly wait for processes and servers, and the default on two cores is one file at a time. Those of the
// folder `rates` measure shares of a limit.
const concurrency = positionals[0] === "rates" ? 1 : Math.max(2, availableParallelism() - 1);
const options = ["--test", "--test-reporter=spec", `--test-concurrency=${concurrency}`];
const { status } = spawnSync(process.execPath, [...options, ...files], { stdio: "inherit" });
process.exitCode = status ?? 1;
