// Stack traces name the package's functions although its files are minified.
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { test } from "node:test";
import * as imported from "clerk-metadata";
import { createLocalBackend } from "clerk-metadata/local";

const required = createRequire(import.meta.url)("clerk-metadata");
const respond = (status) => async () => new Response("{}", { status, headers: { "content-type": "application/json" } });
const fail = () => Promise.reject(new Error("no connection"));

/** The names of the package's functions in a stack trace. */
const functionNames = ({ stack }) =>
  [...stack.matchAll(/^ {4}at (?:async )?(\S+) \(\S*[/\\]pkg[/\\]dist[/\\]/gm)].map(([, name]) => name);

const rejection = (promise) =>
  promise.then(
    () => assert.fail("the call must reject"),
    (error) => error,
  );

const ERRORS = [
  {
    description: "an input error",
    call: ({ users }) => users.getUser("no id"),
    names: ["executeCall"],
  },
  {
    description: "an error of the Backend API",
    call: ({ users }) => users.updateUserMetadata("user_1", { publicMetadata: {} }),
    fetch: respond(404),
    names: ["executeCall"],
  },
  {
    description: "a connection error",
    call: ({ users }) => users.getUser("user_1"),
    fetch: fail,
    names: ["executeCall"],
  },
  {
    description: "a fetch that returns no response",
    call: ({ users }) => users.getUser("user_1"),
    fetch: async () => 3,
    names: ["unusableResponseError"],
  },
];

for (const [format, { createClerkClient, updateUserMetadata }] of [
  ["import", imported],
  ["require", required],
]) {
  for (const { description, call, fetch = fail, names } of ERRORS) {
    test(`${description}, ${format}`, async () => {
      const stackNames = functionNames(
        await rejection(call(createClerkClient({ secretKey: "sk_test_x", maxRetries: 0, fetch }))),
      );
      for (const name of names) assert.ok(stackNames.includes(name), `${name} is not among ${stackNames}`);
      // A name of one or two letters comes from the minifier.
      assert.deepEqual(
        stackNames.filter((name) => name.length < 3),
        [],
      );
    });
  }

  test(`the function updateUserMetadata, ${format}`, async () => {
    const names = functionNames(await rejection(updateUserMetadata("no id", {})));
    for (const name of ["executeCall", "updateUserMetadata"])
      assert.ok(names.includes(name), `${name} is not among ${names}`);
  });
}

test("an error of createLocalBackend", async () => {
  const names = functionNames(await rejection(createLocalBackend({ unknown: 1 })));
  assert.deepEqual(names, ["createLocalBackend"]);
});
