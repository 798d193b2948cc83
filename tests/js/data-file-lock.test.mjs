// One writer per data file, however it is opened: another writer must not overwrite a confirmed change.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { once } from "node:events";
import fs, {
  existsSync,
  linkSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, relative } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { runInNewContext } from "node:vm";
import { Worker } from "node:worker_threads";
import { createLocalBackend } from "clerk-metadata/local";
import { folder } from "./support/folder.mjs";
import { opener } from "./support/opener.mjs";

const require = createRequire(import.meta.url);
const COMMONJS = join(dirname(require.resolve("clerk-metadata/package.json")), "dist/local.cjs");

const HAS_OPEN = /: process \d+ has it open\./;
const onLinux = { skip: process.platform !== "linux" && "needs /proc" };
const needsBuiltin = { skip: typeof process.getBuiltinModule !== "function" && "node:fs cannot be replaced here" };

/** The users in a file that is not open. */
async function stored(file) {
  const backend = await createLocalBackend({ file });
  const ids = backend.users.list().map(({ id }) => id);
  await backend.close();
  return ids;
}

/** The file must not be opened through another path while a backend has it open, and later changes must be kept. */
async function isRefused(t, file, open) {
  const first = await createLocalBackend({ file, users: [{ id: "user_1" }] });
  t.after(() => first.close());
  await assert.rejects(open, (error) => {
    assert.ok(error instanceof Error);
    assert.match(error.message, HAS_OPEN);
    assert.ok(error.message.includes(`process ${process.pid} `), error.message);
    assert.ok(error.message.includes(`${file}.lock`), error.message);
    return true;
  });
  first.users.create({ id: "user_2" });
  await first.close();
  assert.deepEqual(await stored(file), ["user_1", "user_2"]);
  assert.deepEqual(
    readdirSync(dirname(file)).filter((name) => name.includes("lock")),
    [],
  );
}

const OTHER_PATHS = {
  "the CommonJS copy": (file) => [require(COMMONJS).createLocalBackend, file],
  "a second copy of the ES module": async (file) => [
    (await import(`${import.meta.resolve("clerk-metadata/local")}?second`)).createLocalBackend,
    file,
  ],
  "a relative path": (file) => [createLocalBackend, relative(process.cwd(), file)],
  "a path with dots": (file) => [createLocalBackend, `${dirname(file)}/./x/..//users.ndjson`],
  "a file: URL": (file) => [createLocalBackend, pathToFileURL(file)],
  "a symbolic link": (file) => {
    symlinkSync(file, join(dirname(file), "link"));
    return [createLocalBackend, join(dirname(file), "link")];
  },
  "a chain of relative symbolic links": (file) => {
    symlinkSync("users.ndjson", join(dirname(file), "one"));
    symlinkSync("./one", join(dirname(file), "two"));
    return [createLocalBackend, join(dirname(file), "two")];
  },
  "a linked folder": (file) => {
    symlinkSync(dirname(file), `${dirname(file)}-link`);
    return [createLocalBackend, join(`${dirname(file)}-link`, "users.ndjson")];
  },
};
for (const [name, open] of Object.entries(OTHER_PATHS)) {
  for (const isThere of [true, false]) {
    test(`a second writer is rejected: ${name}, ${isThere ? "an existing file" : "a new file"}`, async (t) => {
      const file = join(folder(t), "users.ndjson");
      if (isThere) await (await createLocalBackend({ file })).close();
      mkdirSync(join(dirname(file), "x"));
      const [create, path] = await open(file);
      t.after(() => rmSync(`${dirname(file)}-link`, { force: true }));
      await isRefused(t, file, () => create({ file: path }));
    });
  }
}

test("a file that is created through a dangling link is locked and created at the link's target", async (t) => {
  const place = folder(t);
  const [link, file] = [join(place, "link"), join(place, "users.ndjson")];
  symlinkSync("users.ndjson", link);
  const first = await createLocalBackend({ file: link, users: [{ id: "user_1" }] });
  await assert.rejects(createLocalBackend({ file }), HAS_OPEN);
  await first.close();
  assert.equal(readlinkSync(link), "users.ndjson");
  assert.deepEqual(await stored(file), ["user_1"]);
});

test("a cycle of links is rejected", async (t) => {
  const place = folder(t);
  symlinkSync("two", join(place, "one"));
  symlinkSync("one", join(place, "two"));
  await assert.rejects(createLocalBackend({ file: join(place, "one") }), (error) => {
    assert.ok(error.message.startsWith(`${join(place, "one")}: `), error.message);
    return true;
  });
  assert.deepEqual(readdirSync(place).sort(), ["one", "two"]);
});

test("a file with a second name (hard link) is rejected, whichever name is used", async (t) => {
  const place = folder(t);
  const [one, two] = [join(place, "one"), join(place, "two")];
  const first = await createLocalBackend({ file: one, users: [{ id: "user_1" }] });
  linkSync(one, two);
  await assert.rejects(createLocalBackend({ file: two }), /two: the file has 2 names \(hard links\)/);
  first.users.create({ id: "user_2" });
  await first.close();
  await assert.rejects(createLocalBackend({ file: one }), /one: the file has 2 names \(hard links\)/);
  rmSync(two);
  assert.deepEqual(await stored(one), ["user_1", "user_2"]);
});

test("worker threads: one of them opens the file; when it is terminated, its lock is replaced", async (t) => {
  const file = join(folder(t), "users.ndjson");
  const program = new URL("./support/programs/open-worker.mjs", import.meta.url);
  const start = async () => {
    const worker = new Worker(program, { workerData: file });
    t.after(() => worker.terminate());
    const [message] = await once(worker, "message");
    return { worker, message };
  };
  const one = await start();
  assert.deepEqual(one.message, { opened: true });
  for (const { message } of [await start(), await start()]) assert.match(message.error, HAS_OPEN);
  await assert.rejects(createLocalBackend({ file }), HAS_OPEN);
  one.worker.postMessage("close");
  assert.deepEqual((await once(one.worker, "message"))[0], { closed: true });
  assert.deepEqual(await stored(file), ["user_of_worker"]);

  if (process.platform !== "linux") return; // elsewhere only the process can be checked, not the thread
  const two = new Worker(program, { workerData: `${file}-2` });
  await once(two, "message");
  await two.terminate();
  assert.equal(existsSync(`${file}-2.lock`), true);
  assert.deepEqual(await stored(`${file}-2`), ["user_of_worker"]);
});

test("many processes start with the lock of a killed process: one opens the file, the others get the error", async (t) => {
  const file = join(folder(t), "users.ndjson");
  const ids = [];
  for (let round = 0; round < 4; round++) {
    const all = Array.from({ length: 6 }, () => opener(t, file, { env: { WAIT_FOR_START: "1" } }));
    for (const one of all) assert.deepEqual(await one.next(), { gate: "start" });
    for (const one of all) one.pass();
    const results = await Promise.all(all.map((one) => one.next()));
    const [winner, ...more] = all.filter((_, index) => results[index].opened);
    assert.ok(winner, JSON.stringify(results));
    assert.deepEqual(more, [], `round ${round}`);
    for (const { error } of results) if (error !== undefined) assert.match(error, HAS_OPEN);
    ids.push(results.find(({ opened }) => opened).id);
    await winner.kill(); // the next round starts with this process's stale lock
    await Promise.all(all.map((one) => one.end()));
  }
  assert.deepEqual(await stored(file), ids);
  assert.deepEqual(readdirSync(dirname(file)), ["users.ndjson"]);
});

// Every file system call that may take over a lock; a process waits before it makes one.
for (const gate of ["rmSync", "linkSync", "renameSync", "unlinkSync"]) {
  test(
    `a process that is overtaken at ${gate} while it replaces a stale lock does not take the next owner's lock`,
    needsBuiltin,
    async (t) => {
      const file = join(folder(t), "users.ndjson");
      const dead = opener(t, file);
      const { id } = await dead.next();
      await dead.kill();

      const slow = opener(t, file, { gates: [gate] });
      // Let the first call pass: it is the attempt to create the lock.
      let waits = await slow.next();
      if (gate === "linkSync" && waits?.gate) {
        slow.pass();
        waits = await slow.next();
      }
      const isWaiting = waits?.gate === gate;
      // Either this process is first, or the other one has already acquired the right to replace the lock.
      const here = await createLocalBackend({ file }).catch((error) => error);
      if (here instanceof Error) assert.match(here.message, HAS_OPEN);
      else here.users.create({ id: "user_here" });
      let result = waits;
      while (result?.gate) {
        slow.pass();
        result = await slow.next();
      }
      assert.equal(
        here instanceof Error,
        result.opened === true,
        `${JSON.stringify(result)} ${here.message} ${isWaiting}`,
      );
      if (result.error) assert.match(result.error, HAS_OPEN);
      if (!(here instanceof Error)) {
        here.users.create({ id: "user_here_too" });
        await here.close();
      }
      await slow.kill();
      assert.deepEqual(await stored(file), [
        id,
        ...(here instanceof Error ? [result.id] : ["user_here", "user_here_too"]),
      ]);
      assert.deepEqual(readdirSync(dirname(file)), ["users.ndjson"]);
    },
  );
}

test(
  "a process that was killed while it replaced a lock does not block the next one",
  needsBuiltin,
  async (t) => {
    const file = join(folder(t), "users.ndjson");
    const dead = opener(t, file);
    const { id } = await dead.next();
    await dead.kill();
    for (let round = 0; round < 2; round++) {
      const cut = opener(t, file, { gates: ["renameSync"] });
      assert.deepEqual(await cut.next(), { gate: "renameSync" });
      await cut.kill();
    }
    assert.deepEqual(await stored(file), [id]);
    assert.deepEqual(readdirSync(dirname(file)), ["users.ndjson"]);
  },
);

/** The lock that this process would write, with some fields changed. */
async function lockWith(t, change) {
  const file = join(folder(t), "users.ndjson");
  const backend = await createLocalBackend({ file });
  const owner = JSON.parse(readFileSync(`${file}.lock`, "utf8"));
  await backend.close();
  writeFileSync(`${file}.lock`, JSON.stringify({ ...owner, token: "f".repeat(32), ...change }));
  return file;
}

test("a reused process or thread ID does not keep a lock alive", onLinux, async (t) => {
  for (const change of [
    { started: "1" },
    { pid: process.ppid, thread: `${process.ppid}/task/${process.ppid}`, started: "1" },
    { boot: "00000000-0000-0000-0000-000000000000" },
  ]) {
    assert.deepEqual(await stored(await lockWith(t, change)), [], JSON.stringify(change));
  }
});

test("the lock of an owner in another container or on another machine, which cannot be checked, is kept", onLinux, async (t) => {
  for (const change of [
    { namespace: "pid:[1]" },
    { boot: "00000000-0000-0000-0000-000000000000", host: "elsewhere" },
    { platform: "darwin" },
  ]) {
    const file = await lockWith(t, { host: "elsewhere", ...change });
    const before = readFileSync(`${file}.lock`);
    await assert.rejects(createLocalBackend({ file }), (error) => {
      assert.ok(
        error.message.includes(
          `${file}: process ${process.pid} on elsewhere has it open, in another container or on another machine`,
        ),
        error.message,
      );
      assert.ok(error.message.includes(`delete ${file}.lock`), error.message);
      return true;
    });
    assert.deepEqual(readFileSync(`${file}.lock`), before);
  }
});

test(
  "a process that may not send signals reads /proc, and the error says so when that does not help either",
  onLinux,
  async (t) => {
    const file = join(folder(t), "users.ndjson");
    const dead = opener(t, file);
    const { id } = await dead.next();
    await dead.kill();
    const owner = JSON.parse(readFileSync(`${file}.lock`, "utf8"));
    // As in Deno without --allow-run, where kill is not permitted.
    t.mock.method(process, "kill", () => {
      throw Object.assign(new Error("Requires run access, run again with the --allow-run flag"), {
        name: "NotCapable",
      });
    });
    const live = await createLocalBackend({ file });
    assert.deepEqual(
      live.users.list().map((user) => user.id),
      [id],
    );
    await assert.rejects(createLocalBackend({ file }), HAS_OPEN); // a process needs no permission to check itself
    await live.close();
    writeFileSync(`${file}.lock`, JSON.stringify({ pid: owner.pid, platform: owner.platform, token: owner.token }));
    await assert.rejects(createLocalBackend({ file }), (error) => {
      assert.ok(
        error.message.includes(
          `${file}: process ${owner.pid} has it open. That is what its lock says: whether the process still runs cannot be checked`,
        ),
        error.message,
      );
      assert.match(error.message, /--allow-run/);
      assert.ok(error.message.endsWith(`delete ${file}.lock.`), error.message);
      return true;
    });
    assert.equal(existsSync(`${file}.lock`), true);
  },
);

test(
  "a process that may not read /proc keeps the lock of a process that could, which may be in another container",
  onLinux,
  async (t) => {
    const file = join(folder(t), "users.ndjson");
    const dead = opener(t, file);
    const { id } = await dead.next();
    await dead.kill();
    const lock = readFileSync(`${file}.lock`);
    const permission = ["--permission", "--experimental-permission"].find((flag) =>
      process.allowedNodeEnvironmentFlags.has(flag),
    );
    const start = (...more) =>
      opener(t, file, {
        command: [
          process.execPath,
          permission,
          `--allow-fs-read=${new URL("../..", import.meta.url).pathname}`,
          `--allow-fs-read=${dirname(file)}/`,
          `--allow-fs-write=${dirname(file)}/`,
          ...more,
        ],
      });
    const { error } = await start().next();
    assert.match(error, HAS_OPEN);
    assert.match(error, /cannot be checked.*--allow-fs-read=\/proc.*delete /);
    assert.deepEqual(readFileSync(`${file}.lock`), lock);
    const allowed = start("--allow-fs-read=/proc");
    const { opened, id: second } = await allowed.next();
    assert.equal(opened, true);
    await allowed.end();
    assert.deepEqual(await stored(file), [id, second]);
  },
);

test("a zombie process holds no lock", onLinux, async (t) => {
  const file = join(folder(t), "users.ndjson");
  // A shell that starts the program and then execs another one, which never waits for its child.
  const parent = opener(t, file, {
    command: ["sh", "-c", 'exec 3<&0; "$@" <&3 & exec sleep 1000', "sh", process.execPath],
  });
  const pid = Number((await parent.next()).id.split("_")[1]);
  process.kill(pid, "SIGKILL");
  while (!/\) Z /.test(readFileSync(`/proc/${pid}/stat`, "utf8"))) await new Promise(setImmediate);
  assert.equal((await stored(file)).length, 1);
});

const FOREIGN = {
  "yarn.lock": "# yarn lockfile v1\n",
  "Cargo.lock": "version = 4\n",
  "users.lock": '{"format":"clerk-metadata-local","version":1}\n',
  "json.lock": '{"pid":1}',
  "path.lock": JSON.stringify({ pid: 1, platform: process.platform, token: "../../../etc/passwd" }),
};
for (const [name, content] of Object.entries(FOREIGN)) {
  test(`a file that has the name of a lock but not its content is not treated as a lock: ${name}`, async (t) => {
    const place = folder(t);
    writeFileSync(join(place, name), content);
    const file = join(place, name.slice(0, -".lock".length));
    await assert.rejects(createLocalBackend({ file }), (error) => {
      assert.ok(
        error.message.startsWith(`${file}: ${join(place, name)} is needed to lock it, and is no lock of this package.`),
        error.message,
      );
      return true;
    });
    assert.deepEqual(readdirSync(place), [name]);
    assert.equal(readFileSync(join(place, name), "utf8"), content);
  });
}

test("a pipe or a folder at the path of the lock is not read", {
  skip: process.platform === "win32" && "needs mkfifo",
}, async (t) => {
  for (const make of [(path) => execFileSync("mkfifo", [path]), (path) => mkdirSync(path)]) {
    const file = join(folder(t), "users.ndjson");
    make(`${file}.lock`);
    await assert.rejects(createLocalBackend({ file }), (error) => {
      assert.ok(
        error.message.startsWith(`${file}: ${file}.lock is needed to lock it, and is no lock of this package.`),
        error.message,
      );
      return true;
    });
    assert.deepEqual(readdirSync(dirname(file)), ["users.ndjson.lock"]);
  }
});

test("close removes only its own lock", async (t) => {
  const file = join(folder(t), "users.ndjson");
  const first = await createLocalBackend({ file });
  rmSync(`${file}.lock`); // as the error of a second writer suggests, but while the first one is still open
  const second = await createLocalBackend({ file });
  const lock = readFileSync(`${file}.lock`);
  assert.throws(() => first.users.create({ id: "user_1" }), {
    status: 500,
    message: /was replaced by another file while it was open/,
  });
  await first.close();
  assert.deepEqual(readFileSync(`${file}.lock`), lock);
  second.users.create({ id: "user_2" });
  await second.close();
  assert.deepEqual(await stored(file), ["user_2"]);
});

const BIN = new URL("../node_modules/.bin/", import.meta.url).pathname;
const RUNTIMES = {
  Deno: [`${BIN}deno`, "run", "--allow-all"],
  "Deno, allowed to read and write only": [
    `${BIN}deno`,
    "run",
    "--no-prompt",
    "--allow-env",
    `--allow-read=${new URL("../..", import.meta.url).pathname},FOLDER`,
    "--allow-write=FOLDER",
  ],
  Bun: [`${BIN}bun`],
};
for (const [name, command] of Object.entries(RUNTIMES)) {
  test(`${name} and Node recognize each other's locks, and replace them when the owner was killed`, async (t) => {
    const file = join(folder(t), "users.ndjson");
    const start = (options) =>
      opener(t, file, { command: command.map((word) => word.replaceAll("FOLDER", dirname(file))), ...options });
    const first = start();
    const { opened, id } = await first.next();
    assert.equal(opened, true);
    assert.equal(statSync(file).mode & 0o777, 0o600);
    await assert.rejects(createLocalBackend({ file }), HAS_OPEN);
    assert.match((await start().next()).error, HAS_OPEN);
    await first.kill();
    const second = await createLocalBackend({ file });
    assert.match((await start().next()).error, HAS_OPEN);
    second.users.create({ id: "user_2" });
    await second.close();
    const node = opener(t, file);
    const { id: third } = await node.next();
    await node.kill();
    const last = start();
    const { id: fourth, error } = await last.next();
    // Checking whether another process runs needs more permissions there.
    if (name.includes("only")) assert.match(error, HAS_OPEN);
    await last.end();
    assert.deepEqual(await stored(file), [id, "user_2", third, ...(fourth ? [fourth] : [])]);
  });
}

test("Deno without permission to check processes names the permission, and with it replaces a stale lock", async (t) => {
  const file = join(folder(t), "users.ndjson");
  const start = (...more) =>
    opener(t, file, {
      command: [
        `${BIN}deno`,
        "run",
        "--no-prompt",
        "--allow-env",
        `--allow-read=${new URL("../..", import.meta.url).pathname},${dirname(file)}`,
        `--allow-write=${dirname(file)}`,
        ...more,
      ],
    });
  const dead = start();
  const { id } = await dead.next();
  await dead.kill();
  const lock = readFileSync(`${file}.lock`);
  const { error } = await start().next();
  assert.match(error, HAS_OPEN);
  assert.match(error, /whether the process still runs cannot be checked.*Deno: --allow-run/);
  assert.ok(error.endsWith(`delete ${file}.lock.`), error);
  assert.deepEqual(readFileSync(`${file}.lock`), lock);
  const allowed = start("--allow-run");
  const { id: second } = await allowed.next();
  assert.match((await start("--allow-run").next()).error, HAS_OPEN);
  await allowed.end();
  assert.deepEqual(await stored(file), [id, second]);
});

test("a lock of an earlier process with the same ID that could not read /proc: the error mentions this possibility", async (t) => {
  const file = join(folder(t), "users.ndjson");
  writeFileSync(
    `${file}.lock`,
    JSON.stringify({ pid: process.pid, platform: process.platform, token: "f".repeat(32) }),
  );
  await assert.rejects(createLocalBackend({ file }), (error) => {
    assert.match(error.message, HAS_OPEN);
    assert.ok(
      error.message.endsWith(
        `if there is none, as the lock is from an earlier process with the same ID (in a container), delete ${file}.lock.`,
      ),
      error.message,
    );
    return true;
  });
});

test("a file system without hard links: the lock works without them", needsBuiltin, async (t) => {
  const file = join(folder(t), "users.ndjson");
  t.mock.method(fs, "linkSync", () => {
    throw Object.assign(new Error("EPERM: operation not permitted, link"), { code: "EPERM", syscall: "link" });
  });
  await isRefused(t, file, () => createLocalBackend({ file }));
  writeFileSync(`${file}.lock`, "");
  assert.deepEqual(await stored(file), ["user_1", "user_2"]);
});

test("the lock also works across node:vm contexts, as Jest uses for each file", async (t) => {
  const file = join(folder(t), "users.ndjson");
  const context = {
    module: { exports: {} },
    process,
    crypto,
    TextEncoder,
    TextDecoder,
    WebAssembly,
    atob,
    Request,
    Response,
    Headers,
    console,
  };
  runInNewContext(
    `(function (module, exports) { ${readFileSync(COMMONJS, "utf8")} })(module, module.exports)`,
    context,
  );
  const { createLocalBackend: other } = context.module.exports;
  const first = await createLocalBackend({ file, users: [{ id: "user_1" }] });
  await assert.rejects(other({ file }), (error) => {
    assert.match(error.message, HAS_OPEN);
    return true;
  });
  await first.close();
  assert.deepEqual(await stored(file), ["user_1"]);
});
