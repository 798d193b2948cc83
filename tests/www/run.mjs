// Runs the suites of the admin page: those of its server and those of the page, in Chromium.
//
//   node tests/www/run.mjs            all
//   node tests/www/run.mjs NAME...    those whose file's path holds one of these
import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** A browser each. A page waits for a service most of the time, so that two fit on a machine with two cores. */
const FILES_AT_ONCE = 2;

const here = dirname(fileURLToPath(import.meta.url));
const names = process.argv.slice(2);

function suites(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return suites(path);
    return entry.name.endsWith(".test.mjs") ? [path] : [];
  });
}

const files = suites(here).filter(
  (file) => names.length === 0 || names.some((name) => file.slice(here.length).includes(name)),
);
// No suite, no success.
const { status } =
  files.length > 0
    ? spawnSync(process.execPath, ["--test", "--test-reporter=spec", `--test-concurrency=${FILES_AT_ONCE}`, ...files], {
        stdio: "inherit",
      })
    : {};
process.exitCode = status ?? 1;
