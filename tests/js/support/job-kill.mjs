// A job of the command line that is killed again and again, while 5% of the responses fail or are lost.
import assert from "node:assert/strict";
import { pathToFileURL } from "node:url";
import { createRandom, startServer } from "./bulk-kill.mjs";
import { commandsFor, FAST, ndjson } from "./jobs.mjs";

const PRELOAD = pathToFileURL(new URL("./programs/kill-at-line.mjs", import.meta.url).pathname);

/**
 * Runs a command that is killed at a point: `["received" | "done", number of the request]` or
 * `["before" | "half" | "after", kind of line, number]`. Returns its exit code and its signal, when the server has
 * responded to all of its requests.
 */
export async function runUntil(point, args, { server, start }) {
  const isLine = point.length === 3;
  const env = isLine ? { NODE_OPTIONS: `--import ${PRELOAD}`, CLERK_TEST_KILL: point.join(" ") } : {};
  const { child, exit } = start(args, { env });
  child.stdout.resume();
  child.stderr.resume();
  const first = server.state.requests;
  if (!isLine)
    server.state.listener = (number, when) => {
      // The request itself may fail.
      if (when === point[0] && number >= first + point[1]) child.kill("SIGKILL");
    };
  const [code, signal] = await exit;
  server.state.listener = () => {};
  await server.quiet();
  return [code, signal];
}

/** Changes users in a job that is killed at each of these points (`runUntil`), and then until all rows are done. */
export async function killJobAt(t, rowCount, points, seed) {
  const userCount = Math.ceil(rowCount * 0.9);
  const server = await startServer(t, userCount, createRandom(seed));
  const { run, start, write, read } = commandsFor(t, server.url);
  const rows = Array.from({ length: rowCount }, (_, index) => ({
    id: `user_${index % userCount}`,
    publicMetadata: { [`row${index}`]: true, seats: null },
  }));
  write("users.ndjson", ndjson(rows));
  const planArgs = ["users.ndjson", "--job", "job", "--duplicates", "in-order", "--quiet", ...FAST];
  assert.equal((await run(["plan", ...planArgs])).code, 0);
  let kills = 0;
  for (const [index, point] of points.entries()) {
    const args = [index === 0 ? "apply" : "resume", "job", "--quiet", ...FAST];
    const [code, signal] = await runUntil(point, args, { server, start });
    if (signal === "SIGKILL") kills++;
    else assert.equal(code, 0, `${seed} ${point}`);
  }
  const { stdout, stderr, code } = await run(["resume", "job", "--quiet", ...FAST]);
  assert.match(stdout, new RegExp(`^done ${rowCount.toLocaleString("en-US")} · failed 0\n`), stderr);
  assert.equal(code, 0);
  for (let row = 0; row < rowCount; row++) {
    const { public_metadata } = server.backend.users.get(`user_${row % userCount}`);
    assert.equal(public_metadata[`row${row}`], true);
    assert.equal(public_metadata.seats, undefined);
    assert.equal(server.log.effects.get(`row${row}`), 1, `row ${row} took effect more than once`);
  }
  assert.deepEqual([server.log.changes, server.log.repeats], [rowCount, 0]);
  return { kills, run, server, rows, read };
}
