import * as glue from "#made/local_bg.js";
import base64 from "#made/local.wasm";
import { inlineLoader } from "./inline.js";

export const load = /* @__PURE__ */ inlineLoader(glue, base64);
