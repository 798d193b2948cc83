// A wasm as text inside a JavaScript file; pkg/src/wasm/unpack.wat takes it out again. Not base64, for
// gzip finds what is there twice only where every byte begins a character: 38.5 KB for the client, and
// 30 like this, of 29.6 as a file. All of it is printable ASCII, so no tool and no charset harms it.
import binaryen from "binaryen";
import { readFileSync } from "node:fs";
import { basename } from "node:path";

const FIRST = "#".charCodeAt(0);
const SINGLES = 90;

/**
 * The 90 most frequent bytes are one character each; every other byte is two, of which the first is "}" or "~".
 * Six bits in each of the first 43 characters tell which bytes are the frequent ones.
 */
export function pack(bytes) {
  const characterOf = (code) => String.fromCharCode(FIRST + code);
  const counts = new Uint32Array(256);
  for (const byte of bytes) counts[byte]++;
  const byFrequency = Array.from(counts.keys()).sort((one, other) => counts[other] - counts[one] || one - other);
  const isSingle = Array.from(counts, () => 0);
  for (const byte of byFrequency.slice(0, SINGLES)) isSingle[byte] = 1;
  const singles = isSingle.flatMap((single, byte) => (single ? [byte] : []));
  const doubles = isSingle.flatMap((single, byte) => (single ? [] : [byte]));
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

function assembled(text) {
  const module = binaryen.parseText(text);
  module.optimize();
  const bytes = module.emitBinary();
  module.dispose();
  return bytes;
}

/**
 * The files, by what stands in a bundle for each: a global name, which esbuild neither changes nor breaks over two
 * lines.
 */
const files = new Map();

/** Leaves a place where a wasm belongs. */
export const packed = {
  name: "packed",
  setup(build) {
    build.onLoad({ filter: /\.wasm$/ }, ({ path }) => {
      const place = `PACKED_WASM_${basename(path, ".wasm")}`;
      files.set(place, path);
      return { contents: `export default ${place};`, loader: "js" };
    });
    build.onLoad({ filter: /\.wat$/ }, ({ path }) => ({
      contents: assembled(readFileSync(path, "utf8")),
      loader: "base64",
    }));
  },
};

/**
 * Puts the wasm at its place in a bundle: on a line of its own, as Node.js shows the line of an error that no one
 * catches.
 */
export const filled = (text) =>
  text.replace(/\bPACKED_WASM_\w+/g, (place) => `\n${JSON.stringify(pack(readFileSync(files.get(place))))}\n`);
