// Where a secret key may be used: not in a browser page, and over HTTP only to allowed hosts.
import assert from "node:assert/strict";
import { test } from "node:test";
import { createClerkClient } from "clerk-metadata";
import { rejectsWithInputError } from "./support/errors.mjs";
import { userBody } from "./support/server.mjs";

const fetch = async () => new Response(userBody());

/** Runs the test with these globals. */
function setGlobals(t, globals) {
  for (const [name, value] of Object.entries(globals))
    Object.defineProperty(globalThis, name, { value, configurable: true });
  t.after(() => Object.keys(globals).forEach((name) => delete globalThis[name]));
}

/** A document like a browser's: its class is native code, which the source text of the class shows. */
function hostDocument(kind) {
  const HostDocument = function () {}.bind();
  HostDocument.prototype = { constructor: HostDocument, [Symbol.toStringTag]: kind };
  return Object.create(HostDocument.prototype);
}

for (const kind of ["HTMLDocument", "XMLDocument", "Document"])
  test(`a browser page is rejected, and the error names the alternative: ${kind}`, async (t) => {
    setGlobals(t, { window: {}, document: hostDocument(kind) });
    const options = { secretKey: "sk_test_hidden", fetch };
    for (const dangerouslyAllowBrowser of [undefined, false, null]) {
      const error = await rejectsWithInputError(
        createClerkClient({ ...options, dangerouslyAllowBrowser }).users.getUser("user_1"),
        {
          code: "invalid_option",
          path: "dangerouslyAllowBrowser",
          message:
            /calls are rejected in a browser page, where everyone can read the secret key\. Call your own server instead/,
        },
      );
      assert.equal(error.stack.includes("hidden"), false);
    }
    assert.equal(
      (await createClerkClient({ ...options, dangerouslyAllowBrowser: true }).users.getUser("user_1")).id,
      "user_1",
    );
    await rejectsWithInputError(
      createClerkClient({ ...options, dangerouslyAllowBrowser: "yes" }).users.getUser("user_1"),
      { path: "dangerouslyAllowBrowser" },
    );
    // The option is not accepted for one call: it belongs to the client.
    await rejectsWithInputError(createClerkClient(options).users.getUser("user_1", { dangerouslyAllowBrowser: true }), {
      path: "dangerouslyAllowBrowser",
    });
  });

for (const [description, globals] of [
  ["a worker", { self: globalThis, WorkerGlobalScope: class {} }],
  ["a server with a window", { window: {} }],
  ["a server with a document", { document: {} }],
  ["a server with a window and a document", { window: {}, document: {} }],
  [
    "a server whose document has a custom class",
    {
      window: {},
      document: new (class HTMLDocument {
        get [Symbol.toStringTag]() {
          return "HTMLDocument";
        }
      })(),
    },
  ],
]) {
  test(`${description} is not a browser page`, async (t) => {
    setGlobals(t, globals);
    assert.equal((await createClerkClient({ secretKey: "sk_test_fake", fetch }).users.getUser("user_1")).id, "user_1");
  });
}

test("http URLs are allowed for loopback hosts and for the listed hosts", async () => {
  const requestedUrls = [];
  const call = (apiUrl, allowInsecureHosts) =>
    createClerkClient({
      secretKey: "sk_test_hidden",
      apiUrl,
      allowInsecureHosts,
      fetch: async (url) => {
        requestedUrls.push(url);
        return new Response(userBody());
      },
    }).users.getUser("user_1");
  await call("http://backend:4100", ["backend"]);
  await call("http://BACKEND:4100", ["other", "Backend"]);
  await call("http://127.0.0.1:4100", []);
  assert.deepEqual(
    requestedUrls,
    ["http://backend:4100", "http://BACKEND:4100", "http://127.0.0.1:4100"].map(
      (origin) => `${origin}/v1/users/user_1`,
    ),
  );
  for (const [apiUrl, allowedHosts] of [
    ["http://backend", undefined],
    ["http://backend", null],
    ["http://backend", []],
    ["http://backend", ["backend:80"]],
    ["http://backend.example", ["backend"]],
    ["http://a.backend", ["backend"]],
  ]) {
    await rejectsWithInputError(call(apiUrl, allowedHosts), {
      code: "invalid_option",
      path: "apiUrl",
      message: /allowInsecureHosts/,
    });
  }
  for (const allowedHosts of ["backend", [1], [undefined], {}, true, new Set(["backend"])]) {
    await rejectsWithInputError(call("http://backend", allowedHosts), {
      code: "invalid_option",
      path: "allowInsecureHosts",
    });
  }
  assert.equal(requestedUrls.length, 3);
});
