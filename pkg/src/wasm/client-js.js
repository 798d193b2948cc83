// For hosts without WebAssembly: the same core, translated to JavaScript (xtask/src/javascript.rs).
import { makeCore } from "#made/client_core.js";

export { makeGlue } from "#made/client_js_bg.js";

export const compiled = () => makeCore;

/** Like `instantiate` of instantiate.js. */
export function instantiate(makeGlue, makeCore) {
  const glue = makeGlue();
  glue.__wbg_set_wasm(makeCore(glue));
  return glue;
}
