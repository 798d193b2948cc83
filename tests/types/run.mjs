// Compiles programs against the types of the packed tarball: `node tests/types/run.mjs [part of a case's name]`.
import { execFile } from "node:child_process";
import { cpSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { pack, unpack, withTemporaryFolder } from "../packaging/pack.mjs";
import { cases } from "./cases.mjs";
import { changeImports } from "./import-changed.mjs";
import { writeNames } from "./names.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const installed = resolve(here, "../node_modules");
const COMPILERS = { 5.4: "typescript-5.4", 5.9: "typescript-5.9", newest: "typescript-7" };
const AT_ONCE = 2;

const STRICT = { noEmit: true, strict: true, target: "es2022", types: [] };

/**
 * A project that has the package as npm installs it, and the declarations of others; with Clerk's packages or without.
 */
function layOut(folder, tarball, clerk) {
  const modules = join(folder, "node_modules");
  mkdirSync(join(modules, "@types"), { recursive: true });
  unpack(tarball, modules);
  const others = ["@cloudflare", "bun-types", "undici-types", "@types/node", ...(clerk ? ["@clerk"] : [])];
  for (const name of others) symlinkSync(join(installed, name), join(modules, name));
  symlinkSync(join(installed, "@types/node-20"), join(modules, "@types/node-20"));
  cpSync(join(here, "programs"), folder, { recursive: true });
  writeFileSync(join(folder, "package.json"), JSON.stringify({ type: "module" }));
}

let projects = 0;

/** The errors of a compiler, one text each; the lines that go with one stay with it. */
function compile(folder, typescript, files, options) {
  const project = join(folder, `tsconfig.${++projects}.json`);
  writeFileSync(project, JSON.stringify({ compilerOptions: { ...STRICT, ...options }, files }));
  const compiler = join(installed, COMPILERS[typescript], "bin/tsc");
  const args = [compiler, "--project", project, "--pretty", "false"];
  return new Promise((done) => {
    execFile(process.execPath, args, { cwd: folder, maxBuffer: 1 << 26 }, (failure, stdout, stderr) => {
      const errors = stdout
        .split(/\r?\n(?=\S)/)
        .map((text) => text.trim())
        .filter(Boolean);
      // A compiler that fails without an error has not compiled.
      if (failure && errors.length === 0) errors.push(stderr || String(failure));
      done(errors);
    });
  });
}

/** The errors that imports alone have. */
function compileImports(folder, typescript, specifiers, options) {
  const file = `alone.${projects}.ts`;
  writeFileSync(join(folder, file), specifiers.map((specifier) => `import "${specifier}";\n`).join(""));
  return compile(folder, typescript, [file], options);
}

async function check(folders, { name, typescript, files, options, baseline, clerk }) {
  const folder = clerk ? folders.clerk : folders.alone;
  const start = performance.now();
  let errors = await compile(folder, typescript, files, options);
  if (baseline && errors.length > 0) {
    const theirs = new Set(await compileImports(folder, typescript, baseline, options));
    errors = errors.filter((error) => !theirs.has(error));
  }
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  console.log(`${errors.length === 0 ? "ok  " : "FAIL"} ${typescript.padEnd(6)} ${name} (${seconds} s)`);
  for (const error of errors) console.log(`     ${error.replaceAll("\n", "\n     ")}`);
  return errors.length === 0;
}

const wanted = cases().filter(({ name }) => name.includes(process.argv[2] ?? ""));
if (wanted.length === 0) throw new Error("no case has this in its name");
const failed = await withTemporaryFolder(async (folder) => {
  const { tarball } = pack(folder);
  const folders = { alone: join(folder, "alone"), clerk: join(folder, "clerk") };
  for (const [name, project] of Object.entries(folders)) {
    layOut(project, tarball, name === "clerk");
    changeImports(project);
  }
  await writeNames(folders.alone);
  const waiting = [...wanted];
  const failures = [];
  const worker = async () => {
    for (let next; (next = waiting.shift()); ) if (!(await check(folders, next))) failures.push(next);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return failures.length;
});
console.log(`types: ${wanted.length - failed} of ${wanted.length} cases passed`);
process.exitCode = failed === 0 ? 0 : 1;
