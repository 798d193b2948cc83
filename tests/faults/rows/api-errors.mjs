// Error responses of the Backend API: every known one, and bodies of other shapes.
import { apiErrorBody, apiError } from "./expected.mjs";

const KNOWN_ERRORS = [
  [404, "resource_not_found", "not found"],
  [401, "clerk_key_invalid", "The provided Clerk Secret Key is invalid."],
  [401, "authorization_header_format_invalid", "Invalid Authorization header format"],
  [401, "authentication_invalid", "Invalid authentication"],
  [422, "form_param_value_invalid", "is invalid"],
  [422, "form_param_exceeds_allowed_size", "exceeds maximum allowed size"],
  [422, "form_param_unknown", "is unknown"],
  [400, "request_body_invalid", "Request body invalid"],
  [413, "request_body_too_large", "Request body too large"],
  [429, "too_many_requests", "Too many requests", 3],
  [409, "resource_locked", "Please try again.", 3],
  [409, "conflict", "conflict"],
  [500, "internal_clerk_error", "Oops", 3],
  [502, "bad_gateway", "Oops", 3],
  [503, "service_unavailable", "Oops", 3],
  [504, "gateway_timeout", "Oops", 3],
  ...[520, 521, 522, 523, 524, 530].map((status) => [status, "cdn_error", "Oops", 3]),
  ...[425, 501, 519, 525, 526, 527, 529, 531].map((status) => [status, "not_retried", "Oops"]),
  [415, "unsupported_content_type", "Content-Type is not supported"],
  [400, "api_version_invalid", "Invalid version"],
];

const knownErrors = KNOWN_ERRORS.map(([status, code, message, attempts = 1]) => ({
  name: `${status} ${code}`,
  respond: () => ({
    status,
    headers: { "content-type": "application/json", "cf-ray": "ray_1" },
    body: apiErrorBody(code, message, { meta: { param_name: "public_metadata" } }),
  }),
  expect: apiError(status, {
    message: `${message} (long)`,
    errors: [{ code, message, longMessage: `${message} (long)`, meta: { paramName: "public_metadata" } }],
    clerkTraceId: "trace_body",
    attempts,
  }),
}));

/** A 422 with this body, and the fields of the resulting error. */
const withBody = (name, body, fields) => ({
  name: `422: ${name}`,
  respond: () => ({ status: 422, headers: { "cf-ray": "ray_1" }, body }),
  expect: apiError(422, {
    message: "The Backend API responded with status 422 and no error details.",
    clerkTraceId: "ray_1",
    ...fields,
  }),
});
const EMPTY_ERROR = { code: "", message: "", longMessage: undefined, meta: {} };
const errorList = (text) => `{"errors":${text}}`;

export const API_ERRORS = [
  ...knownErrors,
  withBody("an empty list of errors, a trace ID in cf-ray", errorList("[]")),
  withBody("a list of errors that is null", errorList("null")),
  withBody("a list of errors that is an object", errorList('{"code":"a"}')),
  withBody("a list of errors that is a string", errorList('"no"')),
  withBody("list entries that are not objects", errorList('[null,"a",1,[],[{"code":"a"}]]')),
  withBody("one valid entry among invalid ones", errorList('[null,{"code":"b"}]'), {
    message: "b",
    errors: [{ ...EMPTY_ERROR, code: "b" }],
  }),
  withBody("an empty entry", errorList("[{}]"), { errors: [EMPTY_ERROR] }),
  withBody(
    "an entry with fields of wrong types",
    errorList('[{"code":1,"message":["a"],"long_message":{},"meta":"x"}]'),
    {
      errors: [EMPTY_ERROR],
    },
  ),
  withBody("a meta that is an array", errorList('[{"code":"a","meta":[1]}]'), {
    message: "a",
    errors: [{ ...EMPTY_ERROR, code: "a" }],
  }),
  withBody("a body that is null", "null"),
  withBody("a body that is an array", '[{"code":"a"}]'),
  withBody("a body that is a string", '"rejected"'),
  withBody("a body that is not JSON", "<html>Bad gateway</html>"),
  withBody("an empty body", ""),
  withBody("truncated JSON", '{"errors":[{"code":"a"'),
  withBody("a trace ID of the wrong type", '{"errors":[],"clerk_trace_id":7}'),
  withBody("an empty trace ID", '{"errors":[],"clerk_trace_id":""}', { clerkTraceId: "" }),
  withBody(
    "a duplicate list of errors: the last one wins",
    '{"errors":[{"code":"first"}],"errors":[{"code":"later"}]}',
    {
      message: "later",
      errors: [{ ...EMPTY_ERROR, code: "later" }],
    },
  ),
  withBody("a message with an unpaired surrogate", errorList('[{"code":"a","message":"\\ud83d x"}]'), {
    message: "\ufffd x",
    errors: [{ ...EMPTY_ERROR, code: "a", message: "\ufffd x" }],
  }),
  withBody(
    "unknown keys in meta are kept, in camelCase at the top level only",
    errorList('[{"code":"a","meta":{"param_name":"p","never_heard_of":{"inner_key":[1]},"alreadyCamel":null,"":1}}]'),
    {
      message: "a",
      errors: [
        {
          ...EMPTY_ERROR,
          code: "a",
          meta: { paramName: "p", neverHeardOf: { inner_key: [1] }, alreadyCamel: null, "": 1 },
        },
      ],
    },
  ),
  withBody(
    "__proto__ in meta and next to the errors",
    '{"__proto__":{"polluted":1},"errors":[{"code":"a","__proto__":{"polluted":1},"meta":{"constructor":{"prototype":{"polluted":1}},"x":{"__proto__":{"polluted":1}}}}]}',
    {
      message: "a",
      errors: [
        {
          ...EMPTY_ERROR,
          code: "a",
          meta: { constructor: { prototype: { polluted: 1 } }, x: JSON.parse('{"__proto__":{"polluted":1}}') },
        },
      ],
    },
  ),
  ...[99, 100, 101, 10_000].map((count) => ({
    name: `418 with ${count} errors`,
    respond: () => ({ status: 418, body: errorList(`[${Array(count).fill('{"code":"a"}').join()}]`) }),
    expect: apiError(418, { message: "a", errors: Array(Math.min(count, 100)).fill({ ...EMPTY_ERROR, code: "a" }) }),
  })),
  withBody(
    "an error that is too large, after a valid one",
    errorList(`[{"code":"a"},{"code":"b","message":"${"x".repeat(700 * 1024)}"},{"code":"c"}]`),
    { message: "a", errors: [{ ...EMPTY_ERROR, code: "a" }] },
  ),
  {
    name: "a status without a reason phrase",
    respond: () => ({ status: 404, reasonPhrase: "", body: apiErrorBody("resource_not_found", "not found") }),
    expect: apiError(404, {
      message: "not found (long)",
      errors: [{ code: "resource_not_found", message: "not found", longMessage: "not found (long)", meta: {} }],
      clerkTraceId: "trace_body",
    }),
  },
  {
    name: "an unknown status",
    respond: () => ({ status: 599, reasonPhrase: "", body: apiErrorBody("odd", "odd") }),
    expect: apiError(599, {
      message: "odd (long)",
      errors: [{ code: "odd", message: "odd", longMessage: "odd (long)", meta: {} }],
      clerkTraceId: "trace_body",
    }),
  },
];
