import { makeGlue } from "#made/client_bg.js";
import module from "#made/client.wasm?module";
import { instantiate } from "./instantiate.js";

let ready;

/**
 * For hosts that compile wasm at deployment. Synchronous: workerd forbids one request to wait
 * for a promise of another.
 */
export const load = () => (ready ??= instantiate(makeGlue, module));
