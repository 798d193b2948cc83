import unpacker from "./unpack.wat";

/**
 * For every host that may compile wasm at run time: the module, and the bytes that it was compiled from.
 * `alternative` is a sentence for the error on other hosts.
 */
export async function compile(packed, alternative = "") {
  try {
    const bytes = unpacked(packed);
    // A page is not to stand still. Elsewhere to hand it to another thread takes longer than the rest of it.
    return {
      bytes,
      module: typeof document === "object" ? await WebAssembly.compile(bytes) : new WebAssembly.Module(bytes),
    };
  } catch (cause) {
    throw new Error(`clerk-metadata: ${reason(cause)}${alternative}`, { cause });
  }
}

const ADDRESS_SPACE =
  "too little address space (ulimit -v) for a WebAssembly memory, which reserves 10 GB; the fetch of Node.js takes one too.";

/** The error of a process whose limit leaves too little for `fetch` and the client. */
export const noAddressSpace = (cause, alternative) =>
  new Error(`clerk-metadata: ${ADDRESS_SPACE}${alternative}`, { cause });

/** Why the host did not compile a wasm, by what it threw. */
function reason({ message }) {
  if (typeof WebAssembly !== "object") {
    const { execArgv, env } = globalThis.process ?? {};
    return `this host has no WebAssembly${/--jitless/.test(`${execArgv} ${env?.NODE_OPTIONS}`) ? ": Node.js was started with --jitless" : ""}.`;
  }
  if (/memory/i.test(message)) return ADDRESS_SPACE;
  return `WebAssembly cannot be compiled here: ${/policy|unsafe-eval/i.test(message) ? "the Content-Security-Policy needs script-src 'wasm-unsafe-eval'" : message}.`;
}

/**
 * Node.js's own `fetch` needs a wasm memory as well, and ends the process where there is no address space
 * for it. The memory of `bytes` and another one: as much as the client and `fetch` will take.
 */
export function hasRoomForFetch(bytes) {
  if (!globalThis.process?.versions?.node) return true;
  try {
    new WebAssembly.Memory({ initial: 0 });
    return bytes.length > 0; // used here, so not collected before
  } catch {
    return false;
  }
}

const PAGE_BYTES = 65_536;

/** What `pkg/build/pack-wasm.mjs` has packed. */
function unpacked(packed) {
  const bytes = Uint8Array.from(atob(unpacker), (char) => char.charCodeAt(0));
  /** @type {Record<string, any>} */
  const { memory, unpack } = new WebAssembly.Instance(new WebAssembly.Module(bytes)).exports;
  const end = packed.length;
  memory.grow(Math.ceil((end + 256) / PAGE_BYTES));
  const all = new Uint8Array(memory.buffer);
  new TextEncoder().encodeInto(packed, all);
  all.set(bytesByCode(packed), end);
  return new Uint8Array(memory.buffer, 0, unpack(HEAD_CHARACTERS, end));
}

const HEAD_CHARACTERS = 43;

/** The bytes that are one character each, then the others; six bits in each character of the head tell them apart. */
function bytesByCode(packed) {
  /** @type {number[][]} */
  const [doubles, singles] = [[], []];
  for (let byte = 0; byte < 256; byte++)
    (((packed.charCodeAt(byte / 6) - 35) >> (byte % 6)) & 1 ? singles : doubles).push(byte);
  return [...singles, ...doubles];
}
