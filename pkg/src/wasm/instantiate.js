// Joins a compiled module and the glue that wasm-bindgen wrote for it (`--target bundler`).
//
// Not the `web` target's own loader: its `instanceof WebAssembly.Module` fails in Next's edge
// runtime, where the module comes from another realm.

/** The imports of every wasm module here: one object, named by wasm-bindgen after the glue file. */
const importsOf = (glue, module) =>
  Object.fromEntries(WebAssembly.Module.imports(module).map(({ module: name }) => [name, glue]));

export function instantiate(glue, module) {
  const { exports } = new WebAssembly.Instance(module, importsOf(glue, module));
  glue.__wbg_set_wasm(exports);
  exports.__wbindgen_start?.();
  return glue;
}
