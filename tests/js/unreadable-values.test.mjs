// Values that throw when they are read, as options, in input and thrown by fetch.
import assert from "node:assert/strict";
import { test } from "node:test";
import { createClerkClient } from "clerk-metadata";
import { rejectsWithConnectionError, rejectsWithInputError } from "./support/errors.mjs";
import { skipWaits } from "./support/waits.mjs";

const KEY = "sk_test_hidden";

/** A proxy that throws at every operation. */
const revoked = () => {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
};

test("createClerkClient does not throw, and each call rejects", async () => {
  const throws = (name) =>
    Object.defineProperty({}, name, {
      enumerable: true,
      get: () => {
        throw new Error("px");
      },
    });
  for (const options of [
    { logger: throws("error") },
    { logger: revoked() },
    throws("logger"),
    throws("onError"),
    revoked(),
  ])
    await rejectsWithInputError(createClerkClient(options).users.getUser("user_1"), { code: "invalid_option" });
});

test("a fetch or a getter that throws a revoked proxy", async (t) => {
  skipWaits(t);
  let calls = 0;
  for (const value of [revoked(), { errors: revoked() }]) {
    const fetch = async () => {
      calls++;
      throw value;
    };
    await rejectsWithConnectionError(createClerkClient({ secretKey: KEY, fetch }).users.getUser("user_1"), {
      code: "connection_failed",
      attempts: 3,
    });
  }
  assert.equal(calls, 6);
  const params = {
    get publicMetadata() {
      throw revoked();
    },
  };
  await rejectsWithInputError(createClerkClient({ secretKey: KEY }).users.updateUserMetadata("user_1", params), {
    path: "publicMetadata",
  });
});
