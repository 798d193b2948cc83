// A trap in the wasm, made on purpose: the call that meets it rejects, all others go on.
//
// The wasm itself does not trap. So one of the functions that it imports is made to, once: the trap
// then passes through the wasm's own frames, and leaves it in pieces as one of its own would.
import assert from "node:assert/strict";
import { before, test } from "node:test";
import { inspect } from "node:util";
import { rejectsWithConnectionError } from "./support/errors.mjs";
import { userBody } from "./support/server.mjs";

// (module (func (export "trap") unreachable))
const TRAP = Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 7, 8, 1, 4, 116, 114, 97, 112, 0, 0, 10, 5, 1, 3, 0, 0, 11);

let createClerkClient;
let instances = 0;
/** How many calls of imports pass before one traps. */
let left = Infinity;

before(async () => {
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(TRAP));
  const { Instance } = WebAssembly;
  const trapping = (real) => (...given) => {
    left -= 1;
    if (left < 0) {
      left = Infinity;
      exports.trap();
    }
    return real(...given);
  };
  WebAssembly.Instance = function (module, imports) {
    if (imports === undefined) return new Instance(module); // what unpacks the client's
    instances += 1;
    const wrapped = Object.fromEntries(Object.entries(imports.$).map(([name, value]) => [name, typeof value === "function" ? trapping(value) : value]));
    return new Instance(module, { $: wrapped });
  };
  ({ createClerkClient } = await import("clerk-metadata"));
});

const client = (fetch) => createClerkClient({ secretKey: "sk_test_hidden", maxRetries: 0, fetch });
const answers = async () => new Response(userBody());
const FAULT = { code: "internal_error", message: /^clerk-metadata itself failed; whether the change was made is not known\./ };

test("wherever it traps, that call rejects and the next one works", async () => {
  let trapped = 0;
  for (let passed = 0; ; passed += 1) {
    left = passed;
    const params = { publicMetadata: { a: [1, { b: null }] }, unsafeMetadata: { c: "é" } };
    const outcome = await client(answers).users.updateUserMetadata("user_1", params).then((user) => user.id, (error) => error);
    if (left !== Infinity) {
      assert.equal(outcome, "user_1");
      break;
    }
    await rejectsWithConnectionError(Promise.reject(outcome), FAULT);
    assert.ok(outcome.cause instanceof WebAssembly.RuntimeError);
    assert.equal(inspect(outcome, { depth: 9, showHidden: true }).includes("hidden"), false);
    trapped += 1;
    assert.equal((await client(answers).users.getUser("user_1")).id, "user_1");
  }
  left = Infinity;
  assert.ok(trapped > 30, `only ${trapped} places were tried`);
  assert.equal(instances, trapped + 1);
});

test("the calls under way go on with a fresh instance: nothing of them was in the one that trapped", async () => {
  const waiting = [];
  const held = () => new Promise((resolve) => waiting.push(() => resolve(new Response(userBody()))));
  const { users } = createClerkClient({ secretKey: "sk_test_fake", fetch: held });
  const calls = [users.getUser("user_1"), users.getUser("user_2")];
  while (waiting.length < 2) await new Promise((resolve) => setImmediate(resolve));
  left = 0;
  await rejectsWithConnectionError(users.getUser("user_3"), FAULT);
  for (const answer of waiting) answer();
  assert.deepEqual((await Promise.all(calls)).map(({ id }) => id), ["user_1", "user_1"]);
  assert.equal(waiting.length, 2);
});

test("an answer that the wasm traps at is not asked for again: the change may have been made", async () => {
  let sent = 0;
  const { users } = createClerkClient({
    secretKey: "sk_test_fake",
    fetch: async () => {
      sent += 1;
      left = 0;
      return new Response("{}", { status: 503, headers: { "retry-after": "0" } });
    },
  });
  await rejectsWithConnectionError(users.updateUserMetadata("user_1", { publicMetadata: {} }), { ...FAULT, attempts: 1 });
  assert.equal(sent, 1);
});

test("calls on a fresh instance are not touched by what is left of the old one", async () => {
  const before = instances;
  const results = await Promise.allSettled(
    Array.from({ length: 50 }, async (_, index) => {
      if (index === 25) left = 3;
      return client(answers).users.getUser("user_1");
    }),
  );
  left = Infinity;
  for (const { status, reason } of results) if (status === "rejected") assert.equal(reason.code, "internal_error");
  assert.ok(results.some(({ status }) => status === "rejected"));
  assert.equal((await client(answers).users.getUser("user_1")).id, "user_1");
  assert.ok(instances > before);
});
