import { makeGlue } from "#made/client_bg.js";
import base64 from "#made/client.wasm";
import { instantiateBase64 } from "./inline.js";

let ready;

/** Compiles at the first call, once; a load that failed is tried again. */
export const load = () =>
  (ready ??= instantiateBase64(makeGlue, base64).catch((error) => {
    ready = undefined;
    throw error;
  }));
