import { makeGlue } from "#generated/bulk_bg.js";
import packed from "#generated/bulk.wasm";
import { compile } from "./inline.js";
import { instantiate } from "./instantiate.js";

/** @import { BulkWasm } from "../bulk/types.js" */

/** @type {Promise<BulkWasm> | undefined} */
let loading;

/**
 * Compiles once, at the first call. A failed load is retried at the next call.
 * @returns {Promise<BulkWasm>}
 */
export const load = () =>
  (loading ??= compile(packed)
    .then(({ module }) => instantiate(makeGlue, module))
    .catch((error) => {
      loading = undefined;
      throw error;
    }));
