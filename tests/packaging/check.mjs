// Checks the packed tarball without running it: its files, its package.json, and its types in every resolution mode.
import { checkPackage, createPackageFromTarballData } from "@arethetypeswrong/core";
import { problemKindInfo } from "@arethetypeswrong/core/problems";
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, normalize, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { publint } from "publint";
import { formatMessage } from "publint/utils";
import { CHUNKS, chunkFile } from "../../pkg/build/chunks.mjs";
import {
  ENTRIES,
  ENTRIES_WITH_FOLDER,
  GENERATED_WASM,
  hasCommonJs,
  importedEntryOf,
  subpathOf,
} from "../../pkg/build/entries.mjs";
import { findMissingParts } from "./entries.mjs";
import { pack, withTemporaryFolder } from "./pack.mjs";
import { wasmResultProblems } from "./wasm-results.mjs";

const pkg = resolve(dirname(fileURLToPath(import.meta.url)), "../../pkg");
const dist = join(pkg, "dist");
const { build } = createRequire(join(pkg, "package.json"))("esbuild");

/** The published files. Any other file in the tarball is an error. */
const FILES = [
  "CHANGELOG.md",
  "LICENSE",
  "README.md",
  "package.json",
  "dist/cli.js",
  "dist/next-env.cjs",
  "dist/core.js",
  "dist/rate-limiter-edge.js",
  ...CHUNKS.flatMap((name) => [`dist/${chunkFile(name)}`, `dist/${chunkFile(name, "cjs")}`]),
  "dist/client.wasm",
  "dist/local.wasm",
  `dist/${GENERATED_WASM}`,
  "dist/bulk.wasm",
  ...ENTRIES.flatMap(({ files }) => Object.values(files).map((file) => `dist/${file}`)),
  ...ENTRIES_WITH_FOLDER.map(({ name }) => `${name}/package.json`),
  ...readdirSync(join(pkg, "types")).flatMap((name) => [`dist/${name}`, `dist/${name.replace(/\.ts$/, ".cts")}`]),
];

/** The files of the admin page that Vite has built from `www`. */
function pageFiles() {
  const page = join(pkg, "../www/dist");
  return ["index.html", "licenses.md", ...readdirSync(join(page, "assets")).map((name) => `assets/${name}`)].map(
    (path) => `dist/admin/${path}`,
  );
}

/** Cacheable files have a content hash in their name. */
const PAGE_FILE = /^dist\/admin\/(index\.html|licenses\.md|assets\/[\w-]+-[\w-]{8}\.(js|css|svg))$/;

function fileProblems(files) {
  const expected = [...FILES, ...pageFiles()];
  const missing = expected.filter((file) => !files.includes(file)).map((file) => `missing: ${file}`);
  const extra = files.filter((file) => !expected.includes(file)).map((file) => `not expected: ${file}`);
  const unhashed = files
    .filter((file) => file.startsWith("dist/admin/") && !PAGE_FILE.test(file))
    .map((file) => `not a name of a file of the admin page: ${file}`);
  return [...missing, ...extra, ...unhashed];
}

/** Checks that the files that the package.json files name for an entry are in the tarball. */
function pathProblems(files) {
  const { exports } = JSON.parse(readFileSync(join(pkg, "package.json"), "utf8"));
  const pathsIn = (value) => (typeof value === "string" ? [value] : Object.values(value).flatMap(pathsIn));
  const folders = ENTRIES_WITH_FOLDER.flatMap(({ name }) => {
    const { main, module, types } = JSON.parse(readFileSync(join(pkg, name, "package.json"), "utf8"));
    return [main, module, types].map((path) => join(name, path));
  });
  return [...pathsIn(exports), ...folders]
    .filter((path) => !files.includes(normalize(path)))
    .map((path) => `package.json names ${path}, which is not in the tarball`);
}

/** Runs `npm publish --dry-run`. npm corrects an invalid package.json and only warns about it. */
function publishProblems(files) {
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
  const report = JSON.parse(stdout);
  const published = (report["clerk-metadata"] ?? report).files.map(({ path }) => path).sort();
  const corrected = stderr.split("\n").filter((line) => /auto-corrected|errors corrected|bin\[/.test(line));
  return published.join() === files.join()
    ? corrected
    : [...corrected, `other files than npm packs: ${published.join(", ")}`];
}

async function publintProblems(bytes) {
  const tarball = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
  const { messages, pkg } = await publint({ pack: { tarball }, level: "suggestion", strict: true });
  return messages.map((message) => `${message.type}: ${formatMessage(message, pkg, { color: false })}`);
}

async function typeProblems(bytes) {
  const analysis = await checkPackage(createPackageFromTarballData(new Uint8Array(bytes)));
  if (!analysis.types) return ["the package has no types"];
  const resolutions = Object.values(analysis.entrypoints).flatMap(({ resolutions }) => Object.values(resolutions));
  // Every entry, package.json and the wasm that Workers import, each in four resolution modes. Fewer would mean that
  // something was not checked.
  const expected = 4 * (ENTRIES.length + 2);
  if (resolutions.length !== expected) return [`${expected} resolutions were expected, not ${resolutions.length}`];
  const wasmModule = `./${GENERATED_WASM}`;
  const esModules = [...ENTRIES.filter((entry) => !hasCommonJs(entry)).map(subpathOf), wasmModule];
  // The wasm is a module of Workers, whose tools do not resolve packages as Node.js 10 did.
  const isKnown = ({ kind, entrypoint, resolutionKind }) =>
    (kind === "CJSResolvesToESM" && esModules.includes(entrypoint)) ||
    (entrypoint === wasmModule && resolutionKind === "node10");
  return analysis.problems
    .filter((problem) => !isKnown(problem))
    .map((problem) => `${problemKindInfo[problem.kind].title}: ${JSON.stringify(problem)}`);
}

/**
 * The imports that the files of an entry must have. The client and the local Backend API import nothing of each other.
 * The files of a framework import the client's file for the same runtime, and those of `testing` that of the local
 * Backend API, so that its wasm is loaded only once.
 */
function expectedImports(entry) {
  const { name, source, files, imports = [] } = entry;
  const imported = importedEntryOf(entry);
  return Object.entries(files).map(([kind, file]) => {
    // Bundlers drop the Durable Object and its wasm if a Worker does not use it.
    const durableObject = name === "cloudflare" && kind === "edge" ? ["./rate-limiter-edge.js"] : [];
    if (imported) return [file, [`./${imported.files[kind]}`, ...imports, ...durableObject]];
    if (kind === "generated") return [file, []];
    // The client loads its chunks on demand.
    const format = kind.toLowerCase().endsWith("commonjs") ? "cjs" : "esm";
    const chunks = source === "index.js" ? CHUNKS.map((chunk) => `./${chunkFile(chunk, format)}`) : [];
    if (kind === "edge") return [file, [`./${name === "index" ? "client" : name}.wasm?module`, ...chunks]];
    return [file, [...(kind === "javascript" ? ["./core.js"] : imports), ...chunks]];
  });
}

const DURABLE_OBJECT = ["rate-limiter-edge.js", ["./bulk.wasm?module"]];

async function importProblems() {
  const problems = [];
  for (const [entry, expected] of [["core.js", []], DURABLE_OBJECT, ...ENTRIES.flatMap(expectedImports)]) {
    const { metafile } = await build({
      entryPoints: [join(dist, entry)],
      bundle: true,
      external: ["*"],
      metafile: true,
      write: false,
      format: "esm",
    });
    const [{ imports }] = Object.values(metafile.inputs);
    const actual = [...new Set(imports.map(({ path }) => path))].sort();
    if (actual.join() !== expected.toSorted().join())
      problems.push(`${entry} imports ${actual.join(", ") || "nothing"}`);
  }
  return problems;
}

/** Checks that the wasm that the inline entries compile equals the `.wasm` file next to them. */
async function wasmProblems() {
  const require = createRequire(import.meta.url);
  const call = ({ createClerkClient }) =>
    createClerkClient({ secretKey: "sk_test_x", maxRetries: 0, fetch: () => Promise.reject(new Error("none")) })
      .users.getUser("user_1")
      .catch(() => {});
  const createBackend = ({ createLocalBackend }) => createLocalBackend();
  const problems = [];
  for (const [entry, wasm, use] of [
    ["index", "client", call],
    ["local", "local", createBackend],
  ]) {
    const file = readFileSync(join(dist, `${wasm}.wasm`));
    for (const [name, load] of [
      [`${entry}.js`, (path) => import(path)],
      [`${entry}.cjs`, require],
    ]) {
      const compiled = await recordCompiledWasm(async () => use(await load(join(dist, name))));
      if (!compiled.some((bytes) => bytes.equals(file)))
        problems.push(`${name} compiles ${compiled.map(({ length }) => length).join(" and ")} bytes`);
    }
  }
  return problems;
}

async function recordCompiledWasm(run) {
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

function printResult(name, problems) {
  console.log(`${problems.length === 0 ? "ok  " : "FAIL"} ${name}`);
  for (const text of problems) console.log(`     ${text}`);
  return problems.length === 0;
}

const passed = await withTemporaryFolder(async (folder) => {
  const { tarball, files } = pack(folder);
  const bytes = readFileSync(tarball);
  return [
    printResult("files in the tarball", fileProblems(files)),
    printResult("files that exports and the folders of entries name", pathProblems(files)),
    printResult("types, tests and documentation of each entry", findMissingParts()),
    printResult("files that npm would publish", publishProblems(files)),
    printResult("imports of each entry", await importProblems()),
    printResult("wasm inside each entry", await wasmProblems()),
    printResult("results of exported wasm functions", wasmResultProblems(dist)),
    printResult("publint", await publintProblems(bytes)),
    printResult("types in every resolution mode", await typeProblems(bytes)),
  ];
});
process.exitCode = passed.every(Boolean) ? 0 : 1;
