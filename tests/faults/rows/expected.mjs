// What rows expect, in short.

export const USERS = ["updateUserMetadata", "replaceUserMetadata", "getUser"];
export const LISTS = ["getUserList"];

/** The user of a success, by the first attempt unless told. */
export const found = (user = {}, attempts = 1) => ({ user: { id: "user_1", ...user }, attempts });

/** The Backend API refused. */
export const refused = (status, fields) => ({
  error: "ClerkAPIResponseError",
  code: "api_response_error",
  status,
  errors: [],
  clerkTraceId: undefined,
  retryAfter: undefined,
  attempts: 1,
  ...fields,
});

/** The connection broke: before the answer, or after its status. */
export const broken = (status, fields) => ({
  error: "ClerkConnectionError",
  code: "connection_failed",
  status,
  attempts: 3,
  cause: true,
  message:
    status === undefined
      ? /^No answer from the Backend API: ./
      : new RegExp(`^The answer of the Backend API broke off, status ${status}: .`),
  ...fields,
});

/** An answer that is none of the Backend API. */
export const unexpected = (status, message, fields) => ({
  error: "ClerkConnectionError",
  code: "unexpected_response",
  status,
  attempts: 1,
  clerkTraceId: undefined,
  message,
  ...fields,
});

export const late = (status, fields) => ({
  error: "ClerkConnectionError",
  code: "timeout",
  status,
  attempts: 1,
  message:
    status === undefined
      ? /^No answer from the Backend API: the attempt took longer than \d+ ms\. Set timeout/
      : new RegExp(`did not end, status ${status}: the attempt took longer`),
  ...fields,
});

export const input = (path, message) => ({ error: "ClerkInputError", path, message });

/** A body of refusals, as the Backend API writes it. */
export const refusal = (code, message, more) =>
  JSON.stringify({
    errors: [{ code, message, long_message: `${message} (long)`, ...more }],
    clerk_trace_id: "trace_body",
  });

/** Some send a request again by themselves where a connection that was kept is closed under it. */
export const SENT_AGAIN = (otherwise) =>
  Object.fromEntries(
    ["deno", "bun"].map((runtime) => [
      runtime,
      { why: "its fetch sends again where a kept connection is closed", requests: "any", ...otherwise },
    ]),
  );
