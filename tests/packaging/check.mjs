// Looks at the packed tarball without running it: its files, its package.json, its types in every way of resolving
// them.
import { checkPackage, createPackageFromTarballData } from "@arethetypeswrong/core";
import { problemKindInfo } from "@arethetypeswrong/core/problems";
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, normalize, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { publint } from "publint";
import { formatMessage } from "publint/utils";
import { ENTRIES, ENTRIES_WITH_FOLDER } from "../../pkg/build/entries.mjs";
import { missingOfEntries } from "./entries.mjs";
import { pack, withTemporaryFolder } from "./pack.mjs";

const pkg = resolve(dirname(fileURLToPath(import.meta.url)), "../../pkg");
const dist = join(pkg, "dist");
const { build } = createRequire(join(pkg, "package.json"))("esbuild");

/** What is published; a file more is as wrong as one that is missing. */
const FILES = [
  "LICENSE",
  "README.md",
  "package.json",
  "dist/cli.js",
  "dist/core.js",
  "dist/client.wasm",
  "dist/local.wasm",
  ...ENTRIES.flatMap(({ files }) => Object.values(files).map((file) => `dist/${file}`)),
  ...ENTRIES_WITH_FOLDER.map(({ name }) => `${name}/package.json`),
  ...readdirSync(join(pkg, "types")).flatMap((name) => [`dist/${name}`, `dist/${name.replace(/\.ts$/, ".cts")}`]),
];

/** The admin page: what Vite has made of `www`. */
function pageFiles() {
  const page = join(pkg, "../www/dist");
  return ["index.html", "licenses.md", ...readdirSync(join(page, "assets")).map((name) => `assets/${name}`)].map(
    (path) => `dist/admin/${path}`,
  );
}

/** What is not asked for again and again is named after its content. */
const PAGE_FILE = /^dist\/admin\/(index\.html|licenses\.md|assets\/[\w-]+-[\w-]{8}\.(js|css|svg))$/;

function wrongFiles(files) {
  const expected = [...FILES, ...pageFiles()];
  const missing = expected.filter((file) => !files.includes(file)).map((file) => `missing: ${file}`);
  const extra = files.filter((file) => !expected.includes(file)).map((file) => `not expected: ${file}`);
  const strange = files
    .filter((file) => file.startsWith("dist/admin/") && !PAGE_FILE.test(file))
    .map((file) => `no file of the page: ${file}`);
  return [...missing, ...extra, ...strange];
}

/** Whether the files that package.json names for an entry, in `exports` and in its folder, are in the tarball. */
function wrongPaths(files) {
  const { exports } = JSON.parse(readFileSync(join(pkg, "package.json"), "utf8"));
  const pathsIn = (value) => (typeof value === "string" ? [value] : Object.values(value).flatMap(pathsIn));
  const folders = ENTRIES_WITH_FOLDER.flatMap(({ name }) => {
    const { main, module, types } = JSON.parse(readFileSync(join(pkg, name, "package.json"), "utf8"));
    return [main, module, types].map((path) => join(name, path));
  });
  return [...pathsIn(exports), ...folders]
    .filter((path) => !files.includes(normalize(path)))
    .map((path) => `package.json leads to ${path}, which is not there`);
}

/** What npm would say to its being published. It mends a package.json that it does not like, and only warns. */
function wrongPublishing(files) {
  const args = [
    "publish",
    "--dry-run",
    "--json",
    "--ignore-scripts",
    "--provenance",
    "--access=public",
    "--offline",
    "--no-update-notifier",
  ];
  const { status, stdout, stderr } = spawnSync("npm", args, { cwd: pkg, encoding: "utf8" });
  if (status !== 0) return [stderr];
  const told = JSON.parse(stdout);
  const published = (told["clerk-metadata"] ?? told).files.map(({ path }) => path).sort();
  const corrected = stderr.split("\n").filter((line) => /auto-corrected|errors corrected|bin\[/.test(line));
  return published.join() === files.join()
    ? corrected
    : [...corrected, `other files than npm packs: ${published.join(", ")}`];
}

async function wrongPackage(bytes) {
  const tarball = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
  const { messages, pkg } = await publint({ pack: { tarball }, level: "suggestion", strict: true });
  return messages.map((message) => `${message.type}: ${formatMessage(message, pkg, { color: false })}`);
}

async function wrongTypes(bytes) {
  const analysis = await checkPackage(createPackageFromTarballData(new Uint8Array(bytes)));
  if (!analysis.types) return ["there are no types"];
  const resolutions = Object.values(analysis.entrypoints).flatMap(({ resolutions }) => Object.values(resolutions));
  // Every entry and package.json in four ways: fewer would mean that nothing was looked at.
  const expected = 4 * (ENTRIES.length + 1);
  if (resolutions.length !== expected) return [`${expected} resolutions were expected, not ${resolutions.length}`];
  return analysis.problems.map((problem) => `${problemKindInfo[problem.kind].title}: ${JSON.stringify(problem)}`);
}

/**
 * What the files of an entry import. The client's import nothing of the local Backend API, and the other way round;
 * those of a framework import the client's file for the same host, so that its wasm is there once.
 */
function expectedImports({ name, files, framework, imports = [] }) {
  const client = ENTRIES[0].files;
  return Object.entries(files).map(([kind, file]) => {
    if (framework) return [file, [`./${client[kind]}`, ...imports]];
    if (kind === "edge") return [file, [`./${name === "index" ? "client" : name}.wasm?module`]];
    return [file, kind === "javascript" ? ["./core.js"] : []];
  });
}

async function wrongImports() {
  const wrong = [];
  for (const [entry, expected] of [["core.js", []], ...ENTRIES.flatMap(expectedImports)]) {
    const { metafile } = await build({
      entryPoints: [join(dist, entry)],
      bundle: true,
      external: ["*"],
      metafile: true,
      write: false,
      format: "esm",
    });
    const [{ imports }] = Object.values(metafile.inputs);
    const found = [...new Set(imports.map(({ path }) => path))].sort();
    if (found.join() !== expected.toSorted().join()) wrong.push(`${entry} imports ${found.join(", ") || "nothing"}`);
  }
  return wrong;
}

/** Whether what the inline entries compile is, byte by byte, the file beside them. */
async function wrongWasms() {
  const require = createRequire(import.meta.url);
  const call = ({ createClerkClient }) =>
    createClerkClient({ secretKey: "sk_test_x", maxRetries: 0, fetch: () => Promise.reject(new Error("none")) })
      .users.getUser("user_1")
      .catch(() => {});
  const open = ({ createLocalBackend }) => createLocalBackend();
  const wrong = [];
  for (const [entry, wasm, use] of [
    ["index", "client", call],
    ["local", "local", open],
  ]) {
    const file = readFileSync(join(dist, `${wasm}.wasm`));
    for (const [name, load] of [
      [`${entry}.js`, (path) => import(path)],
      [`${entry}.cjs`, require],
    ]) {
      const compiled = await compiledWhile(async () => use(await load(join(dist, name))));
      if (!compiled.some((bytes) => bytes.equals(file)))
        wrong.push(`${name} compiles ${compiled.map(({ length }) => length).join(" and ")} bytes`);
    }
  }
  return wrong;
}

async function compiledWhile(run) {
  const { Module } = WebAssembly;
  const compiled = [];
  WebAssembly.Module = class extends Module {
    constructor(bytes) {
      super(bytes);
      compiled.push(Buffer.from(bytes));
    }
  };
  try {
    await run();
  } finally {
    WebAssembly.Module = Module;
  }
  return compiled;
}

function report(what, wrong) {
  console.log(`${wrong.length === 0 ? "ok  " : "FAIL"} ${what}`);
  for (const text of wrong) console.log(`     ${text}`);
  return wrong.length === 0;
}

const passed = await withTemporaryFolder(async (folder) => {
  const { tarball, files } = pack(folder);
  const bytes = readFileSync(tarball);
  return [
    report("files in the tarball", wrongFiles(files)),
    report("where exports and the folders of entries lead", wrongPaths(files)),
    report("types, tests and documentation of each entry", missingOfEntries()),
    report("what npm would publish", wrongPublishing(files)),
    report("what each entry imports", await wrongImports()),
    report("the wasm inside each entry", await wrongWasms()),
    report("publint", await wrongPackage(bytes)),
    report("types in every way of resolving them", await wrongTypes(bytes)),
  ];
});
process.exitCode = passed.every(Boolean) ? 0 : 1;
