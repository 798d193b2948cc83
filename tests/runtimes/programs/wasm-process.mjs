// `clerk-metadata/wasm` in a process of Node.js, Deno or Bun.
import { readFile } from "node:fs/promises";
import init from "clerk-metadata/wasm";
import { wasmScenario } from "./wasm-scenario.mjs";

const wasm = new URL("wasm_bg.wasm", import.meta.resolve("clerk-metadata/wasm"));
await init({ module_or_path: await readFile(wasm) });
const [apiUrl] = process.argv.slice(2);
console.log(JSON.stringify(await wasmScenario(apiUrl)));
