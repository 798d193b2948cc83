import unpacker from "./unpack.wat";

/** For every host that may compile wasm at run time; what one that may not throws says little of the way out. */
export async function compile(packed) {
  try {
    const bytes = unpacked(packed);
    // A page is not to stand still. Elsewhere to hand it to another thread takes longer than the rest of it.
    return typeof document === "object" ? await WebAssembly.compile(bytes) : new WebAssembly.Module(bytes);
  } catch (cause) {
    const way = "a Content-Security-Policy needs script-src 'wasm-unsafe-eval', a bundle for Workers the condition \"workerd\" or \"edge-light\".";
    throw new Error(`clerk-metadata: WebAssembly cannot be compiled here: ${way}`, { cause });
  }
}

const PAGE_BYTES = 65_536;

/** What `pkg/build/packed.mjs` has packed. */
function unpacked(packed) {
  const bytes = Uint8Array.from(atob(unpacker), (char) => char.charCodeAt(0));
  const { memory, unpack } = new WebAssembly.Instance(new WebAssembly.Module(bytes)).exports;
  memory.grow(Math.ceil(packed.length / PAGE_BYTES));
  new TextEncoder().encodeInto(packed, new Uint8Array(memory.buffer));
  return new Uint8Array(memory.buffer, 0, unpack(packed.length));
}
