import { instantiate } from "./instantiate.js";

/**
 * For hosts that compile wasm at deployment. Synchronous: workerd forbids one request to wait
 * for a promise of another.
 */
export function edgeLoader(glue, module) {
  let ready;
  return () => (ready ??= instantiate(glue, module));
}
