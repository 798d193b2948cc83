// A page whose Content-Security-Policy forbids WebAssembly.
import * as clerkMetadata from "/node_modules/clerk-metadata/dist/js.js";
import { scenario } from "./scenario.mjs";

const wasm = await WebAssembly.compile(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0)).then(
  () => "allowed",
  () => "undefined",
);
globalThis.outcome = scenario(clerkMetadata, undefined, location.origin, { dangerouslyAllowBrowser: true }).then(
  (outcome) => ({ ...outcome, wasm }),
);
