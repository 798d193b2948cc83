// Size limits: of a metadata field that is sent, and of a response that is received.
import assert from "node:assert/strict";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { createClerkClient } from "clerk-metadata";
import { rejectsWithConnectionError, rejectsWithInputError } from "./support/errors.mjs";
import { recording } from "./support/recording.mjs";
import { httpServer, userBody } from "./support/server.mjs";

const LIMIT = 8192;
const FIELDS = ["publicMetadata", "privateMetadata", "unsafeMetadata"];

/** Metadata whose JSON has this number of bytes. */
const metadataOfSize = (bytes, letter = "x") => {
  const value = { a: letter.repeat(Math.floor((bytes - 8) / Buffer.byteLength(letter))) };
  value.a += "x".repeat(bytes - Buffer.byteLength(JSON.stringify(value)));
  return value;
};

for (const field of FIELDS) {
  test(`${field} of 8192 bytes is sent, and one of 8193 bytes is rejected with its size`, async () => {
    const { users, bodies } = recording();
    for (const letter of ["x", "é", "💶"]) {
      for (const method of ["updateUserMetadata", "replaceUserMetadata"]) {
        await users[method]("user_1", { [field]: metadataOfSize(LIMIT, letter) });
        await rejectsWithInputError(users[method]("user_1", { [field]: metadataOfSize(LIMIT + 1, letter) }), {
          code: "invalid_params",
          path: field,
          message: `${field}: has 8193 bytes of JSON; a field is limited to 8192 (8 KB). Store less, or store a reference.`,
        });
      }
    }
    assert.equal(bodies.length, 6);
  });
}

test("the limit applies to each of the three fields separately", async () => {
  const { users, bodies } = recording();
  await users.updateUserMetadata("user_1", Object.fromEntries(FIELDS.map((field) => [field, metadataOfSize(LIMIT)])));
  assert.equal(bodies.length, 1);
});

test("nulls that remove keys are not counted", async () => {
  const { users, bodies } = recording();
  const removals = Object.fromEntries(Array.from({ length: 1000 }, (_, index) => [`key_${index}`, null]));
  await users.updateUserMetadata("user_1", {
    publicMetadata: { ...metadataOfSize(LIMIT), ...removals, deep: undefined },
  });
  await users.updateUserMetadata("user_1", { publicMetadata: { deep: removals } });
  assert.equal(bodies.length, 2);
  // Nulls in an array are kept.
  await rejectsWithInputError(
    users.updateUserMetadata("user_1", { publicMetadata: { list: Array(2000).fill(null) } }),
    { path: "publicMetadata" },
  );
});

test("a response of 10 MB is read, and a larger one is cut off", async (t) => {
  const paddedUser = (bytes) => userBody({ padding: "x".repeat(bytes - userBody({ padding: "" }).length) });
  const limit = 10 * 1024 * 1024;
  let bytes;
  const { url } = await httpServer(t, () => ({ body: paddedUser(bytes) }));
  const { users } = createClerkClient({ secretKey: "sk_test_fake", apiUrl: url });
  bytes = limit;
  assert.equal((await users.getUser("user_1")).raw.padding.length, limit - userBody({ padding: "" }).length);
  bytes = limit + 1;
  await rejectsWithConnectionError(users.getUser("user_1"), {
    code: "unexpected_response",
    status: 200,
    attempts: 1,
    message: /larger than 10 MB and was not read/,
  });
});

test("a small response that decompresses to a large one is cut off", async (t) => {
  const compressed = gzipSync(Buffer.alloc(200 * 1024 * 1024, " "));
  const { url } = await httpServer(t, () => ({
    headers: { "content-type": "application/json", "content-encoding": "gzip" },
    body: compressed,
  }));
  const { users } = createClerkClient({ secretKey: "sk_test_fake", apiUrl: url });
  await rejectsWithConnectionError(users.getUser("user_1"), { code: "unexpected_response", status: 200 });
});

test("an endless response is cut off, and its connection is closed", async (t) => {
  const connectionClosed =
    Promise.withResolvers?.() ??
    (() => {
      const deferred = {};
      deferred.promise = new Promise((resolve) => (deferred.resolve = resolve));
      return deferred;
    })();
  const { url } = await httpServer(t, (request, outgoing) => {
    outgoing.writeHead(500);
    const chunk = Buffer.alloc(1024 * 1024, "x");
    const writeMore = () =>
      outgoing.destroyed || (outgoing.write(chunk) ? setImmediate(writeMore) : outgoing.once("drain", writeMore));
    outgoing.on("close", connectionClosed.resolve);
    writeMore();
  });
  const { users } = createClerkClient({ secretKey: "sk_test_fake", apiUrl: url });
  await rejectsWithConnectionError(users.getUser("user_1"), { code: "unexpected_response", status: 500 });
  await connectionClosed.promise;
});
