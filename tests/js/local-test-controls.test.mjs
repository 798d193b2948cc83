// What a local Backend API offers to tests, apart from failures: recorded requests, snapshots, updates, and the clock.
import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { isClerkInputError } from "clerk-metadata";
import { createLocalBackend } from "clerk-metadata/local";
import { KEY, serve, startInProcess } from "./support/backend.mjs";
import { rejectsWithApiError } from "./support/errors.mjs";
import { folder } from "./support/folder.mjs";

test("requests: method, path, query, user, body, time and status, without the key", async (t) => {
  t.mock.timers.enable({ apis: ["Date"], now: 5_000 });
  const { backend, clerk, request } = await serve(t, { users: [{ id: "user_1" }] });
  await clerk.users.updateUserMetadata("user_1", { publicMetadata: { a: [1] } });
  await request("GET", "/users?limit=1&query=a%20b");
  await request("GET", "/users/count");
  await request("GET", "/users/user%5F9%");
  await request("POST", "/users", "{not JSON");
  const row = (method, path, rest) => ({
    method,
    path,
    query: "",
    userId: undefined,
    organizationId: undefined,
    body: undefined,
    time: 5_000,
    ...rest,
  });
  assert.deepEqual(backend.requests, [
    row("PATCH", "/v1/users/user_1/metadata", { userId: "user_1", body: { public_metadata: { a: [1] } }, status: 200 }),
    row("GET", "/v1/users", { query: "limit=1&query=a%20b", status: 200 }),
    row("GET", "/v1/users/count", { status: 200 }),
    row("GET", "/v1/users/user%5F9%", { userId: "user%5F9%", status: 404 }),
    row("POST", "/v1/users", { body: "{not JSON", status: 400 }),
  ]);
  assert.ok(!JSON.stringify(backend.requests).includes(KEY));
  backend.requests.clear();
  assert.deepEqual(backend.requests, []);
  await backend.fetch("https://api.clerk.com/v1/users/user_1?x=1#y", { headers: { authorization: `Bearer ${KEY}` } });
  assert.deepEqual(backend.requests, [row("GET", "/v1/users/user_1", { query: "x=1", userId: "user_1", status: 200 })]);
});

test("requests: at least the last 10,000 are kept, and at most 16 MB of bodies", async () => {
  const { backend } = await startInProcess();
  const send = (index, body) =>
    backend.fetch(`https://api.clerk.com/v1/users/user_${index}/metadata`, { method: "PATCH", body });
  for (let index = 0; index < 11_001; index++) await send(index, "{}");
  assert.equal(backend.requests.length, 10_001);
  assert.equal(backend.requests[0].userId, "user_1000");
  assert.equal(backend.requests.at(-1).userId, "user_11000");
  backend.requests.clear();
  const megabyte = JSON.stringify("x".repeat(1024 * 1024 - 2));
  for (let index = 0; index < 20; index++) await send(index, megabyte);
  assert.equal(backend.requests.length, 16);
  assert.equal(backend.requests.at(-1).userId, "user_19");
});

test("users.update replaces the given fields and keeps the others", async () => {
  const { backend } = await startInProcess({
    users: [{ id: "user_1", username: "ada", firstName: "Ada", publicMetadata: { a: 1 }, privateMetadata: { b: 1 } }],
  });
  const updated = backend.users.update("user_1", {
    firstName: null,
    publicMetadata: { c: 2 },
    emailAddress: ["a@b.c"],
  });
  assert.deepEqual(updated, backend.users.get("user_1"));
  assert.deepEqual(
    [updated.username, updated.first_name, updated.public_metadata, updated.private_metadata],
    ["ada", null, { c: 2 }, { b: 1 }],
  );
  assert.equal(updated.email_addresses[0].email_address, "a@b.c");
  for (const [id, input, status, code] of [
    ["user_9", {}, 404, "resource_not_found"],
    ["user_1", { fristName: "Ada" }, 422, "form_param_unknown"],
    ["user_1", { publicMetadata: { a: "x".repeat(9000) } }, 422, "form_param_exceeds_allowed_size"],
  ]) {
    assert.throws(
      () => backend.users.update(id, input),
      (error) => error instanceof Error && error.status === status && error.errors[0].code === code,
    );
  }
  assert.throws(
    () => backend.users.update("user_1", { publicMetadata: { a: Number.NaN } }),
    (error) => isClerkInputError(error) && error.path === "publicMetadata.a",
  );
  assert.deepEqual(backend.users.get("user_1"), updated);
});

test("snapshot and restore: the users, also in another backend and as JSON", async () => {
  const { backend, change } = await startInProcess();
  await change();
  const snapshot = backend.snapshot();
  const users = backend.users.list();
  backend.users.clear();
  backend.users.create({ id: "user_3" });
  backend.restore(snapshot);
  assert.deepEqual(backend.users.list(), users);
  const other = await createLocalBackend();
  other.restore(JSON.parse(JSON.stringify(snapshot)));
  assert.deepEqual(other.users.list(), users);
  for (const value of [undefined, null, {}, [], { lines: 1 }])
    assert.throws(() => backend.restore(value), {
      name: "TypeError",
      message: "restore: pass what snapshot() has returned.",
    });
  assert.throws(() => backend.restore({ lines: "x\n" }), { name: "TypeError", message: /^restore: not a snapshot: / });
  assert.deepEqual(backend.users.list(), users);
});

test("reset: the users of the start, no requests, no failures, unused rate limits", async (t) => {
  t.mock.timers.enable({ apis: ["Date"], now: 1_000 });
  const { backend, change, users } = await startInProcess({ rateLimit: true });
  const initial = backend.users.list();
  for (let index = 0; index < 10; index++) await change();
  await rejectsWithApiError(change(), { status: 429, retryAfter: 10 });
  backend.users.delete("user_2");
  backend.users.create({ id: "user_3" });
  backend.failNext({ status: 500, times: Infinity });
  backend.clock.advance(500);
  backend.reset();
  assert.deepEqual(backend.users.list(), initial);
  assert.deepEqual(backend.requests, []);
  assert.equal(backend.clock.now(), 1_000);
  for (let index = 0; index < 10; index++) await change();
  await rejectsWithApiError(change(), { status: 429, retryAfter: 10 });
  assert.equal((await users.getUser("user_2")).id, "user_2");
});

test("reset and restore need users in memory", async (t) => {
  for (const options of [{ file: join(folder(t), "users.ndjson") }, { journal: { append() {} } }]) {
    const backend = await createLocalBackend({ ...options, users: [{ id: "user_1" }] });
    const snapshot = backend.snapshot();
    for (const [name, run] of [
      ["reset", () => backend.reset()],
      ["restore", () => backend.restore(snapshot)],
    ])
      assert.throws(run, {
        message: `${name} works only in memory. This backend has a data file or a journal, whose history it would replace.`,
      });
    assert.equal(backend.users.count(), 1);
    await backend.close();
  }
});

test("clock: moved by advance and by a fake Date, it ends rate limits", async (t) => {
  t.mock.timers.enable({ apis: ["Date"], now: 1_000 });
  const { backend, change } = await startInProcess({ rateLimit: true });
  for (let index = 0; index < 10; index++) await change();
  await rejectsWithApiError(change(), { status: 429, retryAfter: 10 });
  backend.clock.advance(9_000);
  await rejectsWithApiError(change(), { status: 429, retryAfter: 1 });
  t.mock.timers.tick(1_000);
  assert.equal(backend.clock.now(), 11_000);
  assert.equal((await change()).updatedAt, 11_000);
  assert.equal(backend.requests.at(-1).time, 11_000);
  assert.equal(backend.users.update("user_2", {}).updated_at, 11_000);
  for (const ms of [-1, Number.NaN, Infinity, "5", undefined])
    assert.throws(() => backend.clock.advance(ms), {
      name: "RangeError",
      message: `clock.advance: ms must be a number of milliseconds, 0 or more, not ${ms}.`,
    });
});
