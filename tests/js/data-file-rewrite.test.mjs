// The data file is rewritten when it is opened, if it has more than one line for each user. If that fails, the file is
// unchanged and no other file is left.
import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import fs, { mkdtempSync, readFileSync, readdirSync, rmdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { createLocalBackend } from "clerk-metadata/local";
import { dev } from "./support/command.mjs";
import { folder } from "./support/folder.mjs";
import { openInProcess } from "./support/open-process.mjs";
import { addHistory, assertOpenRejected, needsBuiltin } from "./support/data-file.mjs";

const asRoot = { skip: process.getuid?.() !== 0 && "needs root" };

/** A small separate disk; undefined where none can be mounted. */
function smallDisk(t) {
  const directory = mkdtempSync(join(tmpdir(), "clerk-metadata-disk-"));
  const { status } = spawnSync("mount", ["-t", "tmpfs", "-o", "size=256k", "tmpfs", directory]);
  t.after(() => {
    if (status === 0) execFileSync("umount", ["-l", directory]);
    rmdirSync(directory);
  });
  return status === 0 ? directory : undefined;
}

test(
  "a full disk at the start: the file is unchanged, no other file is left, and the next start with enough space works",
  asRoot,
  async (t) => {
    const directory = smallDisk(t);
    if (directory === undefined) return t.skip("no disk can be mounted here");
    const file = join(directory, "users.ndjson");
    const first = await createLocalBackend({ file });
    for (let index = 0; index < 10; index++)
      first.users.create({ id: `user_${index}`, publicMetadata: { text: "x".repeat(7000) } });
    const users = first.users.list();
    await first.close();
    addHistory(file);
    const bytes = readFileSync(file);
    // Space for the lock and a part of the file.
    writeFileSync(join(directory, "other"), Buffer.alloc(256 * 1024 - bytes.length - 32 * 1024));
    const { message } = await assertOpenRejected(
      file,
      /the file could not be rewritten, and was not modified: ENOSPC.*Free up disk space/,
    );
    assert.ok(!message.includes(".compacting"), message);
    assert.deepEqual(readFileSync(file), bytes);
    assert.deepEqual(readdirSync(directory).sort(), ["other", "users.ndjson"]);
    // No space, not even for the lock.
    try {
      fs.appendFileSync(join(directory, "other"), Buffer.alloc(256 * 1024));
    } catch (error) {
      assert.equal(error.code, "ENOSPC");
    }
    await assertOpenRejected(file, /ENOSPC.*Free up disk space/);
    await assertOpenRejected(join(directory, "new.ndjson"), /ENOSPC.*Free up disk space/);
    assert.deepEqual(readdirSync(directory).sort(), ["other", "users.ndjson"]);
    rmSync(join(directory, "other"));
    const reopened = await createLocalBackend({ file });
    assert.deepEqual(reopened.users.list(), users);
    await reopened.close();
  },
);

test("a file size limit at the start: the file is unchanged and no other file is left", {
  skip: process.platform === "win32" && "no ulimit",
}, async (t) => {
  const directory = folder(t);
  const file = join(directory, "users.ndjson");
  const backend = await createLocalBackend({ file });
  for (let index = 0; index < 10; index++)
    backend.users.create({ id: `user_${index}`, publicMetadata: { text: "x".repeat(8000) } });
  await backend.close();
  addHistory(file);
  const bytes = readFileSync(file);
  await assert.rejects(
    dev(t, ["--data", file], { program: ["sh", "-c", 'ulimit -f 40; exec "$@"', "sh"] }),
    (error) => {
      assert.ok(
        error.message.includes(`${file}: the file could not be rewritten, and was not modified: EFBIG`),
        error.message,
      );
      return true;
    },
  );
  assert.deepEqual(readFileSync(file), bytes);
  assert.deepEqual(readdirSync(directory), ["users.ndjson"]);
});

test("a failure while the file is rewritten leaves it unchanged and leaves no other file", needsBuiltin, async (t) => {
  const directory = folder(t);
  const file = join(directory, "users.ndjson");
  await (await createLocalBackend({ file, users: [{ id: "user_1" }] })).close();
  addHistory(file);
  const bytes = readFileSync(file);
  // The lock is written and renamed by the same functions, without a newline and under another name.
  const calls = {
    writeSync: (_, bytes) => bytes.includes(10),
    fsyncSync: () => true,
    chmodSync: () => true,
    renameSync: (from) => !from.includes(".lock"),
  };
  for (const [name, isTargetCall] of Object.entries(calls)) {
    const call = fs[name];
    const mock = t.mock.method(fs, name, (...args) => {
      if (!isTargetCall(...args)) return call(...args);
      throw Object.assign(new Error(`EIO: i/o error, ${name}`), { code: "EIO" });
    });
    await assertOpenRejected(file, new RegExp(`could not be rewritten, and was not modified: EIO: i/o error, ${name}`));
    mock.mock.restore();
    assert.deepEqual(readFileSync(file), bytes, name);
    assert.deepEqual(readdirSync(directory), ["users.ndjson"], name);
  }
});

test("the temporary file of a crash during a rewrite is deleted, and no file with another name", async (t) => {
  const directory = folder(t);
  const file = join(directory, "users.ndjson");
  const killed = openInProcess(t, file);
  await killed.next();
  await killed.kill();
  const { token } = JSON.parse(readFileSync(`${file}.lock`, "utf8"));
  writeFileSync(`${file}.${token}.compacting`, "half");
  // Another data file of the user, or any other file.
  for (const name of ["users.ndjson.compacting", "users.ndjson.new", `users.ndjson.${"f".repeat(32)}.compacting`])
    writeFileSync(join(directory, name), "mine");
  const before = readdirSync(directory)
    .filter((name) => !name.includes("lock") && !name.includes(token))
    .sort();
  await (await createLocalBackend({ file })).close();
  assert.deepEqual(readdirSync(directory).sort(), before);
  assert.equal(readFileSync(`${file}.compacting`, "utf8"), "mine");
});

test("a file that another program changes while it is read is not overwritten", needsBuiltin, async (t) => {
  const file = join(folder(t), "users.ndjson");
  await (await createLocalBackend({ file, users: [{ id: "user_1" }] })).close();
  addHistory(file);
  const fsync = fs.fsyncSync;
  t.mock.method(fs, "fsyncSync", (...args) => {
    fs.appendFileSync(file, '"clear"\n');
    return fsync(...args);
  });
  await assertOpenRejected(file, /another program changed it in the meantime/);
  assert.ok(readFileSync(file, "utf8").endsWith('"}\n"clear"\n'));
});

test("a file with one line for each user is not rewritten, and the next change is appended", async (t) => {
  const file = join(folder(t), "users.ndjson");
  await (await createLocalBackend({ file, users: [{ id: "user_1" }, { id: "user_2" }] })).close();
  const [{ ino }, text] = [fs.statSync(file), readFileSync(file, "utf8")];
  const backend = await createLocalBackend({ file, users: [{ id: "user_3" }] });
  assert.deepEqual([fs.statSync(file).ino, readFileSync(file, "utf8")], [ino, text]);
  backend.users.create({ id: "user_4" });
  await backend.close();
  assert.ok(readFileSync(file, "utf8").startsWith(`${text}{"put":{"id":"user_4"`));
  addHistory(file);
  const reopened = await createLocalBackend({ file });
  assert.deepEqual(
    reopened.users.list().map(({ id }) => id),
    ["user_1", "user_2", "user_4"],
  );
  await reopened.close();
  assert.notEqual(fs.statSync(file).ino, ino);
});

test("users are added to a file without users, and the file is written at once", async (t) => {
  const file = join(folder(t), "users.ndjson");
  await (await createLocalBackend({ file })).close();
  const backend = await createLocalBackend({ file, users: [{ id: "user_1" }] });
  assert.match(readFileSync(file, "utf8"), /\n\{"put":\{"id":"user_1".*\}\n$/);
  await backend.close();
});
