// Runs the suites of this folder, or those of a folder in it: node tests/js/run.mjs [slow]
//
// --javascript runs the suites that concern the client on `clerk-metadata/js`, and those of the folder
// `javascript`: with the condition `wintercg`, every entry of the package has its core in JavaScript.
//
// What `node --test` makes of a folder differs: Node 20 also looks into the folders below, later
// ones take the folder for a module. Named files mean the same to all of them.
import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";

const { values, positionals } = parseArgs({
  options: { javascript: { type: "boolean", default: false } },
  allowPositionals: true,
});
const here = import.meta.dirname ?? new URL(".", import.meta.url).pathname;

/** Suites that do not concern the client's core. */
const OTHER_SUITES = [
  "build-rewriting",
  "cli",
  "curl",
  "data-file",
  "data-file-access",
  "data-file-lock",
  "data-file-outside",
  "journal",
  "local-hosts",
  "openapi-absent",
  "places",
  "routes",
];
/**
 * Suites that replace parts of `WebAssembly`, whose counterparts are in the folder `javascript`, or that bound its
 * memory.
 */
const WASM_SUITES = ["address-space", "memory", "trap", "without-wasm"];

const suitesIn = (folder) =>
  readdirSync(folder)
    .filter((name) => name.endsWith(".test.mjs"))
    .map((name) => join(folder, name));
const isLeftOut = (file) => [...OTHER_SUITES, ...WASM_SUITES].some((name) => file === join(here, `${name}.test.mjs`));

function javascriptSuites() {
  process.env.NODE_OPTIONS = `${process.env.NODE_OPTIONS ?? ""} --conditions=wintercg`;
  return [...suitesIn(here).filter((file) => !isLeftOut(file)), ...suitesIn(join(here, "javascript"))];
}

const files = values.javascript ? javascriptSuites() : suitesIn(join(here, positionals[0] ?? ""));
const { status } = spawnSync(process.execPath, ["--test", "--test-reporter=spec", ...files], { stdio: "inherit" });
process.exitCode = status ?? 1;
