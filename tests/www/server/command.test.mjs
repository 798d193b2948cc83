// The command: its output, start and end.
import assert from "node:assert/strict";
import { once } from "node:events";
import { connect } from "node:net";
import { test } from "node:test";
import { httpServer } from "../../js/support/server.mjs";
import { KEY, ask, assertNoKey, runAdmin, startAdmin } from "../support/admin.mjs";

const NOWHERE = "http://127.0.0.1:9";

for (const signal of ["SIGINT", "SIGTERM"]) {
  test(`it prints a URL that contains an access token, and exits with 0 on ${signal}`, async (t) => {
    const admin = await startAdmin(t, NOWHERE);
    assert.ok(
      admin.stdout().startsWith(`Admin page, live mode: the development instance of the secret key, at ${NOWHERE}. `),
      admin.stdout(),
    );
    assert.match(admin.stdout(), /\n {2}http:\/\/127\.0\.0\.1:\d+\/\?token=[\w-]{43}\n/);
    assert.equal((await ask(admin, "/")).status, 200);
    admin.child.kill(signal);
    assert.deepEqual(await admin.exit, [0, null]);
    assert.equal(await admin.stderr, "");
    assertNoKey(admin.stdout());
  });
}

test("each start has another token", async (t) => {
  const [one, other] = [await startAdmin(t), await startAdmin(t)];
  assert.notEqual(one.token, other.token);
});

test("it ends also in the middle of a request, and of a call to the Backend API", async (t) => {
  let asked;
  const waiting = new Promise((resolve) => (asked = resolve));
  const upstream = await httpServer(t, () => void asked()); // and never responds
  const admin = await startAdmin(t, upstream.url);
  const socket = connect(Number(admin.port), "127.0.0.1");
  socket.on("error", () => {}); // that it is reset is fine
  await once(socket, "connect");
  socket.write("PATCH /v1/users/user_1/metadata HTTP/1.1\r\n");
  const closed = once(socket, "close");
  const call = assert.rejects(ask(admin, "/v1/users"), { code: "ECONNRESET" });
  await waiting;
  admin.child.kill("SIGINT");
  assert.deepEqual(await admin.exit, [0, null]);
  await Promise.all([closed, call]);
});

test("it listens on 127.0.0.1 only", async (t) => {
  const { port } = await startAdmin(t);
  assert.equal(await reached("127.0.0.1", port), "connected");
  assert.notEqual(await reached("::1", port), "connected");
  // Another loopback address, on which a server that listens on all addresses would respond.
  assert.notEqual(await reached("127.0.0.2", port), "connected");
});

/** Resolves to the result of a connection attempt. */
const reached = (host, port) =>
  new Promise((resolve) => {
    const socket = connect(Number(port), host);
    socket.once("error", ({ code }) => resolve(code));
    socket.once("connect", () => {
      socket.destroy();
      resolve("connected");
    });
  });

test("without a key it says so, and what to do", async (t) => {
  assert.deepEqual(await runAdmin(t, ["--port", "0"]), {
    stdout: "",
    stderr:
      "clerk-metadata: CLERK_SECRET_KEY is not set. Set it to the secret key of your instance, or use --sandbox, which needs no key.\n",
    code: 1,
  });
});

test("--sandbox needs no key, and takes none", async (t) => {
  const admin = await startAdmin(t, undefined, { env: { CLERK_SECRET_KEY: KEY } });
  assert.match(admin.stdout(), /^Admin page, sandbox mode: its users are generated and live in the browser\.\n/);
  assert.equal((await ask(admin, "/")).status, 200);
  assert.equal((await ask(admin, "/admin.json")).status, 404);
  assert.equal((await ask(admin, "/v1/users")).status, 404);
});

for (const [what, secretKey, instance] of [
  ["a key of production", "sk_live_a_key_that_no_browser_may_see", "production"],
  ["a key of development", KEY, "development"],
]) {
  test(`${what}: the page hears which instance it is, and where`, async (t) => {
    const admin = await startAdmin(t, NOWHERE, { env: { CLERK_SECRET_KEY: secretKey, CLERK_API_VERSION: "v2" } });
    assert.ok(admin.stdout().includes(`the ${instance} instance`), admin.stdout());
    const { status, headers, text } = await ask(admin, "/admin.json");
    assert.equal(status, 200);
    assert.equal(headers["content-type"], "application/json");
    assert.deepEqual(JSON.parse(text), { mode: "live", instance, apiUrl: NOWHERE, apiVersion: "v2" });
    assert.ok(!(admin.stdout() + text).includes(secretKey));
  });
}

test("the Backend API defaults to Clerk; --api-url comes before CLERK_API_URL", async (t) => {
  const aboutOf = async (...given) => JSON.parse((await ask(await startAdmin(t, ...given), "/admin.json")).text);
  assert.equal(
    (await aboutOf("https://api.clerk.com", { env: { CLERK_API_URL: "" } })).apiUrl,
    "https://api.clerk.com",
  );
  assert.equal((await aboutOf("http://127.0.0.1:1", { args: ["--api-url", NOWHERE] })).apiUrl, NOWHERE);
});

for (const [what, env, message] of [
  ["a publishable key", { CLERK_SECRET_KEY: "pk_test_x" }, /publishable/],
  ["a key with a line break", { CLERK_SECRET_KEY: `${KEY}\nx` }, /line break|white space/],
  [
    "plain http beyond this machine",
    { CLERK_SECRET_KEY: KEY, CLERK_API_URL: "http://api.example.com" },
    /CLERK_API_URL.*clear text/,
  ],
  ["an address that is none", { CLERK_SECRET_KEY: KEY, CLERK_API_URL: "api.clerk.com" }, /CLERK_API_URL.*absolute URL/],
]) {
  test(`${what} is rejected at the start, as by the client`, async (t) => {
    const { stdout, stderr, code } = await runAdmin(t, ["--port", "0"], env);
    assert.deepEqual([stdout, code], ["", 1]);
    assert.match(stderr, /^clerk-metadata: /);
    assert.match(stderr, message);
    assert.doesNotMatch(stderr, /\n\s+at /); // no stack
  });
}

test("a port that is taken: 1, and what to do", async (t) => {
  const { port } = new URL((await httpServer(t, () => ({}))).url);
  const { stdout, stderr, code } = await runAdmin(t, ["--sandbox", "--port", port]);
  assert.deepEqual([stdout, code], ["", 1]);
  assert.equal(stderr, `clerk-metadata: Port ${port} is in use. Choose another port with --port.\n`);
});

for (const args of [["--host", "0.0.0.0"], ["--port", "http"], ["extra"]]) {
  test(`invalid arguments: admin ${args.join(" ")}`, async (t) => {
    const { stderr, code } = await runAdmin(t, args);
    assert.equal(code, 2);
    assert.match(stderr, /\n\nRun "clerk-metadata admin --help" for more information\.\n$/);
  });
}
