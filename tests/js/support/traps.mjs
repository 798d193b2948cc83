// The trap tests for both cores: the call that traps rejects, and all other calls continue with a new instance.
import assert from "node:assert/strict";
import { test } from "node:test";
import { inspect } from "node:util";
import { createClerkClient } from "clerk-metadata";
import { rejectsWithConnectionError } from "./errors.mjs";
import { userBody } from "./server.mjs";

const INTERNAL_ERROR = {
  code: "internal_error",
  message: /^Internal error of clerk-metadata\. The change may have taken effect\./,
};

/** The counters of a test file that causes traps. */
export const traps = {
  /** The number of instances of the core. */
  instances: 0,
  /** The number of trap points that are passed before one traps. */
  remaining: Infinity,
  /** Called at each trap point; returns whether the core must trap there. */
  mustTrap() {
    traps.remaining -= 1;
    if (traps.remaining >= 0) return false;
    traps.remaining = Infinity;
    return true;
  },
};

export const respond = async () => new Response(userBody());
export const client = (fetch) => createClerkClient({ secretKey: "sk_test_hidden", maxRetries: 0, fetch });

/**
 * Defines the tests. `assertCause` checks the cause of an error after a trap; a call passes more than
 * `minTrapPoints` trap points.
 */
export function testTraps({ assertCause, minTrapPoints }) {
  test("after a trap at any point, the call rejects and the next call works", async () => {
    let trapped = 0;
    for (let passed = 0; ; passed += 1) {
      traps.remaining = passed;
      const params = { publicMetadata: { a: [1, { b: null }] }, unsafeMetadata: { c: "é" } };
      const outcome = await client(respond)
        .users.updateUserMetadata("user_1", params)
        .then(
          (user) => user.id,
          (error) => error,
        );
      if (traps.remaining !== Infinity) {
        assert.equal(outcome, "user_1");
        break;
      }
      await rejectsWithConnectionError(Promise.reject(outcome), INTERNAL_ERROR);
      assertCause(outcome.cause);
      assert.equal(inspect(outcome, { depth: 9, showHidden: true }).includes("hidden"), false);
      trapped += 1;
      assert.equal((await client(respond).users.getUser("user_1")).id, "user_1");
    }
    traps.remaining = Infinity;
    assert.ok(trapped > minTrapPoints, `only ${trapped} traps were caused`);
    assert.equal(traps.instances, trapped + 1);
  });

  test("calls in progress continue with a new instance: the one that trapped held none of their state", async () => {
    const pending = [];
    const heldFetch = () => new Promise((resolve) => pending.push(() => resolve(new Response(userBody()))));
    const { users } = createClerkClient({ secretKey: "sk_test_fake", fetch: heldFetch });
    const calls = [users.getUser("user_1"), users.getUser("user_2")];
    while (pending.length < 2) await new Promise((resolve) => setImmediate(resolve));
    traps.remaining = 0;
    await rejectsWithConnectionError(users.getUser("user_3"), INTERNAL_ERROR);
    for (const release of pending) release();
    assert.deepEqual(
      (await Promise.all(calls)).map(({ id }) => id),
      ["user_1", "user_1"],
    );
    assert.equal(pending.length, 2);
  });

  test("a request whose response traps is not sent again: it may have taken effect", async () => {
    let sent = 0;
    const { users } = createClerkClient({
      secretKey: "sk_test_fake",
      fetch: async () => {
        sent += 1;
        traps.remaining = 0;
        return new Response("{}", { status: 503, headers: { "retry-after": "0" } });
      },
    });
    await rejectsWithConnectionError(users.updateUserMetadata("user_1", { publicMetadata: {} }), {
      ...INTERNAL_ERROR,
      attempts: 1,
    });
    assert.equal(sent, 1);
  });

  test("calls on a new instance are not affected by the state of the old one", async () => {
    const before = traps.instances;
    const results = await Promise.allSettled(
      Array.from({ length: 50 }, async (_, index) => {
        if (index === 25) traps.remaining = 3;
        return client(respond).users.getUser("user_1");
      }),
    );
    traps.remaining = Infinity;
    for (const { status, reason } of results) if (status === "rejected") assert.equal(reason.code, "internal_error");
    assert.ok(results.some(({ status }) => status === "rejected"));
    assert.equal((await client(respond).users.getUser("user_1")).id, "user_1");
    assert.ok(traps.instances > before);
  });
}
