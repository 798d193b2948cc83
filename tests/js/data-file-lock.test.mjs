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
import { openInProcess } from "./support/open-process.mjs";

const require = createRequire(import.meta.url);
const COMMONJS = join(dirname(require.resolve("clerk-metadata/package.json")), "dist/local.cjs");

const HAS_OPEN = /: process \d+ has it open\./;
const onLinux = { skip: process.platform !== "linux" && "needs /proc" };
const needsBuiltin = { skip: typeof process.getBuiltinModule !== "function" && "node:fs cannot be replaced here" };

/** The users in a file that is not open. */
async function storedIds(file) {
  const backend = await createLocalBackend({ file });
  const ids = backend.users.list().map(({ id }) => id);
  await backend.close();
  return ids;
}

/** The file must not be opened through another path while a backend has it open, and later changes must be kept. */
async function assertSecondWriterRejected(t, file, open) {
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
  assert.deepEqual(await storedIds(file), ["user_1", "user_2"]);
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
  for (const exists of [true, false]) {
    test(`a second writer is rejected: ${name}, ${exists ? "an existing file" : "a new file"}`, async (t) => {
      const file = join(folder(t), "users.ndjson");
      if (exists) await (await createLocalBackend({ file })).close();
      mkdirSync(join(dirname(file), "x"));
      const [create, path] = await open(file);
      t.after(() => rmSync(`${dirname(file)}-link`, { force: true }));
      await assertSecondWriterRejected(t, file, () => create({ file: path }));
    });
  }
}

test("a file that is created through a dangling link is locked and created at the link's target", async (t) => {
  const directory = folder(t);
  const [link, file] = [join(directory, "link"), join(directory, "users.ndjson")];
  symlinkSync("users.ndjson", link);
  const first = await createLocalBackend({ file: link, users: [{ id: "user_1" }] });
  await assert.rejects(createLocalBackend({ file }), HAS_OPEN);
  await first.close();
  assert.equal(readlinkSync(link), "users.ndjson");
  assert.deepEqual(await storedIds(file), ["user_1"]);
});

test("a cycle of links is rejected", async (t) => {
  const directory = folder(t);
  symlinkSync("two", join(directory, "one"));
  symlinkSync("one", join(directory, "two"));
  await assert.rejects(createLocalBackend({ file: join(directory, "one") }), (error) => {
    assert.ok(error.message.startsWith(`${join(directory, "one")}: `), error.message);
    return true;
  });
  assert.deepEqual(readdirSync(directory).sort(), ["one", "two"]);
});

test("a file with a second name (hard link) is rejected, whichever name is used", async (t) => {
  const directory = folder(t);
  const [originalName, linkedName] = [join(directory, "one"), join(directory, "two")];
  const first = await createLocalBackend({ file: originalName, users: [{ id: "user_1" }] });
  linkSync(originalName, linkedName);
  await assert.rejects(createLocalBackend({ file: linkedName }), /two: the file has 2 hard links/);
  first.users.create({ id: "user_2" });
  await first.close();
  await assert.rejects(createLocalBackend({ file: originalName }), /one: the file has 2 hard links/);
  rmSync(linkedName);
  assert.deepEqual(await storedIds(originalName), ["user_1", "user_2"]);
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
  const first = await start();
  assert.deepEqual(first.message, { opened: true });
  for (const { message } of [await start(), await start()]) assert.match(message.error, HAS_OPEN);
  await assert.rejects(createLocalBackend({ file }), HAS_OPEN);
  first.worker.postMessage("close");
  assert.deepEqual((await once(first.worker, "message"))[0], { closed: true });
  assert.deepEqual(await storedIds(file), ["user_of_worker"]);

  if (process.platform !== "linux") return; // elsewhere only the process can be checked, not the thread
  const second = new Worker(program, { workerData: `${file}-2` });
  await once(second, "message");
  await second.terminate();
  assert.equal(existsSync(`${file}-2.lock`), true);
  assert.deepEqual(await storedIds(`${file}-2`), ["user_of_worker"]);
});

test("many processes start with the lock of a killed process: one opens the file, the others get the error", async (t) => {
  const file = join(folder(t), "users.ndjson");
  const ids = [];
  for (let round = 0; round < 4; round++) {
    const processes = Array.from({ length: 6 }, () => openInProcess(t, file, { env: { WAIT_FOR_START: "1" } }));
    for (const first of processes) assert.deepEqual(await first.next(), { gate: "start" });
    for (const first of processes) first.pass();
    const results = await Promise.all(processes.map((first) => first.next()));
    const [winner, ...others] = processes.filter((_, index) => results[index].opened);
    assert.ok(winner, JSON.stringify(results));
    assert.deepEqual(others, [], `round ${round}`);
    for (const { error } of results) if (error !== undefined) assert.match(error, HAS_OPEN);
    ids.push(results.find(({ opened }) => opened).id);
    await winner.kill(); // the next round starts with this process's stale lock
    await Promise.all(processes.map((first) => first.end()));
  }
  assert.deepEqual(await storedIds(file), ids);
  assert.deepEqual(readdirSync(dirname(file)), ["users.ndjson"]);
});

// Every file system call that may take over a lock; a process waits before it makes one.
for (const gate of ["rmSync", "linkSync", "renameSync", "unlinkSync"]) {
  test(
    `a process that is overtaken at ${gate} while it replaces a stale lock does not take the next owner's lock`,
    needsBuiltin,
    async (t) => {
      const file = join(folder(t), "users.ndjson");
      const killed = openInProcess(t, file);
      const { id } = await killed.next();
      await killed.kill();

      const paused = openInProcess(t, file, { gates: [gate] });
      // Let the first call pass: it is the attempt to create the lock.
      let message = await paused.next();
      if (gate === "linkSync" && message?.gate) {
        paused.pass();
        message = await paused.next();
      }
      const isPaused = message?.gate === gate;
      // Either this process is first, or the other one has already acquired the right to replace the lock.
      const rival = await createLocalBackend({ file }).catch((error) => error);
      if (rival instanceof Error) assert.match(rival.message, HAS_OPEN);
      else rival.users.create({ id: "user_here" });
      let result = message;
      while (result?.gate) {
        paused.pass();
        result = await paused.next();
      }
      assert.equal(
        rival instanceof Error,
        result.opened === true,
        `${JSON.stringify(result)} ${rival.message} ${isPaused}`,
      );
      if (result.error) assert.match(result.error, HAS_OPEN);
      if (!(rival instanceof Error)) {
        rival.users.create({ id: "user_here_too" });
        await rival.close();
      }
      await paused.kill();
      assert.deepEqual(await storedIds(file), [
        id,
        ...(rival instanceof Error ? [result.id] : ["user_here", "user_here_too"]),
      ]);
      assert.deepEqual(readdirSync(dirname(file)), ["users.ndjson"]);
    },
  );
}

test("a process that was killed while it replaced a lock does not block the next one", needsBuiltin, async (t) => {
  const file = join(folder(t), "users.ndjson");
  const killed = openInProcess(t, file);
  const { id } = await killed.next();
  await killed.kill();
  for (let round = 0; round < 2; round++) {
    const interrupted = openInProcess(t, file, { gates: ["renameSync"] });
    assert.deepEqual(await interrupted.next(), { gate: "renameSync" });
    await interrupted.kill();
  }
  assert.deepEqual(await storedIds(file), [id]);
  assert.deepEqual(readdirSync(dirname(file)), ["users.ndjson"]);
});

/** The lock that this process would write, with some fields changed. */
async function lockWith(t, changes) {
  const file = join(folder(t), "users.ndjson");
  const backend = await createLocalBackend({ file });
  const owner = JSON.parse(readFileSync(`${file}.lock`, "utf8"));
  await backend.close();
  writeFileSync(`${file}.lock`, JSON.stringify({ ...owner, token: "f".repeat(32), ...changes }));
  return file;
}

test("a reused process or thread ID does not keep a lock alive", onLinux, async (t) => {
  for (const changes of [
    { started: "1" },
    { pid: process.ppid, thread: `${process.ppid}/task/${process.ppid}`, started: "1" },
    { boot: "00000000-0000-0000-0000-000000000000" },
  ]) {
    assert.deepEqual(await storedIds(await lockWith(t, changes)), [], JSON.stringify(changes));
  }
});

test(
  "the lock of an owner in another container or on another machine, which cannot be checked, is kept",
  onLinux,
  async (t) => {
    for (const changes of [
      { namespace: "pid:[1]" },
      { boot: "00000000-0000-0000-0000-000000000000", host: "elsewhere" },
      { platform: "darwin" },
    ]) {
      const file = await lockWith(t, { host: "elsewhere", ...changes });
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
  },
);

test(
  "a process that may not send signals reads /proc, and the error says so when that does not help either",
  onLinux,
  async (t) => {
    const file = join(folder(t), "users.ndjson");
    const killed = openInProcess(t, file);
    const { id } = await killed.next();
    await killed.kill();
    const owner = JSON.parse(readFileSync(`${file}.lock`, "utf8"));
    // As in Deno without --allow-run, where kill is not permitted.
    t.mock.method(process, "kill", () => {
      throw Object.assign(new Error("Requires run access, run again with the --allow-run flag"), {
        name: "NotCapable",
      });
    });
    const backend = await createLocalBackend({ file });
    assert.deepEqual(
      backend.users.list().map((user) => user.id),
      [id],
    );
    await assert.rejects(createLocalBackend({ file }), HAS_OPEN); // a process needs no permission to check itself
    await backend.close();
    writeFileSync(`${file}.lock`, JSON.stringify({ pid: owner.pid, platform: owner.platform, token: owner.token }));
    await assert.rejects(createLocalBackend({ file }), (error) => {
      assert.ok(
        error.message.includes(
          `${file}: process ${owner.pid} has it open. This comes from its lock: whether that process is still running cannot be checked`,
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
    const killed = openInProcess(t, file);
    const { id } = await killed.next();
    await killed.kill();
    const lockBytes = readFileSync(`${file}.lock`);
    const permission = ["--permission", "--experimental-permission"].find((flag) =>
      process.allowedNodeEnvironmentFlags.has(flag),
    );
    const start = (...others) =>
      openInProcess(t, file, {
        command: [
          process.execPath,
          permission,
          `--allow-fs-read=${new URL("../..", import.meta.url).pathname}`,
          `--allow-fs-read=${dirname(file)}/`,
          `--allow-fs-write=${dirname(file)}/`,
          ...others,
        ],
      });
    const { error } = await start().next();
    assert.match(error, HAS_OPEN);
    assert.match(error, /cannot be checked.*--allow-fs-read=\/proc.*delete /);
    assert.deepEqual(readFileSync(`${file}.lock`), lockBytes);
    const allowed = start("--allow-fs-read=/proc");
    const { opened, id: second } = await allowed.next();
    assert.equal(opened, true);
    await allowed.end();
    assert.deepEqual(await storedIds(file), [id, second]);
  },
);

test("a zombie process holds no lock", onLinux, async (t) => {
  const file = join(folder(t), "users.ndjson");
  // A shell that starts the program and then execs another one, which never waits for its child.
  const parent = openInProcess(t, file, {
    command: ["sh", "-c", 'exec 3<&0; "$@" <&3 & exec sleep 1000', "sh", process.execPath],
  });
  const pid = Number((await parent.next()).id.split("_")[1]);
  process.kill(pid, "SIGKILL");
  while (!/\) Z /.test(readFileSync(`/proc/${pid}/stat`, "utf8"))) await new Promise(setImmediate);
  assert.equal((await storedIds(file)).length, 1);
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
    const directory = folder(t);
    writeFileSync(join(directory, name), content);
    const file = join(directory, name.slice(0, -".lock".length));
    await assert.rejects(createLocalBackend({ file }), (error) => {
      assert.ok(
        error.message.startsWith(
          `${file}: ${join(directory, name)} is needed as its lock file, but is not a lock of this package.`,
        ),
        error.message,
      );
      return true;
    });
    assert.deepEqual(readdirSync(directory), [name]);
    assert.equal(readFileSync(join(directory, name), "utf8"), content);
  });
}

test("a pipe or a folder at the path of the lock is not read", {
  skip: process.platform === "win32" && "needs mkfifo",
}, async (t) => {
  for (const create of [(path) => execFileSync("mkfifo", [path]), (path) => mkdirSync(path)]) {
    const file = join(folder(t), "users.ndjson");
    create(`${file}.lock`);
    await assert.rejects(createLocalBackend({ file }), (error) => {
      assert.ok(
        error.message.startsWith(
          `${file}: ${file}.lock is needed as its lock file, but is not a lock of this package.`,
        ),
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
  const lockBytes = readFileSync(`${file}.lock`);
  assert.throws(() => first.users.create({ id: "user_1" }), {
    status: 500,
    message: /was replaced by another file while it was open/,
  });
  await first.close();
  assert.deepEqual(readFileSync(`${file}.lock`), lockBytes);
  second.users.create({ id: "user_2" });
  await second.close();
  assert.deepEqual(await storedIds(file), ["user_2"]);
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
      openInProcess(t, file, {
        command: command.map((argument) => argument.replaceAll("FOLDER", dirname(file))),
        ...options,
      });
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
    const nodeProcess = openInProcess(t, file);
    const { id: third } = await nodeProcess.next();
    await nodeProcess.kill();
    const lastProcess = start();
    const { id: fourth, error } = await lastProcess.next();
    // Checking whether another process runs needs more permissions there.
    if (name.includes("only")) assert.match(error, HAS_OPEN);
    await lastProcess.end();
    assert.deepEqual(await storedIds(file), [id, "user_2", third, ...(fourth ? [fourth] : [])]);
  });
}

test("Deno without permission to check processes names the permission, and with it replaces a stale lock", async (t) => {
  const file = join(folder(t), "users.ndjson");
  const start = (...others) =>
    openInProcess(t, file, {
      command: [
        `${BIN}deno`,
        "run",
        "--no-prompt",
        "--allow-env",
        `--allow-read=${new URL("../..", import.meta.url).pathname},${dirname(file)}`,
        `--allow-write=${dirname(file)}`,
        ...others,
      ],
    });
  const killed = start();
  const { id } = await killed.next();
  await killed.kill();
  const lockBytes = readFileSync(`${file}.lock`);
  const { error } = await start().next();
  assert.match(error, HAS_OPEN);
  assert.match(error, /whether that process is still running cannot be checked.*Deno: --allow-run/);
  assert.ok(error.endsWith(`delete ${file}.lock.`), error);
  assert.deepEqual(readFileSync(`${file}.lock`), lockBytes);
  const allowed = start("--allow-run");
  const { id: second } = await allowed.next();
  assert.match((await start("--allow-run").next()).error, HAS_OPEN);
  await allowed.end();
  assert.deepEqual(await storedIds(file), [id, second]);
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
        `If there is none, because the lock is from an earlier process with the same ID (in a container), delete ${file}.lock.`,
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
  await assertSecondWriterRejected(t, file, () => createLocalBackend({ file }));
  writeFileSync(`${file}.lock`, "");
  assert.deepEqual(await storedIds(file), ["user_1", "user_2"]);
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
  const { createLocalBackend: createInContext } = context.module.exports;
  const first = await createLocalBackend({ file, users: [{ id: "user_1" }] });
  await assert.rejects(createInContext({ file }), (error) => {
    assert.match(error.message, HAS_OPEN);
    return true;
  });
  await first.close();
  assert.deepEqual(await storedIds(file), ["user_1"]);
});
