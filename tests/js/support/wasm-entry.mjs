// `clerk-metadata/wasm`, loaded as its documentation says for Node.js.
import { readFile } from "node:fs/promises";
import init from "clerk-metadata/wasm";

await init({
  module_or_path: await readFile(new URL("wasm_bg.wasm", import.meta.resolve("clerk-metadata/wasm"))),
});

export * from "clerk-metadata/wasm";
