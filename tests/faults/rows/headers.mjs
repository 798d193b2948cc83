// Status lines and headers of responses.
import { connectionError, succeeds, apiErrorBody, apiError } from "./expected.mjs";

const rateLimited = (name, header, retryAfter, attempts = 1) => ({
  name: `429 with a Retry-After of ${name}`,
  respond: () => ({
    status: 429,
    headers: { "retry-after": header },
    body: apiErrorBody("too_many_requests", "slow down"),
  }),
  expect: {
    ...apiError(429, { retryAfter, attempts, message: "slow down (long)", clerkTraceId: "trace_body" }),
    errors: undefined,
  },
});

export const HEADERS = [
  rateLimited("0", "0", 0, 3),
  rateLimited("more than a minute", "61", 61),
  rateLimited("a number of 40 digits", "9".repeat(40), 4294967295),
  rateLimited("a date in the past", "Thu, 01 Jan 1970 00:00:00 GMT", 0, 3),
  rateLimited("a date in the past, in the format of RFC 850", "Sunday, 06-Nov-94 08:49:37 GMT", 0, 3),
  rateLimited(
    "a date with a two-digit year in the future",
    "Thursday, 01-Jan-70 00:00:00 GMT",
    (seconds) => seconds > 1e9 && Number.isInteger(seconds),
  ),
  rateLimited("a date in the past, in the format of asctime", "Thu Jan  1 00:00:00 1970", 0, 3),
  {
    name: "429 with a Retry-After of a minute after its date, both in the past",
    respond: () => ({
      status: 429,
      headers: { "retry-after": "Sun Nov  6 08:50:38 1994", date: "Sunday, 06-Nov-94 08:49:37 GMT" },
      body: "",
    }),
    expect: apiError(429, { retryAfter: 61, message: /status 429/ }),
  },
  rateLimited(
    "a date in the far future",
    "Fri, 31 Dec 9999 23:59:59 GMT",
    (seconds) => seconds > 2e11 && Number.isInteger(seconds),
  ),
  rateLimited("text", "soon", undefined, 3),
  rateLimited("a negative number", "-5", undefined, 3),
  rateLimited("a fraction", "1.5", undefined, 3),
  rateLimited("an empty string", "", undefined, 3),
  {
    name: "103 before 200",
    respond: ({ success }) => ({ informational: "HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n", body: success() }),
    expect: succeeds(),
  },
  {
    name: "102 and 103 before 404",
    respond: () => ({
      status: 404,
      informational: "HTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 103 Early Hints\r\n\r\n",
      body: "",
    }),
    expect: apiError(404, { message: /status 404/ }),
  },
  {
    name: "100 without an Expect header in the request",
    respond: ({ success }) => ({ informational: "HTTP/1.1 100 Continue\r\n\r\n", body: success() }),
    expect: succeeds(),
    exceptions: { node: { reason: "undici treats it as a protocol error", expect: connectionError(undefined) } },
  },
  {
    name: "non-ASCII bytes in a header",
    respond: ({ success }) => ({ rawHeaders: "x-odd: \xe9\xff\x80\r\n", body: success() }),
    expect: succeeds(),
  },
  {
    name: "non-ASCII bytes in cf-ray",
    respond: () => ({ status: 403, rawHeaders: "cf-ray: ray_\xe9\r\n", body: "{}" }),
    expect: apiError(403, { message: /status 403/, clerkTraceId: (id) => id.startsWith("ray_") }),
  },
  {
    name: "a header of 6,000 bytes",
    respond: ({ success }) => ({ headers: { "x-long": "x".repeat(6000) }, body: success() }),
    expect: succeeds(),
  },
  {
    name: "headers of 4 MB",
    respond: ({ success }) => ({ headers: { "x-long": "x".repeat(4 << 20) }, body: success(), closeWith: "end" }),
    expect: connectionError(undefined),
    calls: ["getUser"],
  },
  {
    name: "90 headers",
    respond: ({ success }) => ({
      headers: Object.fromEntries(Array.from({ length: 90 }, (_, index) => [`x-${index}`, "y"])),
      body: success(),
    }),
    expect: succeeds(),
  },
  {
    name: "a repeated header",
    respond: () => ({ status: 403, rawHeaders: "cf-ray: a\r\ncf-ray: b\r\n", body: "{}" }),
    expect: apiError(403, { message: /status 403/, clerkTraceId: "a, b" }),
  },
  {
    name: "set-cookie",
    respond: ({ success }) => ({ rawHeaders: "set-cookie: a=b\r\nset-cookie: c=d\r\n", body: success() }),
    expect: succeeds(),
  },
  {
    name: "a response that is not HTTP",
    respond: () => ({ rawResponse: "SSH-2.0-OpenSSH_9.6\r\n\r\n", closeWith: "end" }),
    expect: connectionError(undefined),
  },
  {
    name: "a status line without a number",
    respond: () => ({ rawResponse: "HTTP/1.1 OK\r\n\r\n{}", closeWith: "end" }),
    expect: connectionError(undefined),
  },
  {
    name: "a Content-Length that is not a number",
    respond: ({ success }) => ({ contentLength: "ten", body: success(), closeWith: "end" }),
    expect: connectionError(undefined),
  },
  {
    name: "two different Content-Length headers",
    respond: ({ success }) => ({ rawHeaders: "content-length: 1\r\n", body: success(), closeWith: "end" }),
    expect: connectionError(undefined),
  },
];
