// Bundles the package: `node build/bundle.mjs DIR`. DIR contains what xtask builds from the crates: client.wasm,
// local.wasm, bulk.wasm, the glue in bindgen/, and the generated module of `clerk-metadata/wasm` in web/.
//
//   the files of every entry (entries.mjs)
//   core.js               the client's core as JavaScript: for the entries without wasm, and for index.js if the
//                         address space is too small for a wasm memory
//   rate-limiter-edge.js  the Durable Object of clerk-metadata/cloudflare, with its wasm: in a file of its own, which
//                         bundlers drop if a Worker does not export it
//   NAME.js               code that an entry loads on demand (chunks.mjs)
//   cli.js                npx clerk-metadata
//   next-env.cjs          @next/env, with which the command line reads .env files
//   *.wasm                imported by the edge entries
//   *.d.ts, *.d.cts       the types
//   ../NAME/package.json  a folder for each entry, for tools that do not read `exports`
import { build, transform } from "esbuild";
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { CHUNKS, chunkFile, chunkSource, chunksPlugin, noWasmPlugin } from "./chunks.mjs";
import { commandsPlugin } from "./commands-plugin.mjs";
import { ENTRIES, GENERATED_WASM, importedEntryOf } from "./entries.mjs";
import { nameFunctions, prepareFunctions } from "./functions.mjs";
import { restoreImportComments } from "./import-comments.mjs";
import { checkPackageJson, writeFolders } from "./package-json.mjs";
import { insertWasm, packWasm } from "./pack-wasm.mjs";

const pkg = resolve(fileURLToPath(import.meta.url), "../..");
const wasmFolder = resolve(process.argv[2]);
const dist = join(pkg, "dist");
const TARGET = "es2022";
/**
 * Node.js prints the line of an error that nothing catches. Shorter lines compress worse: 120 would cost 0.2 KB of
 * gzip.
 */
const LINE_LIMIT = 400;

/**
 * @import { BuildOptions, Format, OnResolveResult, Plugin } from "esbuild"
 * @import { Entry, FileKind } from "./entries.mjs"
 */

/**
 * Each kind of file (see entries.mjs): its host, which selects the sources `src/wasm/*-HOST.js`, its `#core`, and its
 * `#rate-limiter`. Default: a class that says where it runs.
 * @type {Record<
 *   Exclude<FileKind, "generated">,
 *   { host: string, core?: OnResolveResult, rateLimiter?: OnResolveResult, format?: Format }
 * >}
 */
const KINDS = {
  inline: { host: "inline" },
  commonjs: { host: "inline", format: "cjs" },
  edge: { host: "edge", rateLimiter: { path: "./rate-limiter-edge.js", external: true } },
  javascript: { host: "js", core: { path: "./core.js", external: true } },
  javascriptCommonjs: { host: "js", core: { path: join(pkg, "src/wasm/core-js.js") }, format: "cjs" },
};

/**
 * Resolves `#wasm/client`, `#wasm/local` and `#wasm/bulk`, which load the wasm and depend on the host.
 * @param {string} host
 * @returns {Plugin}
 */
const wasmPlugin = (host) => ({
  name: "wasm",
  setup(build) {
    build.onResolve({ filter: /^#wasm\// }, ({ path }) => ({
      path: join(pkg, `src/wasm/${path.slice("#wasm/".length)}-${host}.js`),
    }));
    build.onResolve({ filter: /^#generated\// }, ({ path }) => {
      const name = path.slice("#generated/".length);
      if (name.endsWith("?module")) return { path: `./${name}`, external: true };
      return { path: join(wasmFolder, name.endsWith(".wasm") ? name : `bindgen/${name}`) };
    });
  },
});

/**
 * Resolves these imports. esbuild resolves all others.
 * @param {Record<string, OnResolveResult>} paths
 * @returns {Plugin}
 */
const resolvePlugin = (paths) => ({
  name: "resolve",
  setup(build) {
    build.onResolve({ filter: /^/ }, ({ path }) => (Object.hasOwn(paths, path) ? paths[path] : undefined));
  },
});

/**
 * @param {string} entry In `src`.
 * @param {string} outfile In `dist`.
 * @param {string} host
 * @param {Omit<BuildOptions, "banner"> & { banner?: string }} [options] `banner`: the first line.
 */
async function bundle(entry, outfile, host, { plugins = [], format = "esm", banner = "", ...options } = {}) {
  const { outputFiles = [] } = await build({
    entryPoints: [join(pkg, "src", entry)],
    absWorkingDir: pkg,
    outfile: join(dist, outfile),
    write: false,
    plugins: [...plugins, chunksPlugin, wasmPlugin(host), packWasm],
    bundle: true,
    minifySyntax: true,
    format,
    platform: "neutral",
    target: TARGET,
    legalComments: "none",
    loader: { ".lua": "text" },
    logLevel: "warning",
    ...options,
  });
  const [{ path, text }] = outputFiles;
  const { code } = await transform(prepareFunctions(text, pkg), {
    minify: true,
    // Node.js does not load the edge files, and bundlers reformat them.
    lineLimit: host === "edge" ? 0 : LINE_LIMIT,
    format,
    target: TARGET,
    logLevel: "warning",
  });
  writeFileSync(path, banner + insertWasm(restoreImportComments(nameFunctions(code), text)));
}

const RATE_LIMITER_ELSEWHERE = { path: join(pkg, "src/cloudflare/rate-limiter-elsewhere.js") };

/** @typedef {Exclude<FileKind, "generated">} BundledKind */

/** @type {Set<string>} */
const bundled = new Set();

/**
 * Bundles the files of an entry. A file that two entries share is bundled once.
 * @param {Entry} entry
 */
function bundleEntry(entry) {
  const { source, files, imports = [] } = entry;
  const imported = importedEntryOf(entry);
  if (source === undefined) return [];
  const kinds = /** @type {[BundledKind, string][]} */ (Object.entries(files));
  return kinds.map(([kind, file]) => {
    if (bundled.has(file)) return undefined;
    bundled.add(file);
    const { host, core, rateLimiter = RATE_LIMITER_ELSEWHERE, format } = KINDS[kind];
    const paths = {
      ...(imported && { [imported.specifier]: { path: `./${imported.files[kind]}`, external: true } }),
      ...(core && { "#core": core }),
      "#rate-limiter": rateLimiter,
      ...Object.fromEntries(imports.map((path) => [path, { path, external: true }])),
    };
    // import.meta is for Vite. CommonJS modules do not have it.
    /** @type {BuildOptions["logOverride"]} */
    const logOverride = format === "cjs" ? { "empty-import-meta": "silent" } : {};
    return bundle(source, file, host, { plugins: [resolvePlugin(paths)], format, logOverride });
  });
}

checkPackageJson();
rmSync(dist, { recursive: true, force: true });
mkdirSync(dist);
await Promise.all(ENTRIES.flatMap(bundleEntry));
await Promise.all(
  CHUNKS.flatMap((name) =>
    /** @type {const} */ (["esm", "cjs"]).map((format) =>
      bundle(chunkSource(name), chunkFile(name, format), "edge", { plugins: [noWasmPlugin], format }),
    ),
  ),
);
await bundle("wasm/core-js.js", "core.js", "js");
await bundle("cloudflare/rate-limiter-object.js", "rate-limiter-edge.js", "edge");
await bundle("cli/main.js", "cli.js", "inline", {
  platform: "node",
  plugins: [commandsPlugin([join(pkg, "src/cli/commands")])],
  external: [
    "clerk-metadata",
    "clerk-metadata/local",
    "clerk-metadata/bulk",
    "clerk-metadata/bullmq",
    "bullmq",
    "ioredis",
    "#next-env",
  ],
  banner: "#!/usr/bin/env node\n",
});
chmodSync(join(dist, "cli.js"), 0o755);
copyNextEnv();
for (const wasm of ["client.wasm", "local.wasm", "bulk.wasm"]) copyFileSync(join(wasmFolder, wasm), join(dist, wasm));
for (const { files } of ENTRIES) {
  const { generated } = files;
  for (const file of generated ? [generated, GENERATED_WASM] : [])
    copyFileSync(join(wasmFolder, "web", file), join(dist, file));
}
writeFolders();
copyTypes();
copyTexts();

/** Both module systems have the same types. Only the names of imported files differ. */
function copyTypes() {
  const types = join(pkg, "types");
  for (const name of readdirSync(types)) {
    const text = readFileSync(join(types, name), "utf8");
    writeFileSync(join(dist, name), text);
    writeFileSync(
      join(dist, name.replace(/\.ts$/, ".cts")),
      text.replace(/(from|import) "(\.[^"]*)\.js"/g, '$1 "$2.cjs"'),
    );
  }
}

/** A copy, because esbuild cannot convert the imports of this CommonJS module. The package has no dependencies. */
function copyNextEnv() {
  const licenses = readFileSync(join(pkg, "build/next-env-licenses.txt"), "utf8");
  const code = readFileSync(join(pkg, "node_modules/@next/env/dist/index.js"), "utf8");
  writeFileSync(join(dist, "next-env.cjs"), `/*\n${licenses}*/\n${code}`);
}

/** npm packs these files from the folder of the package. The packaging check reports a missing one. */
function copyTexts() {
  for (const name of ["README.md", "LICENSE", "CHANGELOG.md"]) {
    const text = join(pkg, "..", name);
    if (existsSync(text)) copyFileSync(text, join(pkg, name));
  }
}
