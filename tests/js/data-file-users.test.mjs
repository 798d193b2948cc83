// Initial users and users of `seed`: the data file gets all of them or none.
import assert from "node:assert/strict";
import fs, { existsSync, readFileSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { isClerkInputError } from "clerk-metadata";
import { createLocalBackend } from "clerk-metadata/local";
import { dev } from "./support/command.mjs";
import { needsBuiltin, storedIds } from "./support/data-file.mjs";
import { folder } from "./support/folder.mjs";

const ids = (backend) => backend.users.list().map(({ id }) => id);

const INVALID_USERS = {
  "metadata that JSON cannot represent": [
    { id: "user_2", publicMetadata: { a: NaN } },
    (error) => isClerkInputError(error) && error.path === "publicMetadata.a",
  ],
  "an ID that is taken": [{ id: "user_1" }, (error) => error.status === 422],
  "an unknown field": [{ id: "user_2", plan: 1 }, (error) => error.status === 422],
  "a getter that throws": [
    {
      get id() {
        throw new RangeError("no");
      },
    },
    (error) => error instanceof RangeError,
  ],
};
for (const [description, [invalidUser, isExpectedError]] of Object.entries(INVALID_USERS)) {
  test(`an invalid user in the option does not modify the file: ${description}`, async (t) => {
    const file = join(folder(t), "users.ndjson");
    const open = () => createLocalBackend({ file, users: [{ id: "user_1" }, invalidUser, { id: "user_3" }] });
    await assert.rejects(open, isExpectedError);
    assert.deepEqual(readdirSync(dirname(file)), []);
    await (await createLocalBackend({ file })).close();
    const bytes = readFileSync(file);
    await assert.rejects(open, isExpectedError);
    assert.deepEqual(readFileSync(file), bytes);
    assert.deepEqual(readdirSync(dirname(file)), ["users.ndjson"]);
    const backend = await createLocalBackend({ file, users: [{ id: "user_1" }, { id: "user_2" }, { id: "user_3" }] });
    await backend.close();
    assert.deepEqual(await storedIds(file), ["user_1", "user_2", "user_3"]);
  });
}

/** Lets `writes` line writes succeed; the next one fails after some bytes, as on a full disk. */
function fullDisk(t, writes) {
  const write = fs.writeSync;
  let [remaining, hasFailed] = [writes, false];
  const mock = t.mock.method(fs, "writeSync", (descriptor, bytes, offset) => {
    // The lock has no newline.
    if (!bytes.includes(10) || remaining-- > 0) return write(descriptor, bytes, offset);
    if (!hasFailed) {
      hasFailed = true;
      return write(descriptor, bytes, offset, 20);
    }
    throw Object.assign(new Error("ENOSPC: no space left on device, write"), { code: "ENOSPC" });
  });
  return () => mock.mock.restore();
}

test("a disk that is full while the users of the option are written: no file is left", needsBuiltin, async (t) => {
  const file = join(folder(t), "users.ndjson");
  const restore = fullDisk(t, 0);
  await assert.rejects(
    createLocalBackend({ file, users: [{ id: "user_1" }, { id: "user_2" }] }),
    /the file could not be created: ENOSPC.*Free up disk space/,
  );
  restore();
  assert.deepEqual(readdirSync(dirname(file)), []);
});

test(
  "a disk that becomes full during users.seed: none of the users is in the file or in memory",
  needsBuiltin,
  async (t) => {
    const file = join(folder(t), "users.ndjson");
    const backend = await createLocalBackend({ file, users: [{ id: "user_1" }] });
    const bytes = readFileSync(file);
    const restore = fullDisk(t, 3);
    assert.throws(() => backend.users.seed(10), { status: 500, message: /so nothing was changed: ENOSPC/ });
    restore();
    assert.deepEqual(ids(backend), ["user_1"]);
    assert.deepEqual(readFileSync(file), bytes);
    assert.equal(backend.users.seed(10), 10);
    const all = ids(backend);
    await backend.close();
    assert.deepEqual(await storedIds(file), all);
  },
);

test("users of users.seed that cannot be removed again are named in the error and kept", needsBuiltin, async (t) => {
  const file = join(folder(t), "users.ndjson");
  const backend = await createLocalBackend({ file });
  t.mock.method(console, "warn", () => {});
  const restore = fullDisk(t, 2);
  const truncate = t.mock.method(fs, "ftruncateSync", () => {
    throw new Error("EIO: i/o error");
  });
  assert.throws(
    () => backend.users.seed(10),
    /^Error: Not all users could be written: .*ENOSPC.* could not be removed again: user_\w+, user_\w+\. Remove them/,
  );
  restore();
  truncate.mock.restore();
  const remainingIds = ids(backend);
  assert.equal(remainingIds.length, 2);
  await backend.close();
  assert.deepEqual(await storedIds(file), remainingIds);
});

test("a line of another program that makes users.seed fail is kept", async (t) => {
  const file = join(folder(t), "users.ndjson");
  const backend = await createLocalBackend({ file });
  fs.appendFileSync(file, '"clear"\n');
  assert.throws(() => backend.users.seed(3), /was appended to by another program/);
  assert.ok(readFileSync(file, "utf8").endsWith('}\n"clear"\n'));
  await backend.close();
});

test("dev --seed --data on a disk that is too small: exit code 1, a reason and no users; with enough room, all users", {
  skip: process.platform === "win32" && "no ulimit",
}, async (t) => {
  const file = join(folder(t), "users.ndjson");
  await assert.rejects(
    dev(t, ["--data", file, "--seed", "500"], { program: ["sh", "-c", 'ulimit -f 40; exec "$@"', "sh"] }),
    (error) => {
      assert.match(
        error.message,
        /^dev ended with 1: clerk-metadata: The data file could not be written, so nothing was changed: EFBIG/,
      );
      return true;
    },
  );
  assert.equal(existsSync(`${file}.lock`), false);
  assert.deepEqual(await storedIds(file), []);
  const server = await dev(t, ["--data", file, "--seed", "500"]);
  assert.match(server.stdout(), /\n500 users, kept in /);
});
