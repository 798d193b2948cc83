// What is slow, and what never comes: an attempt ends when its time is up, and only then.
import { found, late } from "./expected.mjs";

const options = { timeout: 50, maxRetries: 0 };
/** Long enough for what comes to come, on a busy machine too; so one call only. */
const begun = { options: { timeout: 600, maxRetries: 0 }, calls: ["updateUserMetadata"] };

export const TIMES = [
  { name: "no answer", options, answer: () => ({ cut: 0 }), expect: late(undefined) },
  { name: "half a head", options, answer: () => ({ cut: 20 }), expect: late(undefined) },
  {
    name: "a head and no body",
    ...begun,
    answer: ({ good }) => ({ body: good(), cut: { body: 0 } }),
    expect: late(200),
  },
  { name: "half a body", ...begun, answer: ({ good }) => ({ body: good(), cut: { body: 9 } }), expect: late(200) },
  {
    name: "a refusal whose body does not end",
    ...begun,
    answer: () => ({ status: 404, body: "{}", length: 3 }),
    expect: late(404),
  },
  {
    name: "chunks that do not end",
    ...begun,
    answer: ({ good }) => ({ body: good(), chunked: true, unended: true }),
    expect: late(200),
  },
  {
    name: "no answer at first",
    ...begun,
    options: { timeout: 600 },
    answer: ({ attempt, good }) => (attempt === 1 ? { cut: 0 } : { body: good() }),
    expect: found({}, 2),
  },
  {
    name: "byte by byte",
    answer: ({ good }) => ({ body: good('{"object":"user","id":"user_1","first_name":"é€💶"}'), slowly: true }),
    expect: found({ firstName: "é€💶" }),
  },
  {
    name: "chunks byte by byte",
    answer: ({ good }) => ({ body: good(), chunked: true, slowly: true }),
    expect: found(),
  },
  {
    name: "aborted before the answer",
    answer: () => ({ cut: 0 }),
    call: (users, { reason }) => users.getUser("user_1", { signal: AbortSignal.abort(reason) }),
    expect: { thrown: "reason" },
    requests: 0,
  },
  {
    name: "aborted while nothing comes",
    answer: () => ({ cut: 0 }),
    call: (users, { reason, later }) => users.getUser("user_1", { signal: later(reason) }),
    expect: { thrown: "reason" },
    requests: "any",
  },
  {
    name: "aborted within the body",
    answer: ({ good }) => ({ body: good(), cut: { body: 9 } }),
    call: (users, { reason, later }) =>
      users.updateUserMetadata("user_1", { publicMetadata: {} }, { signal: later(reason) }),
    expect: { thrown: "reason" },
    requests: "any",
  },
];
