import { instantiate } from "./instantiate.js";

// Buffer, where there is one, decodes several times faster than atob.
const bytesOf = (base64) =>
  typeof Buffer === "function"
    ? Buffer.from(base64, "base64")
    : Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));

/** For every host that may compile wasm at run time: compiles at the first call, once. */
export function inlineLoader(glue, base64) {
  let ready;
  return () =>
    (ready ??= WebAssembly.compile(bytesOf(base64))
      .then((module) => instantiate(glue, module))
      .catch((error) => {
        ready = undefined; // a load that failed is tried again
        throw error;
      }));
}
