import module from "#made/client.wasm?module";

export { makeGlue } from "#made/client_bg.js";
export { instantiate } from "./instantiate.js";

/**
 * For hosts that compile wasm at deployment. Synchronous: workerd forbids one request to wait
 * for a promise of another.
 */
export const compiled = () => module;
