// Compiles programs with the types of the packed tarball, then runs the tests of what editors show.
// Usage: `node tests/types/run.mjs [part of a case's name]`. With an argument, it only compiles.
import { execFile, spawnSync } from "node:child_process";
import { cpSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { pack, withTemporaryFolder } from "../packaging/pack.mjs";
import { cases } from "./cases.mjs";
import { writeCommonJsEntries } from "./commonjs-entries.mjs";
import { writeChangedImports } from "./changed-imports.mjs";
import { createProject, nodeModules } from "./project.mjs";
import { writeRuntimeNames } from "./runtime-names.mjs";
import { writeSnippets } from "./snippets.mjs";

const typesFolder = dirname(fileURLToPath(import.meta.url));
const COMPILERS = { 5.4: "typescript-5.4", 5.9: "typescript-5.9", newest: "typescript-7" };
const CONCURRENT_COMPILERS = 2;

const STRICT = { noEmit: true, strict: true, target: "es2022", types: [] };

let projects = 0;

/** Compiles files and returns the errors. An error of several lines is one text. */
function compile(folder, typescript, files, options) {
  const project = join(folder, `tsconfig.${++projects}.json`);
  writeFileSync(project, JSON.stringify({ compilerOptions: { ...STRICT, ...options }, files }));
  const compiler = join(nodeModules, COMPILERS[typescript], "bin/tsc");
  const args = [compiler, "--project", project, "--pretty", "false"];
  return new Promise((resolve) => {
    execFile(process.execPath, args, { cwd: folder, maxBuffer: 1 << 26 }, (failure, stdout, stderr) => {
      const errors = stdout
        .split(/\r?\n(?=\S)/)
        .map((text) => text.trim())
        .filter(Boolean);
      // The compiler itself may fail without reporting an error.
      if (failure && errors.length === 0) errors.push(stderr || String(failure));
      resolve(errors);
    });
  });
}

/** The errors of a program that consists only of these imports. */
function compileImports(folder, typescript, specifiers, options) {
  const file = `imports.${projects}.ts`;
  writeFileSync(join(folder, file), specifiers.map((specifier) => `import "${specifier}";\n`).join(""));
  return compile(folder, typescript, [file], options);
}

async function check(folders, { name, typescript, files, options, baseline, clerk }) {
  const folder = clerk ? folders.withClerk : folders.withoutClerk;
  const start = performance.now();
  let errors = await compile(folder, typescript, files, options);
  if (baseline && errors.length > 0) {
    const baselineErrors = new Set(await compileImports(folder, typescript, baseline, options));
    errors = errors.filter((error) => !baselineErrors.has(error));
  }
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  console.log(`${errors.length === 0 ? "ok  " : "FAIL"} ${typescript.padEnd(6)} ${name} (${seconds} s)`);
  for (const error of errors) console.log(`     ${error.replaceAll("\n", "\n     ")}`);
  return errors.length === 0;
}

const selected = cases().filter(({ name }) => name.includes(process.argv[2] ?? ""));
if (selected.length === 0) throw new Error("no case name contains this text");
const failed = await withTemporaryFolder(async (folder) => {
  const { tarball } = pack(folder);
  const folders = { withoutClerk: join(folder, "without-clerk"), withClerk: join(folder, "with-clerk") };
  for (const [name, project] of Object.entries(folders)) {
    createProject(project, tarball, name === "withClerk");
    cpSync(join(typesFolder, "programs"), project, { recursive: true });
    writeChangedImports(project);
    writeCommonJsEntries(project);
    writeSnippets(project);
  }
  await writeRuntimeNames(folders.withoutClerk);
  const queue = [...selected];
  const failures = [];
  const worker = async () => {
    for (let next; (next = queue.shift()); ) if (!(await check(folders, next))) failures.push(next);
  };
  await Promise.all(Array.from({ length: CONCURRENT_COMPILERS }, worker));
  return failures.length;
});
console.log(`types: ${selected.length - failed} of ${selected.length} cases passed`);
const editorTests = () => spawnSync(process.execPath, ["--test", join(typesFolder, "editor/")], { stdio: "inherit" });
const passed = failed === 0 && (process.argv[2] !== undefined || editorTests().status === 0);
process.exitCode = passed ? 0 : 1;
