// Connections that fail, break off and are closed under a call.
import { broken, found, refusal, refused, SENT_AGAIN, USERS } from "./expected.mjs";

const breaks = (name, answer, status) => ({
  name,
  answer,
  expect: broken(status),
  except: status === undefined ? SENT_AGAIN() : {},
});
const ONLY_1_1 = { workerd: { why: "it speaks HTTP/1.1, over TLS as well" } };

/** Metadata that fills its request. */
const LARGE = {
  publicMetadata: { a: "x".repeat(8000) },
  privateMetadata: { a: "x".repeat(8000) },
  unsafeMetadata: { a: "x".repeat(8000) },
};
const tooLarge = refused(413, {
  message: "too large",
  clerkTraceId: "trace_body",
  errors: [{ code: "request_body_too_large", message: "too large", longMessage: "too large (long)", meta: {} }],
});

export const CONNECTIONS = [
  { name: "nobody listens", server: "dead", expect: broken(undefined), requests: 0 },
  breaks("a reset before the answer", () => ({ cut: 0, then: "reset" })),
  breaks("an end before the answer", () => ({ cut: 0, then: "end" })),
  breaks("a reset within the head", () => ({ cut: 30, then: "reset" })),
  breaks("an end within the head", () => ({ cut: 30, then: "end" })),
  breaks("an end within the body", ({ good }) => ({ body: good(), cut: { body: 9 }, then: "end" }), 200),
  {
    name: "a reset within the body",
    answer: ({ good }) => ({ body: good(), cut: { body: 9 }, then: "reset" }),
    // A reset may overtake the head that was sent before it.
    expect: broken(200, {
      status: (status) => status === 200 || status === undefined,
      message: /^(No answer from|The answer of) the Backend API/,
    }),
    except: SENT_AGAIN(),
  },
  breaks("a body shorter than its content length", ({ good }) => ({ body: good(), length: 99_999, then: "end" }), 200),
  breaks(
    "chunks without an end",
    ({ good }) => ({ headers: { connection: "keep-alive" }, body: good(), chunked: true, unended: true, then: "end" }),
    200,
  ),
  {
    ...breaks(
      "chunks without an end, and a connection that is to close",
      ({ good }) => ({ body: good(), chunked: true, unended: true, then: "end" }),
      200,
    ),
    except: { node: { why: "undici takes the end of the connection for that of the body", expect: found() } },
  },
  breaks(
    "chunks of nonsense",
    () => ({ lines: "transfer-encoding: chunked\r\n", length: null, body: "zz\r\n{}\r\n0\r\n\r\n", then: "end" }),
    200,
  ),
  breaks(
    "a refusal that breaks off",
    () => ({ status: 422, body: refusal("a", "b"), cut: { body: 9 }, then: "end" }),
    422,
  ),
  {
    name: "no content length: the body ends with the connection",
    answer: ({ good }) => ({ body: good(), length: null, then: "end" }),
    expect: found(),
  },
  { name: "an answer in chunks", answer: ({ good }) => ({ body: good(), chunked: true }), expect: found() },
  {
    name: "HTTP/1.0",
    answer: ({ good }) => ({ bytes: `HTTP/1.0 200 OK\r\n\r\n${good()}`, then: "end" }),
    expect: found(),
  },
  {
    name: "an answer before the body of the request was read, and an end",
    early: true,
    answer: () => ({
      status: 413,
      headers: { connection: "close" },
      body: refusal("request_body_too_large", "too large"),
      then: "end",
    }),
    call: (users) => users.updateUserMetadata("user_1", LARGE),
    expect: tooLarge,
  },
  {
    name: "connections that are kept are closed unannounced after each answer",
    answer: ({ good }) => ({ headers: { connection: "keep-alive" }, body: good(), then: "end" }),
    expect: { ...found(), attempts: [1, 2, 3] },
    repeat: 20,
    requests: "any",
    calls: USERS,
  },
  {
    name: "a connection that was kept is reset as the next request comes",
    answer: ({ connection, good }) =>
      connection > 1 ? { cut: 0, then: "reset" } : { headers: { connection: "keep-alive" }, body: good() },
    expect: { ...found(), attempts: [1, 2, 3] },
    repeat: 20,
    requests: "any",
    calls: USERS,
  },
  {
    name: "HTTP/2, without a reason phrase",
    server: "https",
    answer: () => ({ status: 404, body: refusal("resource_not_found", "not found") }),
    expect: refused(404, {
      message: "not found",
      clerkTraceId: "trace_body",
      errors: [{ code: "resource_not_found", message: "not found", longMessage: "not found (long)", meta: {} }],
    }),
    except: ONLY_1_1,
  },
  {
    name: "HTTP/2: a user",
    server: "https",
    answer: ({ good }) => ({ body: good() }),
    expect: found(),
    except: ONLY_1_1,
  },
  {
    name: "HTTP/2: a stream that is reset",
    server: "https",
    answer: () => ({ then: "reset" }),
    expect: broken(undefined),
    except: { ...SENT_AGAIN(), ...ONLY_1_1 },
  },
];
