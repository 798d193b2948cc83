// The key shows in no error, whatever the `fetch` of the caller throws. Every other suite looks for it too.
import assert from "node:assert/strict";
import { test } from "node:test";
import { createClerkClient } from "clerk-metadata";
import { assertNoKey, rejectsWithConnectionError } from "./support/errors.mjs";

const KEY = "sk_test_hidden";

/** What other clients throw carries the request, and so the key. */
const THROWN = {
  "an error with the key in its message": ({ headers }) => new TypeError(`bad header ${headers.authorization}`),
  "an error with the request's options": (init) => Object.assign(new Error("failed"), { config: { headers: { ...init.headers } } }),
  "an error with a Request": (init, url) => Object.assign(new Error("failed"), { request: new Request(url, init) }),
  "an error with Headers": ({ headers }) => Object.assign(new Error("failed"), { sent: new Headers(headers) }),
  "an error with a Map": ({ headers }) => Object.assign(new Error("failed"), { sent: new Map(Object.entries(headers)) }),
  "an error with a symbol": ({ headers }) => Object.assign(new Error("failed"), { [Symbol("sent")]: headers }),
  "an error with a member that is not enumerable": ({ headers }) => Object.defineProperty(new Error("failed"), "sent", { value: headers }),
  "an error with a getter": ({ headers }) => Object.defineProperty(new Error("failed"), "sent", { get: () => headers }),
  "an error with a function": ({ headers }) => Object.assign(new Error("failed"), { toJSON: () => headers }),
  "an error whose cause has it": ({ headers }) => new Error("failed", { cause: new Error(headers.authorization) }),
  "an error that knows several": ({ headers }) => new AggregateError([new Error("one"), new Error(headers.authorization)], "failed"),
  "an error in a circle": ({ headers }) => {
    const error = Object.assign(new Error("failed"), { headers });
    error.self = { error };
    return error;
  },
  "an error that throws when it is looked at": ({ headers }) => new Proxy(new Error(headers.authorization), { ownKeys: () => { throw new Error(headers.authorization); } }),
  "an error with a name of it": ({ headers }) => Object.assign(new Error("failed"), { name: headers.authorization }),
  "a class of its own": ({ headers }) => new (class Failure { headers = headers; get [Symbol.toStringTag]() { return "Failure"; } })(),
  "text": ({ headers }) => `failed with ${headers.authorization}`,
  "an array": ({ headers }) => [headers],
};

for (const [what, make] of Object.entries(THROWN)) {
  test(`fetch throws ${what}`, async () => {
    const reasons = [];
    const fetch = async (url, init) => {
      throw make(init, url);
    };
    const clerk = createClerkClient({ secretKey: KEY, fetch, maxRetries: 1, onRetry: ({ reason }) => reasons.push(reason) });
    for (const call of [() => clerk.users.getUser("user_1"), () => clerk.users.getUser("user_1").withResponse()]) {
      const error = await rejectsWithConnectionError(call(), { code: "connection_failed", message: /./ });
      assert.ok(error.cause instanceof Error);
    }
    assert.equal(reasons.length, 2);
    reasons.forEach(assertNoKey);
  });
}

test("what does not hold the key is the cause as it is", async () => {
  const inner = Object.assign(new Error("connect ECONNREFUSED"), { code: "ECONNREFUSED", socket: { localPort: 5, remote: null } });
  for (const cause of [new TypeError("fetch failed", { cause: inner }), new DOMException("gone", "NetworkError"), new AggregateError([inner], "all failed"), { reason: ["x"] }, "text", 5, null, undefined]) {
    const fetch = async () => {
      throw cause;
    };
    const error = await rejectsWithConnectionError(createClerkClient({ secretKey: KEY, fetch, maxRetries: 0 }).users.getUser("user_1"), {});
    assert.equal(error.cause, cause);
  }
});
