// `cargo xtask check` runs this: no test of the admin page may act on the page as no person can, or compare what the
// page shows without waiting for it.
import { readdirSync, readFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { unsettledReads } from "./reads.mjs";
import { violations } from "./rules.mjs";

const root = fileURLToPath(new URL("../../../", import.meta.url));
const folders =
  process.argv.length > 2 ? process.argv.slice(2).map((folder) => resolve(folder)) : [join(root, "tests/www")];

const filesIn = (folder) =>
  readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return entry.name === "node_modules" ? [] : filesIn(path);
    return /\.[cm]?[jt]sx?$/.test(entry.name) ? [path] : [];
  });

const files = folders.flatMap(filesIn);
/** These compare responses, not what the page shows. */
const OF_RESPONSES = join(root, "tests/www/server/");

const found = (rule) =>
  files.flatMap((file) =>
    rule(readFileSync(file, "utf8"), file).map((one) => ({ file: relative(root, file), ...one })),
  );
const acts = found(violations);
const reads = found((text, file) => (file.startsWith(OF_RESPONSES) ? [] : unsettledReads(text, file)));
for (const { file, line, found, instead } of [...acts, ...reads])
  console.error(`${file}:${line}: ${found}\n    instead: ${instead}`);
if (files.length === 0) console.error("no files to look at");
if (acts.length > 0)
  console.error(`\n${acts.length} acts that no person can do. What only prepares a test is marked: // setup: why`);
if (reads.length > 0)
  console.error(`\n${reads.length} comparisons that do not wait. What cannot change is marked: // settled: why`);
process.exitCode = acts.length + reads.length > 0 || files.length === 0 ? 1 : 0;
