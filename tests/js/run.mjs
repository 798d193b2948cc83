// Runs the suites of this folder, or those of a folder in it: node tests/js/run.mjs [slow]
//
// What `node --test` makes of a folder differs: Node 20 also looks into the folders below, later
// ones take the folder for a module. Named files mean the same to all of them.
import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";

const folder = join(import.meta.dirname ?? new URL(".", import.meta.url).pathname, process.argv[2] ?? "");
const files = readdirSync(folder).filter((name) => name.endsWith(".test.mjs")).map((name) => join(folder, name));
const { status } = spawnSync(process.execPath, ["--test", "--test-reporter=spec", ...files], { stdio: "inherit" });
process.exitCode = status ?? 1;
