// A trap in the core, caused on purpose: the call rejects, and all others go on with a fresh instance.
//
// The core copies its memory with `copyWithin`, and its glue makes arrays with `Array.of`: what they
// throw passes through the frames of the core, as what a trap throws does.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { inspect } from "node:util";
import { rejectsWithConnectionError } from "../support/errors.mjs";
import { userBody } from "../support/server.mjs";

const FAULT = { code: "internal_error", message: /^clerk-metadata itself failed; whether the change was made is not known\./ };
/** The core's memory has more; nothing else makes a buffer as large. */
const LARGE_BYTES = 1_000_000;
const TypedArray = Object.getPrototypeOf(Uint8Array);
const real = { ArrayBuffer, of: Array.of, copyWithin: TypedArray.prototype.copyWithin };

let createClerkClient;
let instances = 0;
/** The size of a memory before it grows. */
let initial;
/** How many calls pass before one throws. */
let left = Infinity;

function count() {
  left -= 1;
  if (left >= 0) return;
  left = Infinity;
  throw new Error("abort");
}

before(async () => {
  globalThis.ArrayBuffer = class ArrayBuffer extends real.ArrayBuffer {
    constructor(length, ...rest) {
      super(length, ...rest);
      if (length > LARGE_BYTES) initial ??= length;
      if (length === initial) instances += 1;
    }
  };
  Array.of = function (...items) {
    count();
    return items;
  };
  TypedArray.prototype.copyWithin = function (...given) {
    count();
    return real.copyWithin.apply(this, given);
  };
  ({ createClerkClient } = await import("clerk-metadata"));
});

after(() => {
  globalThis.ArrayBuffer = real.ArrayBuffer;
  Array.of = real.of;
  TypedArray.prototype.copyWithin = real.copyWithin;
});

const client = (fetch) => createClerkClient({ secretKey: "sk_test_hidden", maxRetries: 0, fetch });
const respond = async () => new Response(userBody());

test("wherever it traps, that call rejects and the next one works", async () => {
  let trapped = 0;
  for (let passed = 0; ; passed += 1) {
    left = passed;
    const params = { publicMetadata: { a: [1, { b: null }] }, unsafeMetadata: { c: "é" } };
    const outcome = await client(respond).users.updateUserMetadata("user_1", params).then((user) => user.id, (error) => error);
    if (left !== Infinity) {
      assert.equal(outcome, "user_1");
      break;
    }
    await rejectsWithConnectionError(Promise.reject(outcome), FAULT);
    assert.equal(outcome.cause.message, "abort");
    assert.equal(inspect(outcome, { depth: 9, showHidden: true }).includes("hidden"), false);
    trapped += 1;
    assert.equal((await client(respond).users.getUser("user_1")).id, "user_1");
  }
  left = Infinity;
  assert.ok(trapped > 10, `only ${trapped} traps were caused`);
  assert.equal(instances, trapped + 1);
});

test("the calls under way go on with a fresh instance", async () => {
  const waiting = [];
  const held = () => new Promise((resolve) => waiting.push(() => resolve(new Response(userBody()))));
  const { users } = createClerkClient({ secretKey: "sk_test_fake", fetch: held });
  const calls = [users.getUser("user_1"), users.getUser("user_2")];
  while (waiting.length < 2) await new Promise((resolve) => setImmediate(resolve));
  left = 0;
  await rejectsWithConnectionError(users.getUser("user_3"), FAULT);
  for (const respond of waiting) respond();
  assert.deepEqual((await Promise.all(calls)).map(({ id }) => id), ["user_1", "user_1"]);
});

test("an instance that has grown its memory goes on with the larger one", async () => {
  const text = "é".repeat(100_000);
  const page = JSON.stringify(Array.from({ length: 20 }, (_, index) => ({ object: "user", id: `user_${index}`, public_metadata: { text } })));
  const list = async (url) => new Response(url.includes("/count") ? '{"object":"total_count","total_count":20}' : page);
  for (let call = 0; call < 3; call += 1) {
    const { data } = await client(list).users.getUserList();
    assert.equal(data[19].publicMetadata.text, text);
    assert.equal((await client(respond).users.getUser("user_1")).id, "user_1");
  }
});
