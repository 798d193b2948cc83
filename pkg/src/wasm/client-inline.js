import * as glue from "#made/client_bg.js";
import base64 from "#made/client.wasm";
import { inlineLoader } from "./inline.js";

export const load = /* @__PURE__ */ inlineLoader(glue, base64);
