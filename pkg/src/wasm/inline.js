import unpacker from "./unpack.wat";

/**
 * For hosts that compile wasm at run time. Returns the module and the bytes from which it was compiled.
 * @param {string} packed
 * @param {string} [alternative] A sentence for the error message if the host cannot compile wasm.
 */
export async function compile(packed, alternative = "") {
  try {
    const bytes = unpack(packed);
    // A page must not block. On other hosts, handing the bytes to another thread takes longer than compiling them.
    return {
      bytes,
      module: typeof document === "object" ? await WebAssembly.compile(bytes) : new WebAssembly.Module(bytes),
    };
  } catch (cause) {
    throw new Error(`clerk-metadata: ${reason(/** @type {Error} */ (cause))}${alternative}`, { cause });
  }
}

const ADDRESS_SPACE =
  "too little address space (ulimit -v) for a WebAssembly memory, which reserves 10 GB; the fetch of Node.js takes one too.";

/**
 * The error if the address space is too small for both `fetch` and the client.
 * @param {unknown} cause
 * @param {string} alternative
 */
export const noAddressSpace = (cause, alternative) =>
  new Error(`clerk-metadata: ${ADDRESS_SPACE}${alternative}`, { cause });

/**
 * Why the host did not compile the wasm, by the error that it threw.
 * @param {Error} error
 */
function reason({ message }) {
  if (typeof WebAssembly !== "object") {
    const { execArgv, env } = globalThis.process ?? {};
    return `this host has no WebAssembly${/--jitless/.test(`${execArgv} ${env?.NODE_OPTIONS}`) ? ": Node.js was started with --jitless" : ""}.`;
  }
  if (/memory/i.test(message)) return ADDRESS_SPACE;
  return `WebAssembly cannot be compiled here: ${/policy|unsafe-eval/i.test(message) ? "the Content-Security-Policy needs script-src 'wasm-unsafe-eval'" : message}.`;
}

/**
 * The `fetch` of Node.js also needs a wasm memory, and ends the process if there is no address space for it. The memory
 * of `bytes` and a new one take as much as the client and `fetch` will.
 * @param {Uint8Array} bytes
 */
export function hasRoomForFetch(bytes) {
  if (!globalThis.process?.versions?.node) return true;
  try {
    new WebAssembly.Memory({ initial: 0 });
    return bytes.length > 0; // a use of `bytes`, so that its memory is not collected before
  } catch {
    return false;
  }
}

const PAGE_BYTES = 65_536;
const TABLE_BYTES = 256;

/**
 * Decodes the output of `pkg/build/pack-wasm.mjs`.
 * @param {string} packed
 */
function unpack(packed) {
  const bytes = Uint8Array.from(atob(unpacker), (char) => char.charCodeAt(0));
  /** @type {Record<string, any>} */
  const { memory, unpack: decode } = new WebAssembly.Instance(new WebAssembly.Module(bytes)).exports;
  memory.grow(Math.ceil((packed.length + TABLE_BYTES) / PAGE_BYTES));
  new TextEncoder().encodeInto(packed, new Uint8Array(memory.buffer));
  return new Uint8Array(memory.buffer, 0, decode(packed.length));
}
