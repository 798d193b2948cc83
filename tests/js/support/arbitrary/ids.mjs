// User IDs, valid and invalid.
import fc from "fast-check";
import { text } from "./json.mjs";

export const id = fc.constantFrom(
  "user_1",
  "user_2abcDEF0123456789ghiJKL3",
  "user_29w83sxmDNGwOuEthce5gg56FcC",
  "a.b-c_d~e",
);
/** Unusual IDs: long ones, and ones of characters that a URL encodes. */
export const unusualId = fc.oneof(
  fc.constantFrom(
    "count",
    "user_1#",
    "user_1?x=1",
    "user%5F1",
    "100%",
    "a%zz",
    "user_1 ",
    "\tuser_1",
    "user\n_1",
    "user_1/metadata",
    "a/../b",
    "..",
    ".",
    "%2e%2E",
    "%252e",
    "a\\b",
    "user_1%2fmetadata",
    "",
    "größe",
    "🦀",
    "\ud800",
    "a;b,c",
    "a@b:c&d=e+f$!*'()",
    '"<>`{}|^',
    "x".repeat(256),
    "x".repeat(257),
    "user_1/.\t.",
    "...",
  ),
  text,
  fc.constantFrom(undefined, null, 5, 0, true, {}, ["user_1"], { toString: () => "user_1" }),
);
