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
import { opener } from "./support/opener.mjs";

const HEADER = '{"format":"clerk-metadata-local","version":1}\n';
const onPosix = { skip: process.platform === "win32" && "no modes" };
const asRoot = { skip: process.getuid?.() !== 0 && "needs root" };
const needsBuiltin = { skip: typeof process.getBuiltinModule !== "function" && "node:fs cannot be replaced here" };
const modeOf = (file) => statSync(file).mode & 0o7777;

/** Opening must fail with a message that names the file; returns the error. */
async function isRejected(file, message, named = file) {
  let thrown;
  await assert.rejects(createLocalBackend({ file }), (error) => {
    thrown = error;
    assert.ok(error instanceof Error);
    assert.ok(error.message.includes(named), error.message);
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
  t.mock.method(fs, "writeSync", (output, ...args) => {
    if (args[0].includes?.(10)) modes.push(fs.fstatSync(output).mode & 0o777); // lines, not the lock
    return write(output, ...args);
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
  const place = folder(t);
  mkdirSync(join(place, "data"));
  const [link, target] = [join(place, "users.ndjson"), join(place, "data", "target.ndjson")];
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
    [readdirSync(place).sort(), readdirSync(join(place, "data"))],
    [["data", "users.ndjson"], ["target.ndjson"]],
  );
});

for (const mode of [0o444, 0o400, 0o555]) {
  test(
    `a read-only file (${mode.toString(8)}) is rejected and not modified, for the superuser too`,
    onPosix,
    async (t) => {
      const place = folder(t);
      const file = join(place, "users.ndjson");
      writeFileSync(file, HEADER);
      chmodSync(file, mode);
      const before = statSync(file);
      await isRejected(file, /the file is read-only\. Make it writable \(chmod u\+w\)/);
      symlinkSync(file, join(place, "link"));
      await isRejected(join(place, "link"), /the file is read-only/);
      const { code, stdout, stderr } = await run(t, ["dev", "--port", "0", "--data", file]);
      assert.deepEqual([code, stdout], [1, ""]);
      assert.ok(stderr.startsWith(`clerk-metadata: ${file}: the file is read-only.`), stderr);
      const after = statSync(file);
      assert.deepEqual([after.ino, after.mtimeMs, after.mode], [before.ino, before.mtimeMs, before.mode]);
      assert.deepEqual(readdirSync(place).sort(), ["link", "users.ndjson"]);
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
function othersFolder(t) {
  const place = folder(t);
  chmodSync(place, 0o777);
  return place;
}

const canBeRead = () =>
  spawnSync(
    process.execPath,
    [
      "-e",
      `require("node:fs").readFileSync(${JSON.stringify(new URL(import.meta.resolve("clerk-metadata/local")).pathname)})`,
    ],
    { uid: 12345, gid: 12345 },
  ).status === 0;
const asOther = {
  skip: process.getuid?.() !== 0 ? "needs root" : !canBeRead() && "another user cannot read this package",
};

test("another user's file and a folder without write permission are rejected, and the error names them", asOther, (t) => {
  const place = othersFolder(t);
  const file = join(place, "users.ndjson");
  writeFileSync(file, HEADER, { mode: 0o600 });
  assert.match(openAs(12345, file), /users\.ndjson: the file cannot be read and written: EACCES.*Allow this user/);
  chmodSync(file, 0o644);
  assert.match(openAs(12345, file), /users\.ndjson: the file cannot be read and written: EACCES/);
  chownSync(file, 12345, 12345);
  chmodSync(place, 0o755);
  assert.match(
    openAs(12345, file),
    /users\.ndjson: its lock .*users\.ndjson\.lock cannot be created: EACCES.*Allow this user/,
  );
  assert.deepEqual(readdirSync(place), ["users.ndjson"]);
  chmodSync(place, 0o777);
  assert.equal(openAs(12345, file), "");
});

test("a path that is not a regular file is rejected with its type and is not read", onPosix, async (t) => {
  const place = folder(t);
  const fifo = join(place, "fifo");
  execFileSync("mkfifo", [fifo]);
  mkdirSync(join(place, "folder"));
  await isRejected(fifo, /it is a pipe \(FIFO\), and a data file must be a regular file/);
  await isRejected(join(place, "folder"), /it is a folder, and a data file must be a regular file/);
  await isRejected("/dev/null", /it is a device/);
  await isRejected(`${place}/`, /it is a folder/, place);
  assert.deepEqual(readdirSync(place).sort(), ["fifo", "folder"]);
  assert.equal(existsSync("/dev/null.lock"), false);
});

test("for a missing folder, the error names it and says what to do", async (t) => {
  const place = folder(t);
  await isRejected(
    join(place, "missing", "users.ndjson"),
    new RegExp(`users\\.ndjson: the folder ${place}/missing does not exist\\. Create it first\\.$`),
  );
  await isRejected(join(place, "a", "b", "users.ndjson"), new RegExp(`the folder ${place}/a/b does not exist\\.`));
  writeFileSync(join(place, "file"), "");
  await isRejected(join(place, "file", "users.ndjson"), new RegExp(`${place}/file is not a folder`));
  symlinkSync("missing/users.ndjson", join(place, "link"));
  await isRejected(join(place, "link"), new RegExp(`link: the folder ${place}/missing does not exist\\.`));
  const { code, stderr } = await run(t, ["dev", "--port", "0", "--data", join(place, "missing", "users.ndjson")]);
  assert.deepEqual(
    [code, stderr],
    [
      1,
      `clerk-metadata: ${place}/missing/users.ndjson: the folder ${place}/missing does not exist. Create it first.\n`,
    ],
  );
  assert.deepEqual(readdirSync(place).sort(), ["file", "link"]);
});

test("for a name that is too long, the error says so", async (t) => {
  const place = folder(t);
  await isRejected(join(place, "x".repeat(254)), /ENAMETOOLONG.*Give the file a shorter name/);
  assert.deepEqual(readdirSync(place), []);
});

for (const [what, file, message] of [
  ["nothing", "", /createLocalBackend: file is empty/],
  ["a number", 5, /file must be a path as a string, or a file: URL, not a value of type number/],
  ["null", null, /not null/],
  ["false", false, /not a value of type boolean/],
  ["an object", {}, /not a value of type object/],
  ["bytes", Buffer.from("users.ndjson"), /not a value of type object/],
  ["a web URL", new URL("https://example.com/users.ndjson"), /a URL of another scheme; it must begin with file:/],
  ["a file: URL in a string", "file:///tmp/users.ndjson", /a URL in a string\. Give new URL/],
  ["a NUL", "users\0.ndjson", /NUL/],
]) {
  test(`a file that is ${what} is rejected`, async () => {
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
  const place = mkdtempSync(join(tmpdir(), "clerk-metadata-disk-"));
  const { status } = spawnSync("mount", ["-t", "tmpfs", "-o", "size=256k", "tmpfs", place]);
  t.after(() => {
    if (status === 0) execFileSync("umount", ["-l", place]);
    rmdirSync(place);
  });
  return status === 0 ? place : undefined;
}

test(
  "a full disk at the start: the file is unchanged, no other file is left, and the next start with enough space works",
  asRoot,
  async (t) => {
    const place = smallDisk(t);
    if (place === undefined) return t.skip("no disk can be mounted here");
    const file = join(place, "users.ndjson");
    const first = await createLocalBackend({ file });
    for (let index = 0; index < 10; index++)
      first.users.create({ id: `user_${index}`, publicMetadata: { text: "x".repeat(7000) } });
    const users = first.users.list();
    await first.close();
    const bytes = readFileSync(file);
    // Space for the lock and a part of the file.
    writeFileSync(join(place, "other"), Buffer.alloc(256 * 1024 - bytes.length - 32 * 1024));
    const { message } = await isRejected(
      file,
      /the file could not be rewritten, and is left as it is: ENOSPC.*Make room on the disk/,
    );
    assert.ok(!message.includes(".compacting"), message);
    assert.deepEqual(readFileSync(file), bytes);
    assert.deepEqual(readdirSync(place).sort(), ["other", "users.ndjson"]);
    // No space, not even for the lock.
    try {
      fs.appendFileSync(join(place, "other"), Buffer.alloc(256 * 1024));
    } catch (error) {
      assert.equal(error.code, "ENOSPC");
    }
    await isRejected(file, /ENOSPC.*Make room on the disk/);
    await isRejected(join(place, "new.ndjson"), /ENOSPC.*Make room on the disk/);
    assert.deepEqual(readdirSync(place).sort(), ["other", "users.ndjson"]);
    rmSync(join(place, "other"));
    const again = await createLocalBackend({ file });
    assert.deepEqual(again.users.list(), users);
    await again.close();
  },
);

test("a file size limit at the start: the file is unchanged and no other file is left", {
  skip: process.platform === "win32" && "no ulimit",
}, async (t) => {
  const place = folder(t);
  const file = join(place, "users.ndjson");
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
  assert.deepEqual(readdirSync(place), ["users.ndjson"]);
});

test(
  "a failure while the file is rewritten leaves it unchanged and leaves no other file",
  needsBuiltin,
  async (t) => {
    const place = folder(t);
    const file = join(place, "users.ndjson");
    await (await createLocalBackend({ file, users: [{ id: "user_1" }] })).close();
    const bytes = readFileSync(file);
    // The lock is written and renamed by the same functions, without a newline and under another name.
    const calls = {
      writeSync: (_, bytes) => bytes.includes(10),
      fsyncSync: () => true,
      chmodSync: () => true,
      renameSync: (from) => !from.includes(".lock"),
    };
    for (const [name, isMeant] of Object.entries(calls)) {
      const call = fs[name];
      const mock = t.mock.method(fs, name, (...args) => {
        if (!isMeant(...args)) return call(...args);
        throw Object.assign(new Error(`EIO: i/o error, ${name}`), { code: "EIO" });
      });
      await isRejected(file, new RegExp(`could not be rewritten, and is left as it is: EIO: i/o error, ${name}`));
      mock.mock.restore();
      assert.deepEqual(readFileSync(file), bytes, name);
      assert.deepEqual(readdirSync(place), ["users.ndjson"], name);
    }
  },
);

test("the temporary file of a crash during a rewrite is deleted, and no file with another name", async (t) => {
  const place = folder(t);
  const file = join(place, "users.ndjson");
  const dead = opener(t, file);
  await dead.next();
  await dead.kill();
  const { token } = JSON.parse(readFileSync(`${file}.lock`, "utf8"));
  writeFileSync(`${file}.${token}.compacting`, "half");
  // Another data file of the user, or any other file.
  for (const name of ["users.ndjson.compacting", "users.ndjson.new", `users.ndjson.${"f".repeat(32)}.compacting`])
    writeFileSync(join(place, name), "mine");
  const before = readdirSync(place)
    .filter((name) => !name.includes("lock") && !name.includes(token))
    .sort();
  await (await createLocalBackend({ file })).close();
  assert.deepEqual(readdirSync(place).sort(), before);
  assert.equal(readFileSync(`${file}.compacting`, "utf8"), "mine");
});

test("a file that another program changes while it is read is not overwritten", needsBuiltin, async (t) => {
  const file = join(folder(t), "users.ndjson");
  await (await createLocalBackend({ file, users: [{ id: "user_1" }] })).close();
  const rename = fs.fsyncSync;
  t.mock.method(fs, "fsyncSync", (...args) => {
    fs.appendFileSync(file, '"clear"\n');
    return rename(...args);
  });
  await isRejected(file, /another program changed it meanwhile/);
  assert.ok(readFileSync(file, "utf8").endsWith('}}\n"clear"\n'));
});

const flags = (...all) => all.filter((flag) => process.allowedNodeEnvironmentFlags.has(flag.split("=")[0]));

test("Node's permission model: an allowed folder works, and otherwise the error says what to allow", async (t) => {
  const place = folder(t);
  const file = join(place, "users.ndjson");
  const [permission] = flags("--permission", "--experimental-permission");
  const root = new URL("../..", import.meta.url).pathname;
  // A shell puts the flags between node and the program.
  const start = (...allowed) => {
    const all = [permission, ...flags("--allow-net"), `--allow-fs-read=${root}`, ...allowed].join(" ");
    return dev(t, ["--data", file, "--secret-key", KEY], {
      program: ["sh", "-c", `node=$1; shift; exec "$node" ${all} "$@"`, "sh"],
    });
  };
  for (const round of [1, 2]) {
    const server = await start(`--allow-fs-read=${place}/`, `--allow-fs-write=${place}/`);
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

  for (const allowed of [[], [`--allow-fs-read=${place}/`]]) {
    await assert.rejects(start(...allowed), (error) => {
      assert.ok(error.message.includes(`${file}: `), error.message);
      assert.match(error.message, /Allow the folder of the data file with --allow-fs-read and --allow-fs-write/);
      assert.doesNotMatch(error.message, /\n\s+at /);
      return true;
    });
  }
  assert.deepEqual(readdirSync(place), ["users.ndjson"]);
});
