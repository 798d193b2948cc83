// The stack traces of errors name the package's functions, although its files are minified.
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { test } from "node:test";
import * as imported from "clerk-metadata";
import { createLocalBackend } from "clerk-metadata/local";

const required = createRequire(import.meta.url)("clerk-metadata");
const respond = (status) => async () => new Response("{}", { status, headers: { "content-type": "application/json" } });
const fail = () => Promise.reject(new Error("no connection"));

/** The names of the functions in a stack trace, of those that are in the package. */
const functionNames = ({ stack }) =>
  [...stack.matchAll(/^ {4}at (?:async )?(\S+) \(\S*[/\\]pkg[/\\]dist[/\\]/gm)].map(([, name]) => name);

const rejection = (promise) =>
  promise.then(
    () => assert.fail("the call must reject"),
    (error) => error,
  );

const ERRORS = [
  {
    what: "an input error",
    call: ({ users }) => users.getUser("no id"),
    names: ["executeCall"],
  },
  {
    what: "an error of the Backend API",
    call: ({ users }) => users.updateUserMetadata("user_1", { publicMetadata: {} }),
    fetch: respond(404),
    names: ["executeCall"],
  },
  { what: "a connection error", call: ({ users }) => users.getUser("user_1"), fetch: fail, names: ["executeCall"] },
  {
    what: "a fetch that gives no response",
    call: ({ users }) => users.getUser("user_1"),
    fetch: async () => 3,
    names: ["unusableResponseError"],
  },
];

for (const [format, { createClerkClient, updateUserMetadata }] of [
  ["import", imported],
  ["require", required],
]) {
  for (const { what, call, fetch = fail, names } of ERRORS) {
    test(`${what}, ${format}`, async () => {
      const found = functionNames(
        await rejection(call(createClerkClient({ secretKey: "sk_test_x", maxRetries: 0, fetch }))),
      );
      for (const name of names) assert.ok(found.includes(name), `${name} is not among ${found}`);
      // Of one or two letters are the names that a minifier gives.
      assert.deepEqual(
        found.filter((name) => name.length < 3),
        [],
      );
    });
  }

  test(`the function updateUserMetadata, ${format}`, async () => {
    const found = functionNames(await rejection(updateUserMetadata("no id", {})));
    for (const name of ["executeCall", "updateUserMetadata"])
      assert.ok(found.includes(name), `${name} is not among ${found}`);
  });
}

test("the local Backend API", async () => {
  const found = functionNames(await rejection(createLocalBackend({ unknown: 1 })));
  assert.deepEqual(found, ["createLocalBackend"]);
});
