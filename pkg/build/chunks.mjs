// Chunks: code that only some callers of an entry load. Each is a file `src/chunks/NAME.js`, imported on demand with
// `await import("./chunks/NAME.js")` from a file in `src`.
//
// - ES modules leave the import, and every entry shares `dist/NAME.js`. Its imports are copied into it, so it may only
//   import files without state, and no wasm.
// - A CommonJS file contains its chunks: hosts such as Jest cannot import an ES module from CommonJS.
import { existsSync, readdirSync } from "node:fs";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";

const folder = resolve(fileURLToPath(import.meta.url), "../../src/chunks");

/** The names of all chunks. */
export const CHUNKS = existsSync(folder) ? readdirSync(folder).map((name) => name.replace(/\.js$/, "")) : [];

/**
 * The file of a chunk in `dist`.
 * @param {string} name
 */
export const chunkFile = (name) => `${name}.js`;

/**
 * The source of a chunk in `src`.
 * @param {string} name
 */
export const chunkSource = (name) => `chunks/${name}.js`;

/**
 * Leaves the imports of chunks in ES modules.
 * @type {import("esbuild").Plugin}
 */
export const chunksPlugin = {
  name: "chunks",
  setup(build) {
    build.onResolve({ filter: /\/chunks\/[\w-]+\.js$/ }, ({ path, kind, resolveDir }) => {
      if (kind === "entry-point") return undefined;
      if (kind !== "dynamic-import") return { errors: [{ text: `${path} is a chunk: import it with import()` }] };
      if (resolve(resolveDir, path, "..") !== folder) return { errors: [{ text: `${path} is not in src/chunks` }] };
      if (build.initialOptions.format === "cjs") return undefined;
      return { path: `./${path.split("/").at(-1)}`, external: true };
    });
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
