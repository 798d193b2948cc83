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
import { addHistory, HAS_OPEN, needsBuiltin, storedIds } from "./support/data-file.mjs";

const require = createRequire(import.meta.url);
const COMMONJS = join(dirname(require.resolve("clerk-metadata/package.json")), "dist/local.cjs");

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

const FOREIGN = {
  "yarn.lock": "# yarn lockfile v1\n",
  "Cargo.lock": "version = 4\n",
  "users.lock": '{"format":"clerk-metadata-local","version":2}\n',
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
  addHistory(file); // the second writer rewrites the file
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

test("of two writers of a file that is not rewritten, the one that writes later fails, and no change is lost", async (t) => {
  const file = join(folder(t), "users.ndjson");
  const first = await createLocalBackend({ file });
  rmSync(`${file}.lock`);
  const second = await createLocalBackend({ file });
  first.users.create({ id: "user_1" });
  assert.throws(() => second.users.create({ id: "user_2" }), {
    status: 500,
    message: /was appended to by another program while it was open/,
  });
  await second.close();
  first.users.create({ id: "user_3" });
  await first.close();
  assert.deepEqual(await storedIds(file), ["user_1", "user_3"]);
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
