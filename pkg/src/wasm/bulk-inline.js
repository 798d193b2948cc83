import { makeGlue } from "#generated/bulk_bg.js";
import packed from "#generated/bulk.wasm";
import { createInlineLoader } from "./inline-loader.js";

/** @import { BulkWasm } from "../bulk/types.js" */

/** @type {() => Promise<BulkWasm>} */
export const load = /* @__PURE__ */ createInlineLoader(makeGlue, packed);
