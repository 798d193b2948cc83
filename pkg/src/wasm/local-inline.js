import { makeGlue } from "#made/local_bg.js";
import base64 from "#made/local.wasm";
import { compileBase64 } from "./inline.js";
import { instantiate } from "./instantiate.js";

let ready;

/** Compiles at the first call, once; a load that failed is tried again. */
export const load = () =>
  (ready ??= compileBase64(base64)
    .then((module) => instantiate(makeGlue, module))
    .catch((error) => {
      ready = undefined;
      throw error;
    }));
