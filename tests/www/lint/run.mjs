// `cargo xtask check` runs this: no test of the admin page may act on the page as no person can.
import { readdirSync, readFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
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
const all = files.flatMap((file) =>
  violations(readFileSync(file, "utf8"), file).map((violation) => ({ file: relative(root, file), ...violation })),
);
for (const { file, line, found, instead } of all) console.error(`${file}:${line}: ${found}\n    instead: ${instead}`);
if (files.length === 0) console.error("no files to look at");
if (all.length > 0)
  console.error(`\n${all.length} acts that no person can do. What only prepares a test is marked: // setup: why`);
process.exitCode = all.length > 0 || files.length === 0 ? 1 : 0;
