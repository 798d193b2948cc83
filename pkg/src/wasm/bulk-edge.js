import { makeGlue } from "#generated/bulk_bg.js";
import module from "#generated/bulk.wasm?module";
import { createEdgeLoader } from "./edge-loader.js";

/** @import { BulkWasm } from "../bulk/types.js" */

/** @type {() => BulkWasm} */
export const load = /* @__PURE__ */ createEdgeLoader(makeGlue, module);
