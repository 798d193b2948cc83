// Helpers for the expectations of the rows.

export const USERS = ["updateUserMetadata", "replaceUserMetadata", "getUser"];
export const LISTS = ["getUserList"];

/** The call resolves with this user. Default: after one attempt. */
export const succeeds = (user = {}, attempts = 1) => ({ user: { id: "user_1", ...user }, attempts });

/** The Backend API responded with an error status. */
export const apiError = (status, fields) => ({
  error: "ClerkAPIResponseError",
  code: "api_response_error",
  status,
  errors: [],
  clerkTraceId: undefined,
  retryAfter: undefined,
  attempts: 1,
  ...fields,
});

/** The connection failed: before the response, or, with a `status`, while its body was read. */
export const connectionError = (status, fields) => ({
  error: "ClerkConnectionError",
  code: "connection_failed",
  status,
  attempts: 3,
  cause: true,
  message:
    status === undefined
      ? /^No response from the Backend API: ./
      : new RegExp(`^The response of the Backend API was interrupted, status ${status}: .`),
  ...fields,
});

/** The response is not one of the Backend API. */
export const unexpectedResponse = (status, message, fields) => ({
  error: "ClerkConnectionError",
  code: "unexpected_response",
  status,
  attempts: 1,
  clerkTraceId: undefined,
  message,
  ...fields,
});

/** The attempt timed out: before the response, or, with a `status`, while its body was read. */
export const timeoutError = (status, fields) => ({
  error: "ClerkConnectionError",
  code: "timeout",
  status,
  attempts: 1,
  message:
    status === undefined
      ? /^No response from the Backend API: the attempt took longer than \d+ ms\. Increase timeout/
      : new RegExp(`is incomplete, status ${status}: the attempt took longer`),
  ...fields,
});

export const inputError = (path, message) => ({ error: "ClerkInputError", path, message });

/** The body of an error response, in the form of the Backend API. */
export const apiErrorBody = (code, message, extraFields) =>
  JSON.stringify({
    errors: [{ code, message, long_message: `${message} (long)`, ...extraFields }],
    clerk_trace_id: "trace_body",
  });

/** Exceptions for the runtimes whose `fetch` sends a request again if a kept-alive connection is closed. */
export const resentByFetch = (overrides) =>
  Object.fromEntries(
    ["deno", "bun"].map((runtime) => [
      runtime,
      { reason: "its fetch sends again if a kept-alive connection is closed", requestsPerCall: "any", ...overrides },
    ]),
  );
