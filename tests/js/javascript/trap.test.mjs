// A deliberate trap in the JavaScript core.
//
// The core copies memory with `copyWithin`. An error thrown by it passes through the frames of the core, like the error
// of a trap.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { client, respond, testTraps, traps } from "../support/traps.mjs";

/** The core's memory is larger than this, and no other buffer is. */
const LARGE_BYTES = 1_000_000;
const TypedArray = Object.getPrototypeOf(Uint8Array);
const original = { ArrayBuffer, copyWithin: TypedArray.prototype.copyWithin };

/** The initial size of the core's memory. */
let initial;

function mayTrap() {
  if (traps.mustTrap()) throw new Error("abort");
}

// The client creates its core at the first call.
before(() => {
  globalThis.ArrayBuffer = class ArrayBuffer extends original.ArrayBuffer {
    constructor(length, ...rest) {
      super(length, ...rest);
      if (length > LARGE_BYTES) initial ??= length;
      if (length === initial) traps.instances += 1;
    }
  };
  TypedArray.prototype.copyWithin = function (...args) {
    mayTrap();
    return original.copyWithin.apply(this, args);
  };
});

after(() => {
  globalThis.ArrayBuffer = original.ArrayBuffer;
  TypedArray.prototype.copyWithin = original.copyWithin;
});

testTraps({ assertCause: ({ message }) => assert.equal(message, "abort"), minTrapPoints: 10 });

test("an instance that has grown its memory keeps working", async () => {
  const text = "é".repeat(100_000);
  const page = JSON.stringify(
    Array.from({ length: 20 }, (_, index) => ({ object: "user", id: `user_${index}`, public_metadata: { text } })),
  );
  const list = async (url) => new Response(url.includes("/count") ? '{"object":"total_count","total_count":20}' : page);
  for (let call = 0; call < 3; call += 1) {
    const { data } = await client(list).users.getUserList();
    assert.equal(data[19].publicMetadata.text, text);
    assert.equal((await client(respond).users.getUser("user_1")).id, "user_1");
  }
});
