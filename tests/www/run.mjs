// Runs the suites of the admin page: those of its server and those of the page, in Chromium.
//
//   node tests/www/run.mjs            all
//   node tests/www/run.mjs NAME...    those whose file's path holds one of these
//
// Under CI a suite that fails runs once more, alone: a browser beside another one on a busy machine can miss a
// timeout. The log names each suite that passed only then; look for the cause.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { text } from "node:stream/consumers";
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

/** Runs a suite and prints what it says once it has ended. Resolves to whether it passed. */
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
// No suite, no success.
process.exitCode = files.length > 0 && failedTwice.length === 0 ? 0 : 1;
