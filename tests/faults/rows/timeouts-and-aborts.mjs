// Slow and missing responses: an attempt ends when its timeout expires or its signal aborts, and not before.
import { succeeds, timeoutError } from "./expected.mjs";

const shortTimeout = { timeout: 50, maxRetries: 0 };
/** Long enough for the first part of a response to arrive on a busy machine. It is slow, so one call only. */
const withPartialResponse = { options: { timeout: 600, maxRetries: 0 }, calls: ["updateUserMetadata"] };

export const TIMEOUTS_AND_ABORTS = [
  { name: "no response", options: shortTimeout, respond: () => ({ cutAfter: 0 }), expect: timeoutError(undefined) },
  {
    name: "incomplete headers",
    options: shortTimeout,
    respond: () => ({ cutAfter: 20 }),
    expect: timeoutError(undefined),
  },
  {
    name: "headers without a body",
    ...withPartialResponse,
    respond: ({ success }) => ({ body: success(), cutAfter: { body: 0 } }),
    expect: timeoutError(200),
  },
  {
    name: "an incomplete body",
    ...withPartialResponse,
    respond: ({ success }) => ({ body: success(), cutAfter: { body: 9 } }),
    expect: timeoutError(200),
  },
  {
    name: "an error response whose body does not end",
    ...withPartialResponse,
    respond: () => ({ status: 404, body: "{}", contentLength: 3 }),
    expect: timeoutError(404),
  },
  {
    name: "a chunked body that does not end",
    ...withPartialResponse,
    respond: ({ success }) => ({ body: success(), chunked: true, unterminated: true }),
    expect: timeoutError(200),
  },
  {
    name: "no response to the first attempt",
    ...withPartialResponse,
    options: { timeout: 600 },
    respond: ({ attempt, success }) => (attempt === 1 ? { cutAfter: 0 } : { body: success() }),
    expect: succeeds({}, 2),
  },
  {
    name: "a response sent byte by byte",
    respond: ({ success }) => ({
      body: success('{"object":"user","id":"user_1","first_name":"é€💶"}'),
      byteByByte: true,
    }),
    expect: succeeds({ firstName: "é€💶" }),
  },
  {
    name: "a chunked response sent byte by byte",
    respond: ({ success }) => ({ body: success(), chunked: true, byteByByte: true }),
    expect: succeeds(),
  },
  {
    name: "aborted before the call",
    respond: () => ({ cutAfter: 0 }),
    call: (users, { reason }) => users.getUser("user_1", { signal: AbortSignal.abort(reason) }),
    expect: { thrown: "reason" },
    requestsPerCall: 0,
  },
  {
    name: "aborted while waiting for the response",
    respond: () => ({ cutAfter: 0 }),
    call: (users, { reason, abortSoon }) => users.getUser("user_1", { signal: abortSoon(reason) }),
    expect: { thrown: "reason" },
    requestsPerCall: "any",
  },
  {
    name: "aborted while the body is read",
    respond: ({ success }) => ({ body: success(), cutAfter: { body: 9 } }),
    call: (users, { reason, abortSoon }) =>
      users.updateUserMetadata("user_1", { publicMetadata: {} }, { signal: abortSoon(reason) }),
    expect: { thrown: "reason" },
    requestsPerCall: "any",
  },
];
