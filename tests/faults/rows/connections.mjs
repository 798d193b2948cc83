// Connections that fail, are interrupted, or are closed during a call.
import { connectionError, succeeds, apiErrorBody, apiError, resentByFetch, USERS } from "./expected.mjs";

const interrupted = (name, respond, status) => ({
  name,
  respond,
  expect: connectionError(status),
  exceptions: status === undefined ? resentByFetch() : {},
});
const HTTP1_ONLY = { workerd: { reason: "it uses HTTP/1.1 over TLS too" } };

/** Metadata of almost the maximum request size. */
const LARGE_METADATA = {
  publicMetadata: { a: "x".repeat(8000) },
  privateMetadata: { a: "x".repeat(8000) },
  unsafeMetadata: { a: "x".repeat(8000) },
};
const requestTooLarge = apiError(413, {
  message: "too large (long)",
  clerkTraceId: "trace_body",
  errors: [{ code: "request_body_too_large", message: "too large", longMessage: "too large (long)", meta: {} }],
});

export const CONNECTIONS = [
  { name: "no server listens on the port", server: "closed", expect: connectionError(undefined), requestsPerCall: 0 },
  interrupted("a connection reset before the response", () => ({ cutAfter: 0, closeWith: "reset" })),
  interrupted("a connection closed before the response", () => ({ cutAfter: 0, closeWith: "end" })),
  interrupted("a connection reset in the response headers", () => ({ cutAfter: 30, closeWith: "reset" })),
  interrupted("a connection closed in the response headers", () => ({ cutAfter: 30, closeWith: "end" })),
  interrupted(
    "a connection closed in the response body",
    ({ success }) => ({ body: success(), cutAfter: { body: 9 }, closeWith: "end" }),
    200,
  ),
  {
    name: "a connection reset in the response body",
    respond: ({ success }) => ({ body: success(), cutAfter: { body: 9 }, closeWith: "reset" }),
    // The client may see the reset before the response headers that were sent earlier.
    expect: connectionError(200, {
      status: (status) => status === 200 || status === undefined,
      message: /^(No response from|The response of) the Backend API/,
    }),
    exceptions: resentByFetch(),
  },
  interrupted(
    "a body shorter than its Content-Length",
    ({ success }) => ({ body: success(), contentLength: 99_999, closeWith: "end" }),
    200,
  ),
  interrupted(
    "a chunked body without the last chunk",
    ({ success }) => ({
      headers: { connection: "keep-alive" },
      body: success(),
      chunked: true,
      unterminated: true,
      closeWith: "end",
    }),
    200,
  ),
  {
    ...interrupted(
      "a chunked body without the last chunk, and `connection: close`",
      ({ success }) => ({ body: success(), chunked: true, unterminated: true, closeWith: "end" }),
      200,
    ),
    exceptions: {
      node: { reason: "undici treats the end of the connection as the end of the body", expect: succeeds() },
    },
  },
  interrupted(
    "invalid chunks",
    () => ({
      rawHeaders: "transfer-encoding: chunked\r\n",
      contentLength: null,
      body: "zz\r\n{}\r\n0\r\n\r\n",
      closeWith: "end",
    }),
    200,
  ),
  interrupted(
    "a truncated error response",
    () => ({ status: 422, body: apiErrorBody("a", "b"), cutAfter: { body: 9 }, closeWith: "end" }),
    422,
  ),
  {
    name: "no Content-Length: the body ends with the connection",
    respond: ({ success }) => ({ body: success(), contentLength: null, closeWith: "end" }),
    expect: succeeds(),
  },
  { name: "a chunked response", respond: ({ success }) => ({ body: success(), chunked: true }), expect: succeeds() },
  {
    name: "HTTP/1.0",
    respond: ({ success }) => ({ rawResponse: `HTTP/1.0 200 OK\r\n\r\n${success()}`, closeWith: "end" }),
    expect: succeeds(),
  },
  {
    name: "a response sent before the request body was read, followed by a close",
    respondBeforeBody: true,
    respond: () => ({
      status: 413,
      headers: { connection: "close" },
      body: apiErrorBody("request_body_too_large", "too large"),
      closeWith: "end",
    }),
    call: (users) => users.updateUserMetadata("user_1", LARGE_METADATA),
    expect: requestTooLarge,
  },
  {
    name: "kept-alive connections are closed without notice after each response",
    respond: ({ success }) => ({ headers: { connection: "keep-alive" }, body: success(), closeWith: "end" }),
    expect: { ...succeeds(), attempts: [1, 2, 3] },
    repeat: 20,
    requestsPerCall: "any",
    calls: USERS,
  },
  {
    name: "a kept-alive connection is reset when the next request arrives",
    respond: ({ connection, success }) =>
      connection > 1 ? { cutAfter: 0, closeWith: "reset" } : { headers: { connection: "keep-alive" }, body: success() },
    expect: { ...succeeds(), attempts: [1, 2, 3] },
    repeat: 20,
    requestsPerCall: "any",
    calls: USERS,
  },
  {
    name: "HTTP/2: an error without a reason phrase",
    server: "https",
    respond: () => ({ status: 404, body: apiErrorBody("resource_not_found", "not found") }),
    expect: apiError(404, {
      message: "not found (long)",
      clerkTraceId: "trace_body",
      errors: [{ code: "resource_not_found", message: "not found", longMessage: "not found (long)", meta: {} }],
    }),
    exceptions: HTTP1_ONLY,
  },
  {
    name: "HTTP/2: a user",
    server: "https",
    respond: ({ success }) => ({ body: success() }),
    expect: succeeds(),
    exceptions: HTTP1_ONLY,
  },
  {
    name: "HTTP/2: a stream reset",
    server: "https",
    respond: () => ({ closeWith: "reset" }),
    expect: connectionError(undefined),
    exceptions: { ...resentByFetch(), ...HTTP1_ONLY },
  },
];
