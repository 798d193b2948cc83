// Bodies up to the limit of what is read, and beyond; as they are and packed.
import { found, unexpected } from "./expected.mjs";

const LIMIT = 10 * 1024 * 1024;
const START = '{"object":"user","id":"user_1","padding":"';
const END = '"}';
/** A user of so many bytes. */
const padded = (bytes) => START + "x".repeat(bytes - START.length - END.length) + END;
const TOO_LARGE = /^The Backend API answered \d+: the body is larger than 10 MB and was not read/;
const calls = ["updateUserMetadata"];

/** What is packed in a way that a runtime does not unpack is no JSON. */
const kept = (pack) =>
  pack === "deflate"
    ? Object.fromEntries(
        ["deno", "workerd"].map((runtime) => [
          runtime,
          {
            why: "it asks for gzip and br only, and does not unpack deflate",
            expect: unexpected(200, /the body is not JSON/),
          },
        ]),
      )
    : {};

const packed = (pack) => [
  { name: `${pack}: a user`, answer: ({ good }) => ({ pack, body: good() }), expect: found(), except: kept(pack) },
  {
    name: `${pack}: 10 MB, once unpacked`,
    answer: () => ({ pack, body: padded(LIMIT) }),
    expect: found({ raw: ({ padding }) => padding.length > 1e7 }),
    calls,
    except: kept(pack),
  },
  {
    name: `${pack}: a byte more, once unpacked`,
    answer: () => ({ pack, body: padded(LIMIT + 1) }),
    expect: unexpected(200, TOO_LARGE),
    calls,
    except: kept(pack),
  },
  {
    name: `${pack}: a bomb`,
    answer: () => ({ pack, body: new Uint8Array(100 * 1024 * 1024) }),
    expect: unexpected(200, TOO_LARGE),
    calls,
    except: kept(pack),
  },
];

const isBroken = { error: "ClerkConnectionError", code: "connection_failed", attempts: 3, cause: true };

const SPREADS = /^The Backend API answered 200: the body holds more than 500 users do\. Is apiUrl/;
const filled = (start, part, end) =>
  start +
  Array(Math.floor((LIMIT - start.length - end.length) / (part.length + 1)))
    .fill(part)
    .join() +
  end;

export const SIZES = [
  {
    name: "gzip: a user with 10 MB of accounts that hold nothing",
    answer: () => ({ pack: "gzip", body: filled('{"object":"user","id":"user_1","external_accounts":[', "{}", "]}") }),
    expect: unexpected(200, SPREADS),
    calls,
  },
  {
    name: "gzip: 10 MB of users that hold nothing",
    answer: () => ({ pack: "gzip", body: filled("[", '{"object":"user","id":"u"}', "]") }),
    expect: unexpected(200, SPREADS),
    calls: ["getUserList"],
  },
  {
    name: "10 MB",
    answer: () => ({ body: padded(LIMIT) }),
    expect: found({ raw: ({ padding }) => padding.length > 1e7 }),
    calls: ["updateUserMetadata", "getUser"],
  },
  {
    name: "a byte more",
    answer: () => ({ body: padded(LIMIT + 1) }),
    expect: unexpected(200, TOO_LARGE),
    calls: ["updateUserMetadata", "getCount"],
  },
  {
    name: "a refusal of 11 MB",
    answer: () => ({ status: 503, body: "x".repeat(11 * 1024 * 1024) }),
    expect: unexpected(503, TOO_LARGE),
    calls,
  },
  {
    name: "a content length of 1 TB",
    answer: () => ({ length: 1e12, body: " ".repeat(LIMIT + 1) }),
    expect: unexpected(200, TOO_LARGE),
    calls,
  },
  ...["gzip", "br", "deflate"].flatMap(packed),
  {
    name: "gzip that is none",
    answer: ({ good }) => ({ headers: { "content-encoding": "gzip" }, body: good() }),
    expect: isBroken,
  },
  {
    name: "gzip that breaks off",
    answer: ({ good }) => ({ pack: "gzip", body: good(), cut: { body: 20 }, length: 20, then: "end" }),
    expect: isBroken,
    except: {
      node: { why: "undici gives what can be unpacked as the whole", expect: unexpected(200, /the body is not JSON/) },
    },
  },
];
