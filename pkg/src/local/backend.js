// The local Backend API. Its responses are computed in Rust (local/src); this file connects them to time, files and
// sockets.
import { load } from "#wasm/local";
import { createChangeQueue } from "./change-queue.js";
import { openDataFile } from "./data-file.js";
import { openJournal } from "./journal.js";
import { secretKeyProblem } from "./secret-key.js";
import { listen } from "./server.js";
import { createUsers, errorFromWasm, usersApi } from "./users.js";

/** @import { LocalBackendOptions, LocalListenOptions } from "../../types/local.js" */
/** @import { ChangeQueue, CreatedUser, Storage } from "./types.js" */

const OPTIONS = ["users", "secretKey", "file", "journal", "rateLimit"];

/** @param {LocalBackendOptions} [options] */
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
  const problem = secretKey === undefined ? undefined : secretKeyProblem(secretKey);
  if (problem !== undefined) throw new TypeError(`createLocalBackend: secretKey: ${problem}`);
  if (file !== undefined && journal !== undefined)
    throw new TypeError("createLocalBackend: file and journal are two places for the same users; give one of them.");
  const { LocalBackend, readRequest, toResponse } = await load();
  const backend = new LocalBackend({ secretKey, rateLimit });
  /** Creates the users of the option if there are no others. All of them exist before the first one is written. */
  const addUsers = () => (backend.count() === 0 ? createUsers(backend, users) : []);
  /** @type {Storage | undefined} */
  const storage =
    file !== undefined
      ? await openDataFile(file, backend, () => new LocalBackend(), addUsers)
      : journal !== undefined
        ? await openJournal(journal, backend)
        : undefined;
  try {
    const changes = createChangeQueue(backend, storage?.append, storage?.savepoint);
    if (file === undefined) await writeUsers(changes, addUsers());
    return {
      /**
       * A free function, so it can replace the global `fetch`.
       * @param {RequestInfo | URL} input
       * @param {RequestInit} [init]
       */
      async fetch(input, init) {
        const request = new Request(input, init);
        const { signal } = request;
        return rejectOnAbort(signal, async () => toResponse(await changes.handle(await readRequest(request), signal)));
      },
      /** @param {LocalListenOptions} [options] */
      listen: (options) => listen(changes.handle, LocalBackend.maxBodyBytes(), options),
      users: usersApi(backend, changes),
      async close() {
        await changes.idle();
        storage?.close?.();
      },
    };
  } catch (error) {
    storage?.close?.();
    throw error;
  }
}

/**
 * @param {ChangeQueue} changes
 * @param {CreatedUser[]} users
 */
async function writeUsers(changes, users) {
  try {
    await changes.writeUsers(users);
  } catch (thrown) {
    throw errorFromWasm(thrown);
  }
}

/**
 * Like the global `fetch`, rejects with the signal's reason as soon as the signal is aborted.
 * @template Result
 * @param {AbortSignal} signal
 * @param {() => Promise<Result>} run
 */
async function rejectOnAbort(signal, run) {
  if (!signal) return run(); // a program may replace the global `Request`
  signal.throwIfAborted();
  /** @type {() => void} */
  let abort = () => {};
  /** @type {Promise<never>} */
  const aborted = new Promise((_, reject) => {
    abort = () => reject(signal.reason);
    signal.addEventListener("abort", abort, { once: true });
  });
  try {
    return await Promise.race([run(), aborted]);
  } finally {
    signal.removeEventListener("abort", abort);
  }
}
