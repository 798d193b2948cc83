// Responses of the Backend API and of proxies in front of it.
import fc from "fast-check";
import { jsonObject, jsonText, jsonValue, objectOf, formatting, text } from "./json.mjs";
import { user, userText } from "./users.mjs";

const optional = (arbitrary) => fc.option(arbitrary, { nil: undefined });
const withoutUndefined = (headers) =>
  Object.fromEntries(Object.entries(headers).filter(([, value]) => value !== undefined));

/** The content type: mostly the one that the official client parses as JSON. */
const contentType = fc.oneof(
  { weight: 6, arbitrary: fc.constant("application/json") },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      "application/json; charset=utf-8",
      "application/json;charset=UTF-8",
      "Application/JSON",
      "application/problem+json",
      "text/html",
      "",
      undefined,
    ),
  },
);
const cfRay = optional(fc.constantFrom("8f1c2d3e4f5a6b7c-FRA", "ray", ""));
const RETRY_AFTER = [
  "0",
  "1",
  "10",
  "007",
  "4294967295",
  "4294967296",
  "99999999999999999999",
  "-1",
  "-10",
  "1.5",
  "10s",
  "+5",
  "0x10",
  "1e3",
  "5, 6",
  "soon",
  "",
  "Thu, 01 Jan 1970 00:00:10 GMT",
  "Sun, 06 Nov 1994 08:49:37 GMT",
  "Sunday, 06-Nov-94 08:49:37 GMT",
  "Sun Nov  6 08:49:37 1994",
  "Sunday, 06-Nov-94 08:49:37",
  "06 Nov 1994 08:49:37 GMT",
  "NaN",
  "null",
];
const retryAfter = optional(fc.oneof(fc.constantFrom(...RETRY_AFTER), fc.nat(100000).map(String)));
const headers = fc
  .record({ "content-type": contentType, "cf-ray": cfRay, "retry-after": retryAfter })
  .map(withoutUndefined);
const reason = fc.oneof(
  { weight: 3, arbitrary: fc.constant(undefined) },
  { weight: 1, arbitrary: fc.constantFrom("", "Not Today", "not found") },
);

const KNOWN_META = [
  "param_name",
  "session_id",
  "email_addresses",
  "identifiers",
  "zxcvbn",
  "plan",
  "is_plan_upgrade_possible",
  "seats_quantity_to_add",
  "seats_quantity",
  "trace_id",
  "kind",
  "title",
  "description",
  "link_url",
  "link_text",
  "data",
];
const UNKNOWN_META = [
  "name",
  "retry_after_ms",
  "brandNew",
  "a__b",
  "_x",
  "x_",
  "__proto__",
  "constructor",
  "",
  "größe_x",
  "x_1",
];
const meta = fc
  .array(
    fc.tuple(
      fc.oneof(
        { weight: 3, arbitrary: fc.constantFrom(...KNOWN_META) },
        { weight: 1, arbitrary: fc.constantFrom(...UNKNOWN_META) },
      ),
      jsonValue,
    ),
    { maxLength: 4 },
  )
  .map(objectOf);
const wrongType = fc.constantFrom(null, 0, 7, true, false, [], ["x"], {}, { a: 1 });

const member = (valid, weight = 9) =>
  fc.oneof(
    { weight, arbitrary: valid },
    { weight: 1, arbitrary: fc.constant(undefined) },
    { weight: 1, arbitrary: wrongType },
  );
const error = fc
  .record({
    code: member(
      fc.constantFrom("resource_not_found", "form_param_value_invalid", "too_many_requests", "resource_locked", ""),
      20,
    ),
    message: member(fc.oneof(fc.constantFrom("not found", ""), text), 20),
    long_message: member(text, 6),
    meta: member(meta, 6),
    brand_new: optional(jsonValue),
  })
  .map(withoutUndefined);
const errors = fc.oneof(
  { weight: 40, arbitrary: fc.array(error, { maxLength: 3 }) },
  {
    weight: 1,
    arbitrary: fc.array(
      fc.oneof(
        { weight: 3, arbitrary: error },
        { weight: 1, arbitrary: fc.constantFrom(null, 1, "x", true, [], [{ code: "x" }]) },
      ),
      { minLength: 1, maxLength: 3 },
    ),
  },
  { weight: 1, arbitrary: fc.oneof(wrongType, fc.constantFrom("", "x", { length: 1 }, { code: "x" }), error) },
);
const traceId = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(undefined, "trace_1", "") },
  { weight: 1, arbitrary: fc.oneof(wrongType, text) },
);
const clerkErrors = fc.record({ errors, clerk_trace_id: traceId, meta: optional(jsonObject) }).map(withoutUndefined);

const truncated = (body) => fc.nat(Math.max(0, body.length - 1)).map((length) => body.slice(0, length));
const errorText = fc.tuple(clerkErrors, formatting).map(([value, formatting]) => jsonText(value, formatting));
const otherText = fc.oneof(
  fc.tuple(jsonValue, formatting).map(([value, formatting]) => jsonText(value, formatting)),
  fc.constantFrom(
    "",
    " ",
    "<!doctype html><title>502</title>",
    "upstream connect error",
    "null",
    "[]",
    "{}",
    '""',
    '{"errors":[]}x',
    "\ufeff{}",
    "{'errors':[]}",
  ),
  errorText.chain(truncated),
);

/** An error response of any kind. */
export const errorResponse = fc
  .record({
    status: fc.oneof(
      { weight: 1, arbitrary: fc.constantFrom(400, 401, 403, 404, 409, 413, 415, 422, 429, 500, 503) },
      { weight: 1, arbitrary: fc.integer({ min: 400, max: 599 }) },
    ),
    reason,
    headers,
    body: fc.oneof({ weight: 9, arbitrary: errorText }, { weight: 1, arbitrary: otherText }),
  })
  .map(withoutUndefined);

const NOT_UTF8 = Buffer.from(
  '{"object":"user","id":"user_1","first_name":"A\xff\xc3","public_metadata":{"\xf0":"\xed\xa0\x80"}}',
  "latin1",
);
const DEEPLY_NESTED = `{"object":"user","id":"user_1","public_metadata":${'{"a":['.repeat(200)}${"]}".repeat(200)}}`;

/** A success or a redirect whose status, content type or body mostly differs from that of a user. */
export const unusualSuccess = fc.record({
  status: fc.constantFrom(200, 200, 200, 200, 201, 202, 204, 205, 226, 299, 300, 301, 302, 303, 304, 307, 308),
  headers: fc
    .record({
      "content-type": contentType,
      "cf-ray": cfRay,
      location: optional(fc.constantFrom("/elsewhere", "/elsewhere?a=1")),
    })
    .map(withoutUndefined),
  redirectTarget: fc.constant({ body: '{"object":"user","id":"user_1"}' }),
  body: fc.oneof(
    { weight: 3, arbitrary: userText },
    { weight: 1, arbitrary: userText.chain(truncated) },
    { weight: 1, arbitrary: userText.map((text) => `\ufeff${text}`) },
    { weight: 1, arbitrary: fc.constantFrom(NOT_UTF8, DEEPLY_NESTED) },
    { weight: 1, arbitrary: otherText },
    { weight: 1, arbitrary: errorText },
    { weight: 1, arbitrary: fc.array(user, { maxLength: 2 }).map((users) => JSON.stringify(users)) },
    {
      weight: 1,
      arbitrary: fc.constantFrom(
        '{"object":"total_count","total_count":3}',
        '{"object":"user","id":"user_1","deleted":true}',
        '{"data":[],"total_count":0}',
        '{"object":"email_address","id":"idn_1","linked_to":[]}',
      ),
    },
  ),
});

/** A response that is missing or incomplete. */
export const brokenResponse = fc.record({
  connectionBreaks: fc.constantFrom("before the response", "in the body"),
  status: fc.constantFrom(200, 404, 503),
  body: fc.constantFrom("", '{"object":"us', '{"errors":['),
});

/** The response to a count request: mostly a valid one. */
export const countText = fc.oneof(
  {
    weight: 12,
    arbitrary: fc
      .tuple(fc.oneof(fc.nat(), fc.constantFrom(0, 2 ** 53 - 1)), formatting)
      .map(([total_count, formatting]) =>
        formatting === 0
          ? JSON.stringify({ object: "total_count", total_count })
          : ` { "total\\u005fcount" :\t${total_count} , "object":"total_count","more":[1]}\n`,
      ),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      '{"object":"total_count"}',
      '{"total_count":3}',
      '{"object":"total_count","total_count":null}',
      '{"object":"total_count","total_count":"3"}',
      '{"object":"total_count","total_count":-1}',
      '{"object":"total_count","total_count":1.5}',
      '{"object":"total_count","total_count":1e2}',
      "[]",
      "null",
      "7",
      '{"object":"user","id":"user_1"}',
    ),
  },
);
