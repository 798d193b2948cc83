// Another program changes the data file while it is open: a change that would be lost at the next
// start is not confirmed.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import fs, {
  appendFileSync,
  closeSync,
  copyFileSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { createLocalBackend } from "clerk-metadata/local";
import { KEY, request, serve } from "./support/backend.mjs";
import { dev } from "./support/command.mjs";
import { HEADER, assertUserMethodsThrow, needsBuiltin } from "./support/data-file.mjs";
import { folder } from "./support/folder.mjs";

const onPosix = { skip: process.platform === "win32" && "an open file cannot be moved" };

/** For each operation on the file: how the error describes it, and how to undo it. */
const OPERATIONS = {
  deleted: [(file) => rmSync(file), "deleted or moved"],
  "moved away": [
    (file) => renameSync(file, `${file}.old`),
    "deleted or moved",
    (file) => renameSync(`${file}.old`, file),
  ],
  "its folder moved away": [
    (file) => renameSync(dirname(file), `${dirname(file)}-old`),
    "deleted or moved",
    (file) => renameSync(`${dirname(file)}-old`, dirname(file)),
  ],
  "replaced by a copy": [
    (file) => {
      copyFileSync(file, `${file}.copy`);
      renameSync(`${file}.copy`, file);
    },
    "replaced by another file",
  ],
  "replaced by an editor": [
    (file) => {
      const text = readFileSync(file, "utf8");
      rmSync(file);
      writeFileSync(file, text);
    },
    "replaced by another file",
  ],
  "replaced by a folder": [
    (file) => {
      rmSync(file);
      mkdirSync(file);
    },
    "replaced by another file",
  ],
  truncated: [(file) => truncateSync(file, 0), "truncated"],
  shortened: [(file) => truncateSync(file, statSync(file).size - 1), "truncated"],
  "appended to": [(file) => appendFileSync(file, '"clear"\n'), "appended to by another program"],
  "overwritten with the same size": [
    (file) => {
      const descriptor = openSync(file, "r+");
      const offset = readFileSync(file).indexOf("first");
      writeSync(descriptor, "other", offset);
      closeSync(descriptor);
      utimesSync(file, 1, 1); // with any modification time
    },
    "changed by another program",
  ],
  "overwritten with the same size and time (cp -p)": [
    (file) => {
      const copy = join(dirname(dirname(file)), "copy");
      writeFileSync(copy, readFileSync(file, "utf8").replace("first", "other"));
      execFileSync("touch", ["-r", file, copy]);
      execFileSync("cp", ["-p", copy, file]);
      assert.equal(statSync(file, { bigint: true }).mtimeNs, statSync(copy, { bigint: true }).mtimeNs);
    },
    "changed by another program",
  ],
  "truncated and refilled": [
    (file) => {
      const size = statSync(file).size;
      const descriptor = openSync(file, "r+");
      ftruncateSync(descriptor, 0);
      writeSync(descriptor, " ".repeat(size));
      closeSync(descriptor);
      utimesSync(file, 1, 1);
    },
    "changed by another program",
  ],
};

for (const [description, [operate, errorText, undo]] of Object.entries(OPERATIONS)) {
  test(
    `${description}: 500 over HTTP and from fetch, an error from users, and no user is changed`,
    onPosix,
    async (t) => {
      const file = join(folder(t), "data", "users.ndjson");
      mkdirSync(dirname(file));
      const { backend, users, url, close } = await serve(t, {
        file,
        users: [{ id: "user_1", publicMetadata: { text: "first" } }],
      });
      users.create({ id: "user_2" });
      const before = users.list();
      operate(file);
      const bytes = statSync(file, { throwIfNoEntry: false })?.isFile() ? readFileSync(file) : undefined;
      for (let round = 1; round <= 2; round++) {
        for (const [method, path, body] of [
          ["PATCH", "/users/user_1/metadata", { public_metadata: { round } }],
          ["PUT", "/users/user_1/metadata", { public_metadata: { round } }],
          ["POST", "/users", { username: "ada" }],
          ["DELETE", "/users/user_2"],
        ]) {
          const { status, json } = await request(url, method, path, body);
          assert.equal(status, 500, `${method} ${path}`);
          assert.equal(json.errors[0].code, "internal_clerk_error");
          assert.ok(
            json.errors[0].long_message.includes(`so nothing was changed: ${file} was ${errorText}`),
            json.errors[0].long_message,
          );
        }
        const response = await backend.fetch("http://localhost/v1/users/user_1/metadata", {
          method: "PATCH",
          headers: { authorization: `Bearer ${KEY}`, "content-type": "application/json" },
          body: "{}",
        });
        assert.equal(response.status, 500);
        await assertUserMethodsThrow(users, { status: 500, message: new RegExp(errorText) });
        assert.deepEqual(users.list(), before);
      }
      // Reads still work, and the other program's content is kept.
      assert.equal((await request(url, "GET", "/users/count")).json.total_count, 2);
      if (bytes !== undefined) assert.deepEqual(readFileSync(file), bytes);
      if (undo) {
        undo(file);
        assert.equal(
          (await request(url, "PATCH", "/users/user_1/metadata", { public_metadata: { text: "second" } })).status,
          200,
        );
        const after = users.list();
        await close();
        const reopened = await createLocalBackend({ file });
        assert.deepEqual(reopened.users.list(), after);
        await reopened.close();
      }
    },
  );
}

test("a symbolic link that gets another target: 500", onPosix, async (t) => {
  const directory = folder(t);
  const link = join(directory, "link");
  for (const name of ["one", "two"]) writeFileSync(join(directory, name), HEADER);
  symlinkSync("one", link);
  const { users, request } = await serve(t, { file: link, users: [{ id: "user_1" }] });
  rmSync(link);
  symlinkSync("two", link);
  const { status, json } = await request("PATCH", "/users/user_1/metadata", { public_metadata: { a: 1 } });
  assert.equal(status, 500);
  assert.match(json.errors[0].long_message, /link was replaced by another file while it was open/);
  assert.deepEqual(users.get("user_1").public_metadata, {});
  assert.equal(readFileSync(join(directory, "two"), "utf8"), HEADER);
});

test("a file whose times change but not its content is still written", async (t) => {
  const file = join(folder(t), "users.ndjson");
  const { users, request, close } = await serve(t, {
    file,
    users: [{ id: "user_1", publicMetadata: { größe: 1 } }, { id: "user_2" }],
  });
  users.seed(20);
  users.delete("user_2");
  for (let round = 1; round <= 3; round++) {
    utimesSync(file, round, round);
    assert.equal((await request("PATCH", "/users/user_1/metadata", { public_metadata: { round } })).status, 200);
  }
  const before = users.list();
  await close();
  const reopened = await createLocalBackend({ file });
  assert.deepEqual(reopened.users.list(), before);
  await reopened.close();
});

test("a file that is replaced while a line is written: 500, and no further writes", {
  ...onPosix,
  ...needsBuiltin,
}, async (t) => {
  const file = join(folder(t), "users.ndjson");
  const { users, request } = await serve(t, { file, users: [{ id: "user_1" }] });
  const write = fs.writeSync;
  const mock = t.mock.method(fs, "writeSync", (...args) => {
    mock.mock.restore();
    renameSync(file, `${file}.old`);
    writeFileSync(file, HEADER);
    return write(...args);
  });
  for (let round = 1; round <= 2; round++) {
    const { status } = await request("PATCH", "/users/user_1/metadata", { public_metadata: { round } });
    assert.equal(status, 500);
  }
  assert.deepEqual(users.get("user_1").public_metadata, {});
  assert.equal(readFileSync(file, "utf8"), HEADER);
});

test("the dev command prints the reason and exits normally", onPosix, async (t) => {
  const file = join(folder(t), "users.ndjson");
  const server = await dev(t, ["--data", file, "--seed", "1"]);
  const {
    json: [{ id }],
  } = await request(server.url, "GET", "/users");
  rmSync(file);
  const { status, json } = await request(server.url, "PATCH", `/users/${id}/metadata`, { public_metadata: { a: 1 } });
  assert.equal(status, 500);
  assert.ok(
    json.errors[0].long_message.includes(
      `${file} was deleted or moved while it was open. Restore the file, or restart`,
    ),
    json.errors[0].long_message,
  );
  server.child.kill("SIGINT");
  assert.deepEqual(await server.exit, [0, null]);
});
