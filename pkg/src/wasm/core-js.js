// The client's core as JavaScript, for hosts without WebAssembly (xtask/src/javascript.rs).
import { makeCore } from "#generated/client_core.js";
import { makeGlue } from "#generated/client_js_bg.js";

/** Like `instantiate` in instantiate.js. */
export function makeInstance() {
  const glue = makeGlue();
  glue.__wbg_set_wasm(makeCore(glue));
  return glue;
}
