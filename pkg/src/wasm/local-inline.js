import { makeGlue } from "#generated/local_bg.js";
import packed from "#generated/local.wasm";
import { compile } from "./inline.js";
import { instantiate } from "./instantiate.js";

/** @import { LocalWasm } from "../local/types.js" */

/** @type {Promise<LocalWasm> | undefined} */
let loading;

/**
 * Compiles once, at the first call. A failed load is retried at the next call.
 * @returns {Promise<LocalWasm>}
 */
export const load = () =>
  (loading ??= compile(packed)
    .then(({ module }) => instantiate(makeGlue, module))
    .catch((error) => {
      loading = undefined;
      throw error;
    }));
