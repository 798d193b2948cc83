// No error contains the key, whatever a custom `fetch` throws.
import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, get } from "node:https";
import { describe, test } from "node:test";
import { inspect } from "node:util";
import { createClerkClient } from "clerk-metadata";
import { createCertificate } from "../faults/certificate.mjs";
import { assertNoKey, rejectsWithConnectionError } from "./support/errors.mjs";

const KEY = "sk_test_hidden";

/** The errors of other HTTP clients contain the request, and therefore the key. */
const THROWN = {
  "an error with the key in its message": ({ headers }) => new TypeError(`bad header ${headers.authorization}`),
  "an error with the request's options": (init) =>
    Object.assign(new Error("failed"), { config: { headers: { ...init.headers } } }),
  "an error with a Request": (init, url) => Object.assign(new Error("failed"), { request: new Request(url, init) }),
  "an error with Headers": ({ headers }) => Object.assign(new Error("failed"), { sent: new Headers(headers) }),
  "an error with a Map": ({ headers }) =>
    Object.assign(new Error("failed"), { sent: new Map(Object.entries(headers)) }),
  "an error with a symbol": ({ headers }) => Object.assign(new Error("failed"), { [Symbol("sent")]: headers }),
  "an error with a member that is not enumerable": ({ headers }) =>
    Object.defineProperty(new Error("failed"), "sent", { value: headers }),
  "an error with a getter": ({ headers }) => Object.defineProperty(new Error("failed"), "sent", { get: () => headers }),
  "an error with a function": ({ headers }) => Object.assign(new Error("failed"), { toJSON: () => headers }),
  "an error whose cause contains the key": ({ headers }) =>
    new Error("failed", { cause: new Error(headers.authorization) }),
  "an AggregateError": ({ headers }) =>
    new AggregateError([new Error("one"), new Error(headers.authorization)], "failed"),
  "an error with a circular reference": ({ headers }) => {
    const error = Object.assign(new Error("failed"), { headers });
    error.self = { error };
    return error;
  },
  "an error that throws when it is inspected": ({ headers }) =>
    new Proxy(new Error(headers.authorization), {
      ownKeys: () => {
        throw new Error(headers.authorization);
      },
    }),
  "an error whose name is the key": ({ headers }) =>
    Object.assign(new Error("failed"), { name: headers.authorization }),
  "an instance of a custom class": ({ headers }) =>
    new (class Failure {
      headers = headers;
      get [Symbol.toStringTag]() {
        return "Failure";
      }
    })(),
  "an error whose class has toJSON": ({ headers }) =>
    new (class FetchError extends Error {
      #headers = headers;
      toJSON() {
        return { headers: this.#headers };
      }
    })("failed"),
  "an error whose class has an inspect method": ({ headers }) =>
    new (class FetchError extends Error {
      #headers = headers;
      [inspect.custom]() {
        return this.#headers;
      }
    })("failed"),
  "an error whose class has toString": ({ headers }) =>
    new (class FetchError extends Error {
      #headers = headers;
      toString() {
        return JSON.stringify(this.#headers);
      }
    })("failed"),
  "an error whose class has a getter": ({ headers }) =>
    new (class FetchError extends Error {
      #headers = headers;
      get sent() {
        return this.#headers;
      }
    })("failed"),
  "an error with a cause whose class has toJSON": ({ headers }) =>
    new TypeError("fetch failed", {
      cause: new (class Cause extends Error {
        #headers = headers;
        toJSON() {
          return this.#headers;
        }
      })("failed"),
    }),
  "an error with a Buffer": ({ headers }) =>
    Object.assign(new Error("failed"), { sent: Buffer.from(`authorization: ${headers.authorization}`) }),
  "an error with an ArrayBuffer": ({ headers }) =>
    Object.assign(new Error("failed"), { sent: new TextEncoder().encode(headers.authorization).buffer }),
  "an error with a view into a larger buffer": ({ headers }) =>
    Object.assign(new Error("failed"), {
      sent: new DataView(new TextEncoder().encode(`..${headers.authorization}`).buffer, 2),
    }),
  "an error with a Set in a Map": ({ headers }) =>
    Object.assign(new Error("failed"), { sent: new Map([[new Set([headers.authorization]), 1]]) }),
  "an error with a URL": ({ headers }) =>
    Object.assign(new Error("failed"), {
      sent: new URL(`https://proxy.example/?${new URLSearchParams({ key: headers.authorization.slice(7) })}`),
    }),
  "an error with a symbol that contains the key": ({ headers }) =>
    Object.assign(new Error("failed"), { [Symbol(headers.authorization)]: 1 }),
  "an error with a member named after the key": ({ headers }) =>
    Object.assign(new Error("failed"), { [headers.authorization]: 1 }),
  "an error whose code is the key": ({ headers }) =>
    Object.assign(new Error("failed"), { code: headers.authorization }),
  "an error with a frozen cause": ({ headers }) =>
    new Error("failed", { cause: Object.freeze(Object.assign(new Error("inner"), { headers })) }),
  "an error with very many members": ({ headers }) =>
    Object.assign(new Error("failed"), { list: Array.from({ length: 5000 }, (_, index) => ({ index })), headers }),
  bytes: ({ headers }) => Buffer.from(headers.authorization),
  "an error whose cause is bytes": ({ headers }) => new Error("failed", { cause: Buffer.from(headers.authorization) }),
  "an error whose cause is a string": ({ headers }) => new Error("failed", { cause: headers.authorization }),
  "a DOMException of a class with an inspect method": ({ headers }) =>
    new (class extends DOMException {
      #headers = headers;
      [inspect.custom]() {
        return this.#headers;
      }
    })("failed", "NetworkError"),
  "a DOMException of a class with a getter": ({ headers }) =>
    new (class extends DOMException {
      #headers = headers;
      get request() {
        return this.#headers;
      }
    })("failed", "NetworkError"),
  "an error with a Map of a class with toJSON": ({ headers }) =>
    Object.assign(new Error("failed"), {
      sent: new (class extends Map {
        toJSON() {
          return headers;
        }
      })(),
    }),
  "an error with a Date of a class with toJSON": ({ headers }) =>
    Object.assign(new Error("failed"), {
      at: new (class extends Date {
        toJSON() {
          return headers;
        }
      })(),
    }),
  "an error with an array with toJSON": ({ headers }) =>
    Object.assign(new Error("failed"), { list: Object.assign([], { toJSON: () => headers }) }),
  "an error with an array of a class with a getter": ({ headers }) =>
    Object.assign(new Error("failed"), {
      list: new (class extends Array {
        get sent() {
          return headers;
        }
      })(),
    }),
  "an error with a function named after the key": ({ headers }) =>
    Object.assign(new Error("failed"), { act: { [headers.authorization]: () => {} }[headers.authorization] }),
  "an error with a function with an inspect method": ({ headers }) =>
    Object.assign(new Error("failed"), { act: Object.assign(() => {}, { [inspect.custom]: () => headers }) }),
  "an error with a function with a member that is not enumerable": ({ headers }) =>
    Object.assign(new Error("failed"), { act: Object.defineProperty(() => {}, "sent", { value: headers }) }),
  "an error of a class named after the key": ({ headers }) =>
    new ({ [headers.authorization]: class extends Error {} })[headers.authorization]("failed"),
  "an error with Symbol.toPrimitive": ({ headers }) =>
    Object.assign(new Error("failed"), {
      sent: { [Symbol.toPrimitive]: (hint) => (hint === "default" ? headers.authorization : "x") },
    }),
  "an error with a URL that has the key in its query": ({ headers }) =>
    new Error(`failed: https://proxy.example/?${new URLSearchParams({ key: headers.authorization })}`),
  "an instance of a class that is not an error": ({ headers }) =>
    new (class Failure {
      #headers = headers;
      toJSON() {
        return this.#headers;
      }
      [inspect.custom]() {
        return this.#headers;
      }
    })(),
  "a string": ({ headers }) => `failed with ${headers.authorization}`,
  "an array": ({ headers }) => [headers],
};

// Runs concurrently, because each test waits before its second attempt.
describe("errors of fetch", { concurrency: true }, () => {
  for (const [description, createError] of Object.entries(THROWN)) {
    test(`fetch throws ${description}`, async () => {
      const reasons = [];
      const fetch = async (url, init) => {
        throw createError(init, url);
      };
      const clerk = createClerkClient({
        secretKey: KEY,
        fetch,
        maxRetries: 1,
        onRetry: ({ reason }) => reasons.push(reason),
      });
      for (const call of [() => clerk.users.getUser("user_1"), () => clerk.users.getUser("user_1").withResponse()]) {
        const error = await rejectsWithConnectionError(call(), { code: "connection_failed", message: /./ });
        assert.ok(error.cause instanceof Error);
      }
      assert.equal(reasons.length, 2);
      reasons.forEach(assertNoKey);
    });
  }
});

test("an error that does not contain the key is the cause, unchanged", async () => {
  const inner = Object.assign(new Error("connect ECONNREFUSED"), {
    code: "ECONNREFUSED",
    socket: { localPort: 5, remote: null },
  });
  for (const cause of [
    new TypeError("fetch failed", { cause: inner }),
    new DOMException("gone", "NetworkError"),
    new AggregateError([inner], "all failed"),
    { reason: ["x"] },
    "text",
    5,
    null,
    undefined,
  ]) {
    const fetch = async () => {
      throw cause;
    };
    const error = await rejectsWithConnectionError(
      createClerkClient({ secretKey: KEY, fetch, maxRetries: 0 }).users.getUser("user_1"),
      {},
    );
    assert.equal(error.cause, cause);
  }
});

test("an error that is replaced keeps the names, messages and codes of its chain", async () => {
  const fetch = async (url, { headers }) => {
    const inner = Object.assign(new RangeError(`socket of ${headers.authorization} closed`), {
      code: "UND_ERR_SOCKET",
      errno: -104,
      syscall: "read",
      sent: headers,
    });
    const aggregate = new AggregateError([inner, new TypeError("another")], "all failed");
    throw new TypeError("fetch failed", { cause: aggregate });
  };
  const { cause } = await rejectsWithConnectionError(
    createClerkClient({ secretKey: KEY, fetch, maxRetries: 0 }).users.getUser("user_1"),
    { message: "No response from the Backend API: fetch failed: all failed" },
  );
  assert.deepEqual([cause.name, cause.message], ["TypeError", "fetch failed"]);
  assert.deepEqual([cause.cause.name, cause.cause.message], ["AggregateError", "all failed"]);
  const [inner, another] = cause.cause.errors;
  assert.deepEqual(
    { name: inner.name, message: inner.message, ...inner },
    {
      name: "RangeError",
      message: "socket of Bearer [redacted] closed",
      code: "UND_ERR_SOCKET",
      errno: -104,
      syscall: "read",
    },
  );
  assert.ok(another instanceof TypeError, "an error that does not contain the key is the same object");
  assert.match(inner.stack, /key-leaks-fetch-errors\.test\.mjs/);
});

test("a certificate for another name: the error keeps its code next to the certificate's bytes", async (t) => {
  const { key, certificate, authority } = createCertificate();
  const server = createServer({ key, cert: certificate }).listen(0, "127.0.0.1");
  await once(server, "listening");
  t.after(() => server.close());
  // As `fetch` of Node.js and other clients fail.
  const fetch = () =>
    new Promise((_, reject) => {
      const { port } = server.address();
      get({ port, host: "127.0.0.1", servername: "api.example", ca: authority }).on("error", (cause) =>
        reject(new TypeError("fetch failed", { cause })),
      );
    });
  const error = await rejectsWithConnectionError(
    createClerkClient({ secretKey: KEY, fetch, maxRetries: 0 }).users.getUser("user_1"),
    { code: "connection_failed", message: /fetch failed: Hostname\/IP does not match/ },
  );
  assert.equal(error.cause.cause.code, "ERR_TLS_CERT_ALTNAME_INVALID");
  assert.ok(Buffer.isBuffer(error.cause.cause.cert.raw), "the cause is the unchanged error of the host");
});

test("a custom fetch that changes the headers it is given", async () => {
  const fetch = async (url, init) => {
    const authorization = init.headers.authorization;
    init.headers.authorization = "Bearer other";
    throw new Error(`failed with ${authorization}`);
  };
  await rejectsWithConnectionError(
    createClerkClient({ secretKey: KEY, fetch, maxRetries: 0 }).users.getUser("user_1"),
    { message: "No response from the Backend API: failed with Bearer [redacted]" },
  );
});

test("a copied error keeps codes from a class or the host, and string causes", async () => {
  const causeOf = (createError) =>
    createClerkClient({
      secretKey: KEY,
      maxRetries: 0,
      fetch: async (url, { headers }) => {
        throw createError(headers);
      },
    })
      .users.getUser("user_1")
      .then(assert.fail, ({ cause }) => cause);
  class ResetError extends Error {
    get code() {
      return "ECONNRESET";
    }
  }
  assert.equal((await causeOf((headers) => Object.assign(new ResetError("reset"), { headers }))).code, "ECONNRESET");
  const exception = await causeOf((headers) => Object.assign(new DOMException("gone", "NetworkError"), { headers }));
  assert.deepEqual([exception.name, exception.message, exception.code], ["NetworkError", "gone", 19]);
  const { cause } = await causeOf((headers) =>
    Object.assign(new Error("failed", { cause: "ECONNREFUSED 127.0.0.1" }), { headers }),
  );
  assert.equal(cause, "ECONNREFUSED 127.0.0.1");
});

test("errors that reference each other many times are copied once", async () => {
  const fetch = async (url, { headers }) => {
    const error = new Error(headers.authorization);
    error.errors = Array(8).fill(error);
    let outer = error;
    for (let level = 0; level < 9; level++)
      outer = new AggregateError([outer, outer, new Error(headers.authorization)], "all failed", { cause: outer });
    throw Object.assign(outer, { body: Buffer.alloc(20_000_000, KEY[0]) });
  };
  const error = await rejectsWithConnectionError(
    createClerkClient({ secretKey: KEY, fetch, maxRetries: 0 }).users.getUser("user_1"),
    { code: "connection_failed" },
  );
  assert.equal(error.cause.message, "all failed");
});
