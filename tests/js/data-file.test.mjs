// The data file: every confirmed change survives a restart, and no other file is modified.
import assert from "node:assert/strict";
import fs, { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { createLocalBackend } from "clerk-metadata/local";
import { KEY, request, serve } from "./support/backend.mjs";
import { dev, run } from "./support/command.mjs";
import { HEADER, assertUserMethodsThrow, needsBuiltin } from "./support/data-file.mjs";
import { rejectsWithApiError } from "./support/errors.mjs";
import { folder } from "./support/folder.mjs";

/** Opens a file, returns its users and the warnings, and closes it. */
async function read(t, file) {
  const warn = t.mock.method(console, "warn", () => {});
  const backend = await createLocalBackend({ file });
  const users = backend.users.list();
  await backend.close();
  warn.mock.restore();
  return { users, warnings: warn.mock.calls.map(({ arguments: [text] }) => text) };
}

test("all data survives closing and reopening, over HTTP and through users", async (t) => {
  const file = join(folder(t), "users.ndjson");
  const first = await serve(t, {
    file,
    users: [
      { id: "user_ada", firstName: "Ada", publicMetadata: { größe: "🦀\n", n: 12345678901234567890n.toString() } },
    ],
  });
  await first.clerk.users.updateUserMetadata("user_ada", {
    publicMetadata: { plan: { seats: 5 } },
    privateMetadata: { a: [null, 1.5] },
  });
  const { json: bob } = await first.request("POST", "/users", { username: "bob", unsafe_metadata: { a: 1 } });
  await first.request(
    "PATCH",
    `/users/${bob.id}/metadata`,
    '{"unsafe_metadata":{"big":12345678901234567890,"__proto__":{"x":1e400}}}',
  );
  const { id: deletedUser } = first.users.create({ username: "gone" });
  await first.request("DELETE", `/users/${deletedUser}`);
  first.users.seed(2);
  const [before, text] = [first.users.list(), (await first.request("GET", `/users/${bob.id}`)).text];
  assert.equal(before.length, 4);
  await first.close();

  const second = await serve(t, { file, users: [{ id: "user_new" }] }); // the file has users, so these are not added
  assert.deepEqual(second.users.list(), before);
  assert.equal((await second.request("GET", `/users/${bob.id}`)).text, text);
  assert.match(text, /"big":12345678901234567890,"__proto__":\{"x":1e\+?400\}/);
  // The uniqueness of identifiers is enforced after a restart too.
  assert.equal((await second.request("POST", "/users", { username: "BOB" })).status, 422);
  assert.equal((await second.request("POST", "/users", { username: "gone" })).status, 200);
  second.users.clear();
  await second.close();
  assert.deepEqual(await read(t, file), { users: [], warnings: [] });
});

test("a change is in the file before the response is sent, and the next start compacts the file", async (t) => {
  const file = join(folder(t), "users.ndjson");
  const { clerk, users, close } = await serve(t, { file, users: [{ id: "user_1" }] });
  for (let index = 0; index < 5; index++) {
    await clerk.users.updateUserMetadata("user_1", { publicMetadata: { index } });
    assert.match(readFileSync(file, "utf8").split("\n").at(-2), new RegExp(`"index":${index}`));
  }
  const stored = users.list();
  assert.equal(readFileSync(file, "utf8").split("\n").length, 1 + 1 + 5 + 1);
  await close();
  assert.deepEqual((await read(t, file)).users, stored);
  assert.equal(readFileSync(file, "utf8").split("\n").length, 1 + 1 + 1);
  assert.ok(readFileSync(file, "utf8").startsWith(HEADER));
});

test("a last line that is truncated at any byte is dropped with one warning; if only its newline is missing it is kept", async (t) => {
  const file = join(folder(t), "users.ndjson");
  const { users, close } = await serve(t, { file, users: [{ id: "user_1", publicMetadata: { a: "größe 🦀" } }] });
  const [before] = users.list();
  const bytesBefore = readFileSync(file);
  users.create({ id: "user_2", firstName: "Zoë" });
  const [bytesAfter, after] = [readFileSync(file), users.list()];
  await close();
  assert.ok(bytesAfter.length > bytesBefore.length + 10);
  for (let length = bytesBefore.length; length < bytesAfter.length; length++) {
    writeFileSync(file, bytesAfter.subarray(0, length));
    const { users, warnings } = await read(t, file);
    const isComplete = length === bytesAfter.length - 1;
    assert.deepEqual(users, isComplete ? after : [before], `cut at ${length}`);
    assert.equal(warnings.length, length === bytesBefore.length || isComplete ? 0 : 1, `cut at ${length}`);
    for (const warning of warnings) assert.ok(warning.includes(file), warning);
    assert.deepEqual(readFileSync(file), isComplete ? bytesAfter : bytesBefore, `cut at ${length}`);
  }
});

test("a file that is truncated inside its first line is treated as new", async (t) => {
  const file = join(folder(t), "users.ndjson");
  for (let length = 0; length <= HEADER.length; length++) {
    writeFileSync(file, HEADER.slice(0, length));
    const { users, warnings } = await read(t, file);
    assert.deepEqual(users, []);
    assert.equal(warnings.length, length === 0 || length >= HEADER.length - 1 ? 0 : 1, `cut at ${length}`);
    assert.equal(readFileSync(file, "utf8"), HEADER);
  }
});

const FOREIGN = {
  notes: "milk\nbread\n",
  "one line without a newline": "SQLite format 3\0",
  JSON: '{"users":[]}\n',
  "another format": '{"format":"something-else","version":1}\n',
  bytes: Buffer.from([0xff, 0xfe, 0x0a, 0x00, 0x0a]),
  "an empty first line": `\n${HEADER}`,
  "a byte order mark before the header": `\ufeff${HEADER}`,
};
for (const [name, content] of Object.entries(FOREIGN)) {
  test(`a file that is not a data file is rejected and not modified: ${name}`, async (t) => {
    const file = join(folder(t), "other.txt");
    writeFileSync(file, content);
    await assert.rejects(createLocalBackend({ file }), (error) => {
      assert.ok(error instanceof Error);
      assert.ok(error.message.includes(file), error.message);
      assert.match(error.message, /this is not a data file of the local Backend API, and was not modified/);
      return true;
    });
    assert.deepEqual(readFileSync(file), Buffer.from(content));
    assert.deepEqual(readdirSync(join(file, "..")), ["other.txt"]); // no lock, no other file
  });
}

const DAMAGED = {
  "a later version": [
    '{"format":"clerk-metadata-local","version":3}\n',
    /has version 3, and this program reads versions 1 to 2/,
  ],
  "an incomplete line before the last line": [`${HEADER}{"put":{"id":"user_1"\n{"delete":"user_2"}\n`, /line 2/],
  "an unknown change": [`${HEADER}{"drop":"user_1"}\n"clear"\n`, /line 2/],
  // The newline is written last: a line that has one was written completely.
  "a last line with a syntax error": [
    `${HEADER}{"put":{"id":"user_1","created_at":1,"updated_at":1,}}\n`,
    /line 2: it cannot be read/,
  ],
  "a last line that was shortened by hand": [`${HEADER}"clear"\n{"put":{"id":"us\n`, /line 3: it cannot be read/],
  "a last line with a user without an ID": [
    `${HEADER}{"put":{"id":"","created_at":1,"updated_at":1}}\n`,
    /line 2: a user without an id/,
  ],
  "a blank last line": [`${HEADER}"clear"\n\n`, /line 3: it cannot be read/],
  "a last line of zeros": [`${HEADER}\0\0\0\0\n`, /line 2: it cannot be read/],
  "an unknown last change": [
    `${HEADER}"clear"\n{"rename":{"from":"user_1","to":"user_2"}}\n`,
    /line 3: it cannot be read/,
  ],
  "an unknown last change, without its newline": [
    `${HEADER}"clear"\n{"rename":{"from":"user_1","to":"user_2"}}`,
    /line 3: it cannot be read/,
  ],
};
for (const [name, [content, reason]] of Object.entries(DAMAGED)) {
  test(`a damaged file is rejected and not modified: ${name}`, async (t) => {
    const file = join(folder(t), "users.ndjson");
    writeFileSync(file, content);
    await assert.rejects(createLocalBackend({ file }), (error) => {
      assert.ok(error.message.includes(file), error.message);
      assert.match(error.message, reason);
      return true;
    });
    assert.equal(readFileSync(file, "utf8"), content);
    assert.deepEqual(readdirSync(join(file, "..")), ["users.ndjson"]);
  });
}

test("a path where no file can be created is rejected, and the error names it", async (t) => {
  const directory = folder(t);
  mkdirSync(join(directory, "directory"));
  for (const file of [join(directory, "directory"), join(directory, "missing", "users.ndjson")]) {
    await assert.rejects(createLocalBackend({ file }), (error) => {
      assert.ok(error instanceof Error);
      assert.ok(error.message.includes(file), error.message);
      return true;
    });
  }
  assert.deepEqual(readdirSync(directory), ["directory"]);
});

test("one writer at a time: a second one in this process is rejected until the first one is closed", async (t) => {
  const file = join(folder(t), "users.ndjson");
  const first = await createLocalBackend({ file, users: [{ id: "user_1" }] });
  const before = readFileSync(file);
  await assert.rejects(createLocalBackend({ file }), (error) => {
    assert.ok(error.message.includes(`${file}: process ${process.pid} has it open.`), error.message);
    return true;
  });
  assert.deepEqual(readFileSync(file), before);
  first.users.create({ id: "user_2" }); // the first backend still works
  await first.close();
  await first.close(); // closing twice has no effect
  assert.equal(existsSync(`${file}.lock`), false);
  assert.deepEqual(
    (await read(t, file)).users.map(({ id }) => id),
    ["user_1", "user_2"],
  );
});

test("a closed file is not written or closed again, and the lock of the next owner is kept", async (t) => {
  const file = join(folder(t), "users.ndjson");
  const first = await createLocalBackend({ file, users: [{ id: "user_1" }], secretKey: KEY });
  await first.close();
  // The next file that is opened gets the file descriptor of the closed one.
  const other = join(folder(t), "other.ndjson");
  const second = await createLocalBackend({ file: other });
  const bytes = readFileSync(other);
  assert.throws(() => first.users.create({ id: "user_2" }), { status: 500, message: /the data file is closed/ });
  const headers = { authorization: `Bearer ${KEY}`, "content-type": "application/json" };
  const response = await first.fetch("http://localhost/v1/users/user_1/metadata", {
    method: "PATCH",
    headers,
    body: '{"public_metadata":{"a":1}}',
  });
  assert.equal(response.status, 500);
  assert.deepEqual(
    first.users.list().map(({ id, public_metadata }) => [id, public_metadata]),
    [["user_1", {}]],
  );
  const next = await createLocalBackend({ file });
  await first.close();
  assert.deepEqual(readFileSync(other), bytes);
  second.users.create({ id: "user_3" });
  assert.equal(existsSync(`${file}.lock`), true);
  await Promise.all([second.close(), next.close()]);
  assert.deepEqual(
    (await read(t, other)).users.map(({ id }) => id),
    ["user_3"],
  );
});

test("one writer at a time: two processes reject each other; when one is killed, the other takes over its lock", async (t) => {
  const file = join(folder(t), "users.ndjson");
  const server = await dev(t, ["--data", file, "--secret-key", KEY]);
  assert.equal(
    (await request(server.url, "POST", "/users", { username: "ada", public_metadata: { a: 1 } })).status,
    200,
  );
  await assert.rejects(createLocalBackend({ file }), (error) => {
    assert.ok(error.message.includes(`process ${server.child.pid} has it open`), error.message);
    return true;
  });
  const second = await run(t, ["dev", "--port", "0", "--data", file]);
  assert.equal(second.code, 1);
  assert.ok(second.stderr.includes(`${file}: process ${server.child.pid} has it open`), second.stderr);
  assert.equal((await request(server.url, "GET", "/users/count")).json.total_count, 1);

  server.child.kill("SIGKILL");
  assert.deepEqual(await server.exit, [null, "SIGKILL"]);
  assert.equal(existsSync(`${file}.lock`), true);
  const { users, warnings } = await read(t, file);
  assert.deepEqual(
    users.map(({ username, public_metadata }) => [username, public_metadata]),
    [["ada", { a: 1 }]],
  );
  assert.deepEqual(warnings, []);
  assert.equal(existsSync(`${file}.lock`), false);
});

test("a lock that is empty, or names an earlier process with this process ID, is taken over", async (t) => {
  const file = join(folder(t), "users.ndjson");
  for (const owner of ["", "0", "-1", String(process.pid)]) {
    writeFileSync(`${file}.lock`, owner);
    await read(t, file);
    assert.equal(existsSync(`${file}.lock`), false);
  }
});

const big = { public_metadata: { text: "x".repeat(8000) } };

test("a file that may not grow: 500, no user is changed, and the next write that fits works", {
  skip: process.platform === "win32" && "the shell cannot limit the file size",
}, async (t) => {
  const file = join(folder(t), "users.ndjson");
  // 40 blocks of 512 or 1024 bytes, depending on the shell: room for two to five of the lines below.
  const server = await dev(t, ["--data", file, "--secret-key", KEY, "--no-rate-limit"], {
    program: ["sh", "-c", 'ulimit -f 40; exec "$@"', "sh"],
  });
  const { json: user } = await request(server.url, "POST", "/users", { username: "ada" });
  const path = `/users/${user.id}/metadata`;
  let last = user;
  let rejectedResponse;
  for (let attempt = 0; attempt < 10 && !rejectedResponse; attempt++) {
    const response = await request(server.url, "PATCH", path, { public_metadata: { ...big.public_metadata, attempt } });
    if (response.status === 200) last = response.json;
    else rejectedResponse = response;
  }
  assert.equal(rejectedResponse?.status, 500);
  assert.equal(rejectedResponse.json.errors[0].code, "internal_clerk_error");
  assert.match(
    rejectedResponse.json.errors[0].long_message,
    /^The data file could not be written, so nothing was changed: EFBIG/,
  );
  assert.deepEqual((await request(server.url, "GET", `/users/${user.id}`)).json, last);
  const size = readFileSync(file).length;
  assert.equal(readFileSync(file).at(-1), 10); // no partial line is left
  const small = await request(server.url, "PATCH", path, { public_metadata: { text: null, small: 1 } });
  assert.equal(small.status, 200);
  assert.ok(readFileSync(file).length > size);
  server.child.kill("SIGKILL");
  await server.exit;
  const { users, warnings } = await read(t, file);
  assert.deepEqual([users, warnings], [[small.json], []]);
});

/** Makes the next write fail after some bytes, as on a full disk. */
function fullDisk(t, { canTruncate }) {
  const write = fs.writeSync;
  let calls = 0;
  const mock = t.mock.method(fs, "writeSync", (descriptor, bytes, offset) => {
    calls += 1;
    if (calls === 1) return write(descriptor, bytes, offset, 20);
    throw Object.assign(new Error("ENOSPC: no space left on device, write"), { code: "ENOSPC" });
  });
  const truncate = t.mock.method(fs, "ftruncateSync");
  if (!canTruncate)
    truncate.mock.mockImplementation(() => {
      throw new Error("EIO: i/o error, ftruncate");
    });
  return () => {
    mock.mock.restore();
    truncate.mock.restore();
  };
}
// Only where process.getBuiltinModule exists does the package use this same node:fs object.

test("a disk that becomes full in the middle of a line: the partial line is removed", needsBuiltin, async (t) => {
  const file = join(folder(t), "users.ndjson");
  const { clerk, users, close } = await serve(t, { file, users: [{ id: "user_1", publicMetadata: { a: 1 } }] });
  const [before, bytes] = [users.list(), readFileSync(file)];
  const restore = fullDisk(t, { canTruncate: true });
  const error = await rejectsWithApiError(clerk.users.updateUserMetadata("user_1", { publicMetadata: { a: 2 } }), {
    status: 500,
  });
  assert.match(error.errors[0].longMessage, /ENOSPC/);
  assert.deepEqual([users.list(), readFileSync(file)], [before, bytes]);
  await assertUserMethodsThrow(users, { status: 500, message: /ENOSPC/ }, () =>
    assert.deepEqual([users.list(), readFileSync(file)], [before, bytes]),
  );
  restore();
  assert.deepEqual((await clerk.users.updateUserMetadata("user_1", { publicMetadata: { b: 3 } })).publicMetadata, {
    a: 1,
    b: 3,
  });
  const after = users.list();
  await close();
  assert.deepEqual(await read(t, file), { users: after, warnings: [] });
});

test("a partial line that cannot be removed: nothing is written after it until a restart", needsBuiltin, async (t) => {
  const file = join(folder(t), "users.ndjson");
  const { clerk, users, close } = await serve(t, { file, users: [{ id: "user_1", publicMetadata: { a: 1 } }] });
  const before = users.list();
  const restore = fullDisk(t, { canTruncate: false });
  await rejectsWithApiError(clerk.users.updateUserMetadata("user_1", { publicMetadata: { a: 2 } }), { status: 500 });
  restore();
  await rejectsWithApiError(clerk.users.updateUserMetadata("user_1", { publicMetadata: { a: 3 } }), { status: 500 });
  assert.deepEqual(users.list(), before);
  await clerk.users.getUser("user_1");
  await close();
  const { users: usersAfterRestart, warnings } = await read(t, file);
  assert.deepEqual([usersAfterRestart, warnings.length], [before, 1]);
});
