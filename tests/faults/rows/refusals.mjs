// Errors of the Backend API: each one that it is known to give, and those of other shapes.
import { refusal, refused } from "./expected.mjs";

const KNOWN = [
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
  ...[520, 521, 522, 523, 524, 530].map((status) => [status, "of_the_cdn", "Oops", 3]),
  ...[425, 501, 519, 525, 526, 527, 529, 531].map((status) => [status, "final", "Oops"]),
  [415, "unsupported_content_type", "Content-Type is not supported"],
  [400, "api_version_invalid", "Invalid version"],
];

const known = KNOWN.map(([status, code, message, attempts = 1]) => ({
  name: `${status} ${code}`,
  answer: () => ({
    status,
    headers: { "content-type": "application/json", "cf-ray": "ray_1" },
    body: refusal(code, message, { meta: { param_name: "public_metadata" } }),
  }),
  expect: refused(status, {
    message,
    errors: [{ code, message, longMessage: `${message} (long)`, meta: { paramName: "public_metadata" } }],
    clerkTraceId: "trace_body",
    attempts,
  }),
}));

/** A 422 whose body has this text, and what its error then holds. */
const shape = (name, body, fields) => ({
  name: `422: ${name}`,
  answer: () => ({ status: 422, headers: { "cf-ray": "ray_1" }, body }),
  expect: refused(422, {
    message: "The Backend API answered 422 and gave no reason.",
    clerkTraceId: "ray_1",
    ...fields,
  }),
});
const NOTHING = { code: "", message: "", longMessage: undefined, meta: {} };
const list = (text) => `{"errors":${text}}`;

export const REFUSALS = [
  ...known,
  shape("no errors in the list, an id in cf-ray", list("[]")),
  shape("a list that is null", list("null")),
  shape("a list that is an object", list('{"code":"a"}')),
  shape("a list that is a string", list('"no"')),
  shape("entries that are no objects", list('[null,"a",1,[],[{"code":"a"}]]')),
  shape("an entry among others that are none", list('[null,{"code":"b"}]'), {
    message: "b",
    errors: [{ ...NOTHING, code: "b" }],
  }),
  shape("an entry with nothing in it", list("[{}]"), { errors: [NOTHING] }),
  shape("an entry with fields of wrong types", list('[{"code":1,"message":["a"],"long_message":{},"meta":"x"}]'), {
    errors: [NOTHING],
  }),
  shape("a meta that is an array", list('[{"code":"a","meta":[1]}]'), {
    message: "a",
    errors: [{ ...NOTHING, code: "a" }],
  }),
  shape("a body that is null", "null"),
  shape("a body that is an array", '[{"code":"a"}]'),
  shape("a body that is a string", '"refused"'),
  shape("a body that is no JSON", "<html>Bad gateway</html>"),
  shape("an empty body", ""),
  shape("JSON that breaks off", '{"errors":[{"code":"a"'),
  shape("a trace id of a wrong type", '{"errors":[],"clerk_trace_id":7}'),
  shape("a trace id that is empty", '{"errors":[],"clerk_trace_id":""}', { clerkTraceId: "" }),
  shape("errors twice: the later ones count", '{"errors":[{"code":"first"}],"errors":[{"code":"later"}]}', {
    message: "later",
    errors: [{ ...NOTHING, code: "later" }],
  }),
  shape("a message with half a surrogate pair", list('[{"code":"a","message":"\\ud83d x"}]'), {
    message: "\ufffd x",
    errors: [{ ...NOTHING, code: "a", message: "\ufffd x" }],
  }),
  shape(
    "keys in meta that no one knows stay, in camelCase at the top only",
    list('[{"code":"a","meta":{"param_name":"p","never_heard_of":{"inner_key":[1]},"alreadyCamel":null,"":1}}]'),
    {
      message: "a",
      errors: [
        {
          ...NOTHING,
          code: "a",
          meta: { paramName: "p", neverHeardOf: { inner_key: [1] }, alreadyCamel: null, "": 1 },
        },
      ],
    },
  ),
  shape(
    "__proto__ in meta and beside the errors",
    '{"__proto__":{"polluted":1},"errors":[{"code":"a","__proto__":{"polluted":1},"meta":{"constructor":{"prototype":{"polluted":1}},"x":{"__proto__":{"polluted":1}}}}]}',
    {
      message: "a",
      errors: [
        {
          ...NOTHING,
          code: "a",
          meta: { constructor: { prototype: { polluted: 1 } }, x: JSON.parse('{"__proto__":{"polluted":1}}') },
        },
      ],
    },
  ),
  ...[99, 100, 101, 10_000].map((count) => ({
    name: `418 with ${count} errors`,
    answer: () => ({ status: 418, body: list(`[${Array(count).fill('{"code":"a"}').join()}]`) }),
    expect: refused(418, { message: "a", errors: Array(Math.min(count, 100)).fill({ ...NOTHING, code: "a" }) }),
  })),
  shape(
    "an error that is too large, after another",
    list(`[{"code":"a"},{"code":"b","message":"${"x".repeat(700 * 1024)}"},{"code":"c"}]`),
    { message: "a", errors: [{ ...NOTHING, code: "a" }] },
  ),
  {
    name: "a status without a reason phrase",
    answer: () => ({ status: 404, reason: "", body: refusal("resource_not_found", "not found") }),
    expect: refused(404, {
      message: "not found",
      errors: [{ code: "resource_not_found", message: "not found", longMessage: "not found (long)", meta: {} }],
      clerkTraceId: "trace_body",
    }),
  },
  {
    name: "a status that no one knows",
    answer: () => ({ status: 599, reason: "", body: refusal("odd", "odd") }),
    expect: refused(599, {
      message: "odd",
      errors: [{ code: "odd", message: "odd", longMessage: "odd (long)", meta: {} }],
      clerkTraceId: "trace_body",
    }),
  },
];
