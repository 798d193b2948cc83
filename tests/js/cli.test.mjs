// The command line, as one would run it.
import assert from "node:assert/strict";
import { once } from "node:events";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { test } from "node:test";
import { createClerkClient } from "clerk-metadata";
import { createLocalBackend } from "clerk-metadata/local";
import { KEY, request } from "./support/backend.mjs";
import { dev, run } from "./support/command.mjs";
import { rejectsWithConnectionError } from "./support/errors.mjs";
import { folder } from "./support/folder.mjs";
import { httpServer } from "./support/server.mjs";

for (const signal of ["SIGINT", "SIGTERM"]) {
  test(`dev prints where it is, answers, and ends by ${signal} with 0`, async (t) => {
    const server = await dev(t, ["--seed", "3"]);
    assert.match(server.stdout(), new RegExp(`^Local Backend API on ${server.url}\n`));
    assert.match(server.stdout(), new RegExp(`\n  CLERK_API_URL=${server.url}\n  CLERK_SECRET_KEY=sk_test_local `));
    assert.match(server.stdout(), /\n3 users, gone when it ends\. Ctrl-C ends it\.\n$/);
    const clerk = createClerkClient({ secretKey: "sk_test_local", apiUrl: server.url });
    const { json: [seeded, ...more] } = await request(server.url, "GET", "/users");
    assert.equal(more.length, 2);
    const user = await clerk.users.updateUserMetadata(seeded.id, { publicMetadata: { plan: "enterprise" } });
    assert.deepEqual(user.publicMetadata, { ...seeded.public_metadata, plan: "enterprise" });
    server.child.kill(signal);
    assert.deepEqual(await server.exit, [0, null]);
    assert.equal(await server.stderr, "");
    await rejectsWithConnectionError(clerk.users.getUser(seeded.id), { code: "connection_failed" });
  });
}

test("dev ends also while a connection is open and a request is half sent", async (t) => {
  const server = await dev(t);
  const { port } = new URL(server.url);
  const socket = connect(Number(port), "127.0.0.1");
  await once(socket, "connect");
  socket.on("error", () => {}); // that it is reset is fine
  socket.write("PATCH /v1/users/user_1/metadata HTTP/1.1\r\nhost: localhost\r\ncontent-length: 100\r\n\r\n{");
  await request(server.url, "GET", "/users"); // the server has been at work since
  const closed = once(socket, "close");
  server.child.kill("SIGINT");
  assert.deepEqual(await server.exit, [0, null]);
  await closed;
});

test("dev --data keeps the users, names the file, and lets go of its lock", async (t) => {
  const file = join(folder(t), "users.ndjson");
  const first = await dev(t, ["--data", file, "--seed", "2"]);
  assert.ok(first.stdout().includes(`2 users, kept in ${file}. `), first.stdout());
  assert.equal(JSON.parse(readFileSync(`${file}.lock`, "utf8")).pid, first.child.pid);
  assert.equal((await request(first.url, "POST", "/users", { username: "ada" })).status, 200);
  first.child.kill("SIGINT");
  assert.deepEqual(await first.exit, [0, null]);
  assert.equal(existsSync(`${file}.lock`), false);

  const second = await dev(t, ["--data", file, "--seed", "2"]); // those of before, not two more
  assert.match(second.stdout(), /\n3 users, kept in /);
  assert.equal((await request(second.url, "GET", "/users?username=ada")).json.length, 1);
});

test("dev says on the error stream that a last line was torn", async (t) => {
  const file = join(folder(t), "users.ndjson");
  writeFileSync(file, '{"format":"clerk-metadata-local","version":1}\n{"put":{"id":"us');
  const server = await dev(t, ["--data", file]);
  server.child.kill("SIGINT");
  await server.exit;
  assert.ok((await server.stderr).includes(`${file}: its last line was not written to its end, and is left out.`));
});

test("dev --secret-key takes that key only, and does not print it", async (t) => {
  const server = await dev(t, ["--secret-key", KEY]);
  assert.ok(!server.stdout().includes(KEY), server.stdout());
  assert.equal((await request(server.url, "GET", "/users")).status, 200);
  assert.equal((await request(server.url, "GET", "/users", undefined, { authorization: "Bearer sk_test_other" })).status, 401);
});

test("dev answers 429 unless told not to", async (t) => {
  const statuses = async ({ url }) => {
    const list = [];
    for (let index = 0; index < 250; index++) list.push((await request(url, "GET", "/users/count")).status);
    return new Set(list);
  };
  assert.ok((await statuses(await dev(t))).has(429));
  assert.deepEqual(await statuses(await dev(t, ["--no-rate-limit"])), new Set([200]));
});

const HELP = /^Usage: clerk-metadata <command>\n\n {2}dev {2}Runs the local Backend API/;

for (const args of [[], ["--help"], ["-h"]]) {
  test(`the usage: clerk-metadata ${args.join(" ")}`, async (t) => {
    const { stdout, stderr, code } = await run(t, args);
    assert.match(stdout, HELP);
    assert.match(stdout, /\n\n {2}admin {2}Serves a page to see and change users' metadata/);
    for (const option of ["--port", "--host", "--data", "--seed", "--secret-key", "--no-rate-limit", "--api-url", "--sandbox"]) assert.ok(stdout.includes(option), option);
    assert.deepEqual([stderr, code], ["", 0]);
  });
}

for (const [args, message] of [
  [["serve"], "there is no command serve."],
  [["toString"], "there is no command toString."],
  [["dev", "--prot", "1"], "Unknown option '--prot'"],
  [["dev", "extra"], "Unexpected argument 'extra'"],
  [["dev", "--port"], "argument missing"],
  [["dev", "--port", "http"], "--port takes a whole number up to 65535, not http."],
  [["dev", "--port", "65536"], "--port takes a whole number up to 65535, not 65536."],
  [["dev", "--port", "1.5"], "--port takes a whole number up to 65535, not 1.5."],
  [["dev", "--port="], "--port takes a whole number up to 65535, not ."],
  [["dev", "--seed", "many"], "--seed takes a whole number up to 1000000, not many."],
  [["dev", "--seed=-1"], "--seed takes a whole number up to 1000000, not -1."],
]) {
  test(`words that are off: ${args.join(" ")}`, async (t) => {
    const { stdout, stderr, code } = await run(t, args);
    assert.equal(stdout, "");
    assert.ok(stderr.startsWith("clerk-metadata: "), stderr);
    assert.ok(stderr.includes(message), stderr);
    assert.match(stderr, /\n\nUsage: clerk-metadata <command>\n/);
    assert.equal(code, 2);
  });
}

test("a port that is taken: 1, and what to do", async (t) => {
  const file = join(folder(t), "users.ndjson");
  const { port } = new URL((await httpServer(t, () => ({}))).url);
  const { stdout, stderr, code } = await run(t, ["dev", "--port", port, "--data", file]);
  assert.deepEqual([stdout, code], ["", 1]);
  assert.equal(stderr, `clerk-metadata: port ${port} is taken; choose another one with --port.\n`);
  assert.equal(existsSync(`${file}.lock`), false);
});

test("an address that is none of this machine: 1, and a reason", async (t) => {
  const { stderr, code } = await run(t, ["dev", "--port", "0", "--host", "192.0.2.1"]);
  assert.equal(code, 1);
  assert.match(stderr, /^clerk-metadata: .*192\.0\.2\.1/);
  assert.doesNotMatch(stderr, /\n\s+at /); // no stack
});

test("a foreign data file: 1, its path, and it stays as it is", async (t) => {
  const file = join(folder(t), "notes.txt");
  writeFileSync(file, "milk\n");
  const { stdout, stderr, code } = await run(t, ["dev", "--port", "0", "--data", file]);
  assert.deepEqual([stdout, code], ["", 1]);
  assert.equal(stderr, `clerk-metadata: ${file}: line 1: this is not a data file of the local Backend API; it is left as it is\n`);
  assert.equal(readFileSync(file, "utf8"), "milk\n");
});

test("dev and createLocalBackend share the data file's form", async (t) => {
  const file = join(folder(t), "users.ndjson");
  const backend = await createLocalBackend({ file, users: [{ id: "user_1", publicMetadata: { a: 1 } }] });
  await backend.close();
  const server = await dev(t, ["--data", file]);
  assert.deepEqual((await request(server.url, "GET", "/users/user_1")).json.public_metadata, { a: 1 });
});
