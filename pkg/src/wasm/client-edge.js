import * as glue from "#made/client_bg.js";
import module from "#made/client.wasm?module";
import { edgeLoader } from "./edge.js";

export const load = /* @__PURE__ */ edgeLoader(glue, module);
