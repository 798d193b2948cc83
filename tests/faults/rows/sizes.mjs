// Response bodies at and above the size limit, with and without compression.
import { succeeds, unexpectedResponse } from "./expected.mjs";

const LIMIT = 10 * 1024 * 1024;
const START = '{"object":"user","id":"user_1","padding":"';
const END = '"}';
/** A user of the given size in bytes. */
const userOfSize = (size) => START + "x".repeat(size - START.length - END.length) + END;
const TOO_LARGE = /^The Backend API responded with status \d+: the body is larger than 10 MB and was not read/;
const calls = ["updateUserMetadata"];

/** A body that the runtime does not decompress is not JSON. */
const notDecompressed = (encoding) =>
  encoding === "deflate"
    ? Object.fromEntries(
        ["deno", "workerd"].map((runtime) => [
          runtime,
          {
            reason: "it accepts gzip and br only, and does not decompress deflate",
            expect: unexpectedResponse(200, /the body is not JSON/),
          },
        ]),
      )
    : {};

const compressed = (encoding) => [
  {
    name: `${encoding}: a user`,
    respond: ({ success }) => ({ encoding, body: success() }),
    expect: succeeds(),
    exceptions: notDecompressed(encoding),
  },
  {
    name: `${encoding}: 10 MB, decompressed`,
    respond: () => ({ encoding, body: userOfSize(LIMIT) }),
    expect: succeeds({ raw: ({ padding }) => padding.length > 1e7 }),
    calls,
    exceptions: notDecompressed(encoding),
  },
  {
    name: `${encoding}: one byte above 10 MB, decompressed`,
    respond: () => ({ encoding, body: userOfSize(LIMIT + 1) }),
    expect: unexpectedResponse(200, TOO_LARGE),
    calls,
    exceptions: notDecompressed(encoding),
  },
  {
    name: `${encoding}: a compression bomb`,
    respond: () => ({ encoding, body: new Uint8Array(100 * 1024 * 1024) }),
    expect: unexpectedResponse(200, TOO_LARGE),
    calls,
    exceptions: notDecompressed(encoding),
  },
];

const bodyError = { error: "ClerkConnectionError", code: "connection_failed", attempts: 3, cause: true };

const TOO_MANY_VALUES =
  /^The Backend API responded with status 200: the body contains more values than 500 users have\. Check apiUrl/;
/** A body of 10 MB that repeats `item`, separated by commas. */
const repeatedItem = (start, item, end) =>
  start +
  Array(Math.floor((LIMIT - start.length - end.length) / (item.length + 1)))
    .fill(item)
    .join() +
  end;

export const SIZES = [
  {
    name: "gzip: a user with 10 MB of empty external accounts",
    respond: () => ({
      encoding: "gzip",
      body: repeatedItem('{"object":"user","id":"user_1","external_accounts":[', "{}", "]}"),
    }),
    expect: unexpectedResponse(200, TOO_MANY_VALUES),
    calls,
  },
  {
    name: "gzip: 10 MB of minimal users",
    respond: () => ({ encoding: "gzip", body: repeatedItem("[", '{"object":"user","id":"u"}', "]") }),
    expect: unexpectedResponse(200, TOO_MANY_VALUES),
    calls: ["getUserList"],
  },
  {
    name: "10 MB",
    respond: () => ({ body: userOfSize(LIMIT) }),
    expect: succeeds({ raw: ({ padding }) => padding.length > 1e7 }),
    calls: ["updateUserMetadata", "getUser"],
  },
  {
    name: "one byte above 10 MB",
    respond: () => ({ body: userOfSize(LIMIT + 1) }),
    expect: unexpectedResponse(200, TOO_LARGE),
    calls: ["updateUserMetadata", "getCount"],
  },
  {
    name: "an error response of 11 MB",
    respond: () => ({ status: 503, body: "x".repeat(11 * 1024 * 1024) }),
    expect: unexpectedResponse(503, TOO_LARGE),
    calls,
  },
  {
    name: "a Content-Length of 1 TB",
    respond: () => ({ contentLength: 1e12, body: " ".repeat(LIMIT + 1) }),
    expect: unexpectedResponse(200, TOO_LARGE),
    calls,
  },
  ...["gzip", "br", "deflate"].flatMap(compressed),
  {
    name: "a body that is not gzip",
    respond: ({ success }) => ({ headers: { "content-encoding": "gzip" }, body: success() }),
    expect: bodyError,
  },
  {
    name: "truncated gzip",
    respond: ({ success }) => ({
      encoding: "gzip",
      body: success(),
      cutAfter: { body: 20 },
      contentLength: 20,
      closeWith: "end",
    }),
    expect: bodyError,
    exceptions: {
      node: {
        reason: "undici returns the part that it could decompress as the whole body",
        expect: unexpectedResponse(200, /the body is not JSON/),
      },
    },
  },
];
