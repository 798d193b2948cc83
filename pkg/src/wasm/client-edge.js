import { makeGlue } from "#generated/client_bg.js";
import module from "#generated/client.wasm?module";
import { instantiate as instantiateWith } from "./instantiate.js";

/**
 * For hosts that compile wasm at deployment. Synchronous, because in workerd a request must not wait for a promise of
 * another request.
 */
export const compiled = () => module;
/** @param {WebAssembly.Module} module */
export const instantiate = (module) => instantiateWith(makeGlue, module);
