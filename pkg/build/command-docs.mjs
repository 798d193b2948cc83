// The help of the commands in docs/command-line.md is what they print:
//
//   node build/command-docs.mjs          fails if it differs
//   node build/command-docs.mjs --write  writes it
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const pkg = resolve(fileURLToPath(import.meta.url), "../..");
const page = join(pkg, "../docs/command-line.md");

/** A block: a comment with the name of a command, or of the program, and its help. */
const BLOCK = /(<!-- help: ([\w-]+) -->\n+```text\n)(.*?)(```\n)/gs;
const PROGRAM = "clerk-metadata";

const commands = readdirSync(join(pkg, "src/cli/commands")).map((name) => basename(name, ".js"));
const text = readFileSync(page, "utf8");
const documented = [...text.matchAll(BLOCK)].map(([, , name]) => name);
const missing = [PROGRAM, ...commands].filter((name) => !documented.includes(name));
if (missing.length > 0) throw new Error(`docs/command-line.md has no help of ${missing.join(", ")}`);

const current = text.replace(BLOCK, (_, start, name, __, end) => {
  const args = name === PROGRAM ? ["--help"] : [name, "--help"];
  return start + execFileSync(process.execPath, [join(pkg, "dist/cli.js"), ...args], { encoding: "utf8" }) + end;
});
if (process.argv.includes("--write")) writeFileSync(page, current);
else if (current !== text)
  throw new Error("docs/command-line.md differs from the help. Run: node pkg/build/command-docs.mjs --write");
