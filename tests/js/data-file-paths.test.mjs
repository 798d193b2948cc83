// Which paths a data file can have. The error for any other path is thrown before anything is changed.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { createLocalBackend } from "clerk-metadata/local";
import { run } from "./support/command.mjs";
import { folder } from "./support/folder.mjs";
import { assertOpenRejected } from "./support/data-file.mjs";

const onPosix = { skip: process.platform === "win32" && "Windows has no file modes" };

test("a path that is not a regular file is rejected with its type and is not read", onPosix, async (t) => {
  const directory = folder(t);
  const fifo = join(directory, "fifo");
  execFileSync("mkfifo", [fifo]);
  mkdirSync(join(directory, "folder"));
  await assertOpenRejected(fifo, /it is a pipe \(FIFO\), but a data file must be a regular file/);
  await assertOpenRejected(join(directory, "folder"), /it is a folder, but a data file must be a regular file/);
  await assertOpenRejected("/dev/null", /it is a device/);
  await assertOpenRejected(`${directory}/`, /it is a folder/, directory);
  assert.deepEqual(readdirSync(directory).sort(), ["fifo", "folder"]);
  assert.equal(existsSync("/dev/null.lock"), false);
});

test("for a missing folder, the error names it and says what to do", async (t) => {
  const directory = folder(t);
  await assertOpenRejected(
    join(directory, "missing", "users.ndjson"),
    new RegExp(`users\\.ndjson: the folder ${directory}/missing does not exist\\. Create it first\\.$`),
  );
  await assertOpenRejected(
    join(directory, "a", "b", "users.ndjson"),
    new RegExp(`the folder ${directory}/a/b does not exist\\.`),
  );
  writeFileSync(join(directory, "file"), "");
  await assertOpenRejected(join(directory, "file", "users.ndjson"), new RegExp(`${directory}/file is not a folder`));
  symlinkSync("missing/users.ndjson", join(directory, "link"));
  await assertOpenRejected(
    join(directory, "link"),
    new RegExp(`link: the folder ${directory}/missing does not exist\\.`),
  );
  const { code, stderr } = await run(t, ["dev", "--port", "0", "--data", join(directory, "missing", "users.ndjson")]);
  assert.equal(code, 2);
  assert.ok(
    stderr
      .replaceAll("\n", " ")
      .startsWith(
        `clerk-metadata: --data must be a path in an existing folder. The folder ${directory}/missing does not exist. `,
      ),
    stderr,
  );
  assert.deepEqual(readdirSync(directory).sort(), ["file", "link"]);
});

test("for a name that is too long, the error says so", async (t) => {
  const directory = folder(t);
  await assertOpenRejected(join(directory, "x".repeat(254)), /ENAMETOOLONG.*Give the file a shorter name/);
  assert.deepEqual(readdirSync(directory), []);
});

for (const [description, file, message] of [
  ["an empty string", "", /createLocalBackend: file is empty/],
  ["a number", 5, /file must be a path as a string, or a file: URL, not a value of type number/],
  ["null", null, /not null/],
  ["false", false, /not a value of type boolean/],
  ["an object", {}, /not a value of type object/],
  ["bytes", Buffer.from("users.ndjson"), /not a value of type object/],
  [
    "a web URL",
    new URL("https://example.com/users.ndjson"),
    /must be a URL that starts with file:, not with another scheme/,
  ],
  ["a file: URL in a string", "file:///tmp/users.ndjson", /a URL in a string\. Pass new URL/],
  ["a NUL", "users\0.ndjson", /NUL/],
]) {
  test(`a file that is ${description} is rejected`, async () => {
    await assert.rejects(createLocalBackend({ file }), (error) => {
      assert.ok(error instanceof TypeError, String(error));
      assert.match(error.message, message);
      return true;
    });
  });
}

test("a file: URL is accepted, with any character", async (t) => {
  const file = join(folder(t), "größe und %20 #1?.ndjson");
  await (await createLocalBackend({ file: pathToFileURL(file), users: [{ id: "user_1" }] })).close();
  assert.ok(readFileSync(file, "utf8").includes("user_1"));
});
