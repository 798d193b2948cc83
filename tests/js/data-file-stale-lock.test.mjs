// The lock of a data file whose owner was killed is replaced by exactly one process; that of a running owner is kept.
import assert from "node:assert/strict";
import { existsSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { createLocalBackend } from "clerk-metadata/local";
import { folder } from "./support/folder.mjs";
import { openInProcess } from "./support/open-process.mjs";
import { HAS_OPEN, leaveStaleLock, needsBuiltin, onLinux, storedIds } from "./support/data-file.mjs";

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
      const { id } = await leaveStaleLock(t, file);

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
  const { id } = await leaveStaleLock(t, file);
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
    const { id, lockBytes } = await leaveStaleLock(t, file);
    const owner = JSON.parse(lockBytes);
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
    const { id, lockBytes } = await leaveStaleLock(t, file);
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
