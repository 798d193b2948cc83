// Node.js, Deno and Bun recognize each other's locks of a data file.
import assert from "node:assert/strict";
import { readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { createLocalBackend } from "clerk-metadata/local";
import { folder } from "./support/folder.mjs";
import { openInProcess } from "./support/open-process.mjs";
import { HAS_OPEN, leaveStaleLock, storedIds } from "./support/data-file.mjs";

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
  const { id, lockBytes } = await leaveStaleLock(t, file, start);
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
