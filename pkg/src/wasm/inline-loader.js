import { compile } from "./inline.js";
import { instantiate } from "./instantiate.js";

/**
 * Returns a function that compiles a wasm once, at its first call. A failed load is retried at the next call.
 * @template Wasm
 * @param {Parameters<typeof instantiate>[0]} makeGlue
 * @param {string} packed
 * @returns {() => Promise<Wasm>}
 */
export function createInlineLoader(makeGlue, packed) {
  /** @type {Promise<Wasm> | undefined} */
  let loading;
  return () =>
    (loading ??= compile(packed)
      .then(({ module }) => instantiate(makeGlue, module))
      .catch((error) => {
        loading = undefined;
        throw error;
      }));
}
