import { makeGlue } from "#generated/local_bg.js";
import module from "#generated/local.wasm?module";
import { instantiate } from "./instantiate.js";

/** @import { LocalWasm } from "../local/types.js" */

/** @type {LocalWasm | undefined} */
let instance;

/**
 * For hosts that compile wasm at deployment. Synchronous, because in workerd a request must not wait for a promise of
 * another request.
 * @returns {LocalWasm}
 */
export const load = () => (instance ??= instantiate(makeGlue, module));
