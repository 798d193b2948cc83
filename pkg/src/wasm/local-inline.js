import { makeGlue } from "#generated/local_bg.js";
import packed from "#generated/local.wasm";
import { compile } from "./inline.js";
import { instantiate } from "./instantiate.js";

let ready;

/** Compiles at the first call, once; a load that failed is tried again. */
export const load = () =>
  (ready ??= compile(packed)
    .then(({ module }) => instantiate(makeGlue, module))
    .catch((error) => {
      ready = undefined;
      throw error;
    }));
