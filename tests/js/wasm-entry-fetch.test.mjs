// What the global `fetch` of `clerk-metadata/wasm` may do: the call settles with the result or the error of the client,
// and the wasm works afterwards.
import assert from "node:assert/strict";
import { Readable } from "node:stream";
import { test } from "node:test";
import { runInNewContext } from "node:vm";
import * as clerkMetadata from "clerk-metadata";
import { assertNoKey } from "./support/errors.mjs";
import { userBody } from "./support/server.mjs";
import * as wasm from "./support/wasm-entry.mjs";

const BODY = userBody({ first_name: "Ærøskøbing" });
const OPTIONS = { secretKey: "sk_test_fake", timeout: 2000, maxRetries: 0 };
const CLIENTS = {
  client: () => clerkMetadata.createClerkClient(OPTIONS).users.getUser("user_1"),
  wasm: () => wasm.getUser("user_1", OPTIONS),
};

/** The outcome of a call whose `fetch` is `create()`: a name, or the fields of an error. */
async function outcomeOf(call, create) {
  const { fetch: hostFetch } = globalThis;
  globalThis.fetch = create();
  try {
    return (await call()).firstName;
  } catch (error) {
    assert.ok(error instanceof Error);
    assertNoKey(error);
    const { name, message, code, status, attempts, request } = error;
    return { name, message, code, status, attempts, request };
  } finally {
    globalThis.fetch = hostFetch;
  }
}

/** Asserts that both clients have the same outcome, and that the wasm then reads a response. */
async function outcomeOfBoth(create) {
  const [expected, actual] = [await outcomeOf(CLIENTS.client, create), await outcomeOf(CLIENTS.wasm, create)];
  assert.deepEqual(actual, expected);
  assert.equal(await outcomeOf(CLIENTS.wasm, () => async () => new Response(BODY)), "Ærøskøbing");
  return actual;
}

const thrower = (name, fields = {}) =>
  Object.defineProperty(fields, name, {
    get() {
      throw new Error(`${name} was read`);
    },
  });
const response = (fields) => ({ status: 200, headers: new Headers(), ...fields });
const streamOf = (...chunks) =>
  new ReadableStream({ start: (controller) => (chunks.map((chunk) => controller.enqueue(chunk)), controller.close()) });
const reader = (read) => response({ body: { getReader: () => ({ read }) } });

const READABLE = {
  "a value instead of a promise": () => new Response(BODY),
  "a thenable": () => ({ then: (resolve) => resolve(new Response(BODY)) }),
  "a stream of strings": () => response({ body: streamOf(BODY.slice(0, 9), BODY.slice(9)) }),
  "a Node.js stream": () => response({ body: Readable.from([Buffer.from(BODY)]) }),
  "a stream of ArrayBuffers": () => response({ body: streamOf(new TextEncoder().encode(BODY).buffer) }),
  "a stream of views": () =>
    response({ body: streamOf(new DataView(new TextEncoder().encode(`..${BODY}`).buffer, 2)) }),
  "bytes of another realm": () =>
    response({ body: streamOf(runInNewContext(`new Uint8Array([${new TextEncoder().encode(BODY)}])`)) }),
  "text() only": () => ({ ok: true, text: async () => BODY }),
  "json() only": () => ({ ok: true, status: 200, json: async () => JSON.parse(BODY) }),
  "json(), and a text() that throws": () =>
    response({ text: () => assert.fail("not implemented"), json: () => JSON.parse(BODY) }),
  "headers as an object": () => ({ status: 200, headers: { "cf-ray": "1" }, text: async () => BODY }),
  "headers as a Map": () => ({ status: 200, headers: new Map([["cf-ray", ["1", "2"]]]), text: async () => BODY }),
};
for (const [title, respond] of Object.entries(READABLE))
  test(`fetch returns ${title}`, async () => {
    assert.equal(await outcomeOfBoth(() => () => respond()), "Ærøskøbing");
  });

const used = async () => {
  const read = new Response(BODY);
  await read.text();
  return read;
};
const locked = () => {
  const read = new Response(BODY);
  read.body.getReader();
  return read;
};
const ALREADY_READ = "the body was already read. Return a new Response for each call, or a clone()";
const UNUSABLE = {
  undefined: [() => undefined, "it returned undefined"],
  null: [() => null, "it returned null"],
  "a string": [() => "x", "it returned string"],
  "a number": [() => 1, "it returned number"],
  "a boolean": [() => true, "it returned boolean"],
  "a bigint": [() => 1n, "it returned bigint"],
  "a symbol": [() => Symbol("x"), "it returned symbol"],
  "a function": [() => () => {}, "it returned function"],
  "an empty object": [() => ({}), "the returned value has no HTTP status"],
  "an array": [() => [], "the returned value has no HTTP status"],
  "a status that is a string": [() => response({ status: "200" }), "the returned value has no HTTP status"],
  "a status out of range": [() => response({ status: 1000 }), "the returned value has no HTTP status"],
  "a status that is no integer": [() => response({ status: 200.5 }), "the returned value has no HTTP status"],
  "a status that is not a number": [() => response({ status: Number.NaN }), "the returned value has no HTTP status"],
  "no body": [() => response({}), "the returned value has no body, text() or json()"],
  "a Response that was read": [used, ALREADY_READ],
  "a Response that is locked": [locked, ALREADY_READ],
  "headers that throw": [
    () => thrower("headers", { status: 200, body: null, text: async () => BODY }),
    "the headers cannot be read",
  ],
  "a stream of numbers": [
    () => response({ body: streamOf(1) }),
    "the body contains a chunk that is neither bytes nor text",
  ],
  "a stream of objects": [
    () => response({ body: streamOf({}) }),
    "the body contains a chunk that is neither bytes nor text",
  ],
};
for (const [title, [respond, problem]] of Object.entries(UNUSABLE))
  test(`fetch returns ${title}`, async () => {
    const request = { method: "GET", path: "/v1/users/user_1" };
    assert.deepEqual(await outcomeOfBoth(() => async () => respond()), {
      name: "ClerkConnectionError",
      message: `Unusable response: the global fetch must return a Response, but ${problem}. (GET /v1/users/user_1)`,
      code: "unexpected_response",
      status: undefined,
      attempts: 1,
      request,
    });
  });

test("fetch returns one Response twice", async () => {
  const once = new Response(BODY);
  assert.equal(await outcomeOf(CLIENTS.wasm, () => async () => once), "Ærøskøbing");
  const { code, message } = await outcomeOf(CLIENTS.wasm, () => async () => once);
  assert.equal(code, "unexpected_response");
  assert.match(message, /the body was already read/);
});

test("an unusable response is not retried", async (t) => {
  let calls = 0;
  t.mock.method(globalThis, "fetch", async () => void calls++);
  const { attempts } = await wasm.getUser("user_1", { ...OPTIONS, maxRetries: 2 }).then(
    () => assert.fail("it resolved"),
    (error) => error,
  );
  assert.deepEqual([attempts, calls], [1, 1]);
});

test("a mock whose json() is no user", async () => {
  const { code, status } = await outcomeOfBoth(() => async () => ({ ok: true, status: 200, json: async () => ({}) }));
  assert.deepEqual([code, status], ["unexpected_response", 200]);
});

const FAILING = {
  "fetch throws": () => {
    throw new TypeError("no network");
  },
  "fetch throws undefined": () => {
    throw undefined;
  },
  "fetch rejects with null": () => Promise.reject(null),
  "fetch rejects with an object that cannot be read": () => Promise.reject(thrower("message")),
  "then throws": () => thrower("then"),
  "the status throws": () => thrower("status"),
  "getReader throws": () => response({ body: { getReader: () => assert.fail("no reader") } }),
  "the stream fails": () =>
    response({ body: new ReadableStream({ pull: (controller) => controller.error(new Error("broken")) }) }),
  "read throws": () => reader(() => assert.fail("broken")),
  "done throws": () => reader(async () => thrower("done")),
  "value throws": () => reader(async () => thrower("value", { done: false })),
  "text throws": () => response({ text: () => assert.fail("broken") }),
  "json rejects": () => response({ json: () => Promise.reject(new SyntaxError("no JSON")) }),
  "json returns a cycle": () => response({ json: () => ((cycle) => (cycle.self = cycle))({}) }),
};
for (const [title, respond] of Object.entries(FAILING))
  test(`a failure of the connection: ${title}`, async () => {
    assert.equal((await outcomeOfBoth(() => respond)).code, "connection_failed");
  });

test("a failure of the connection: the body throws", async () => {
  const respond = () => thrower("body", response({ text: async () => BODY }));
  for (const [name, status] of [
    ["client", 200],
    ["wasm", undefined], // gets the body before it reports the status
  ]) {
    const outcome = await outcomeOf(CLIENTS[name], () => respond);
    assert.deepEqual([outcome.code, outcome.status], ["connection_failed", status]);
  }
});

for (const [title, respond] of Object.entries({
  // The text is that of the engine.
  "read returns nothing": () => reader(() => undefined),
  // JavaScript does not call the method of a promise of the engine.
  "the then of a promise throws": () => Object.assign(Promise.resolve(), { then: () => assert.fail("no") }),
}))
  test(`a failure of the connection of the wasm: ${title}`, async () => {
    assert.equal((await outcomeOf(CLIENTS.wasm, () => respond)).code, "connection_failed");
    assert.equal(await outcomeOf(CLIENTS.wasm, () => async () => new Response(BODY)), "Ærøskøbing");
  });

const PENDING = {
  fetch: () => new Promise(() => {}),
  "a chunk": () => response({ body: new ReadableStream({}) }),
  "text()": () => response({ text: () => new Promise(() => {}) }),
};
for (const [title, respond] of Object.entries(PENDING))
  test(`the timeout ends ${title} that never settles`, async () => {
    const { fetch: hostFetch } = globalThis;
    globalThis.fetch = respond;
    const rejected = assert.rejects(wasm.getUser("user_1", { ...OPTIONS, timeout: 20 }), { code: "timeout" });
    await rejected.finally(() => {
      globalThis.fetch = hostFetch;
    });
  });
