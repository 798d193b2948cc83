// Joins a compiled module and the glue that wasm-bindgen wrote for it (`--target bundler`).
//
// Not the `web` target's own loader: its `instanceof WebAssembly.Module` fails in Next's edge
// runtime, where the module comes from another realm.

/** `guarded(export)` stands in for what begins work in the instance; the rest is called in the middle of such work. */
export function instantiate(makeGlue, module, guarded) {
  const glue = makeGlue();
  // "$": what xtask/src/shrink.rs calls the one module of the imports.
  const { exports } = new WebAssembly.Instance(module, { $: glue });
  glue.__wbg_set_wasm(guarded ? mapped(exports, guarded) : exports);
  exports.__wbindgen_start?.();
  return glue;
}

const mapped = (exports, guarded) =>
  Object.fromEntries(Object.entries(exports).map(([name, value]) => [name, name.startsWith("$c") ? guarded(value) : value]));
