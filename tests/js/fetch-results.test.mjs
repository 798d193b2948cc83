// The values that a custom or mocked `fetch` may return: each kind of response is read, and an unreadable one is
// rejected immediately with the reason.
import assert from "node:assert/strict";
import { Readable } from "node:stream";
import { test } from "node:test";
import { createClerkClient } from "clerk-metadata";
import { rejectsWithApiError, rejectsWithConnectionError } from "./support/errors.mjs";
import { userBody } from "./support/server.mjs";

const BODY = userBody({ first_name: "Ærøskøbing" });
const HEADERS = new Headers({ "content-type": "application/json", "cf-ray": "ray-1" });
const MAX_BYTES = 10 * 1024 * 1024;

async function* chunks(text) {
  const bytes = Buffer.from(text);
  for (let offset = 0; offset < bytes.length; offset += 7) yield bytes.subarray(offset, offset + 7);
}

const client = (fetch, options) => createClerkClient({ secretKey: "sk_test_fake", fetch, ...options });

const READABLE_RESPONSES = {
  "a Response": () => new Response(BODY, { headers: HEADERS }),
  "a Node.js stream, as node-fetch": () => ({
    status: 200,
    ok: true,
    headers: HEADERS,
    body: Readable.from(chunks(BODY)),
  }),
  "a Node.js stream of strings": () => ({
    status: 200,
    headers: HEADERS,
    body: Readable.from([BODY.slice(0, 30), BODY.slice(30)]),
  }),
  "an async generator": () => ({ status: 200, headers: HEADERS, body: chunks(BODY) }),
  "a web stream of strings": () => ({
    status: 200,
    headers: HEADERS,
    body: new ReadableStream({ start: (controller) => (controller.enqueue(BODY), controller.close()) }),
  }),
  "text() only": () => ({ status: 200, headers: HEADERS, text: async () => BODY }),
  "json() only": () => ({ status: 200, headers: HEADERS, json: async () => JSON.parse(BODY) }),
  "json() that is not an async function": () => ({
    ok: true,
    status: 200,
    headers: HEADERS,
    json: () => JSON.parse(BODY),
  }),
  "json() and a body that cannot be read": () => ({
    status: 200,
    headers: HEADERS,
    body: JSON.parse(BODY),
    json: async () => JSON.parse(BODY),
  }),
  "json(), and a text() that returns nothing": () => ({
    ok: true,
    status: 200,
    headers: HEADERS,
    body: null,
    text() {},
    json: async () => JSON.parse(BODY),
  }),
  "json(), and a text() that throws": () => ({
    ok: true,
    status: 200,
    headers: HEADERS,
    text() {
      throw new Error("not implemented");
    },
    json: async () => JSON.parse(BODY),
  }),
  ArrayBuffers: () => ({
    status: 200,
    headers: HEADERS,
    body: Readable.from([BODY.slice(0, 40), BODY.slice(40)].map((text) => new TextEncoder().encode(text).buffer)),
  }),
  "views into a buffer": () => ({
    status: 200,
    headers: HEADERS,
    body: Readable.from([new DataView(new TextEncoder().encode(`..${BODY}`).buffer, 2)]),
  }),
  "ok without a status": () => ({ ok: true, headers: HEADERS, json: async () => JSON.parse(BODY) }),
  "a plain object of headers": () => ({
    status: 200,
    headers: { "Content-Type": "application/json", "CF-Ray": "ray-1" },
    text: async () => BODY,
  }),
  "a plain object of arrays of headers": () => ({
    status: 200,
    headers: { "cf-ray": ["ray-1"] },
    text: async () => BODY,
  }),
  "a Map of headers with capitals": () => ({
    status: 200,
    headers: new Map([["CF-Ray", "ray-1"]]),
    text: async () => BODY,
  }),
  "a Map of headers": () => ({ status: 200, headers: new Map([["cf-ray", "ray-1"]]), text: async () => BODY }),
  "pairs of headers": () => ({ status: 200, headers: [["Cf-Ray", "ray-1"]], text: async () => BODY }),
};

for (const [description, respond] of Object.entries(READABLE_RESPONSES)) {
  test(`fetch returns ${description}`, async () => {
    const responses = [];
    const { users } = client(async () => respond(), {
      onResponse: ({ status, headers }) => responses.push([status, headers["cf-ray"]]),
    });
    const { data, response } = await users.getUser("user_1").withResponse();
    assert.equal(data.firstName, "Ærøskøbing");
    assert.deepEqual(response, { status: 200, clerkTraceId: "ray-1", attempts: 1 });
    assert.deepEqual(responses, [[200, "ray-1"]]);
  });

  test(`the global fetch returns ${description}`, async (t) => {
    t.mock.method(globalThis, "fetch", async () => respond());
    assert.equal((await client(undefined).users.getUser("user_1")).firstName, "Ærøskøbing");
  });
}

test("no headers at all", async () => {
  const { data, response } = await client(async () => ({ ok: true, status: 200, json: async () => JSON.parse(BODY) }))
    .users.getUser("user_1")
    .withResponse();
  assert.equal(data.firstName, "Ærøskøbing");
  assert.deepEqual(response, { status: 200, clerkTraceId: undefined, attempts: 1 });
});

test("Retry-After in a plain object of headers", async () => {
  const fetch = async () => ({ status: 429, headers: { "Retry-After": "99" }, text: async () => '{"errors":[]}' });
  const error = await rejectsWithApiError(client(fetch).users.getUser("user_1"), { status: 429 });
  assert.equal(error.retryAfter, 99);
});

test("Retry-After in an iterator of headers, which can be read once", async () => {
  const headers = () => new Headers({ "Retry-After": "99" }).entries();
  const fetch = async () => ({ status: 429, headers: headers(), text: async () => '{"errors":[]}' });
  const error = await rejectsWithApiError(client(fetch).users.getUser("user_1"), { status: 429 });
  assert.equal(error.retryAfter, 99);
});

for (const [description, respond] of Object.entries({
  "a stream": (text) => ({ status: 200, headers: HEADERS, body: Readable.from(chunks(text)) }),
  "text()": (text) => ({ status: 200, headers: HEADERS, text: async () => text }),
  "a Response": (text) => new Response(text),
})) {
  test(`a byte order mark before the JSON of ${description}`, async () => {
    assert.equal((await client(async () => respond(`\ufeff${BODY}`)).users.getUser("user_1")).id, "user_1");
  });

  test(`an error response with a reason, of ${description}`, async () => {
    const fetch = async () =>
      Object.defineProperty(respond('{"errors":[{"code":"resource_not_found","message":"not found"}]}'), "status", {
        value: 404,
      });
    await rejectsWithApiError(client(fetch).users.getUser("user_1"), { status: 404, message: "not found" });
  });
}

test("an endless body that is not a web stream is cut off", async () => {
  let size = 0;
  let ended = false;
  async function* endless() {
    try {
      for (; ; size += 65_536) yield Buffer.alloc(65_536, " ");
    } finally {
      ended = true;
    }
  }
  for (const body of [endless(), Readable.from(endless())]) {
    [size, ended] = [0, false];
    const error = await rejectsWithConnectionError(
      client(async () => ({ status: 200, headers: HEADERS, body })).users.getUser("user_1"),
      { code: "unexpected_response", status: 200, attempts: 1, message: /larger than 10 MB/ },
    );
    assert.equal("cause" in error, false);
    assert.ok(size < MAX_BYTES + 20 * 65_536, `${size} bytes were read`);
    await new Promise((resolve) => setImmediate(resolve));
    assert.equal(ended, true, "the stream was closed");
  }
});

for (const [description, respond] of Object.entries({
  "a Response": () => new Response(" ".repeat(MAX_BYTES + 1)),
  "text()": () => ({ status: 200, headers: HEADERS, text: async () => " ".repeat(MAX_BYTES + 1) }),
})) {
  test(`the error for a response that is too large has no cause: ${description}`, async () => {
    const error = await rejectsWithConnectionError(client(async () => respond()).users.getUser("user_1"), {
      code: "unexpected_response",
      attempts: 1,
      message: /larger than 10 MB/,
    });
    assert.equal("cause" in error, false);
  });
}

const consumedResponse = async () => {
  const response = new Response(BODY);
  await response.text();
  return response;
};
const consumedStream = async () => {
  const body = Readable.from([Buffer.from(BODY)]);
  for await (const _ of body);
  return { status: 200, headers: HEADERS, body };
};
const lockedResponse = () => {
  const response = new Response(BODY);
  response.body.getReader();
  return response;
};

for (const [description, respond, message] of [
  ["undefined", () => undefined, /but it returned undefined\./],
  ["null", () => null, /but it returned null\./],
  ["a number", () => 200, /but it returned number\./],
  ["a string", () => BODY, /but it returned string\./],
  ["a user", () => JSON.parse(BODY), /has no HTTP status/],
  ["an empty object", () => ({}), /has no HTTP status/],
  ["ok: false without a status", () => ({ ok: false, json: async () => ({}) }), /has no HTTP status/],
  [
    "a status that is a string",
    () => ({ ok: true, status: "200", json: async () => JSON.parse(BODY) }),
    /has no HTTP status/,
  ],
  ["a status out of range", () => ({ status: 65736, json: async () => JSON.parse(BODY) }), /has no HTTP status/],
  ["a status with a fraction", () => ({ status: 200.5, json: async () => JSON.parse(BODY) }), /has no HTTP status/],
  [
    "headers that throw",
    () => ({
      status: 200,
      get headers() {
        throw new Error("no headers");
      },
      json: async () => JSON.parse(BODY),
    }),
    /the headers cannot be read/,
  ],
  [
    "headers that are an array of null",
    () => ({ status: 200, headers: [null], json: async () => JSON.parse(BODY) }),
    /the headers cannot be read/,
  ],
  [
    "a body of numbers",
    () => ({ status: 200, headers: HEADERS, body: Readable.from([[1, 2, 3]]) }),
    /the body contains a chunk that is neither bytes nor text/,
  ],
  [
    "a body of undefined",
    () => ({
      status: 200,
      headers: HEADERS,
      body: {
        async *[Symbol.asyncIterator]() {
          yield undefined;
        },
      },
    }),
    /the body contains a chunk that is neither bytes nor text/,
  ],
  ["a Node.js stream that was already read", consumedStream, /was already read/],
  [
    "a Node.js stream that was destroyed",
    () => ({ status: 200, headers: HEADERS, body: Readable.from([BODY]).destroy() }),
    /was already read/,
  ],
  [
    "a body that cannot be iterated",
    () => ({ status: 200, headers: HEADERS, body: { [Symbol.asyncIterator]: 1 } }),
    /has no body, text\(\) or json\(\)/,
  ],
  ["only a status", () => ({ status: 200, headers: HEADERS }), /has no body, text\(\) or json\(\)/],
  [
    "an object like that of axios",
    () => ({ status: 200, headers: {}, data: JSON.parse(BODY) }),
    /has no body, text\(\) or json\(\)/,
  ],
  ["a body that was already read", consumedResponse, /was already read\. Return a new Response for each call/],
  ["a body that another reader has locked", lockedResponse, /was already read/],
]) {
  for (const [source, options, mock] of [
    ["the option fetch", (fetch) => ({ fetch }), false],
    ["the global fetch", () => ({}), true],
  ]) {
    test(`${source} returns ${description}`, async (t) => {
      let calls = 0;
      const fetch = async () => (calls++, respond());
      if (mock) t.mock.method(globalThis, "fetch", fetch);
      const { users } = createClerkClient({ secretKey: "sk_test_fake", ...options(fetch) });
      const error = await rejectsWithConnectionError(users.updateUserMetadata("user_1", { publicMetadata: {} }), {
        code: "unexpected_response",
        attempts: 1,
        status: undefined,
        message: message,
      });
      assert.ok(error.message.includes(source), error.message);
      assert.equal(calls, 1);
    });
  }
}

test("an endless stream of empty chunks is cut off", async () => {
  async function* empty() {
    for (;;) yield new Uint8Array(0);
  }
  await rejectsWithConnectionError(
    client(async () => ({ status: 200, headers: HEADERS, body: empty() }), { maxRetries: 0 }).users.getUser("user_1"),
    { code: "unexpected_response", message: /larger than 10 MB/ },
  );
});

test("a Node.js stream is destroyed when its call has ended", async () => {
  const stream = () => ({ status: 200, headers: HEADERS, body: new Readable({ read() {} }) });
  const unfinished = stream();
  await rejectsWithConnectionError(
    client(async () => unfinished, { maxRetries: 0, timeout: 5 }).users.getUser("user_1"),
    {
      code: "timeout",
    },
  );
  assert.equal(unfinished.body.destroyed, true);
  const aborted = stream();
  const controller = new AbortController();
  const call = client(async () => aborted, { signal: controller.signal }).users.getUser("user_1");
  setTimeout(() => controller.abort(), 5);
  await assert.rejects(call, { name: "AbortError" });
  assert.equal(aborted.body.destroyed, true);
});

test("one Response for two calls", async () => {
  const response = new Response(BODY);
  const { users } = client(async () => response);
  assert.equal((await users.getUser("user_1")).id, "user_1");
  await rejectsWithConnectionError(users.getUser("user_1"), {
    code: "unexpected_response",
    message: /was already read/,
  });
});

test("a response that comes after the timeout is not read to its end", async () => {
  let respond;
  let ended;
  const stopped = new Promise((resolve) => (ended = resolve));
  const fetch = () => new Promise((resolve) => (respond = resolve));
  const body = {
    [Symbol.asyncIterator]: () => ({
      next: async () => ({ done: false, value: Buffer.from(" ") }),
      return: async () => ended("stopped"),
    }),
  };
  await rejectsWithConnectionError(client(fetch, { timeout: 5, maxRetries: 0 }).users.getUser("user_1"), {
    code: "timeout",
  });
  respond({ status: 200, headers: HEADERS, body });
  assert.equal(await stopped, "stopped");
});

test("a host without fetch", async (t) => {
  t.mock.method(Math, "random", () => 0);
  const { fetch } = globalThis;
  globalThis.fetch = undefined;
  t.after(() => (globalThis.fetch = fetch));
  await rejectsWithConnectionError(client(undefined, { maxRetries: 0 }).users.getUser("user_1"), {
    code: "connection_failed",
    message: /this runtime has no fetch\. Pass the option fetch\./,
  });
});
