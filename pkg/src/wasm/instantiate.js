// @compileOnLoad: every call runs these functions (build/functions.mjs).
// Connects a compiled module to the glue that wasm-bindgen generated for it (`--target bundler`). The loader of the
// `web` target is not used, because its `instanceof WebAssembly.Module` fails in Next.js's edge runtime, where the
// module comes from another realm.

/**
 * @param {() => any} makeGlue
 * @param {WebAssembly.Module} module
 */
export function instantiate(makeGlue, module) {
  const glue = makeGlue();
  // "$" is the name of the only import module (xtask/src/shrink.rs).
  /** @type {Record<string, any>} */
  const exports = new WebAssembly.Instance(module, { $: glue }).exports;
  glue.__wbg_set_wasm(exports);
  exports.__wbindgen_start?.();
  return glue;
}
