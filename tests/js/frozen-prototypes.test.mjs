// The package works when built-in prototypes are frozen as a guard against prototype pollution: it overrides nothing by
// assignment. Each entry runs in a separate process, because freezing cannot be undone.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { test } from "node:test";
import { promisify } from "node:util";
import { ENTRIES } from "../../pkg/build/entries.mjs";

const folder = fileURLToPath(new URL(".", import.meta.url));

const FREEZE = `
  const classes = [
    Object, Function, Array, String, Number, Boolean, Symbol, BigInt, Promise, Map, Set, WeakMap, WeakSet, Date, RegExp,
    ArrayBuffer, DataView, Uint8Array, Object.getPrototypeOf(Uint8Array),
    Error, TypeError, RangeError, SyntaxError, AggregateError,
  ];
  for (const Class of classes) Object.freeze(Class.prototype);
`;

const CALLS = `
  const user = () => new Response(JSON.stringify({
    object: "user",
    id: "user_1",
    toString: 1,
    email_addresses: [{ id: "e", verification: { status: "verified" } }],
    public_metadata: { constructor: 1, toString: "x", valueOf: null },
  }));
  const results = [];
  const nameOf = (error) => [error.name, error.code, error.constructor.name, String(error.cause?.name)].join();
  const outcome = async (promise) => results.push(await promise.then((value) => value.id ?? typeof value, nameOf));
  const defaults = { secretKey: "sk_test_hidden", maxRetries: 0 };
  const client = (fetch, options) => createClerkClient({ ...defaults, fetch, ...options });
  const { users } = client(async () => user());
  await outcome(users.getUser("user_1"));
  await outcome(users.updateUserMetadata("user_1", {
    publicMetadata: { constructor: { toString: 1 }, list: [{}], at: new Date(0), hasOwnProperty: true },
  }));
  await outcome(users.updateUserMetadata("user_1", { publicMetadata: { a: NaN } }));
  await outcome(client(async () => new Response('{"errors":[{"code":"x","message":"y"}]}', { status: 404 })).users.getUser("user_1"));
  const odd = (message) => Object.defineProperty(new Error(message), "name", { value: "Odd" });
  await outcome(client(async (url, { headers }) => { throw odd(headers.authorization); }).users.getUser("user_1"));
  await outcome(client(() => new Promise(() => {}), { timeout: 5 }).users.getUser("user_1"));
  const stub = { ok: true, json: async () => ({ object: "user", id: "user_2" }) };
  await outcome(client(async () => stub).users.getUser("user_1"));
  console.log(JSON.stringify(results));
`;

const EXPECTED = [
  "user_1",
  "user_1",
  "ClerkInputError,invalid_params,ClerkInputError,undefined",
  "ClerkAPIResponseError,api_response_error,ClerkAPIResponseError,undefined",
  "ClerkConnectionError,connection_failed,ClerkConnectionError,Odd",
  "ClerkConnectionError,timeout,ClerkConnectionError,undefined",
  "user_2",
];

const runProgram = async (kind, program) => {
  const { stdout } = await promisify(execFile)(process.execPath, [`--input-type=${kind}`, "-e", program], {
    cwd: folder,
  });
  return stdout.trim();
};

test("the client, loaded with import", async () => {
  assert.deepEqual(
    JSON.parse(
      await runProgram("module", `${FREEZE} const { createClerkClient } = await import("clerk-metadata"); ${CALLS}`),
    ),
    EXPECTED,
  );
});

test("the client, loaded with require", async () => {
  assert.deepEqual(
    JSON.parse(
      await runProgram(
        "commonjs",
        `${FREEZE} const { createClerkClient } = require("clerk-metadata"); (async () => { ${CALLS} })();`,
      ),
    ),
    EXPECTED,
  );
});

for (const entry of ENTRIES.filter(({ framework }) => framework).map(({ name }) => name)) {
  test(`clerk-metadata/${entry}`, async () => {
    assert.equal(
      await runProgram(
        "module",
        `${FREEZE} const { clerkClient } = await import("clerk-metadata/${entry}"); console.log(typeof clerkClient);`,
      ),
      entry === "express" ? "object" : "function",
    );
  });
}

test("the local Backend API", async () => {
  const program = `${FREEZE}
    const { createLocalBackend, mergeMetadata } = await import("clerk-metadata/local");
    const { createClerkClient } = await import("clerk-metadata");
    const backend = await createLocalBackend({ users: [{ id: "user_1" }] });
    const clerk = createClerkClient({ secretKey: "sk_test_x", fetch: backend.fetch });
    const { publicMetadata } = await clerk.users.updateUserMetadata("user_1", { publicMetadata: { a: 1 } });
    let message;
    try { backend.users.create({ id: "user_1" }); } catch (error) { message = error.name; }
    console.log(JSON.stringify([publicMetadata, message, await mergeMetadata({ a: 1 }, { a: null })]));
  `;
  assert.equal(await runProgram("module", program), '[{"a":1},"Error",{}]');
});

test("no class has a static field name: bundlers that turn it into an assignment would fail", () => {
  const require = createRequire(import.meta.url);
  const dist = join(dirname(require.resolve("clerk-metadata/package.json")), "dist");
  for (const name of ["index.js", "index.cjs", "edge.js", "js.js", "local.js"])
    assert.doesNotMatch(readFileSync(join(dist, name), "utf8"), /static name\b/, name);
});
