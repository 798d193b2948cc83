// The exit status of commands for one user: 2 if the input is invalid, so that nothing was sent, and 1 if the Backend
// API rejects it. Input can come from a pipe.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { test } from "node:test";
import { changesOf, startJobs, usersWith } from "./support/jobs.mjs";

const LARGE = JSON.stringify({ text: "x".repeat(9_000) });

for (const command of ["diff", "update"]) {
  test(`${command}: invalid input has the status 2, and an error of the Backend API 1`, async (t) => {
    const { backend, run } = await startJobs(t, { users: usersWith(1) });
    const large = await run([command, "user_0", "--public", LARGE]);
    assert.match(large.stderr, /\nclerk-metadata: publicMetadata: .* bytes of JSON/);
    assert.deepEqual([large.stdout, large.code], ["", 2]);
    assert.equal((await run([command, "user_0", "--public", "{"])).code, 2);
    const missing = await run([command, "user_9", "--public", "{}"]);
    assert.match(missing.stderr, /\nclerk-metadata: No user was found with id user_9 /);
    assert.equal(missing.code, 1);
    assert.deepEqual(changesOf(backend), []);
  });
}

test("--public @FILE reads a named pipe", { skip: process.platform === "win32" }, async (t) => {
  const { backend, run, path } = await startJobs(t, { users: usersWith(1) });
  execFileSync("mkfifo", [path("pipe")]);
  const [{ code, stderr }] = await Promise.all([
    run(["update", "user_0", "--public", "@pipe"]),
    writeFile(path("pipe"), '{"a":1}'),
  ]);
  assert.equal(code, 0, stderr);
  assert.deepEqual(backend.users.get("user_0").public_metadata, { a: 1 });
});
