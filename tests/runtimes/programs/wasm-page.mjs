// `clerk-metadata/wasm` in a page, which fetches the wasm.
import init from "clerk-metadata/wasm";
import { wasmScenario } from "./wasm-scenario.mjs";

globalThis.outcome = init().then(() => wasmScenario(location.origin));
