// The rate limits of the local Backend API, with a clock that the test moves.
import assert from "node:assert/strict";
import { test } from "node:test";
import { createLocalBackend } from "clerk-metadata/local";
import { serve } from "./support/backend.mjs";
import { rejectsWithApiError } from "./support/errors.mjs";

/** A clock that stands still until the test moves it. */
function clock(t) {
  t.mock.timers.enable({ apis: ["Date"], now: 1_700_000_000_000 });
  return (ms) => t.mock.timers.tick(ms);
}

test("rate limits: the 11th change of a user within ten seconds is rejected, with the seconds to wait", async (t) => {
  const tick = clock(t);
  const { clerk, users } = await serve(t, { rateLimit: true, users: [{ id: "user_1" }, { id: "user_2" }] });
  const change = (id, key) => clerk.users.updateUserMetadata(id, { publicMetadata: { [key]: 1 } });
  for (let index = 1; index <= 10; index++) {
    await (index % 2
      ? change("user_1", `k${index}`)
      : clerk.users.replaceUserMetadata("user_1", { privateMetadata: { index } }));
  }
  const assertLimited = (retryAfter) =>
    rejectsWithApiError(change("user_1", "late"), {
      status: 429,
      retryAfter,
      message: "Too many requests, retry later",
      clerkTraceId: /^[0-9a-f]{32}$/,
    });
  const { errors } = await assertLimited(10);
  assert.deepEqual(
    errors.map(({ code, longMessage }) => [code, longMessage]),
    [["too_many_requests", "Too many requests, retry later"]],
  );
  // Changes of other users, and reads, are not limited.
  await change("user_2", "a");
  await clerk.users.getUser("user_1");
  tick(1);
  await assertLimited(10);
  tick(8_999);
  await assertLimited(1);
  assert.deepEqual(users.get("user_1").public_metadata, { k1: 1, k3: 1, k5: 1, k7: 1, k9: 1 });
  tick(1_000);
  assert.equal((await change("user_1", "late")).publicMetadata.late, 1);
});

test("rate limits: the response has a Retry-After header without the client too", async (t) => {
  clock(t);
  const { request } = await serve(t, { rateLimit: true, users: [{ id: "user_1" }] });
  const responses = [];
  for (let index = 1; index <= 11; index++)
    responses.push(await request("PATCH", "/users/user_1/metadata", { public_metadata: {} }));
  assert.deepEqual(
    responses.map(({ status }) => status),
    [...Array(10).fill(200), 429],
  );
  assert.equal(responses[9].headers.get("retry-after"), null);
  assert.equal(responses[10].headers.get("retry-after"), "10");
});

for (const [key, limit] of [
  ["sk_test_1", 100],
  ["sk_live_1", 1000],
]) {
  test(`rate limits: ${limit} requests in ten seconds with ${key}`, async (t) => {
    const tick = clock(t);
    const { fetch, close } = await createLocalBackend({ rateLimit: true });
    const status = async () =>
      (await fetch("http://localhost/v1/users/count", { headers: { authorization: `Bearer ${key}` } })).status;
    for (let index = 0; index < limit; index++) assert.equal(await status(), 200);
    assert.equal(await status(), 429);
    tick(10_000);
    assert.equal(await status(), 200);
    await close();
  });
}

test("rate limits: disabled by default, enabled by rateLimit: true", async (t) => {
  clock(t);
  for (const [options, expected] of [
    [{}, 150],
    [{ rateLimit: undefined }, 150],
    [{ rateLimit: true }, 10],
    [{ rateLimit: false }, 150],
  ]) {
    const { fetch, close } = await createLocalBackend({ ...options, users: [{ id: "user_1" }] });
    const headers = { authorization: "Bearer sk_test_1", "content-type": "application/json" };
    let createdUser = 0;
    for (let index = 0; index < 150; index++) {
      createdUser += (
        await fetch("http://localhost/v1/users/user_1/metadata", {
          method: "PATCH",
          headers,
          body: '{"public_metadata":{}}',
        })
      ).ok;
    }
    assert.equal(createdUser, expected);
    await close();
  }
});
