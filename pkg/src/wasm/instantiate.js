// @compileOnLoad: every call runs these functions (build/functions.mjs).
// Joins a compiled module and the glue that wasm-bindgen wrote for it (`--target bundler`).
//
// Not the `web` target's own loader: its `instanceof WebAssembly.Module` fails in Next's edge
// runtime, where the module comes from another realm.

export function instantiate(makeGlue, module) {
  const glue = makeGlue();
  // "$": what xtask/src/shrink.rs calls the one module of the imports.
  /** @type {Record<string, any>} */
  const exports = new WebAssembly.Instance(module, { $: glue }).exports;
  glue.__wbg_set_wasm(exports);
  exports.__wbindgen_start?.();
  return glue;
}
