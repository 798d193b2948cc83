// The rows that do not apply to the Rust client with reqwest, or whose outcome differs, and why.
import { unexpectedResponse } from "./expected.mjs";

const skip = (reason) => ({ skip: true, reason });
const NO_SUCH_VALUE = skip(
  "the program gets its calls as JSON, which has no such value; client/tests/client/params.rs tests what Rust has",
);
const NO_SIGNAL = skip("Rust has no signal: dropping the future of a call cancels it");
const NOT_DECOMPRESSED = {
  reason: "reqwest is built with gzip only, and does not ask for other encodings",
  expect: unexpectedResponse(200, /the body is not JSON/),
};

export const RUST = {
  "aborted before the call": NO_SIGNAL,
  "aborted while waiting for the response": NO_SIGNAL,
  "aborted while the body is read": NO_SIGNAL,
  "a custom fetch": skip("a custom transport has its own tests: client/tests/client"),
  "rejected: NaN": NO_SUCH_VALUE,
  "rejected: Infinity in a list": NO_SUCH_VALUE,
  "rejected: a Map": NO_SUCH_VALUE,
  "rejected: a Set": NO_SUCH_VALUE,
  "rejected: a typed array": NO_SUCH_VALUE,
  "rejected: a function": NO_SUCH_VALUE,
  "rejected: an invalid date": NO_SUCH_VALUE,
  "rejected: a circular value": NO_SUCH_VALUE,
};
for (const encoding of ["deflate", "br"])
  for (const row of ["a user", "10 MB, decompressed", "one byte above 10 MB, decompressed", "a compression bomb"])
    RUST[`${encoding}: ${row}`] = NOT_DECOMPRESSED;
