// The errors of rejected requests. A row is two facts: the status, code and parameter; and the texts, which a client
// should not depend on.
import { randomBytes } from "node:crypto";
import { outcomeOf, textsOf } from "./outcome.js";

/** @import { ApiResponse, Fact, FactContext, Json, SendOptions, Source } from "./types.js" */

/**
 * @typedef {object} ErrorRow
 * @property {string} id
 * @property {string} statement
 * @property {Source} source
 * @property {Json} expected
 * @property {(context: FactContext) => Promise<ApiResponse>} send
 * @property {{ source: Source, message: string, longMessage?: string }} [texts]
 */

/** The form of an ID, and of no user. */
const UNKNOWN_USER = `user_2${randomBytes(13).toString("hex")}`;
const WRONG_KEY = `sk_test_${randomBytes(20).toString("hex")}`;

/**
 * A change of the third user's metadata.
 * @param {unknown} body
 * @param {SendOptions["headers"]} [headers]
 * @returns {ErrorRow["send"]}
 */
const change =
  (body, headers) =>
  ({ send, users }) =>
    send("PATCH", `/users/${users[2].id}/metadata`, { body, ...(headers && { headers }) });

/**
 * A request that only reads the third user.
 * @param {NonNullable<SendOptions["headers"]>} headers
 * @returns {ErrorRow["send"]}
 */
const read =
  (headers) =>
  ({ send, users }) =>
    send("GET", `/users/${users[2].id}`, { headers });

const NOT_AN_OBJECT = { status: 422, code: "form_param_value_invalid", param_name: "public_metadata" };
const NOT_AN_OBJECT_TEXT = "public_metadata must be a JSON object with key-value pairs.";
const WRONG_KEY_TEXT = "The provided Clerk Secret Key is invalid. Make sure that your Clerk Secret Key is correct.";

/** @type {ErrorRow[]} */
const ROWS = [
  {
    id: "error-unknown-user",
    statement: "GET of an unknown user is rejected with 404 resource_not_found.",
    source: "documented",
    expected: { status: 404, code: "resource_not_found" },
    send: ({ send }) => send("GET", `/users/${UNKNOWN_USER}`),
    texts: { source: "documented", message: "not found", longMessage: "No user was found with id USER_ID" },
  },
  {
    id: "error-unknown-user-metadata",
    statement: "PATCH of the metadata of an unknown user is rejected with 404 resource_not_found.",
    source: "documented",
    expected: { status: 404, code: "resource_not_found" },
    send: ({ send }) => send("PATCH", `/users/${UNKNOWN_USER}/metadata`, { body: { public_metadata: {} } }),
  },
  {
    id: "error-wrong-key",
    statement: "A wrong key is rejected with 401 clerk_key_invalid.",
    source: "documented",
    expected: { status: 401, code: "clerk_key_invalid" },
    send: read({ authorization: `Bearer ${WRONG_KEY}` }),
    texts: { source: "documented", message: WRONG_KEY_TEXT },
  },
  {
    id: "error-no-key",
    statement: "A request without Authorization is rejected with 401 authorization_header_format_invalid.",
    source: "documented",
    expected: { status: 401, code: "authorization_header_format_invalid" },
    send: read({ authorization: undefined }),
    texts: {
      source: "documented",
      message: "Invalid Authorization header format",
      longMessage: "Invalid Authorization header format. Must be 'Bearer <YOUR_API_KEY>'",
    },
  },
  {
    id: "error-malformed-key",
    statement: "An Authorization that is not Bearer is rejected with 401 authorization_header_format_invalid.",
    source: "documented",
    expected: { status: 401, code: "authorization_header_format_invalid" },
    send: read({ authorization: "Basic dmVyaWZ5" }),
  },
  {
    id: "error-field-null",
    statement: "null as a metadata field is rejected with 422 form_param_value_invalid.",
    source: "documented",
    expected: NOT_AN_OBJECT,
    send: change({ public_metadata: null }),
    texts: { source: "inferred", message: NOT_AN_OBJECT_TEXT },
  },
  {
    id: "error-field-array",
    statement: "An array as a metadata field is rejected with 422 form_param_value_invalid.",
    source: "documented",
    expected: NOT_AN_OBJECT,
    send: change({ public_metadata: [1] }),
  },
  {
    id: "error-field-string",
    statement: "A string as a metadata field is rejected with 422 form_param_value_invalid.",
    source: "documented",
    expected: NOT_AN_OBJECT,
    send: change({ public_metadata: "text" }),
  },
  {
    id: "error-unknown-parameter",
    statement: "An unknown parameter in the body is rejected with 422 form_param_unknown.",
    source: "documented",
    expected: { status: 422, code: "form_param_unknown", param_name: "publicMetadata" },
    send: change({ publicMetadata: {} }),
    texts: {
      source: "documented",
      message: "is unknown",
      longMessage: "publicMetadata is not a valid parameter for this request.",
    },
  },
  {
    id: "error-body-not-json",
    statement: "A body that is not JSON is rejected with 400 request_body_invalid.",
    source: "documented",
    expected: { status: 400, code: "request_body_invalid" },
    send: change('{"public_metadata":'),
    texts: {
      source: "documented",
      message: "Request body invalid",
      longMessage: "The request body is invalid. Please consult the API documentation for more information.",
    },
  },
  {
    id: "error-body-array",
    statement: "A body that is a JSON array is rejected with 400 request_body_invalid.",
    source: "inferred",
    expected: { status: 400, code: "request_body_invalid" },
    send: change([]),
  },
  {
    id: "error-content-type",
    statement: "A body with another content type than JSON is rejected with 415 unsupported_content_type.",
    source: "documented",
    expected: { status: 415, code: "unsupported_content_type" },
    send: change({ public_metadata: {} }, { "content-type": "text/plain" }),
    texts: {
      source: "documented",
      message: "Content-Type is unsupported",
      longMessage: "Content-Type text/plain is unsupported. You should use application/json instead.",
    },
  },
  {
    id: "error-api-version",
    statement: "A Clerk-API-Version that is not a version is rejected with 400 api_version_invalid.",
    source: "documented",
    expected: { status: 400, code: "api_version_invalid" },
    send: read({ "clerk-api-version": "verify" }),
    texts: {
      source: "inferred",
      message: "API version is invalid",
      longMessage: "The Clerk-API-Version header must be a date such as 2026-05-12.",
    },
  },
];

/**
 * The response to a row, which its two facts share.
 * @param {FactContext} context
 * @param {ErrorRow} row
 */
const responseOf = (context, { id, send }) => context.once(id, () => send(context));

/**
 * @param {ErrorRow} row
 * @returns {Fact[]}
 */
function factsOf(row) {
  const { id, statement, source, expected, texts } = row;
  const outcome = /** @type {Fact} */ ({
    id,
    statement,
    source,
    expected,
    check: async (context) => outcomeOf(await responseOf(context, row)),
  });
  if (texts === undefined) return [outcome];
  const { message, longMessage = message } = texts;
  return [
    outcome,
    {
      id: `${id}-text`,
      statement: `The texts of the error ${id} are as expected.`,
      source: texts.source,
      expected: { message, long_message: longMessage },
      check: async (context) => textsOf(await responseOf(context, row)),
    },
  ];
}

/** @type {Fact[]} */
export const ERROR_FACTS = [
  ...ROWS.flatMap(factsOf),
  {
    id: "error-trace-id",
    statement:
      "The body of an error has a clerk_trace_id, and the response has the same in the header x-clerk-trace-id.",
    source: "inferred",
    expected: { body: true, header: true },
    async check(context) {
      const { json, headers } = await context.once("error-unknown-user", () =>
        context.send("GET", `/users/${UNKNOWN_USER}`),
      );
      const id = json?.clerk_trace_id;
      const body = typeof id === "string" && id !== "";
      return { body, header: body && headers.get("x-clerk-trace-id") === id };
    },
  },
  {
    id: "error-empty-body",
    statement: "A body without any field, {}, is accepted and changes nothing.",
    source: "inferred",
    expected: { status: 200 },
    check: async (context) => outcomeOf(await change({})(context)),
  },
  {
    id: "error-changes-nothing",
    statement: "A request with a valid and an invalid field is rejected, and the valid field is not changed either.",
    source: "inferred",
    expected: { status: 422, private_metadata: {} },
    async check(context) {
      const { status } = await change({ private_metadata: { a: 1 }, public_metadata: null })(context);
      const { json } = await context.send("GET", `/users/${context.users[2].id}`);
      return { status, private_metadata: json?.private_metadata ?? null };
    },
  },
];
