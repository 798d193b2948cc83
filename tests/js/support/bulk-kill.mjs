// A Backend API that fails or loses 5% of the responses, and a process that is killed while it changes users.
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

/** Numbers from 0 to 1, the same ones for a seed. */
function createRandom(seed) {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Points in requests and in groups of lines, early enough that the rows are not done before the last kill. */
export function randomPoints(kills, rows, seed) {
  const random = createRandom(seed);
  const below = (limit) => Math.floor(random() * limit);
  return Array.from({ length: kills }, () => {
    const kind = ["received", "done", "before", "half", "after"][below(5)];
    if (kind === "received" || kind === "done") return [kind, 1 + below(rows / kills / 2)];
    return [kind, ["sent", "ok"][below(2)], 1 + below(rows / kills / 40)];
  });
}

/** Starts the server. `state.listener(number, when)` is called when a change arrives, and after it has taken effect. */
export async function startServer(t, userCount, seed) {
  const random = createRandom(seed);
  const users = Array.from({ length: userCount }, (_, index) => ({
    id: `user_${index}`,
    publicMetadata: { seats: 1 },
  }));
  const backend = await createLocalBackend({ users, secretKey: KEY });
  /** How often each row has taken effect, by the key that it adds. */
  const effects = new Map();
  const state = { requests: 0, needless: 0, listener: () => {} };
  const server = createServer(async (incoming, outgoing) => {
    const body = await text(incoming);
    const respond = async () => {
      const { method, url, headers } = incoming;
      const init = { method, headers, body: method === "GET" ? undefined : body };
      const response = await backend.fetch(`http://localhost${url}`, init);
      return { status: response.status, body: await response.text() };
    };
    const send = ({ status, body }) => outgoing.writeHead(status, { "content-type": "application/json" }).end(body);
    if (incoming.method === "GET") return random() < 0.05 ? send({ status: 503, body: "" }) : send(await respond());
    const number = ++state.requests;
    state.listener(number, "received");
    if (random() < 0.025) return send({ status: 500, body: '{"errors":[]}' });
    const id = incoming.url.split("/")[3];
    const before = JSON.stringify(backend.users.get(id).public_metadata);
    const response = await respond();
    const after = JSON.stringify(backend.users.get(id).public_metadata);
    if (before === after) state.needless++;
    const key = Object.keys(JSON.parse(body).public_metadata)[0];
    effects.set(key, (effects.get(key) ?? 0) + 1);
    state.listener(number, "done");
    if (random() < 0.025) return incoming.socket.destroy();
    return send(response);
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
  return { url: `http://127.0.0.1:${server.address().port}`, backend, effects, state, quiet };
}

/**
 * Changes users in a process that is killed at each of these points, and then until all rows are done. A point is
 * `["received" | "done", number of the request]` or `["before" | "half" | "after", kind of line, number]`.
 */
export async function killAt(t, rowCount, points, seed) {
  const userCount = Math.ceil(rowCount * 0.9);
  const server = await startServer(t, userCount, seed);
  const journal = join(folder(t), "journal.ndjson");
  let kills = 0;
  for (const point of [...points, undefined]) {
    const isLine = point?.length === 3;
    const args = [PROGRAM, server.url, journal, String(rowCount), ...(isLine ? point.map(String) : [])];
    const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
    const output = text(child.stdout);
    const first = server.state.requests;
    if (point !== undefined && !isLine) {
      server.state.listener = (number, when) => {
        // The request itself may fail.
        if (when === point[0] && number >= first + point[1]) child.kill("SIGKILL");
      };
    }
    const [code, signal] = await once(child, "exit");
    server.state.listener = () => {};
    await server.quiet();
    if (signal === "SIGKILL") kills++;
    else assert.equal(code, 0, `${seed} ${point}`);
    if (point !== undefined) continue;
    const { rows, ok, same, recovered, complete, ...others } = JSON.parse(await output);
    assert.deepEqual([rows, ok + same + recovered, complete], [rowCount, rowCount, true]);
    assert.deepEqual(others, { missing: 0, conflict: 0, failed: 0 });
  }
  for (let row = 0; row < rowCount; row++) {
    const { public_metadata } = server.backend.users.get(`user_${row % userCount}`);
    assert.equal(public_metadata[`row${row}`], true);
    assert.equal(public_metadata.seats, undefined);
    assert.equal(server.effects.get(`row${row}`), 1, `row ${row} took effect more than once`);
  }
  assert.equal(server.state.needless, 0);
  return { kills, requests: server.state.requests };
}
