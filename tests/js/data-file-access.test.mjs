// Which attributes of a data file are kept (mode, owner, links), and what its permissions must allow. A file that may
// not be read and written is rejected and not modified.
import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import fs, {
  chmodSync,
  chownSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  readlinkSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { createLocalBackend } from "clerk-metadata/local";
import { KEY, request } from "./support/backend.mjs";
import { dev, run } from "./support/command.mjs";
import { folder } from "./support/folder.mjs";
import { addHistory, assertOpenRejected, HEADER, needsBuiltin } from "./support/data-file.mjs";

const onPosix = { skip: process.platform === "win32" && "Windows has no file modes" };
const asRoot = { skip: process.getuid?.() !== 0 && "needs root" };
const modeOf = (file) => statSync(file).mode & 0o7777;

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
  addHistory(file);
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
  addHistory(file);
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
      await assertOpenRejected(file, /the file is read-only\. Make it writable \(chmod u\+w\)/);
      symlinkSync(file, join(directory, "link"));
      await assertOpenRejected(join(directory, "link"), /the file is read-only/);
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
