// A wasm as text inside a JavaScript file; pkg/src/wasm/unpack.wat decodes it. Not as base64: gzip finds repetitions
// only if every byte begins a new character. The client's wasm takes 38.5 KB as base64, 30 KB like this, and 29.6 KB as
// a file. The text is printable ASCII, so no tool and no character set changes it.
import binaryen from "binaryen";
import { readFileSync } from "node:fs";
import { basename } from "node:path";

const FIRST = "#".charCodeAt(0);
const SINGLES = 90;

/**
 * The 90 most frequent bytes are one character each; every other byte is two, of which the first is "}" or "~".
 * Each of the first 43 characters has six bits that mark the frequent bytes.
 * @param {Uint8Array} bytes
 */
export function pack(bytes) {
  const characterOf = (/** @type {number} */ code) => String.fromCharCode(FIRST + code);
  const counts = new Uint32Array(256);
  for (const byte of bytes) counts[byte]++;
  const byFrequency = Array.from(counts.keys()).sort((one, other) => counts[other] - counts[one] || one - other);
  const isSingle = Array.from(counts, () => 0);
  for (const byte of byFrequency.slice(0, SINGLES)) isSingle[byte] = 1;
  const singles = isSingle.flatMap((single, byte) => (single ? [byte] : []));
  const doubles = isSingle.flatMap((single, byte) => (single ? [] : [byte]));
  /** By byte. @type {string[]} */
  const characters = [];
  singles.forEach((byte, code) => (characters[byte] = characterOf(code)));
  doubles.forEach(
    (byte, code) => (characters[byte] = characterOf(SINGLES + Math.floor(code / 92)) + characterOf(code % 92)),
  );
  const head = Array.from({ length: 43 }, (_, at) =>
    characterOf([0, 1, 2, 3, 4, 5].reduce((bits, bit) => bits + ((isSingle[at * 6 + bit] ?? 0) << bit), 0)),
  );
  return head.join("") + Array.from(bytes, (byte) => characters[byte]).join("");
}

/** @param {string} text In the WebAssembly text format. */
function assemble(text) {
  const module = binaryen.parseText(text);
  module.optimize();
  const bytes = module.emitBinary();
  module.dispose();
  return bytes;
}

/**
 * The paths of the wasm files by placeholder. A placeholder is the name of a global variable, which esbuild neither
 * renames nor breaks over two lines.
 * @type {Map<string, string>}
 */
const files = new Map();

/**
 * Inserts a placeholder for each wasm.
 * @type {import("esbuild").Plugin}
 */
export const packWasm = {
  name: "pack-wasm",
  setup(build) {
    build.onLoad({ filter: /\.wasm$/ }, ({ path }) => {
      const placeholder = `PACKED_WASM_${basename(path, ".wasm")}`;
      files.set(placeholder, path);
      return { contents: `export default ${placeholder};`, loader: "js" };
    });
    build.onLoad({ filter: /\.wat$/ }, ({ path }) => ({
      contents: assemble(readFileSync(path, "utf8")),
      loader: "base64",
    }));
  },
};

/**
 * Replaces the placeholders. Each wasm gets its own line, because Node.js prints the line of an error that nothing
 * catches.
 * @param {string} text
 */
export const insertWasm = (text) =>
  text.replace(
    /\bPACKED_WASM_\w+/g,
    (placeholder) => `\n${JSON.stringify(pack(readFileSync(/** @type {string} */ (files.get(placeholder)))))}\n`,
  );
