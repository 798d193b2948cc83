// The command line.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { test } from "node:test";
import { createClerkClient } from "clerk-metadata";
import { createLocalBackend } from "clerk-metadata/local";
import { KEY, request } from "./support/backend.mjs";
import { CLI, dev, run } from "./support/command.mjs";
import { rejectsWithConnectionError } from "./support/errors.mjs";
import { folder } from "./support/folder.mjs";
import { httpServer } from "./support/server.mjs";

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
  test(`dev prints its URL, responds, and exits with 0 on ${signal}`, async (t) => {
    const server = await dev(t, ["--seed", "3"]);
    assert.match(server.stdout(), new RegExp(`^Local Backend API: ${server.url}\n`));
    assert.match(server.stdout(), new RegExp(`\n  CLERK_API_URL=${server.url}\n  CLERK_SECRET_KEY=sk_test_local `));
    assert.match(server.stdout(), /\n3 users, in memory only\. Press Ctrl-C to stop\.\n/);
    const clerk = createClerkClient({ secretKey: "sk_test_local", apiUrl: server.url });
    const {
      json: [seeded, ...otherUsers],
    } = await request(server.url, "GET", "/users");
    assert.equal(otherUsers.length, 2);
    const user = await clerk.users.updateUserMetadata(seeded.id, { publicMetadata: { plan: "enterprise" } });
    assert.deepEqual(user.publicMetadata, { ...seeded.public_metadata, plan: "enterprise" });
    server.child.kill(signal);
    assert.deepEqual(await server.exit, [0, null]);
    assert.equal(await server.stderr, "");
    await rejectsWithConnectionError(clerk.users.getUser(seeded.id), { code: "connection_failed" });
  });
}

test("dev exits although a connection is open and a request is half sent", async (t) => {
  const server = await dev(t);
  const { port } = new URL(server.url);
  const socket = connect(Number(port), "127.0.0.1");
  await once(socket, "connect");
  socket.on("error", () => {}); // a reset connection is expected
  socket.write("PATCH /v1/users/user_1/metadata HTTP/1.1\r\nhost: localhost\r\ncontent-length: 100\r\n\r\n{");
  await request(server.url, "GET", "/users"); // the server has handled the half-sent request by now
  const closed = once(socket, "close");
  server.child.kill("SIGINT");
  assert.deepEqual(await server.exit, [0, null]);
  await closed;
});

test("dev --data keeps the users, prints the path, and releases the lock", async (t) => {
  const file = join(folder(t), "users.ndjson");
  const first = await dev(t, ["--data", file, "--seed", "2"]);
  assert.ok(first.stdout().includes(`2 users, kept in ${file}. `), first.stdout());
  assert.equal(JSON.parse(readFileSync(`${file}.lock`, "utf8")).pid, first.child.pid);
  assert.equal((await request(first.url, "POST", "/users", { username: "ada" })).status, 200);
  first.child.kill("SIGINT");
  assert.deepEqual(await first.exit, [0, null]);
  assert.equal(existsSync(`${file}.lock`), false);

  const second = await dev(t, ["--data", file, "--seed", "2"]); // the existing users, not two more
  assert.match(second.stdout(), /\n3 users, kept in /);
  assert.equal((await request(second.url, "GET", "/users?username=ada")).json.length, 1);
});

test("dev reports a truncated last line on stderr", async (t) => {
  const file = join(folder(t), "users.ndjson");
  writeFileSync(file, '{"format":"clerk-metadata-local","version":2}\n{"put":{"id":"us');
  const server = await dev(t, ["--data", file]);
  server.child.kill("SIGINT");
  await server.exit;
  assert.ok((await server.stderr).includes(`${file}: its last line is incomplete and was ignored.`));
});

test("dev --secret-key accepts only that key, and does not print it", async (t) => {
  const server = await dev(t, ["--secret-key", KEY]);
  assert.ok(!server.stdout().includes(KEY), server.stdout());
  assert.equal((await request(server.url, "GET", "/users")).status, 200);
  assert.equal(
    (await request(server.url, "GET", "/users", undefined, { authorization: "Bearer sk_test_other" })).status,
    401,
  );
});

test("dev responds with 429 unless --no-rate-limit is set", async (t) => {
  const statuses = async ({ url }) => {
    const statusList = [];
    for (let index = 0; index < 250; index++) statusList.push((await request(url, "GET", "/users/count")).status);
    return new Set(statusList);
  };
  assert.ok((await statuses(await dev(t))).has(429));
  assert.deepEqual(await statuses(await dev(t, ["--no-rate-limit"])), new Set([200]));
});

for (const [args, expected] of [
  [["help"], 0],
  [["--version"], 0],
  [["dev", "--help"], 0],
  [["dev", "--unknown"], 2],
]) {
  test(`a closed reader of the output is not an error: ${args.join(" ")}`, {
    skip: process.platform === "win32" && "needs sh",
  }, async (t) => {
    // The command starts after both ends are closed.
    const child = spawn("sh", ["-c", 'read start; exec "$@"', "sh", process.execPath, CLI, ...args], {
      stdio: ["pipe", "pipe", "pipe"],
    });
    const exit = once(child, "exit");
    t.after(() => child.kill("SIGKILL"));
    const closed = [once(child.stdout, "close"), once(child.stderr, "close")];
    child.stdout.destroy();
    child.stderr.destroy();
    await Promise.all(closed);
    child.stdin.end("start\n");
    assert.deepEqual(await exit, [expected, null]);
  });
}

const INVALID_KEYS = [
  "pk_test_aVerySecretThing",
  "pk_live_aVerySecretThing",
  "sk_test_aVery SecretThing",
  " sk_test_aVerySecretThing",
  "sk_test_aVerySecretThing\n",
  "sk_test_aVerySecretThing\t",
  "sk_test_aVerySecretThing\u00e9",
  '"sk_test_aVerySecretThing"',
  "aVerySecretThing",
  "whsec_aVerySecretThing",
  "sk_",
  "",
];
for (const key of INVALID_KEYS) {
  test(`dev rejects an invalid secret key and does not print it: ${JSON.stringify(key)}`, async (t) => {
    for (const args of [["--secret-key", key], [`--secret-key=${key}`]]) {
      const { stdout, stderr, code } = await run(t, ["dev", "--port", "0", ...args]);
      assert.deepEqual([stdout, code], ["", 2]);
      assert.match(stderr, /^clerk-metadata: --secret-key (is not a secret key: |is empty\.)/);
      assert.match(stderr, /\n\n {2}--secret-key KEY {2}Accept only this secret key\. /);
      assert.doesNotMatch(stderr, /SecretThing/);
    }
  });

  test(`createLocalBackend rejects the invalid secret key too: ${JSON.stringify(key)}`, async () => {
    await assert.rejects(createLocalBackend({ secretKey: key }), (error) => {
      assert.ok(error instanceof TypeError);
      assert.match(error.message, /^createLocalBackend: secretKey: /);
      assert.doesNotMatch(error.stack, /SecretThing/);
      return true;
    });
  });
}

for (const key of INVALID_KEYS.filter((key) => key !== "" && key.trim() === key)) {
  test(`admin rejects an invalid secret key and does not print it: ${JSON.stringify(key)}`, async (t) => {
    const { stdout, stderr, code } = await run(t, ["admin", "--port", "0"], {
      env: { ...process.env, CLERK_SECRET_KEY: key },
    });
    assert.deepEqual([stdout, code], ["", 1]);
    assert.match(stderr, /^clerk-metadata: CLERK_SECRET_KEY is not a secret key: /);
    assert.doesNotMatch(stderr, /SecretThing/);
  });
}

for (const args of [
  ["sk_test_aVerySecretThing"],
  ["dev", "sk_live_aVerySecretThing"],
  ["dev", "--port", "sk_test_aVerySecretThing"],
  ["dev", "--secret-kye=sk_test_aVerySecretThing"],
  ["admin", "sk_test_aVerySecretThing"],
  ["help", "sk_test_aVerySecretThing"],
  ["dev", "--allow-host", "x:sk_test_aVerySecretThing"],
]) {
  test(`a key in the wrong argument is not printed: ${args.join(" ")}`, async (t) => {
    const { stdout, stderr, code } = await run(t, args);
    assert.deepEqual([stdout, code], ["", 2]);
    assert.match(stderr, /^clerk-metadata: /);
    assert.doesNotMatch(stderr, /SecretThing/);
  });
}

test("a port that is in use: exit code 1, and the error says what to do", async (t) => {
  const file = join(folder(t), "users.ndjson");
  const { port } = new URL((await httpServer(t, () => ({}))).url);
  const { stdout, stderr, code } = await run(t, ["dev", "--port", port, "--data", file]);
  assert.deepEqual([stdout, code], ["", 1]);
  assert.equal(stderr, `clerk-metadata: Port ${port} is in use. Choose another port with --port.\n`);
  assert.equal(existsSync(`${file}.lock`), false);
});

test("an address of another machine: exit code 1 and a reason", async (t) => {
  const { stderr, code } = await run(t, ["dev", "--port", "0", "--host", "192.0.2.1"]);
  assert.equal(code, 1);
  assert.match(stderr, /^clerk-metadata: .*192\.0\.2\.1/);
  assert.doesNotMatch(stderr, /\n\s+at /); // no stack trace
});

test("a file that is not a data file: exit code 1, its path, and the file is not modified", async (t) => {
  const file = join(folder(t), "notes.txt");
  writeFileSync(file, "milk\n");
  const { stdout, stderr, code } = await run(t, ["dev", "--port", "0", "--data", file]);
  assert.deepEqual([stdout, code], ["", 1]);
  assert.equal(
    stderr,
    `clerk-metadata: ${file}: line 1: this is not a data file of the local Backend API, and was not modified\n`,
  );
  assert.equal(readFileSync(file, "utf8"), "milk\n");
});

test("dev and createLocalBackend use the same data file format", async (t) => {
  const file = join(folder(t), "users.ndjson");
  const backend = await createLocalBackend({ file, users: [{ id: "user_1", publicMetadata: { a: 1 } }] });
  await backend.close();
  const server = await dev(t, ["--data", file]);
  assert.deepEqual((await request(server.url, "GET", "/users/user_1")).json.public_metadata, { a: 1 });
});
