// Failures that a retry resolves.
import { succeeds, apiErrorBody, apiError, resentByFetch } from "./expected.mjs";

const recovers = (name, failure, attempts = 2, extraFields) => ({
  name: `${name}, then a success`,
  respond: (request) => (request.attempt < attempts ? failure(request) : { body: request.success() }),
  expect: succeeds({}, attempts),
  ...extraFields,
});
const error = (status, code, headers) => () => ({ status, headers, body: apiErrorBody(code, "again") });

export const RETRIES = [
  recovers("429 with Retry-After: 0", error(429, "too_many_requests", { "retry-after": "0" })),
  recovers("429 with Retry-After: 0, twice", error(429, "too_many_requests", { "retry-after": "0" }), 3),
  recovers(
    "429 with a date in the past",
    error(429, "too_many_requests", { "retry-after": "Sun, 06 Nov 1994 08:49:37 GMT" }),
  ),
  ...["Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994"].map((date) =>
    recovers(`429 with the date ${date}`, error(429, "too_many_requests", { "retry-after": date })),
  ),
  recovers("530 with an HTML page", () => ({ status: 530, headers: { "content-type": "text/html" }, body: "<html>" })),
  recovers("409 resource_locked", error(409, "resource_locked")),
  recovers("408", error(408, "request_timeout")),
  recovers("500, twice", error(500, "internal_clerk_error"), 3),
  recovers("502 with an HTML page", () => ({ status: 502, headers: { "content-type": "text/html" }, body: "<html>" })),
  recovers("503 without a body", () => ({ status: 503, headers: {} })),
  recovers("504 and a closed connection", () => ({
    status: 504,
    headers: { connection: "close" },
    body: "",
    closeWith: "end",
  })),
  recovers("a connection reset", () => ({ cutAfter: 0, closeWith: "reset" }), 2, {
    exceptions: resentByFetch({ expect: { ...succeeds(), attempts: [1, 2] } }),
  }),
  recovers("a truncated response", ({ success }) => ({ body: success(), contentLength: 9999, closeWith: "end" })),
  {
    name: "503 three times: no fourth request",
    respond: ({ attempt, success }) =>
      attempt < 4 ? { status: 503, body: apiErrorBody("service_unavailable", "again") } : { body: success() },
    expect: {
      ...apiError(503, { message: "again (long)", attempts: 3, clerkTraceId: "trace_body" }),
      errors: undefined,
    },
  },
  {
    name: "503 and no retries",
    options: { maxRetries: 0 },
    respond: () => ({ status: 503, body: "" }),
    expect: apiError(503, { message: /status 503/ }),
  },
];
