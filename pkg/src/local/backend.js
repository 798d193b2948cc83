// The local Backend API: what it answers is decided in Rust (local/src); here are its hands, which
// hold time, files and sockets.
import { load } from "#wasm/local";
import { changesOf } from "./changes.js";
import { openDataFile } from "./data-file.js";
import { openJournal } from "./journal.js";
import { whyNoSecretKey } from "./secret-key.js";
import { listen } from "./server.js";
import { createUsers, errorOf, usersOf } from "./users.js";

const OPTIONS = ["users", "secretKey", "file", "journal", "rateLimit"];

/** @param {import("../../types/local.js").LocalBackendOptions} [options] */
export async function createLocalBackend(options = {}) {
  if (typeof options !== "object" || options === null || Array.isArray(options))
    throw new TypeError("createLocalBackend: the options must be an object, such as { users: [] }.");
  const unknown = Object.keys(options).find((name) => !OPTIONS.includes(name));
  if (unknown !== undefined)
    throw new TypeError(`createLocalBackend: there is no option ${unknown}; there are ${OPTIONS.join(", ")}.`);
  const { users = [], secretKey, file, journal, rateLimit } = options;
  if (typeof users !== "object" || typeof users?.[Symbol.iterator] !== "function")
    throw new TypeError('createLocalBackend: users must be an array of users, such as [{ id: "user_1" }].');
  if (secretKey !== undefined && typeof secretKey !== "string")
    throw new TypeError(
      "createLocalBackend: secretKey must be a string. Leave it out to accept every key that begins with sk_.",
    );
  if (rateLimit !== undefined && typeof rateLimit !== "boolean")
    throw new TypeError("createLocalBackend: rateLimit must be true or false.");
  const wrongKey = secretKey === undefined ? undefined : whyNoSecretKey(secretKey);
  if (wrongKey !== undefined) throw new TypeError(`createLocalBackend: secretKey: ${wrongKey}`);
  if (file !== undefined && journal !== undefined)
    throw new TypeError("createLocalBackend: file and journal are two places for the same users; give one of them.");
  const { LocalBackend, readRequest, toResponse } = await load();
  const backend = new LocalBackend({ secretKey, rateLimit });
  /** Adds the users of the option where there are none. All are there before the first one is written. */
  const addUsers = () => (backend.count() === 0 ? createUsers(backend, users) : []);
  const data =
    file !== undefined
      ? await openDataFile(file, backend, () => new LocalBackend(), addUsers)
      : journal !== undefined
        ? await openJournal(journal, backend)
        : undefined;
  try {
    const changes = changesOf(backend, data?.append, data?.mark);
    if (file === undefined) await writeUsers(changes, addUsers());
    return {
      // As a server would: bound to nothing, it can stand in for the global `fetch`.
      async fetch(input, init) {
        const request = new Request(input, init);
        const { signal } = request;
        return untilAborted(signal, async () => toResponse(await changes.handle(await readRequest(request), signal)));
      },
      listen: (at) => listen(changes.handle, LocalBackend.maxBodyBytes(), at),
      users: usersOf(backend, changes),
      async close() {
        await changes.idle();
        data?.close?.();
      },
    };
  } catch (error) {
    data?.close?.();
    throw error;
  }
}

async function writeUsers(changes, users) {
  try {
    await changes.writeUsers(users);
  } catch (thrown) {
    throw errorOf(thrown);
  }
}

/**
 * What `act` resolves to; rejects with the reason of the signal as soon as it is aborted, as the global `fetch` does.
 */
async function untilAborted(signal, act) {
  if (!signal) return act(); // a `Request` of a program's own
  signal.throwIfAborted();
  let abort;
  const aborted = new Promise((_, reject) => {
    abort = () => reject(signal.reason);
    signal.addEventListener("abort", abort, { once: true });
  });
  try {
    return await Promise.race([act(), aborted]);
  } finally {
    signal.removeEventListener("abort", abort);
  }
}
