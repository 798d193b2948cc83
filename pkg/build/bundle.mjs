// Bundles the package: `node build/bundle.mjs DIR`, DIR holding what xtask made of the crates
// (client.wasm, local.wasm and the glue in bindgen/).
//
//   index.js  index.cjs   the client, its wasm inside as text (packed.mjs)
//   edge.js               the client, its wasm beside it (client.wasm?module)
//   js.js  js.cjs         the client, its core as JavaScript, for hosts without WebAssembly
//   core.js               that core, for js.js and for index.js where the address space is too small
//   local.*               the local Backend API, the same way
//   nextjs.*, …           an entry for each framework; they import the client, so its wasm is there once
//   cli.js                npx clerk-metadata
import { build, transform } from "esbuild";
import { chmodSync, copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { nameFunctions, prepareFunctions } from "./functions.mjs";
import { filled, packed } from "./packed.mjs";

const pkg = resolve(fileURLToPath(import.meta.url), "../..");
const made = resolve(process.argv[2]);
const dist = join(pkg, "dist");
const TARGET = "es2022";
/** Node.js prints the line of an error that nothing catches. Shorter lines compress worse: 120 would cost 0.2 KB of gzip. */
const LINE_LIMIT = 400;

/** `#wasm/client` and `#wasm/local`: how the wasm is there differs by host, and only that. */
const wasmFor = (host) => ({
  name: "wasm",
  setup(build) {
    build.onResolve({ filter: /^#wasm\// }, ({ path }) => ({
      path: join(pkg, `src/wasm/${path.slice("#wasm/".length)}-${host}.js`),
    }));
    build.onResolve({ filter: /^#made\// }, ({ path }) => {
      const name = path.slice("#made/".length);
      if (name.endsWith("?module")) return { path: `./${name}`, external: true };
      return { path: join(made, name.endsWith(".wasm") ? name : `bindgen/${name}`) };
    });
  },
});

/** `#client`: for an entry of a framework, the client's own entry for the same host. */
const clientIn = (file) => ({
  name: "client",
  setup(build) {
    build.onResolve({ filter: /^#client$/ }, () => ({ path: `./${file}`, external: true }));
    // The framework itself, which the app has.
    build.onResolve({ filter: /^next\// }, () => ({ external: true }));
  },
});

/** `#core`: the core in JavaScript, in a file of its own or as a part of the bundle. */
const coreIn = (file) => ({
  name: "core",
  setup(build) {
    build.onResolve({ filter: /^#core$/ }, () => (file ? { path: `./${file}`, external: true } : { path: join(pkg, "src/wasm/core-js.js") }));
  },
});

/** What index.js imports as NAME_OF_CORE: an expression, so that no bundler takes the core in. esbuild drops such comments. */
const NAME_OF_CORE = '/* webpackIgnore: true */ /* @vite-ignore */["#","core"].join("")';

async function bundle(entry, outfile, host, { plugins = [], format = "esm", banner = "", ...options } = {}) {
  const { outputFiles } = await build({
    entryPoints: [join(pkg, "src", entry)],
    absWorkingDir: pkg,
    outfile: join(dist, outfile),
    write: false,
    plugins: [...plugins, wasmFor(host), packed],
    bundle: true,
    minifySyntax: true,
    format,
    platform: "neutral",
    target: TARGET,
    legalComments: "none",
    logLevel: "warning",
    ...options,
  });
  const [{ path, text }] = outputFiles;
  const { code } = await transform(prepareFunctions(text, pkg), { minify: true, lineLimit: LINE_LIMIT, format, target: TARGET, logLevel: "warning" });
  writeFileSync(path, banner + filled(nameFunctions(code)).replace(/\bNAME_OF_CORE\b/, NAME_OF_CORE));
}

rmSync(dist, { recursive: true, force: true });
mkdirSync(dist);
await Promise.all(
  ["index", "local"].flatMap((name) => [
    bundle(`${name}.js`, `${name}.js`, "inline"),
    bundle(`${name}.js`, `${name}.cjs`, "inline", { format: "cjs" }),
    bundle(`${name}.js`, name === "index" ? "edge.js" : `${name}-edge.js`, "edge"),
  ]),
);
await Promise.all([
  bundle("wasm/core-js.js", "core.js", "js"),
  bundle("index.js", "js.js", "js", { plugins: [coreIn("core.js")] }),
  bundle("index.js", "js.cjs", "js", { plugins: [coreIn()], format: "cjs" }),
]);
await Promise.all(
  readdirSync(join(pkg, "src/frameworks")).flatMap((file) => {
    const [entry, name] = [`frameworks/${file}`, file.replace(/\.js$/, "")];
    return [
      bundle(entry, `${name}.js`, "inline", { plugins: [clientIn("index.js")] }),
      // import.meta is for Vite; a CommonJS module has none.
      bundle(entry, `${name}.cjs`, "inline", { plugins: [clientIn("index.cjs")], format: "cjs", logOverride: { "empty-import-meta": "silent" } }),
      bundle(entry, `${name}-edge.js`, "edge", { plugins: [clientIn("edge.js")] }),
      bundle(entry, `${name}-js.js`, "js", { plugins: [clientIn("js.js")] }),
    ];
  }),
);
await bundle("cli/main.js", "cli.js", "inline", {
  platform: "node",
  external: ["clerk-metadata", "clerk-metadata/local"],
  banner: "#!/usr/bin/env node\n",
});
chmodSync(join(dist, "cli.js"), 0o755);
for (const wasm of ["client.wasm", "local.wasm"]) copyFileSync(join(made, wasm), join(dist, wasm));
copyTypes();
copyTexts();

/** One text serves both module systems: only the files that it imports have other names. */
function copyTypes() {
  const types = join(pkg, "types");
  for (const name of readdirSync(types)) {
    const text = readFileSync(join(types, name), "utf8");
    writeFileSync(join(dist, name), text);
    writeFileSync(join(dist, name.replace(/\.ts$/, ".cts")), text.replace(/(from|import) "(\.[^"]*)\.js"/g, '$1 "$2.cjs"'));
  }
}

/** npm packs these from the package's own folder. One that is missing fails in the packaging check, not here. */
function copyTexts() {
  for (const name of ["README.md", "LICENSE"]) {
    const text = join(pkg, "..", name);
    if (existsSync(text)) copyFileSync(text, join(pkg, name));
  }
}
