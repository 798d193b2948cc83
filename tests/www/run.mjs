// Runs the test suites of the admin page: its server, and the page in Chromium.
//
//   node tests/www/run.mjs            all
//   node tests/www/run.mjs NAME...    suites whose path contains one of these
//
// Under CI, a suite that fails runs a second time, alone: with two browsers on a busy machine, it may exceed a timeout.
// The log names the suites that passed only the second time. Find the cause: CLERK_METADATA_CPU_SLOWDOWN=6 slows the
// pages down, so that rare races become frequent.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";

/** Each suite has its own browser, which waits for the Backend API most of the time. */
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

/** Runs a suite and prints its output when it ends. Resolves to whether it passed. */
async function passes(file) {
  const child = spawn(process.execPath, ["--test", "--test-reporter=spec", file], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [output, [code]] = await Promise.all([text(child.stdout), once(child, "close")]);
  console.log(`\n${relative(here, file)}\n${output}`);
  return code === 0;
}

const files = suites(here).filter(
  (file) => names.length === 0 || names.some((name) => file.slice(here.length).includes(name)),
);
const waiting = [...files];
const failed = [];
async function runWaiting() {
  for (let file = waiting.shift(); file !== undefined; file = waiting.shift()) {
    if (!(await passes(file))) failed.push(file);
  }
}
await Promise.all(Array.from({ length: FILES_AT_ONCE }, runWaiting));

const failedTwice = [];
for (const file of failed) {
  if (!process.env.CI) failedTwice.push(file);
  else if (await passes(file)) console.log(`FLAKY ${relative(here, file)} passed at the second run only`);
  else failedTwice.push(file);
}
for (const file of failedTwice) console.log(`FAIL ${relative(here, file)}`);
console.log(`${files.length - failedTwice.length} passed, ${failedTwice.length} failed`);
// Without a suite, the run fails.
process.exitCode = files.length > 0 && failedTwice.length === 0 ? 0 : 1;
