// Looks at the packed tarball without running it: its files, its package.json, its types in every way of resolving them.
import { checkPackage, createPackageFromTarballData } from "@arethetypeswrong/core";
import { problemKindInfo } from "@arethetypeswrong/core/problems";
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { publint } from "publint";
import { formatMessage } from "publint/utils";
import { pack, withTemporaryFolder } from "./pack.mjs";

const pkg = resolve(dirname(fileURLToPath(import.meta.url)), "../../pkg");
const dist = join(pkg, "dist");
const { build } = createRequire(join(pkg, "package.json"))("esbuild");

/** The entries of frameworks. */
const FRAMEWORKS = ["astro", "cloudflare", "express", "nextjs", "react-router", "tanstack-react-start"];

/** What is published; a file more is as wrong as one that is missing. */
const FILES = [
  "LICENSE",
  "README.md",
  "dist/calls.d.cts",
  "dist/calls.d.ts",
  "dist/cli.js",
  "dist/client.d.cts",
  "dist/client.d.ts",
  "dist/client.wasm",
  "dist/core.js",
  "dist/edge.js",
  "dist/errors.d.cts",
  "dist/errors.d.ts",
  "dist/hooks.d.cts",
  "dist/hooks.d.ts",
  "dist/index.cjs",
  "dist/index.d.cts",
  "dist/index.d.ts",
  "dist/index.js",
  "dist/js.cjs",
  "dist/js.js",
  "dist/json.d.cts",
  "dist/json.d.ts",
  "dist/local-edge.js",
  "dist/local.cjs",
  "dist/local.d.cts",
  "dist/local.d.ts",
  "dist/local.js",
  "dist/local.wasm",
  "dist/metadata.d.cts",
  "dist/metadata.d.ts",
  "dist/options.d.cts",
  "dist/options.d.ts",
  "dist/promise.d.cts",
  "dist/promise.d.ts",
  "dist/resources.d.cts",
  "dist/resources.d.ts",
  "dist/user-list.d.cts",
  "dist/user-list.d.ts",
  // For tools that do not read `exports`: Parcel, TypeScript as it resolved in the time of Node.js 10.
  ...["js", "local", ...FRAMEWORKS].map((name) => `${name}/package.json`),
  ...FRAMEWORKS.flatMap((name) => [`${name}.js`, `${name}.cjs`, `${name}-edge.js`, `${name}-js.js`, `${name}.d.ts`, `${name}.d.cts`].map((file) => `dist/${file}`)),
  "package.json",
];

/** The admin page: what Vite has made of `www`. */
function pageFiles() {
  const page = join(pkg, "../www/dist");
  return ["index.html", "licenses.md", ...readdirSync(join(page, "assets")).map((name) => `assets/${name}`)].map((path) => `dist/admin/${path}`);
}

/** What is not asked for again and again is named after its content. */
const PAGE_FILE = /^dist\/admin\/(index\.html|licenses\.md|assets\/[\w-]+-[\w-]{8}\.(js|css|svg))$/;

function wrongFiles(files) {
  const expected = [...FILES, ...pageFiles()];
  const missing = expected.filter((file) => !files.includes(file)).map((file) => `missing: ${file}`);
  const extra = files.filter((file) => !expected.includes(file)).map((file) => `not expected: ${file}`);
  const strange = files.filter((file) => file.startsWith("dist/admin/") && !PAGE_FILE.test(file)).map((file) => `no file of the page: ${file}`);
  return [...missing, ...extra, ...strange];
}

/** Where `exports` is not read, an entry is found by a folder of its name: it must lead to that entry's files. */
function wrongFolders(files) {
  return ["js", "local", ...FRAMEWORKS].flatMap((name) => {
    const said = JSON.parse(readFileSync(join(pkg, name, "package.json"), "utf8"));
    // Its types are those of the main entry.
    const expected = { main: `dist/${name}.cjs`, module: `dist/${name}.js`, types: `dist/${name === "js" ? "index" : name}.d.ts` };
    return Object.entries(expected)
      .filter(([field, file]) => said[field] !== `../${file}` || !files.includes(file))
      .map(([field, file]) => `${name}/package.json: ${field} is ${said[field]}, not ../${file}`);
  });
}

/** What npm would say to its being published. It mends a package.json that it does not like, and only warns. */
function wrongPublishing(files) {
  const args = ["publish", "--dry-run", "--json", "--ignore-scripts", "--provenance", "--access=public", "--offline", "--no-update-notifier"];
  const { status, stdout, stderr } = spawnSync("npm", args, { cwd: pkg, encoding: "utf8" });
  if (status !== 0) return [stderr];
  const told = JSON.parse(stdout);
  const published = (told["clerk-metadata"] ?? told).files.map(({ path }) => path).sort();
  const corrected = stderr.split("\n").filter((line) => /auto-corrected|errors corrected|bin\[/.test(line));
  return published.join() === files.join() ? corrected : [...corrected, `other files than npm packs: ${published.join(", ")}`];
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
  // Every entry (client, js, local, package.json, those of frameworks) in four ways: fewer would mean that nothing was looked at.
  const expected = 4 * (4 + FRAMEWORKS.length);
  if (resolutions.length !== expected) return [`${expected} resolutions were expected, not ${resolutions.length}`];
  return analysis.problems.map((problem) => `${problemKindInfo[problem.kind].title}: ${JSON.stringify(problem)}`);
}

/**
 * What an entry loads: the client's nothing of the local Backend API, and the other way round; that of
 * a framework the client, so that its wasm is there once, and nothing of the framework.
 */
const IMPORTS = {
  "index.js": [],
  "index.cjs": [],
  "edge.js": ["./client.wasm?module"],
  "core.js": [],
  "js.js": ["./core.js"],
  "js.cjs": [],
  "local.js": [],
  "local.cjs": [],
  "local-edge.js": ["./local.wasm?module"],
  ...Object.fromEntries(
    FRAMEWORKS.flatMap((name) => {
      // Read when clerkClient() is called, where there is a Next.js.
      const framework = name === "nextjs" ? ["next/headers.js"] : [];
      return [
        [`${name}.js`, ["./index.js", ...framework]],
        [`${name}.cjs`, ["./index.cjs", ...framework]],
        [`${name}-edge.js`, ["./edge.js", ...framework]],
        [`${name}-js.js`, ["./js.js", ...framework]],
      ];
    }),
  ),
};

async function wrongImports() {
  const wrong = [];
  for (const [entry, expected] of Object.entries(IMPORTS)) {
    const { metafile } = await build({ entryPoints: [join(dist, entry)], bundle: true, external: ["*"], metafile: true, write: false, format: "esm" });
    const [{ imports }] = Object.values(metafile.inputs);
    const found = [...new Set(imports.map(({ path }) => path))];
    if (found.join() !== expected.join()) wrong.push(`${entry} imports ${found.join(", ") || "nothing"}`);
  }
  return wrong;
}

/** Whether what the inline entries compile is, byte by byte, the file beside them. */
async function wrongWasms() {
  const require = createRequire(import.meta.url);
  const call = ({ createClerkClient }) => createClerkClient({ secretKey: "sk_test_x", maxRetries: 0, fetch: () => Promise.reject(new Error("none")) }).users.getUser("user_1").catch(() => {});
  const open = ({ createLocalBackend }) => createLocalBackend();
  const wrong = [];
  for (const [entry, wasm, use] of [["index", "client", call], ["local", "local", open]]) {
    const file = readFileSync(join(dist, `${wasm}.wasm`));
    for (const [name, load] of [[`${entry}.js`, (path) => import(path)], [`${entry}.cjs`, require]]) {
      const compiled = await compiledWhile(async () => use(await load(join(dist, name))));
      if (!compiled.some((bytes) => bytes.equals(file))) wrong.push(`${name} compiles ${compiled.map(({ length }) => length).join(" and ")} bytes`);
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
    report("folders of entries, for tools that do not read exports", wrongFolders(files)),
    report("what npm would publish", wrongPublishing(files)),
    report("what each entry imports", await wrongImports()),
    report("the wasm inside each entry", await wrongWasms()),
    report("publint", await wrongPackage(bytes)),
    report("types in every way of resolving them", await wrongTypes(bytes)),
  ];
});
process.exitCode = passed.every(Boolean) ? 0 : 1;
