import { makeGlue } from "#generated/local_bg.js";
import packed from "#generated/local.wasm";
import { createInlineLoader } from "./inline-loader.js";

/** @import { LocalWasm } from "../local/types.js" */

/** @type {() => Promise<LocalWasm>} */
export const load = /* @__PURE__ */ createInlineLoader(makeGlue, packed);
