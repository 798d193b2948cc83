import base64 from "#made/client.wasm";
import { compileBase64 } from "./inline.js";

export { makeGlue } from "#made/client_bg.js";

let module;

/** Compiles at the first call, once; a load that failed is tried again. */
export const compiled = () =>
  (module ??= compileBase64(base64).catch((error) => {
    module = undefined;
    throw error;
  }));
