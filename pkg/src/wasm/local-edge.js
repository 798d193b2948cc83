import { makeGlue } from "#generated/local_bg.js";
import module from "#generated/local.wasm?module";
import { createEdgeLoader } from "./edge-loader.js";

/** @import { LocalWasm } from "../local/types.js" */

/** @type {() => LocalWasm} */
export const load = /* @__PURE__ */ createEdgeLoader(makeGlue, module);
