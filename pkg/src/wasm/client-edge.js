import { makeGlue } from "#generated/client_bg.js";
import module from "#generated/client.wasm?module";
import { instantiate as instantiateWith } from "./instantiate.js";

/**
 * For hosts that compile wasm at deployment. Synchronous: workerd forbids one request to wait
 * for a promise of another.
 */
export const compiled = () => module;
export const instantiate = (module) => instantiateWith(makeGlue, module);
