// Values that a framework throws through `fetch` for its control flow are rethrown: immediately, once and unchanged.
import assert from "node:assert/strict";
import { test } from "node:test";
import { createClerkClient } from "clerk-metadata";

const withDigest = (digest) => Object.assign(new Error(digest), { digest });

const THROWN = {
  "dynamic rendering of Next.js": withDigest("DYNAMIC_SERVER_USAGE"),
  "a redirect of Next.js": withDigest("NEXT_REDIRECT;replace;/sign-in;307;"),
  "notFound() of Next.js": withDigest("NEXT_HTTP_ERROR_FALLBACK;404"),
  "the end of a prerender of Next.js": withDigest("HANGING_PROMISE_REJECTION"),
  "a class with a digest": new (class BailoutToCSRError extends Error {
    digest = "BAILOUT_TO_CLIENT_SIDE_RENDERING";
  })("bail out"),
  "a frozen error with a digest": Object.freeze(withDigest("NEXT_REDIRECT")),
  "a postponed render of React": Object.assign(new Error("postponed"), { $$typeof: Symbol.for("react.postpone") }),
  "a promise that React suspends with": Promise.resolve("later"),
  "a redirect of React Router": new Response(null, { status: 302, headers: { location: "/sign-in" } }),
  "a 404 response of React Router": new Response("Not Found", { status: 404 }),
  "a redirect of SvelteKit": new (class Redirect {
    status = 303;
    location = "/sign-in";
  })(),
  "an error of SvelteKit": new (class HttpError {
    status = 404;
    body = { message: "Not found" };
  })(),
  "notFound() of TanStack": { isNotFound: true },
  "a redirect of TanStack": { isRedirect: true, to: "/sign-in" },
  "data() of React Router": { type: "DataWithResponseInit", data: null, init: { status: 404 } },
  "an error response of React Router": { status: 404, statusText: "Not Found", internal: false, data: null },
};

for (const [description, thrown] of Object.entries(THROWN)) {
  for (const [moment, fetch] of Object.entries({
    "instead of a response": async () => {
      throw thrown;
    },
    "before it returns a promise": () => {
      throw thrown;
    },
    "while the body is read": async () => ({
      status: 200,
      headers: new Headers(),
      text: () => {
        throw thrown;
      },
    }),
    "while a stream is read": async () => ({
      status: 200,
      headers: new Headers(),
      body: {
        async *[Symbol.asyncIterator]() {
          yield "{";
          throw thrown;
        },
      },
    }),
    "after an attempt that is retried": (() => {
      let calls = 0;
      return async () => {
        if (++calls % 2) return new Response("", { status: 503 });
        throw thrown;
      };
    })(),
  })) {
    test(`${description}, ${moment}`, async (t) => {
      t.mock.method(Math, "random", () => 0);
      let calls = 0;
      const retries = [];
      const clerk = createClerkClient({
        secretKey: "sk_test_fake",
        fetch: (...args) => (calls++, fetch(...args)),
        maxRetries: 5,
        onRetry: (info) => retries.push(info),
      });
      const expected = moment.startsWith("after") ? 2 : 1;
      // The thrown value may be a promise, which `await` would wait for.
      const outcome = await clerk.users.getUser("user_1").then(
        () => "resolved",
        (error) => [error],
      );
      assert.equal(outcome[0], thrown);
      assert.deepEqual([calls, retries.length], [expected, expected - 1]);
    });
  }
}

test("each method rethrows it, and a list aborts its other request", async () => {
  const thrown = withDigest("NEXT_REDIRECT");
  let aborted = 0;
  const fetch = (url, { signal }) => {
    if (!url.includes("/count")) return Promise.reject(thrown);
    return new Promise((_, reject) =>
      signal.addEventListener("abort", () => reject(new Error(`aborted ${++aborted}`))),
    );
  };
  const { users } = createClerkClient({ secretKey: "sk_test_fake", fetch });
  for (const call of [
    users.getUser("user_1"),
    users.updateUserMetadata("user_1", { publicMetadata: {} }),
    users.replaceUserMetadata("user_1", { publicMetadata: {} }),
    users.getUserList(),
    users.getUser("user_1").withResponse(),
  ]) {
    await assert.rejects(call, (error) => error === thrown);
  }
  assert.equal(aborted, 1);
});

test("an error whose digest is not a string is not control flow", async () => {
  for (const digest of [undefined, null, 5, Buffer.from("abc")]) {
    let calls = 0;
    const fetch = async () => {
      calls++;
      throw Object.assign(new Error("broken"), { digest });
    };
    await assert.rejects(
      createClerkClient({ secretKey: "sk_test_fake", fetch, maxRetries: 1 }).users.getUser("user_1"),
      { name: "ClerkConnectionError", code: "connection_failed", attempts: 2 },
    );
    assert.equal(calls, 2);
  }
});
