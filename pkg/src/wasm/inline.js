// Buffer, where there is one, decodes several times faster than atob. Named as what globalThis has, as a
// bundler for browsers would bring a Buffer along, or miss one, where it stands alone.
const bytesOf = (base64) =>
  typeof globalThis.Buffer === "function"
    ? globalThis.Buffer.from(base64, "base64")
    : Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));

/** For every host that may compile wasm at run time; what one that may not throws says little of the way out. */
export async function compileBase64(base64) {
  try {
    return await WebAssembly.compile(bytesOf(base64));
  } catch (cause) {
    const way = "a Content-Security-Policy needs script-src 'wasm-unsafe-eval', a bundle for Workers the condition \"workerd\" or \"edge-light\".";
    throw new Error(`clerk-metadata: WebAssembly cannot be compiled here: ${way}`, { cause });
  }
}
