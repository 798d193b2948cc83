// A Backend API that fails or loses 5% of the responses, and a process that is killed while it changes users. The log
// of the API, not the journal, shows what was sent.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { createLocalBackend } from "clerk-metadata/local";
import { KEY } from "./backend.mjs";
import { folder } from "./folder.mjs";

const PROGRAM = fileURLToPath(new URL("./programs/bulk-run.mjs", import.meta.url));
/** Half of these fail before the change takes effect, and the responses of the others are lost. */
const FAILING_SHARE = 0.05;

/** Numbers from 0 to 1, the same ones for a seed. */
export function createRandom(seed) {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Counts the changes in the log of the API, by the key that each row adds. */
function createLog() {
  const effects = new Map();
  const log = { effects, changes: 0, repeats: 0 };
  const onRequest = ({ method, status, body }) => {
    if (method !== "PATCH" || status !== 200) return;
    log.changes++;
    const key = Object.keys(body.public_metadata)[0];
    if (effects.has(key)) log.repeats++;
    effects.set(key, (effects.get(key) ?? 0) + 1);
  };
  return { log, onRequest };
}

/** Starts the server. `listener(number, when)` is called when a change arrives, and after it has taken effect. */
export async function startServer(t, userCount, random) {
  const users = Array.from({ length: userCount }, (_, index) => ({
    id: `user_${index}`,
    publicMetadata: { seats: 1 },
  }));
  const { log, onRequest } = createLog();
  const backend = await createLocalBackend({ users, secretKey: KEY, onRequest });
  const state = { requests: 0, listener: () => {} };
  const server = createServer(async (incoming, outgoing) => {
    const { method, url, headers } = incoming;
    const isChange = method !== "GET";
    const body = isChange ? await text(incoming) : undefined;
    const number = isChange ? ++state.requests : 0;
    if (isChange) state.listener(number, "received");
    if (random() < FAILING_SHARE / 2)
      return outgoing.writeHead(isChange ? 500 : 503, { "content-type": "application/json" }).end('{"errors":[]}');
    const response = await backend.fetch(`http://localhost${url}`, { method, headers, body });
    if (isChange) state.listener(number, "done");
    if (random() < FAILING_SHARE / 2) return incoming.socket.destroy();
    return outgoing.writeHead(response.status, { "content-type": "application/json" }).end(await response.text());
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  t.after(async () => {
    server.closeAllConnections();
    server.close();
    await backend.close();
  });
  /** Resolves when no connection is open: what a killed process has sent has then taken effect, or never will. */
  async function quiet() {
    while ((await new Promise((resolve) => server.getConnections((_, count) => resolve(count)))) > 0)
      await new Promise((resolve) => setImmediate(resolve));
  }
  return { url: `http://127.0.0.1:${server.address().port}`, backend, log, state, quiet };
}

/**
 * When the child is killed. The child does it itself at `{ point, kind, number }` (programs/bulk-run.mjs). At
 * `{ server: "received" | "done", number }`, it is killed when the API has received its change with this number, or
 * when this change has taken effect; `delay` milliseconds later, if it has one.
 * @typedef {{ point: string, kind: string, number: number }
 *   | { server: string, number: number, delay?: number }} KillPoint
 */

/**
 * Changes users in a process that is killed at each of these points, and then until all rows are done.
 * @param {KillPoint[]} points
 */
export async function killAt(t, rowCount, points, seed) {
  const userCount = Math.ceil(rowCount * 0.9);
  const server = await startServer(t, userCount, createRandom(seed));
  const journal = join(folder(t), "journal.ndjson");
  let kills = 0;
  for (const point of [...points, undefined]) {
    const { point: name, kind, number, server: when, delay } = point ?? {};
    const args = [PROGRAM, server.url, journal, String(rowCount), ...(name ? [name, kind, String(number)] : [])];
    const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
    const output = text(child.stdout);
    const first = server.state.requests;
    const kill = () => child.kill("SIGKILL");
    if (when) {
      server.state.listener = (request, moment) => {
        // The request itself may fail.
        if (moment !== when || request < first + number) return;
        if (delay === undefined) kill();
        else setTimeout(kill, delay);
      };
    }
    const [code, signal] = await once(child, "exit");
    server.state.listener = () => {};
    await server.quiet();
    if (signal === "SIGKILL") kills++;
    else assert.equal(code, 0, `${seed} ${JSON.stringify(point)}`);
    if (point !== undefined) continue;
    const { rows, ok, same, recovered, complete, ...others } = JSON.parse(await output);
    assert.deepEqual([rows, ok + same + recovered, complete], [rowCount, rowCount, true]);
    assert.deepEqual(others, { missing: 0, conflict: 0, failed: 0 });
  }
  for (let row = 0; row < rowCount; row++) {
    const { public_metadata } = server.backend.users.get(`user_${row % userCount}`);
    assert.equal(public_metadata[`row${row}`], true);
    assert.equal(public_metadata.seats, undefined);
    assert.equal(server.log.effects.get(`row${row}`), 1, `row ${row}`);
  }
  // A row is sent again only if its value is not stored. All requests had ended before the next run: none is repeated.
  assert.deepEqual([server.log.changes, server.log.repeats], [rowCount, 0]);
  return { kills, requests: server.state.requests };
}
