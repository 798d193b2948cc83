// The rows that do not apply to `clerk-metadata/wasm`, or whose outcome differs, and why. Its exceptions are otherwise
// those of Node.js, in which it runs.
import { succeeds } from "./expected.mjs";

const skip = (reason) => ({ skip: true, reason });
const NO_SIGNAL = skip("the module has no option `signal`");

export const WASM = {
  "aborted before the call": NO_SIGNAL,
  "aborted while waiting for the response": NO_SIGNAL,
  "aborted while the body is read": NO_SIGNAL,
  "a custom fetch": skip("the module has no option `fetch`"),
};
for (const name of ["10 MB", ...["gzip", "deflate", "br"].map((encoding) => `${encoding}: 10 MB, decompressed`)])
  WASM[name] = { reason: "the user has no `raw`", expect: succeeds() };
