import { instantiate } from "./instantiate.js";

/**
 * For hosts that compile wasm at deployment. Synchronous, because in workerd a request must not wait for a promise of
 * another request.
 * @template Wasm
 * @param {Parameters<typeof instantiate>[0]} makeGlue
 * @param {WebAssembly.Module} module
 * @returns {() => Wasm}
 */
export function createEdgeLoader(makeGlue, module) {
  /** @type {Wasm | undefined} */
  let instance;
  return () => (instance ??= instantiate(makeGlue, module));
}
