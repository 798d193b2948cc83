// A wasm as text inside a JavaScript file; pkg/src/wasm/unpack.wat takes it out again. Not base64, for
// gzip finds what is there twice only where every byte begins a character: 38.5 KB for the client, and
// 30.5 like this, of 29.6 as a file. All of it is printable ASCII, so no tool and no charset harms it.
import binaryen from "binaryen";
import { readFileSync } from "node:fs";
import { basename } from "node:path";

/** A byte below 90 is one character, from "#" on; any other is two, of which the first is "}" or "~". */
export function pack(bytes) {
  const characterOf = (code) => String.fromCharCode("#".charCodeAt(0) + code);
  const CHARACTERS = Array.from({ length: 256 }, (_, byte) => {
    if (byte < 90) return characterOf(byte);
    const beyond = byte - 90;
    return characterOf(90 + Math.floor(beyond / 92)) + characterOf(beyond % 92);
  });
  return Array.from(bytes, (byte) => CHARACTERS[byte]).join("");
}

function assembled(text) {
  const module = binaryen.parseText(text);
  module.optimize();
  const bytes = module.emitBinary();
  module.dispose();
  return bytes;
}

/** The files, by what stands in a bundle for each: a global name, which esbuild neither changes nor breaks over two lines. */
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
    build.onLoad({ filter: /\.wat$/ }, ({ path }) => ({ contents: assembled(readFileSync(path, "utf8")), loader: "base64" }));
  },
};

/** Puts the wasm at its place in a bundle: on a line of its own, as Node.js shows the line of an error that no one catches. */
export const filled = (text) => text.replace(/\bPACKED_WASM_\w+/g, (place) => `\n${JSON.stringify(pack(readFileSync(files.get(place))))}\n`);
