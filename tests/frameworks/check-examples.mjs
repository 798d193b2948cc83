// Checks that the folder of each example can be copied alone: it contains every file that it needs, and the package
// comes from the registry. `--write` copies the files that all framework examples share from examples/express.
import { copyFileSync, existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
const examples = join(root, "examples");
/** Copies, and not a package or a common folder, because each example is to be copied alone. */
const SHARED_FILES = ["run.mjs", "session.mjs"];
const ORIGINAL = "express";
/** One runs the package itself, not an app with a framework, and one has no signed-in user. */
const WITHOUT_SHARED_FILES = ["demo", "cloudflare-queues"];
const REQUIRED_FILES = [".gitignore", "README.md", "package.json", "package-lock.json", "run.mjs"];
const RELATIVE_IMPORT = /(?:from|import|require\(|import\()\s*["'](\.\.?\/[^"']*)["']/g;

const read = (...path) => readFileSync(join(...path), "utf8");
const { version } = JSON.parse(read(root, "pkg/package.json"));
const problems = [];

function checkExample(name) {
  const folder = join(examples, name);
  const missing = REQUIRED_FILES.filter((file) => !existsSync(join(folder, file)));
  for (const file of missing) problems.push(`examples/${name}/${file} is missing`);
  if (missing.length > 0) return;

  if (!read(folder, ".gitignore").split("\n").includes("node_modules"))
    problems.push(`examples/${name}/.gitignore must contain node_modules`);
  const range = JSON.parse(read(folder, "package.json")).dependencies["clerk-metadata"];
  if (range !== `^${version}`)
    problems.push(`examples/${name}/package.json must depend on clerk-metadata ^${version}, not ${range}`);
  const locked = JSON.parse(read(folder, "package-lock.json")).packages["node_modules/clerk-metadata"];
  if (locked?.version !== version || locked.resolved !== undefined)
    problems.push(`examples/${name}/package-lock.json must lock clerk-metadata ${version} of the registry`);
  checkImports(folder, name);

  if (WITHOUT_SHARED_FILES.includes(name)) return;
  for (const file of SHARED_FILES) {
    if (process.argv.includes("--write")) copyFileSync(join(examples, ORIGINAL, file), join(folder, file));
    else if (read(folder, file) !== read(examples, ORIGINAL, file))
      problems.push(
        `examples/${name}/${file} differs from that of ${ORIGINAL}: node tests/frameworks/check-examples.mjs --write`,
      );
  }
}

function checkImports(folder, name) {
  for (const file of readdirSync(folder, { recursive: true })) {
    if (/(^|[\\/])(node_modules|\.\w+|dist|build)[\\/]/.test(file) || !/\.(astro|[cm]?[jt]sx?)$/.test(file)) continue;
    for (const [, specifier] of read(folder, file).matchAll(RELATIVE_IMPORT)) {
      const target = relative(folder, resolve(folder, dirname(file), specifier));
      if (target.startsWith(".."))
        problems.push(`examples/${name}/${file} imports ${specifier}, outside of its folder`);
    }
  }
}

/** Cargo builds the examples in Rust: see xtask/src/rust_examples.rs. */
const isRust = ({ name }) => existsSync(join(examples, name, "Cargo.toml"));
const names = readdirSync(examples, { withFileTypes: true }).filter((entry) => entry.isDirectory() && !isRust(entry));
for (const { name } of names) checkExample(name);
for (const problem of problems) console.error(problem);
const passed = problems.length === 0 && names.length > 0;
console.log(`${passed ? "ok  " : "FAIL"} every example can be copied alone (${names.length} examples)`);
process.exitCode = passed ? 0 : 1;
