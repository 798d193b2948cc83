// The size limit of a metadata field, and how the size is counted. Each row stores or rejects one body, so that the
// facts of a run need fewer changes than a user may have within a window of the rate limit.
import { outcomeOf, textsOf } from "./outcome.js";

/** @import { ApiResponse, Fact, FactContext } from "./types.js" */

const LIMIT = 8192;
const OK = { status: 200 };
const TOO_LARGE = { status: 422, code: "form_param_exceeds_allowed_size", param_name: "public_metadata" };

/**
 * `{"a":"xxx…"}` with this number of bytes.
 * @param {number} bytes
 * @param {string} [char]
 */
function objectOf(bytes, char = "x") {
  const rest = bytes - '{"a":""}'.length;
  const count = Math.floor(rest / Buffer.byteLength(char));
  return { a: char.repeat(count) + "x".repeat(rest - count * Buffer.byteLength(char)) };
}

/**
 * @param {FactContext} context
 * @param {"PUT" | "PATCH"} method
 * @param {unknown} body
 */
const change = ({ send, users }, method, body) => send(method, `/users/${users[1].id}/metadata`, { body });

/** @param {FactContext} context */
const putLargest = (context) =>
  context.once("size-largest", () => change(context, "PUT", { public_metadata: objectOf(LIMIT) }));

/** @param {FactContext} context */
const putTooLarge = (context) =>
  context.once("size-too-large", () => change(context, "PUT", { public_metadata: objectOf(LIMIT + 1) }));

/**
 * @param {(context: FactContext) => Promise<ApiResponse>} send
 * @returns {Fact["check"]}
 */
const outcome = (send) => async (context) => outcomeOf(await send(context));

/** @type {Fact[]} */
export const SIZE_FACTS = [
  {
    id: "size-limit",
    statement: "A metadata field of 8192 bytes of JSON is accepted.",
    source: "documented",
    expected: OK,
    check: outcome(putLargest),
  },
  {
    id: "size-over-limit",
    statement: "A metadata field of 8193 bytes is rejected: 422 form_param_exceeds_allowed_size, with the field.",
    source: "documented",
    expected: TOO_LARGE,
    check: outcome(putTooLarge),
  },
  {
    id: "size-over-limit-text",
    statement: "The text of that error names the field and the limit.",
    source: "documented",
    expected: {
      message: "The given public_metadata exceeds the maximum allowed size of 8192 bytes (8 KB).",
      long_message: "The given public_metadata exceeds the maximum allowed size of 8192 bytes (8 KB).",
    },
    check: async (context) => textsOf(await putTooLarge(context)),
  },
  {
    id: "size-merged",
    statement: "PATCH counts the size after the merge: one more key for a field of 8192 bytes is rejected.",
    source: "inferred",
    expected: TOO_LARGE,
    check: outcome(async (context) => {
      const stored = await putLargest(context);
      return stored.status === 200 ? change(context, "PATCH", { public_metadata: { b: 1 } }) : stored;
    }),
  },
  {
    id: "size-merged-removed",
    statement:
      "PATCH counts the size after the merge: a large key can replace another one that the same request removes.",
    source: "inferred",
    expected: OK,
    check: outcome(async (context) => {
      const stored = await putLargest(context);
      const patch = { a: null, b: "x".repeat(8000) };
      return stored.status === 200 ? change(context, "PATCH", { public_metadata: patch }) : stored;
    }),
  },
  {
    id: "size-white-space",
    statement: "White space between the values of a body is not counted.",
    source: "inferred",
    expected: OK,
    check: outcome((context) => {
      const text = JSON.stringify(objectOf(LIMIT)).replace(":", `:${" ".repeat(100)}`);
      return change(context, "PUT", `{"public_metadata":${text}}`);
    }),
  },
  {
    id: "size-utf8",
    statement: "The size is counted in bytes of UTF-8: 8192 bytes with letters of two bytes are accepted.",
    source: "inferred",
    expected: OK,
    check: outcome((context) => change(context, "PUT", { public_metadata: objectOf(LIMIT, "é") })),
  },
  {
    id: "size-utf8-over-limit",
    statement: "The size is counted in bytes of UTF-8: 8193 bytes with letters of two bytes are rejected.",
    source: "inferred",
    expected: TOO_LARGE,
    check: outcome((context) => change(context, "PUT", { public_metadata: objectOf(LIMIT + 1, "é") })),
  },
  {
    id: "size-html",
    statement: "The characters <, > and & count as one byte each.",
    source: "inferred",
    expected: OK,
    check: outcome((context) => change(context, "PUT", { public_metadata: objectOf(LIMIT, "<>&") })),
  },
  {
    id: "size-per-field",
    statement: "The limit applies to each field: all three can have 8192 bytes.",
    source: "documented",
    expected: OK,
    check: outcome((context) =>
      change(context, "PUT", {
        public_metadata: objectOf(LIMIT),
        private_metadata: objectOf(LIMIT),
        unsafe_metadata: objectOf(LIMIT),
      }),
    ),
  },
];
