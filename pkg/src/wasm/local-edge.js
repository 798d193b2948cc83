import * as glue from "#made/local_bg.js";
import module from "#made/local.wasm?module";
import { edgeLoader } from "./edge.js";

export const load = /* @__PURE__ */ edgeLoader(glue, module);
