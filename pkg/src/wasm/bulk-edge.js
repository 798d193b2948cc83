import { makeGlue } from "#generated/bulk_bg.js";
import module from "#generated/bulk.wasm?module";
import { instantiate } from "./instantiate.js";

/** @import { BulkWasm } from "../bulk/types.js" */

/** @type {BulkWasm | undefined} */
let instance;

/**
 * For hosts that compile wasm at deployment. Synchronous, because in workerd a request must not wait for a promise of
 * another request.
 * @returns {BulkWasm}
 */
export const load = () => (instance ??= instantiate(makeGlue, module));
