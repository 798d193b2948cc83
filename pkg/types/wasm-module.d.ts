declare global {
  namespace WebAssembly {
    interface Module {}
  }
}

/**
 * The compiled wasm of `clerk-metadata/wasm`, as Workers and bundlers for them import it.
 *
 * @example
 * import { initSync } from "clerk-metadata/wasm";
 * import module from "clerk-metadata/wasm_bg.wasm";
 *
 * initSync({ module });
 */
declare const module: WebAssembly.Module;
export default module;
