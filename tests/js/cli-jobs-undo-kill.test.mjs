// Undo of a job that was killed with requests in flight, which may have taken effect or not, and kill -9 of the undo.
import assert from "node:assert/strict";
import { test } from "node:test";
import { createRandom, startServer } from "./support/bulk-kill.mjs";
import { runUntil } from "./support/job-kill.mjs";
import { commandsFor, FAST, ndjson } from "./support/jobs.mjs";

const USERS = 120;

const POINTS = [
  ["after", "before", 3],
  ["after", "sent", 2],
  ["before", "ok", 2],
  ["received", 40],
  ["done", 40],
];

/** Runs a command that must be killed at a point. */
async function killAt(point, args, context) {
  const [, signal] = await runUntil(point, [...args, "--quiet", ...FAST], context);
  assert.equal(signal, "SIGKILL", point.join(" "));
}

for (const [index, point] of POINTS.entries())
  test(`killed at ${point.join(" ")}: the undo restores all users`, async (t) => {
    const server = await startServer(t, USERS, createRandom(index + 1));
    const commands = commandsFor(t, server.url);
    const rows = Array.from({ length: 2 * USERS }, (_, row) => ({
      id: `user_${row % USERS}`,
      publicMetadata: row < USERS ? { [`row${row}`]: true, seats: null } : { [`row${row}`]: true, seats: 3 },
    }));
    commands.write("users.ndjson", ndjson(rows));
    const planned = await commands.run(["plan", "users.ndjson", "--job", "job", "--duplicates", "in-order", ...FAST]);
    assert.equal(planned.code, 0, planned.stderr);
    await killAt(point, ["apply", "job"], { server, ...commands });
    await killAt(point, ["undo", "job"], { server, ...commands });
    const { stdout, stderr, code } = await commands.run(["resume", "job-undo", "--quiet", ...FAST]);
    assert.match(stdout, /^done [\d,]+ · failed 0\n/, stderr);
    assert.equal(code, 0);
    for (let user = 0; user < USERS; user++)
      assert.deepEqual(server.backend.users.get(`user_${user}`).public_metadata, { seats: 1 });
  });
