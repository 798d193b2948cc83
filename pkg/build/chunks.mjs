// Chunks: code that only some callers of an entry load. Each is a file `src/chunks/NAME.js`, imported on demand with
// `await import("./chunks/NAME.js")` from a file in `src`.
//
// - Every entry shares `dist/NAME.js`. Its imports are copied into it, so it may only import files without state, and
//   no wasm.
// - CommonJS files share `dist/NAME.cjs`, which they load with `require`: hosts such as Jest cannot import an ES module
//   from CommonJS.
import { existsSync, readdirSync } from "node:fs";
import { basename, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const folder = resolve(fileURLToPath(import.meta.url), "../../src/chunks");

/** The names of all chunks. */
export const CHUNKS = existsSync(folder) ? readdirSync(folder).map((name) => name.replace(/\.js$/, "")) : [];

/**
 * The file of a chunk in `dist`.
 * @param {string} name
 * @param {import("esbuild").Format} [format]
 */
export const chunkFile = (name, format) => `${name}${format === "cjs" ? ".cjs" : ".js"}`;

/**
 * The source of a chunk in `src`.
 * @param {string} name
 */
export const chunkSource = (name) => `chunks/${name}.js`;

/**
 * Leaves the imports of chunks. In CommonJS, they are of modules that require the files.
 * @type {import("esbuild").Plugin}
 */
export const chunksPlugin = {
  name: "chunks",
  setup(build) {
    const isCommonJs = build.initialOptions.format === "cjs";
    build.onResolve({ filter: /\/chunks\/[\w-]+\.js$/ }, ({ path, kind, resolveDir }) => {
      if (kind === "entry-point") return undefined;
      if (kind !== "dynamic-import") return { errors: [{ text: `${path} is a chunk: import it with import()` }] };
      if (resolve(resolveDir, path, "..") !== folder) return { errors: [{ text: `${path} is not in src/chunks` }] };
      const name = basename(path, ".js");
      return isCommonJs ? { path: name, namespace: "chunk" } : { path: `./${chunkFile(name)}`, external: true };
    });
    build.onLoad({ filter: /^/, namespace: "chunk" }, ({ path }) => ({
      contents: `module.exports = require("./${chunkFile(path, "cjs")}");`,
    }));
    build.onResolve({ filter: /^/, namespace: "chunk" }, ({ path }) => ({ path, external: true }));
  },
};

/**
 * Rejects wasm in a chunk, which would be loaded twice.
 * @type {import("esbuild").Plugin}
 */
export const noWasmPlugin = {
  name: "no-wasm",
  setup(build) {
    build.onResolve({ filter: /^#(wasm|generated)\// }, ({ path, importer }) => ({
      errors: [{ text: `a chunk must not contain ${path}, which ${importer} imports` }],
    }));
  },
};
