// clerk-metadata/testing: connects every client of the process to a local Backend API, and disconnects it.
import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { test } from "node:test";
import { createClerkClient, isClerkInputError, updateUserMetadata } from "clerk-metadata";
import { clerkClient as astro } from "clerk-metadata/astro";
import { clerkClient as cloudflare } from "clerk-metadata/cloudflare";
import { clerkClient as express } from "clerk-metadata/express";
import { updateUserMetadata as inJavascript } from "clerk-metadata/js";
import { createLocalBackend } from "clerk-metadata/local";
import { clerkClient as nextjs } from "clerk-metadata/nextjs";
import { clerkClient as reactRouter } from "clerk-metadata/react-router";
import { clerkClient as tanstack } from "clerk-metadata/tanstack-react-start";
import {
  connectClients,
  connectLocalBackend,
  localBackendFixture,
  localBackendForTest,
  localBackendHandler,
} from "clerk-metadata/testing";

const require = createRequire(import.meta.url);
const patch = { publicMetadata: { a: 1 } };
const USERS = [{ id: "user_1" }];

/** A client that was created before a backend was connected. */
const earlyClient = createClerkClient({ secretKey: "sk_test_early", maxRetries: 0 });

/** Every way to call the Backend API, with code that knows nothing of the test. */
const CALLS = {
  "clerk-metadata": (id) => updateUserMetadata(id, patch),
  "clerk-metadata, CommonJS": (id) => require("clerk-metadata").updateUserMetadata(id, patch),
  "clerk-metadata/js": (id) => inJavascript(id, patch),
  "a client of the environment": (id) =>
    createClerkClient({ secretKey: process.env.CLERK_SECRET_KEY }).users.updateUserMetadata(id, patch),
  "a client that existed before": (id) => earlyClient.users.updateUserMetadata(id, patch),
  "a client with another URL": (id) =>
    createClerkClient({ secretKey: "sk_test_x", apiUrl: "https://clerk.example.test" }).users.updateUserMetadata(
      id,
      patch,
    ),
  nextjs: async (id) => (await nextjs()).users.updateUserMetadata(id, patch),
  "nextjs, CommonJS": async (id) =>
    (await require("clerk-metadata/nextjs").clerkClient()).users.updateUserMetadata(id, patch),
  astro: (id) => astro({ locals: {} }).users.updateUserMetadata(id, patch),
  express: (id) => express.users.updateUserMetadata(id, patch),
  "express, CommonJS": (id) => require("clerk-metadata/express").clerkClient.users.updateUserMetadata(id, patch),
  "react-router": (id) => reactRouter({ context: {} }).users.updateUserMetadata(id, patch),
  "react-router, clerkClient.users": (id) => reactRouter.users.updateUserMetadata(id, patch),
  "tanstack-react-start": (id) => tanstack().users.updateUserMetadata(id, patch),
  cloudflare: (id) => cloudflare({ CLERK_SECRET_KEY: "sk_test_binding" }).users.updateUserMetadata(id, patch),
};

/** Fails the test if a request leaves the process. */
function rejectFetch(t) {
  const { fetch } = globalThis;
  const urls = [];
  globalThis.fetch = async (input) => {
    urls.push(String(input));
    throw new TypeError("no network in this test");
  };
  t.after(() => {
    globalThis.fetch = fetch;
  });
  return urls;
}

function withoutKey(t) {
  const { CLERK_SECRET_KEY } = process.env;
  delete process.env.CLERK_SECRET_KEY;
  t.after(() => {
    if (CLERK_SECRET_KEY !== undefined) process.env.CLERK_SECRET_KEY = CLERK_SECRET_KEY;
  });
}

const COPIES = { "an ES module": connectLocalBackend, CommonJS: require("clerk-metadata/testing").connectLocalBackend };

for (const [copy, connect] of Object.entries(COPIES)) {
  for (const [name, call] of Object.entries(CALLS)) {
    test(`connected from ${copy}: ${name}`, async (t) => {
      withoutKey(t);
      const urls = rejectFetch(t);
      const backend = await connect({ users: USERS });
      t.after(() => backend.close());
      const user = await call("user_1");
      assert.deepEqual(user.publicMetadata, { a: 1 });
      assert.deepEqual(backend.users.get("user_1").public_metadata, { a: 1 });
      assert.deepEqual(
        backend.requests.map(({ method, userId, status }) => [method, userId, status]),
        [["PATCH", "user_1", 200]],
      );
      assert.deepEqual(urls, []);
    });
  }
}

test("close restores fetch and the secret key", async (t) => {
  withoutKey(t);
  const { fetch } = globalThis;
  const descriptor = Object.getOwnPropertyDescriptor(globalThis, "fetch");
  const first = await connectLocalBackend({ users: USERS });
  assert.equal(process.env.CLERK_SECRET_KEY, "sk_test_local");
  assert.notEqual(globalThis.fetch, fetch);
  await first.close();
  await first.close();
  assert.deepEqual(Object.getOwnPropertyDescriptor(globalThis, "fetch"), descriptor);
  assert.equal("CLERK_SECRET_KEY" in process.env, false);
  await assert.rejects(updateUserMetadata("user_1", patch), isClerkInputError);

  process.env.CLERK_SECRET_KEY = "sk_test_mine";
  const second = await connectLocalBackend({ secretKey: "sk_test_backend" });
  assert.equal(process.env.CLERK_SECRET_KEY, "sk_test_backend");
  await second.close();
  assert.equal(process.env.CLERK_SECRET_KEY, "sk_test_mine");
  delete process.env.CLERK_SECRET_KEY;
});

test("a fetch that was replaced later stays, and no longer reaches the backend", async (t) => {
  const urls = rejectFetch(t);
  const backend = await connectLocalBackend({ users: USERS });
  const connected = globalThis.fetch;
  const later = (...args) => connected(...args);
  globalThis.fetch = later;
  assert.deepEqual((await updateUserMetadata("user_1", patch)).publicMetadata, { a: 1 });
  await backend.close();
  assert.equal(globalThis.fetch, later);
  await assert.rejects(earlyClient.users.getUser("user_1"));
  assert.deepEqual(urls, ["https://api.clerk.com/v1/users/user_1"]);
});

test("other requests go to the previous fetch", async (t) => {
  const server = createServer((incoming, outgoing) => outgoing.end(`${incoming.method} ${incoming.url}`)).listen(0);
  await once(server, "listening");
  t.after(() => server.close());
  const url = `http://127.0.0.1:${server.address().port}`;
  const backend = await localBackendForTest(t, { users: USERS });
  const headers = { connection: "close" };
  assert.equal(await (await fetch(`${url}/a`, { headers })).text(), "GET /a");
  assert.equal(await (await fetch(new URL("/b", url), { headers })).text(), "GET /b");
  assert.equal(await (await fetch(new Request(`${url}/c`, { method: "POST", headers }))).text(), "POST /c");
  await assert.rejects(fetch(url, { headers: { "a b": "" } }), TypeError);
  await assert.rejects(fetch("https://api.clerk.com.invalid/"), TypeError);
  assert.deepEqual(backend.requests, []);
  const authorization = `Bearer ${process.env.CLERK_SECRET_KEY}`;
  for (const call of [
    ["https://api.clerk.com/v1/users/user_1", { headers: { authorization } }],
    [new Request("https://api.clerk.com/v1/users/user_1", { headers: { authorization } })],
    [`${url}/v1/users/user_1`, { headers: { authorization, "Clerk-API-Version": "2026-05-12" } }],
    [new Request(`${url}/v1/users/user_1`, { headers: { authorization, "Clerk-API-Version": "2026-05-12" } })],
  ])
    assert.equal((await (await fetch(...call)).json()).id, "user_1");
});

test("one backend at a time: a second one is rejected, also by another copy of the package", async (t) => {
  await localBackendForTest(t);
  const { fetch } = globalThis;
  const message =
    "A local backend is already connected in this process. Close it first. Tests that run at the same time in one process must share one backend: connect it before all of them.";
  await assert.rejects(connectLocalBackend(), { message });
  await assert.rejects(require("clerk-metadata/testing").connectLocalBackend(), { message });
  assert.equal(globalThis.fetch, fetch);
});

test("in production, nothing is connected", async (t) => {
  const { NODE_ENV } = process.env;
  process.env.NODE_ENV = "production";
  t.after(() => {
    if (NODE_ENV === undefined) delete process.env.NODE_ENV;
    else process.env.NODE_ENV = NODE_ENV;
  });
  const { fetch } = globalThis;
  await assert.rejects(connectLocalBackend(), {
    message: "connectClients is only for tests, and NODE_ENV is production. Set NODE_ENV to test.",
  });
  assert.equal(globalThis.fetch, fetch);
});

test("connectClients connects an existing backend, which disconnecting keeps open", async (t) => {
  withoutKey(t);
  const backend = await createLocalBackend({ users: USERS, secretKey: "sk_test_only" });
  const disconnect = connectClients(backend, { secretKey: "sk_test_only" });
  await updateUserMetadata("user_1", patch);
  disconnect();
  disconnect();
  assert.deepEqual(backend.users.get("user_1").public_metadata, { a: 1 });
  await backend.close();
  for (const [value, options] of [[undefined], [{}], [{ fetch: 1 }]])
    assert.throws(() => connectClients(value, options), {
      message: "connectClients: pass a backend that createLocalBackend has returned.",
    });
  for (const secretKey of ["", 1])
    assert.throws(() => connectClients(backend, { secretKey }), {
      message: "connectClients: secretKey must be a key that the backend accepts.",
    });
});

test("localBackendForTest: the backend is closed after the test, and the context is checked", async (t) => {
  const { fetch } = globalThis;
  await t.test("node:test", async (t) => {
    await localBackendForTest(t, { users: USERS });
    assert.notEqual(globalThis.fetch, fetch);
  });
  assert.equal(globalThis.fetch, fetch);
  const finish = [];
  await localBackendForTest({ onTestFinished: (run) => finish.push(run) });
  assert.notEqual(globalThis.fetch, fetch);
  await finish[0]();
  assert.equal(globalThis.fetch, fetch);
  for (const context of [undefined, null, {}, { users: [] }])
    await assert.rejects(localBackendForTest(context), {
      name: "TypeError",
      message: /^localBackendForTest: the first argument must be the context of the test/,
    });
  await assert.rejects(connectLocalBackend({ user: [] }), { message: /unknown option user\./ });
  assert.equal(globalThis.fetch, fetch);
});

test("localBackendFixture: closes its backend also if the test fails", async () => {
  const { fetch } = globalThis;
  const [fixture, options] = localBackendFixture({ users: USERS });
  assert.deepEqual(options, { auto: true });
  assert.match(String(fixture), /^async ?(function \w* ?)?\(\{\s*\},/); // what Vitest requires
  const failure = new Error("the test failed");
  const use = async (backend) => {
    assert.equal(backend.users.count(), 1);
    assert.notEqual(globalThis.fetch, fetch);
    throw failure;
  };
  await assert.rejects(fixture({}, use), failure);
  assert.equal(globalThis.fetch, fetch);
});

test("localBackendHandler: the URLs of Clerk and of CLERK_API_URL; network failures are responses of msw", async (t) => {
  process.env.CLERK_API_URL = "http://127.0.0.1:4100/";
  t.after(() => delete process.env.CLERK_API_URL);
  const backend = await createLocalBackend({ users: USERS });
  const { pattern, resolver } = localBackendHandler({ all: (pattern, resolver) => ({ pattern, resolver }) }, backend);
  for (const [url, expected] of [
    ["https://api.clerk.com/v1/users", true],
    ["http://127.0.0.1:4100/v1/users", true],
    ["https://apiXclerk.com/v1/users", false],
    ["https://api.clerk.com.example/v1", false],
    ["http://127.0.0.1:41000/v1", false],
  ])
    assert.equal(pattern.test(url), expected, url);
  const request = () =>
    new Request("https://api.clerk.com/v1/users/user_1", { headers: { authorization: "Bearer sk_test_1" } });
  assert.equal((await (await resolver({ request: request() })).json()).id, "user_1");
  backend.failNext({ error: true });
  assert.equal((await resolver({ request: request() })).type, "error");
  assert.throws(() => localBackendHandler({}, backend), { message: /the first argument must be http/ });
  assert.throws(() => localBackendHandler({ all() {} }, {}), { message: /the second argument must be a backend/ });
});
