import packed from "#made/client.wasm";
import { compile } from "./inline.js";

export { makeGlue } from "#made/client_bg.js";
export { instantiate } from "./instantiate.js";

let module;

/** Compiles at the first call, once; a load that failed is tried again. */
export const compiled = () =>
  (module ??= compile(packed).catch((error) => {
    module = undefined;
    throw error;
  }));
