// The option `journal`: users that are kept by the program itself.
import assert from "node:assert/strict";
import { test } from "node:test";
import { createClerkClient } from "clerk-metadata";
import { createLocalBackend } from "clerk-metadata/local";

/** Keeps the last line of each user. */
function shelf() {
  const lines = new Map();
  const append = (line) => {
    const change = JSON.parse(line);
    if (change === "clear") lines.clear();
    else if (change.put) lines.set(change.put.id, line);
    else lines.delete(change.delete);
  };
  return { lines, append };
}

const clientOf = (backend) => createClerkClient({ secretKey: "sk_test_journal", fetch: backend.fetch, maxRetries: 0 });

test("what was kept is there in another backend, with all that was changed", async () => {
  const { lines, append } = shelf();
  const first = await createLocalBackend({ users: [{ id: "user_ada", publicMetadata: { plan: "free" } }, { id: "user_gone" }], journal: { append } });
  first.users.seed(3);
  first.users.delete("user_gone");
  await clientOf(first).users.updateUserMetadata("user_ada", { publicMetadata: { plan: "pro" }, unsafeMetadata: { "größe": "🦀" } });
  const before = first.users.list();
  assert.equal(lines.size, 4);

  for (const kept of [lines.values(), asynchronous(lines.values())]) {
    const second = await createLocalBackend({ users: [{ id: "user_other" }], journal: { lines: kept, append } });
    assert.deepEqual(second.users.list(), before); // there are users, so those of the option are not added
    await second.close();
  }
  first.users.clear();
  assert.equal(lines.size, 0);
});

async function* asynchronous(lines) {
  yield* lines;
}

test("a line that is not kept is a change that is not made", async () => {
  let full = false;
  const append = () => {
    if (full) throw new Error("the disk is full");
  };
  const backend = await createLocalBackend({ users: [{ id: "user_ada" }], journal: { append } });
  full = true;
  await assert.rejects(clientOf(backend).users.updateUserMetadata("user_ada", { publicMetadata: { a: 1 } }), (error) => error.status === 500);
  assert.deepEqual(backend.users.get("user_ada").public_metadata, {});
});

test("a journal that cannot be one is refused, and says why", async () => {
  const append = () => {};
  await assert.rejects(createLocalBackend({ journal: {} }), /journal\.append must be a function/);
  await assert.rejects(createLocalBackend({ journal: { append }, file: "users.json" }), /file and journal/);
  await assert.rejects(createLocalBackend({ journal: { lines: ["{}", "{}"], append } }), /journal\.lines: line 2/);
});
