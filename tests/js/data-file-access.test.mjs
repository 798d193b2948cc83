// Which files can be data files, and which of their attributes are kept: mode, owner, links. An error is thrown
// before anything is changed and leaves no files.
import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import fs, {
  chmodSync,
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  readlinkSync,
  rmdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { createLocalBackend } from "clerk-metadata/local";
import { KEY, request } from "./support/backend.mjs";
import { dev, run } from "./support/command.mjs";
import { folder } from "./support/folder.mjs";
import { openInProcess } from "./support/open-process.mjs";

const HEADER = '{"format":"clerk-metadata-local","version":1}\n';
const onPosix = { skip: process.platform === "win32" && "Windows has no file modes" };
const asRoot = { skip: process.getuid?.() !== 0 && "needs root" };
const needsBuiltin = { skip: typeof process.getBuiltinModule !== "function" && "node:fs cannot be replaced here" };
const modeOf = (file) => statSync(file).mode & 0o7777;

/** Opening must fail with a message that names the file; returns the error. */
async function assertRejected(file, message, expectedPath = file) {
  let thrown;
  await assert.rejects(createLocalBackend({ file }), (error) => {
    thrown = error;
    assert.ok(error instanceof Error);
    assert.ok(error.message.includes(expectedPath), error.message);
    assert.match(error.message, message);
    return true;
  });
  return thrown;
}

test("only the owner can read a new file, whatever the umask is", onPosix, async (t) => {
  const file = join(folder(t), "users.ndjson");
  const server = await dev(t, ["--data", file], { program: ["sh", "-c", 'umask 0; exec "$@"', "sh"] });
  assert.equal(modeOf(file), 0o600);
  server.child.kill("SIGINT");
  await server.exit;
  assert.equal(modeOf(file), 0o600);
});

for (const mode of [0o600, 0o640, 0o664, 0o666, 0o644, 0o200 | 0o400, 0o2660]) {
  test(`the mode ${mode.toString(8)} is kept across starts and changes`, onPosix, async (t) => {
    const file = join(folder(t), "users.ndjson");
    writeFileSync(file, HEADER);
    chmodSync(file, mode);
    for (let start = 1; start <= 2; start++) {
      const backend = await createLocalBackend({ file });
      assert.equal(modeOf(file), mode);
      backend.users.create({ id: `user_${start}`, privateMetadata: { secret: 1 } });
      await backend.close();
      assert.equal(modeOf(file), mode);
    }
  });
}

test("no other user can read the file while it is rewritten", { ...onPosix, ...needsBuiltin }, async (t) => {
  const file = join(folder(t), "users.ndjson");
  await (await createLocalBackend({ file, users: [{ id: "user_1" }] })).close();
  const modes = [];
  const write = fs.writeSync;
  t.mock.method(fs, "writeSync", (descriptor, ...args) => {
    if (args[0].includes?.(10)) modes.push(fs.fstatSync(descriptor).mode & 0o777); // lines, not the lock
    return write(descriptor, ...args);
  });
  await (await createLocalBackend({ file })).close();
  assert.ok(modes.length > 0);
  assert.deepEqual(new Set(modes), new Set([0o600]));
});

test("the owner and the group are kept", asRoot, async (t) => {
  const file = join(folder(t), "users.ndjson");
  writeFileSync(file, HEADER);
  chmodSync(file, 0o640);
  chownSync(file, 12345, 23456);
  const backend = await createLocalBackend({ file, users: [{ id: "user_1" }] });
  await backend.close();
  const { uid, gid } = statSync(file);
  assert.deepEqual([uid, gid, modeOf(file)], [12345, 23456, 0o640]);
});

test("if the group cannot be kept, no other group gets its permissions", { ...asRoot, ...needsBuiltin }, async (t) => {
  const file = join(folder(t), "users.ndjson");
  writeFileSync(file, HEADER);
  chmodSync(file, 0o664);
  chownSync(file, 12345, 23456);
  t.mock.method(fs, "chownSync", () => {
    throw Object.assign(new Error("EPERM: operation not permitted, chown"), { code: "EPERM" });
  });
  await (await createLocalBackend({ file })).close();
  assert.equal(modeOf(file), 0o604);
});

test("a symbolic link is kept, and its target contains the users", onPosix, async (t) => {
  const directory = folder(t);
  mkdirSync(join(directory, "data"));
  const [link, target] = [join(directory, "users.ndjson"), join(directory, "data", "target.ndjson")];
  writeFileSync(target, "");
  chmodSync(target, 0o600);
  symlinkSync("data/target.ndjson", link);
  for (const id of ["user_1", "user_2"]) {
    const backend = await createLocalBackend({ file: link });
    backend.users.create({ id });
    await backend.close();
    assert.equal(readlinkSync(link), "data/target.ndjson");
    assert.ok(lstatSync(target).isFile());
    assert.ok(readFileSync(target, "utf8").includes(`"id":"${id}"`));
    assert.equal(modeOf(target), 0o600);
  }
  assert.deepEqual(
    [readdirSync(directory).sort(), readdirSync(join(directory, "data"))],
    [["data", "users.ndjson"], ["target.ndjson"]],
  );
});

for (const mode of [0o444, 0o400, 0o555]) {
  test(
    `a read-only file (${mode.toString(8)}) is rejected and not modified, for the superuser too`,
    onPosix,
    async (t) => {
      const directory = folder(t);
      const file = join(directory, "users.ndjson");
      writeFileSync(file, HEADER);
      chmodSync(file, mode);
      const before = statSync(file);
      await assertRejected(file, /the file is read-only\. Make it writable \(chmod u\+w\)/);
      symlinkSync(file, join(directory, "link"));
      await assertRejected(join(directory, "link"), /the file is read-only/);
      const { code, stdout, stderr } = await run(t, ["dev", "--port", "0", "--data", file]);
      assert.deepEqual([code, stdout], [1, ""]);
      assert.ok(stderr.startsWith(`clerk-metadata: ${file}: the file is read-only.`), stderr);
      const after = statSync(file);
      assert.deepEqual([after.ino, after.mtimeMs, after.mode], [before.ino, before.mtimeMs, before.mode]);
      assert.deepEqual(readdirSync(directory).sort(), ["link", "users.ndjson"]);
    },
  );
}

/** Opens a file as another user; returns the error message, or "" without an error. */
function openAs(uid, file) {
  const program = `import { createLocalBackend } from ${JSON.stringify(import.meta.resolve("clerk-metadata/local"))};
    const use = async (backend) => (await backend).close();
    await use(createLocalBackend({ file: process.argv[1] })).catch(({ message }) => console.log(message));`;
  return execFileSync(process.execPath, ["--input-type=module", "-e", program, file], {
    uid,
    gid: uid,
    encoding: "utf8",
  }).trim();
}

/** A file and a folder of another user, in a parent folder that every user may enter. */
function sharedFolder(t) {
  const directory = folder(t);
  chmodSync(directory, 0o777);
  return directory;
}

const canOtherUserRead = () =>
  spawnSync(
    process.execPath,
    [
      "-e",
      `require("node:fs").readFileSync(${JSON.stringify(new URL(import.meta.resolve("clerk-metadata/local")).pathname)})`,
    ],
    { uid: 12345, gid: 12345 },
  ).status === 0;
const asOther = {
  skip: process.getuid?.() !== 0 ? "needs root" : !canOtherUserRead() && "another user cannot read this package",
};

test(
  "another user's file and a folder without write permission are rejected, and the error names them",
  asOther,
  (t) => {
    const directory = sharedFolder(t);
    const file = join(directory, "users.ndjson");
    writeFileSync(file, HEADER, { mode: 0o600 });
    assert.match(openAs(12345, file), /users\.ndjson: the file cannot be read and written: EACCES.*Allow this user/);
    chmodSync(file, 0o644);
    assert.match(openAs(12345, file), /users\.ndjson: the file cannot be read and written: EACCES/);
    chownSync(file, 12345, 12345);
    chmodSync(directory, 0o755);
    assert.match(
      openAs(12345, file),
      /users\.ndjson: its lock .*users\.ndjson\.lock cannot be created: EACCES.*Allow this user/,
    );
    assert.deepEqual(readdirSync(directory), ["users.ndjson"]);
    chmodSync(directory, 0o777);
    assert.equal(openAs(12345, file), "");
  },
);

test("a path that is not a regular file is rejected with its type and is not read", onPosix, async (t) => {
  const directory = folder(t);
  const fifo = join(directory, "fifo");
  execFileSync("mkfifo", [fifo]);
  mkdirSync(join(directory, "folder"));
  await assertRejected(fifo, /it is a pipe \(FIFO\), and a data file must be a regular file/);
  await assertRejected(join(directory, "folder"), /it is a folder, and a data file must be a regular file/);
  await assertRejected("/dev/null", /it is a device/);
  await assertRejected(`${directory}/`, /it is a folder/, directory);
  assert.deepEqual(readdirSync(directory).sort(), ["fifo", "folder"]);
  assert.equal(existsSync("/dev/null.lock"), false);
});

test("for a missing folder, the error names it and says what to do", async (t) => {
  const directory = folder(t);
  await assertRejected(
    join(directory, "missing", "users.ndjson"),
    new RegExp(`users\\.ndjson: the folder ${directory}/missing does not exist\\. Create it first\\.$`),
  );
  await assertRejected(
    join(directory, "a", "b", "users.ndjson"),
    new RegExp(`the folder ${directory}/a/b does not exist\\.`),
  );
  writeFileSync(join(directory, "file"), "");
  await assertRejected(join(directory, "file", "users.ndjson"), new RegExp(`${directory}/file is not a folder`));
  symlinkSync("missing/users.ndjson", join(directory, "link"));
  await assertRejected(join(directory, "link"), new RegExp(`link: the folder ${directory}/missing does not exist\\.`));
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
  await assertRejected(join(directory, "x".repeat(254)), /ENAMETOOLONG.*Give the file a shorter name/);
  assert.deepEqual(readdirSync(directory), []);
});

for (const [description, file, message] of [
  ["an empty string", "", /createLocalBackend: file is empty/],
  ["a number", 5, /file must be a path as a string, or a file: URL, not a value of type number/],
  ["null", null, /not null/],
  ["false", false, /not a value of type boolean/],
  ["an object", {}, /not a value of type object/],
  ["bytes", Buffer.from("users.ndjson"), /not a value of type object/],
  ["a web URL", new URL("https://example.com/users.ndjson"), /a URL of another scheme; it must begin with file:/],
  ["a file: URL in a string", "file:///tmp/users.ndjson", /a URL in a string\. Give new URL/],
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
    const bytes = readFileSync(file);
    // Space for the lock and a part of the file.
    writeFileSync(join(directory, "other"), Buffer.alloc(256 * 1024 - bytes.length - 32 * 1024));
    const { message } = await assertRejected(
      file,
      /the file could not be rewritten, and is left as it is: ENOSPC.*Make room on the disk/,
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
    await assertRejected(file, /ENOSPC.*Make room on the disk/);
    await assertRejected(join(directory, "new.ndjson"), /ENOSPC.*Make room on the disk/);
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
  const bytes = readFileSync(file);
  await assert.rejects(
    dev(t, ["--data", file], { program: ["sh", "-c", 'ulimit -f 40; exec "$@"', "sh"] }),
    (error) => {
      assert.ok(
        error.message.includes(`${file}: the file could not be rewritten, and is left as it is: EFBIG`),
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
    await assertRejected(file, new RegExp(`could not be rewritten, and is left as it is: EIO: i/o error, ${name}`));
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
  const fsync = fs.fsyncSync;
  t.mock.method(fs, "fsyncSync", (...args) => {
    fs.appendFileSync(file, '"clear"\n');
    return fsync(...args);
  });
  await assertRejected(file, /another program changed it meanwhile/);
  assert.ok(readFileSync(file, "utf8").endsWith('}}\n"clear"\n'));
});

const flags = (...candidates) =>
  candidates.filter((flag) => process.allowedNodeEnvironmentFlags.has(flag.split("=")[0]));

test("Node's permission model: an allowed folder works, and otherwise the error says what to allow", async (t) => {
  const directory = folder(t);
  const file = join(directory, "users.ndjson");
  const [permission] = flags("--permission", "--experimental-permission");
  const root = new URL("../..", import.meta.url).pathname;
  // A shell puts the flags between node and the program.
  const start = (...permissions) => {
    const candidates = [permission, ...flags("--allow-net"), `--allow-fs-read=${root}`, ...permissions].join(" ");
    return dev(t, ["--data", file, "--secret-key", KEY], {
      program: ["sh", "-c", `node=$1; shift; exec "$node" ${candidates} "$@"`, "sh"],
    });
  };
  for (const round of [1, 2]) {
    const server = await start(`--allow-fs-read=${directory}/`, `--allow-fs-write=${directory}/`);
    assert.equal((await request(server.url, "POST", "/users", { username: `user${round}` })).status, 200);
    server.child.kill("SIGKILL");
    await server.exit;
  }
  const backend = await createLocalBackend({ file });
  assert.deepEqual(
    backend.users.list().map(({ username }) => username),
    ["user1", "user2"],
  );
  await backend.close();
  assert.equal(modeOf(file), 0o600);

  for (const permissions of [[], [`--allow-fs-read=${directory}/`]]) {
    await assert.rejects(start(...permissions), (error) => {
      assert.ok(error.message.includes(`${file}: `), error.message);
      assert.match(error.message, /Allow the folder of the data file with --allow-fs-read and --allow-fs-write/);
      assert.doesNotMatch(error.message, /\n\s+at /);
      return true;
    });
  }
  assert.deepEqual(readdirSync(directory), ["users.ndjson"]);
});
