// What passes when it is tried again.
import { found, refusal, refused, SENT_AGAIN } from "./expected.mjs";

const passes = (name, failing, attempts = 2, more) => ({
  name: `${name}, then an answer`,
  answer: (asked) => (asked.attempt < attempts ? failing(asked) : { body: asked.good() }),
  expect: found({}, attempts),
  ...more,
});
const error = (status, code, headers) => () => ({ status, headers, body: refusal(code, "again") });

export const RETRIES = [
  passes("429 with Retry-After: 0", error(429, "too_many_requests", { "retry-after": "0" })),
  passes("429 with Retry-After: 0, twice", error(429, "too_many_requests", { "retry-after": "0" }), 3),
  passes(
    "429 with a date that has passed",
    error(429, "too_many_requests", { "retry-after": "Sun, 06 Nov 1994 08:49:37 GMT" }),
  ),
  ...["Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994"].map((date) =>
    passes(`429 with the date ${date}`, error(429, "too_many_requests", { "retry-after": date })),
  ),
  passes("530 with a page", () => ({ status: 530, headers: { "content-type": "text/html" }, body: "<html>" })),
  passes("409 resource_locked", error(409, "resource_locked")),
  passes("408", error(408, "request_timeout")),
  passes("500, twice", error(500, "internal_clerk_error"), 3),
  passes("502 with a page", () => ({ status: 502, headers: { "content-type": "text/html" }, body: "<html>" })),
  passes("503 without a body", () => ({ status: 503, headers: {} })),
  passes("504 and a closed connection", () => ({
    status: 504,
    headers: { connection: "close" },
    body: "",
    then: "end",
  })),
  passes("a reset", () => ({ cut: 0, then: "reset" }), 2, {
    except: SENT_AGAIN({ expect: { ...found(), attempts: [1, 2] } }),
  }),
  passes("an answer that breaks off", ({ good }) => ({ body: good(), length: 9999, then: "end" })),
  {
    name: "503 three times: no fourth request",
    answer: ({ attempt, good }) =>
      attempt < 4 ? { status: 503, body: refusal("service_unavailable", "again") } : { body: good() },
    expect: { ...refused(503, { message: "again", attempts: 3, clerkTraceId: "trace_body" }), errors: undefined },
  },
  {
    name: "503 and no retries",
    options: { maxRetries: 0 },
    answer: () => ({ status: 503, body: "" }),
    expect: refused(503, { message: /answered 503/ }),
  },
];
