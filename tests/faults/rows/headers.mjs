// Heads of answers.
import { broken, found, refusal, refused } from "./expected.mjs";

const limited = (name, header, retryAfter, attempts = 1) => ({
  name: `429 with a Retry-After of ${name}`,
  answer: () => ({ status: 429, headers: { "retry-after": header }, body: refusal("too_many_requests", "slow down") }),
  expect: {
    ...refused(429, { retryAfter, attempts, message: "slow down", clerkTraceId: "trace_body" }),
    errors: undefined,
  },
});

export const HEADERS = [
  limited("0", "0", 0, 3),
  limited("a number beyond a minute", "61", 61),
  limited("a number without end", "9".repeat(40), 4294967295),
  limited("a date in the past", "Thu, 01 Jan 1970 00:00:00 GMT", 0, 3),
  limited("a date in the past, in the format of RFC 850", "Sunday, 06-Nov-94 08:49:37 GMT", 0, 3),
  limited(
    "a date whose year of two digits is to come",
    "Thursday, 01-Jan-70 00:00:00 GMT",
    (seconds) => seconds > 1e9 && Number.isInteger(seconds),
  ),
  limited("a date in the past, in the format of asctime", "Thu Jan  1 00:00:00 1970", 0, 3),
  {
    name: "429 with a Retry-After of a minute after its date, both in the past",
    answer: () => ({
      status: 429,
      headers: { "retry-after": "Sun Nov  6 08:50:38 1994", date: "Sunday, 06-Nov-94 08:49:37 GMT" },
      body: "",
    }),
    expect: refused(429, { retryAfter: 61, message: /answered 429/ }),
  },
  limited("a date far away", "Fri, 31 Dec 9999 23:59:59 GMT", (seconds) => seconds > 2e11 && Number.isInteger(seconds)),
  limited("words", "soon", undefined, 3),
  limited("a negative number", "-5", undefined, 3),
  limited("a fraction", "1.5", undefined, 3),
  limited("nothing", "", undefined, 3),
  {
    name: "103 before 200",
    answer: ({ good }) => ({ before: "HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n", body: good() }),
    expect: found(),
  },
  {
    name: "102 and 103 before 404",
    answer: () => ({
      status: 404,
      before: "HTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 103 Early Hints\r\n\r\n",
      body: "",
    }),
    expect: refused(404, { message: /answered 404/ }),
  },
  {
    name: "100 that no one asked for",
    answer: ({ good }) => ({ before: "HTTP/1.1 100 Continue\r\n\r\n", body: good() }),
    expect: found(),
    except: { node: { why: "undici takes it for a protocol error", expect: broken(undefined) } },
  },
  {
    name: "odd bytes in a header",
    answer: ({ good }) => ({ lines: "x-odd: \xe9\xff\x80\r\n", body: good() }),
    expect: found(),
  },
  {
    name: "odd bytes in cf-ray",
    answer: () => ({ status: 403, lines: "cf-ray: ray_\xe9\r\n", body: "{}" }),
    expect: refused(403, { message: /answered 403/, clerkTraceId: (id) => id.startsWith("ray_") }),
  },
  {
    name: "a header of 6,000 bytes",
    answer: ({ good }) => ({ headers: { "x-long": "x".repeat(6000) }, body: good() }),
    expect: found(),
  },
  {
    name: "a head of 4 MB",
    answer: ({ good }) => ({ headers: { "x-long": "x".repeat(4 << 20) }, body: good(), then: "end" }),
    expect: broken(undefined),
    calls: ["getUser"],
  },
  {
    name: "90 headers",
    answer: ({ good }) => ({
      headers: Object.fromEntries(Array.from({ length: 90 }, (_, index) => [`x-${index}`, "y"])),
      body: good(),
    }),
    expect: found(),
  },
  {
    name: "a header twice",
    answer: () => ({ status: 403, lines: "cf-ray: a\r\ncf-ray: b\r\n", body: "{}" }),
    expect: refused(403, { message: /answered 403/, clerkTraceId: "a, b" }),
  },
  {
    name: "set-cookie",
    answer: ({ good }) => ({ lines: "set-cookie: a=b\r\nset-cookie: c=d\r\n", body: good() }),
    expect: found(),
  },
  {
    name: "no HTTP at all",
    answer: () => ({ bytes: "SSH-2.0-OpenSSH_9.6\r\n\r\n", then: "end" }),
    expect: broken(undefined),
  },
  {
    name: "a status line without a number",
    answer: () => ({ bytes: "HTTP/1.1 OK\r\n\r\n{}", then: "end" }),
    expect: broken(undefined),
  },
  {
    name: "a content length that is no number",
    answer: ({ good }) => ({ length: "ten", body: good(), then: "end" }),
    expect: broken(undefined),
  },
  {
    name: "two content lengths that differ",
    answer: ({ good }) => ({ lines: "content-length: 1\r\n", body: good(), then: "end" }),
    expect: broken(undefined),
  },
];
