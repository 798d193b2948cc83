import { makeGlue } from "#generated/local_bg.js";
import module from "#generated/local.wasm?module";
import { instantiate } from "./instantiate.js";

let ready;

/**
 * For hosts that compile wasm at deployment. Synchronous: workerd forbids one request to wait
 * for a promise of another.
 */
export const load = () => (ready ??= instantiate(makeGlue, module));
