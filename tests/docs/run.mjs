// Compiles every code block of the README and the documentation with the packed tarball, and runs those that are
// marked: node tests/docs/run.mjs
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { cpSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { pack, unpack, withTemporaryFolder } from "../packaging/pack.mjs";
import { addAssertions } from "./assertions.mjs";
import { readBlocks } from "./blocks.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const nodeModules = join(here, "../node_modules");
const COMPILERS = ["typescript-5.4", "typescript-7"];
const OPTIONS = {
  noEmit: true,
  strict: true,
  noImplicitAny: false, // for the snippets in JavaScript
  allowJs: true,
  checkJs: true,
  skipLibCheck: true,
  target: "es2022",
  module: "nodenext",
  lib: ["es2023", "dom", "dom.iterable"],
  types: ["node"],
};
/** Declares what snippets use. */
const DECLARATIONS = ["snippet-globals.d.ts", "snippet-modules.d.ts"];
/** As in a declaration file, a file without imports and exports is not a module. */
const AS_DECLARATIONS = { ...OPTIONS, moduleDetection: "legacy" };
const execute = promisify(execFile);

function createProject(folder, tarball) {
  const modules = join(folder, "node_modules");
  mkdirSync(join(modules, "@types"), { recursive: true });
  unpack(tarball, modules);
  for (const name of ["@clerk", "bullmq", "ioredis", "undici-types"])
    symlinkSync(join(nodeModules, name), join(modules, name));
  symlinkSync(join(nodeModules, "@types/node-20"), join(modules, "@types/node"));
  for (const name of [...DECLARATIONS, "snippet-setup.mjs"]) cpSync(join(here, name), join(folder, name));
  writeFileSync(join(folder, "package.json"), JSON.stringify({ type: "module" }));
}

const fileNameOf = ({ name, language }) =>
  `${name.replace(/[^\w.]+/g, "-")}.${{ js: "mjs", ts: "mts", tsx: "tsx" }[language]}`;

/** Compiles files together, and returns the output of the compiler if it reports errors. */
async function compile(folder, compiler, files, options = OPTIONS) {
  const config = join(folder, `tsconfig.${compiler}.${files.length}.json`);
  writeFileSync(config, JSON.stringify({ compilerOptions: options, files: [...DECLARATIONS, ...files] }));
  try {
    await execute(process.execPath, [join(nodeModules, compiler, "bin/tsc"), "--project", config, "--pretty", "false"]);
    return "";
  } catch (error) {
    return error.stdout || String(error);
  }
}

/** Writes the blocks as files: those that are compiled alone, and for each declared file the blocks that need it. */
function writeBlocks(folder, blocks) {
  const groups = new Map([["", []]]);
  for (const block of blocks) {
    const path = block.file ? join(block.page.replace(/\W+/g, "-"), block.file) : fileNameOf(block);
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), block.file ? block.code : `${block.code}export {};\n`);
    const declarations = block.file ?? block.with;
    const group = declarations ? `${block.page} ${declarations}` : "";
    groups.set(group, [...(groups.get(group) ?? []), path]);
  }
  return [...groups.values()];
}

async function runBlock(folder, block) {
  const { code, count } = addAssertions(block.code);
  assert.ok(count > 0, 'a snippet that runs must have a comment with a value, such as: user.id; // "user_2abc"');
  const path = join(folder, `run-${fileNameOf(block)}`);
  writeFileSync(path, `${code}\nawait finish(${count});\n`);
  await execute(process.execPath, ["--import", "./snippet-setup.mjs", path], { cwd: folder, timeout: 60_000 });
}

let failed = 0;
async function report(name, task) {
  try {
    await task();
    console.log(`ok   ${name}`);
  } catch (error) {
    failed += 1;
    console.log(`FAIL ${name}\n${error.stderr || error.message}`);
  }
}

/** What the pages say about errors, and that errors in a snippet are found. */
async function checkErrors(folder, blocks) {
  const globals = blocks.find(({ file }) => file === "types/globals.d.ts");
  writeFileSync(join(folder, "globals.ts"), globals.code);
  writeFileSync(join(folder, "script.ts"), globals.code.replace(/^export \{\};.*$/m, ""));
  for (const compiler of COMPILERS) {
    await report(`${globals.file} with ${compiler}, and TS2669 without "export {}"`, async () => {
      assert.equal(await compile(folder, compiler, ["globals.ts"], AS_DECLARATIONS), "");
      assert.match(await compile(folder, compiler, ["script.ts"], AS_DECLARATIONS), /error TS2669/);
    });
  }
  const snippet = (code) => ({ name: "self-check", language: "js", code });
  for (const code of [
    'clerk.users; // "no users"',
    "if (!clerk) {\n  clerk.users; // {}\n}",
    "clerk.users.getUser();",
  ]) {
    await report(`a snippet that must fail: ${code.replaceAll("\n", " ")}`, () =>
      assert.rejects(() => runBlock(folder, snippet(code))),
    );
  }
  await report("a snippet that must succeed", () => runBlock(folder, snippet("1 + 1; // 2")));
}

const blocks = readBlocks();
assert.ok(blocks.length > 10, "there are too few code blocks");
await withTemporaryFolder(async (folder) => {
  createProject(folder, pack(folder).tarball);
  const groups = writeBlocks(folder, blocks);
  for (const compiler of COMPILERS) {
    for (const files of groups) {
      await report(`${files.length} files with ${compiler}`, async () =>
        assert.equal(await compile(folder, compiler, files), ""),
      );
    }
  }
  await checkErrors(folder, blocks);
  for (const block of blocks.filter(({ run }) => run)) await report(block.name, () => runBlock(folder, block));
});
console.log(`docs: ${blocks.length} code blocks, ${failed} failures`);
process.exitCode = failed === 0 ? 0 : 1;
