// GET /v1/instance of the local Backend API: through the official client, the data file and a journal.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { createClerkClient as createOfficialClient } from "@clerk/backend";
import { ClerkInputError } from "clerk-metadata";
import { createLocalBackend } from "clerk-metadata/local";
import { withMetadata } from "clerk-metadata/with-metadata";
import { request, serve } from "./support/backend.mjs";
import { folder } from "./support/folder.mjs";

const USERS = [{ id: "user_1" }];

/** The ID of the instance of a key. */
async function instanceId(backend, key = "sk_test_1") {
  const headers = { authorization: `Bearer ${key}` };
  const response = await backend.fetch("https://api.clerk.com/v1/instance", { headers });
  assert.equal(response.status, 200);
  return (await response.json()).id;
}

const wrapped = (official, secretKey, apiUrl) =>
  withMetadata(createOfficialClient({ secretKey: official, apiUrl }), { secretKey, apiUrl, checkInstance: true });

test("checkInstance accepts the key of the instance, and rejects that of another one", async (t) => {
  const { url } = await serve(t, { secretKey: undefined, users: USERS });
  const user = await wrapped("sk_test_1", "sk_test_2", url).users.updateUserMetadata("user_1", {
    publicMetadata: { plan: "pro" },
  });
  assert.deepEqual(user.publicMetadata, { plan: "pro" });
  const error = await wrapped("sk_test_1", "sk_live_1", url)
    .users.getUser("user_1")
    .then(
      () => assert.fail("the call does not reject"),
      (thrown) => thrown,
    );
  assert.ok(error instanceof ClerkInputError);
  assert.equal(error.path, "secretKey");
  assert.match(error.message, /this key is of the instance ins_\w{27}, and the client is of ins_\w{27}/);
});

test("the data file keeps the ID, and two backends have different ones", async (t) => {
  const file = join(folder(t), "users.ndjson");
  const first = await createLocalBackend({ file, users: USERS });
  const ids = [await instanceId(first), await instanceId(first, "sk_live_1")];
  assert.equal(await instanceId(first), ids[0]);
  await first.close();
  const second = await createLocalBackend({ file });
  t.after(() => second.close());
  assert.deepEqual([await instanceId(second), await instanceId(second, "sk_live_1")], ids);
  assert.equal(readFileSync(file, "utf8").split("ins_").length, 3);
  const other = await createLocalBackend();
  assert.notEqual(await instanceId(other), ids[0]);
});

test("a journal gets the ID once, also while another change is pending, and after a line that removes everything", async () => {
  const lines = [];
  let release;
  const released = new Promise((resolve) => {
    release = resolve;
  });
  const append = async (line) => {
    await released;
    lines.push(JSON.parse(line));
  };
  const backend = await createLocalBackend({ journal: { append } });
  const created = backend.fetch("https://api.clerk.com/v1/users", {
    method: "POST",
    headers: { authorization: "Bearer sk_test_1", "content-type": "application/json" },
    body: '{"username":"ada"}',
  });
  const reads = [instanceId(backend), instanceId(backend)];
  release();
  assert.equal((await created).status, 200);
  const [id, again] = await Promise.all(reads);
  assert.equal(again, id);
  const put = { object: "instance", id, environment_type: "development" };
  assert.deepEqual(
    lines.filter((line) => line.put.object === "instance"),
    [{ put }],
  );
  assert.equal(lines.length, 2);

  const stored = [];
  const sync = await createLocalBackend({
    users: USERS,
    journal: { lines: [JSON.stringify({ put })], append: (line) => void stored.push(line) },
  });
  assert.equal(await instanceId(sync), id);
  sync.users.clear();
  assert.deepEqual(stored.slice(1).map(JSON.parse), ["clear", { put }]);
});

test("the ID stays when the users are replaced, and a snapshot carries it to a backend without one", async () => {
  const backend = await createLocalBackend({ users: USERS });
  const empty = backend.snapshot();
  const id = await instanceId(backend);
  backend.reset();
  assert.equal(await instanceId(backend), id);
  backend.restore(empty);
  assert.equal(await instanceId(backend), id);
  backend.users.clear();
  assert.equal(await instanceId(backend), id);
  const other = await createLocalBackend();
  other.restore(backend.snapshot());
  assert.equal(await instanceId(other), id);
});

test("an ID that cannot be stored is not used", async () => {
  let isFull = true;
  const append = () => {
    if (isFull) throw new Error("the disk is full");
  };
  const backend = await createLocalBackend({ journal: { append } });
  const server = await backend.listen();
  const failed = await request(server.url, "GET", "/instance");
  assert.equal(failed.status, 500);
  assert.match(failed.text, /the disk is full/);
  isFull = false;
  assert.equal((await request(server.url, "GET", "/instance")).status, 200);
  await server.close();
});
