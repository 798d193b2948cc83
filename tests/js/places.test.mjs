// Where a secret key may be, and where it may go.
import assert from "node:assert/strict";
import { test } from "node:test";
import { createClerkClient } from "clerk-metadata";
import { rejectsWithInputError } from "./support/errors.mjs";
import { userBody } from "./support/server.mjs";

const fetch = async () => new Response(userBody());

/** As if the code ran where these globals are. */
function where(t, globals) {
  for (const [name, value] of Object.entries(globals))
    Object.defineProperty(globalThis, name, { value, configurable: true });
  t.after(() => Object.keys(globals).forEach((name) => delete globalThis[name]));
}

/** A document as that of a browser: its class is the host's, which shows in the text of the class. */
function hostDocument(kind) {
  const HostDocument = function () {}.bind();
  HostDocument.prototype = { constructor: HostDocument, [Symbol.toStringTag]: kind };
  return Object.create(HostDocument.prototype);
}

for (const kind of ["HTMLDocument", "XMLDocument", "Document"])
  test(`a page in a browser is refused, with the way out: ${kind}`, async (t) => {
    where(t, { window: {}, document: hostDocument(kind) });
    const options = { secretKey: "sk_test_hidden", fetch };
    for (const dangerouslyAllowBrowser of [undefined, false, null]) {
      const error = await rejectsWithInputError(
        createClerkClient({ ...options, dangerouslyAllowBrowser }).users.getUser("user_1"),
        {
          code: "invalid_option",
          path: "dangerouslyAllowBrowser",
          message:
            /this is a page in a browser, where everyone can read the secret key\. Call a server of yours instead/,
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
    // Not for one call alone: whoever makes the client says where it is.
    await rejectsWithInputError(createClerkClient(options).users.getUser("user_1", { dangerouslyAllowBrowser: true }), {
      path: "dangerouslyAllowBrowser",
    });
  });

for (const [what, globals] of [
  ["a worker", { self: globalThis, WorkerGlobalScope: class {} }],
  ["a server that renders with a window", { window: {} }],
  ["a server with a document of its own", { document: {} }],
  ["a server with a window and a document of its own", { window: {}, document: {} }],
  [
    "a server whose document has a class of its own",
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
  test(`${what} is no page`, async (t) => {
    where(t, globals);
    assert.equal((await createClerkClient({ secretKey: "sk_test_fake", fetch }).users.getUser("user_1")).id, "user_1");
  });
}

test("http goes to the loopback, and to hosts that are named", async () => {
  const asked = [];
  const call = (apiUrl, allowInsecureHosts) =>
    createClerkClient({
      secretKey: "sk_test_hidden",
      apiUrl,
      allowInsecureHosts,
      fetch: async (url) => {
        asked.push(url);
        return new Response(userBody());
      },
    }).users.getUser("user_1");
  await call("http://backend:4100", ["backend"]);
  await call("http://BACKEND:4100", ["other", "Backend"]);
  await call("http://127.0.0.1:4100", []);
  assert.deepEqual(
    asked,
    ["http://backend:4100", "http://BACKEND:4100", "http://127.0.0.1:4100"].map(
      (origin) => `${origin}/v1/users/user_1`,
    ),
  );
  for (const [apiUrl, hosts] of [
    ["http://backend", undefined],
    ["http://backend", null],
    ["http://backend", []],
    ["http://backend", ["backend:80"]],
    ["http://backend.example", ["backend"]],
    ["http://a.backend", ["backend"]],
  ]) {
    await rejectsWithInputError(call(apiUrl, hosts), {
      code: "invalid_option",
      path: "apiUrl",
      message: /allowInsecureHosts/,
    });
  }
  for (const hosts of ["backend", [1], [undefined], {}, true, new Set(["backend"])]) {
    await rejectsWithInputError(call("http://backend", hosts), { code: "invalid_option", path: "allowInsecureHosts" });
  }
  assert.equal(asked.length, 3);
});
