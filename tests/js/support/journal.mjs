// Journals for `createLocalBackend`: one that keeps lines in memory, and one whose promises the test settles.
import { createClerkClient } from "clerk-metadata";
import { createLocalBackend } from "clerk-metadata/local";

export const KEY = "sk_test_journal";
export const HEADERS = { authorization: `Bearer ${KEY}`, "content-type": "application/json" };

/** A journal in memory that keeps the last line of each user. */
export function memoryJournal() {
  const lines = new Map();
  const append = (line) => {
    const change = JSON.parse(line);
    if (change === "clear") lines.clear();
    else if (change.put) lines.set(change.put.id, line);
    else lines.delete(change.delete);
  };
  return { lines, append };
}

export const clientOf = (backend) => createClerkClient({ secretKey: KEY, fetch: backend.fetch, maxRetries: 0 });

/** A journal whose promises the test settles: `pendingLines[0].resolve()`. */
export function pendingJournal() {
  const pendingLines = [];
  const append = (line) => new Promise((resolve, reject) => pendingLines.push({ line, resolve, reject }));
  return { pendingLines, append };
}

/** A backend with `user_1` and `user_2`, whose lines are stored, and the journal's next promises. */
export async function backendWithPendingJournal() {
  const { pendingLines, append } = pendingJournal();
  const opening = createLocalBackend({
    users: [{ id: "user_1", publicMetadata: { a: 1 } }, { id: "user_2" }],
    journal: { append },
  });
  for (let index = 0; index < 2; index++) {
    await until(() => pendingLines.length === 1);
    pendingLines.shift().resolve();
  }
  const backend = await opening;
  const send = (method, path, body) =>
    backend.fetch(`http://localhost/v1${path}`, { method, headers: HEADERS, body: body && JSON.stringify(body) });
  return {
    backend,
    pendingLines,
    send,
    patch: (id, metadata) => send("PATCH", `/users/${id}/metadata`, { public_metadata: metadata }),
  };
}

/** Waits until the condition holds, without a timer. */
export async function until(condition) {
  while (!condition()) await new Promise(setImmediate);
}
export const settled = (promise) =>
  Promise.race([promise.then(() => true), new Promise((resolve) => setImmediate(resolve, false))]);
/** Runs every pending callback. */
export const idle = async () => {
  for (let turn = 0; turn < 20; turn++) await new Promise(setImmediate);
};
