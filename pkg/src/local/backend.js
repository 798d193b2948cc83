// The local Backend API. Its responses are computed in Rust (local/src); this file connects them to time, files and
// sockets.
import { load } from "#wasm/local";
import { createChangeQueue } from "./change-queue.js";
import { createClock } from "./clock.js";
import { openDataFile } from "./data-file.js";
import { createFailures } from "./failures.js";
import { openJournal } from "./journal.js";
import { createDelay } from "./latency.js";
import { readRateLimit } from "./rate-limit.js";
import { createRequestLog, recordStatus } from "./request-log.js";
import { secretKeyProblem } from "./secret-key.js";
import { listen } from "./server.js";
import { restoreSnapshot, takeSnapshot } from "./snapshots.js";
import { createUsers, errorFromWasm, usersApi } from "./users.js";

/** @import { LocalBackend, LocalBackendOptions, LocalSnapshot } from "../../types/local.js" */
/** @import { ChangeQueue, CreatedUser, Storage, WasmBackend } from "./types.js" */

const OPTIONS = ["users", "secretKey", "file", "journal", "rateLimit", "latency", "onRequest"];

/**
 * @param {LocalBackendOptions} [options]
 * @returns {Promise<LocalBackend>}
 */
export async function createLocalBackend(options = {}) {
  if (typeof options !== "object" || options === null || Array.isArray(options))
    throw new TypeError("createLocalBackend: options must be an object such as { users: [] }.");
  const unknown = Object.keys(options).find((name) => !OPTIONS.includes(name));
  if (unknown !== undefined)
    throw new TypeError(`createLocalBackend: unknown option ${unknown}. The options are ${OPTIONS.join(", ")}.`);
  const { users = [], secretKey, file, journal, rateLimit, onRequest } = options;
  if (typeof users !== "object" || typeof users?.[Symbol.iterator] !== "function")
    throw new TypeError('createLocalBackend: users must be an array of users, such as [{ id: "user_1" }].');
  if (secretKey !== undefined && typeof secretKey !== "string")
    throw new TypeError(
      "createLocalBackend: secretKey must be a string. Omit it to accept every key that starts with sk_.",
    );
  const rateLimits = readRateLimit(rateLimit);
  const delay = createDelay(options.latency);
  if (onRequest !== undefined && typeof onRequest !== "function")
    throw new TypeError("createLocalBackend: onRequest must be a function.");
  const problem = secretKey === undefined ? undefined : secretKeyProblem(secretKey);
  if (problem !== undefined) throw new TypeError(`createLocalBackend: secretKey: ${problem}`);
  if (file !== undefined && journal !== undefined)
    throw new TypeError("createLocalBackend: file and journal both store the users. Pass only one of them.");
  const { LocalBackend, readRequest, toResponse } = await load();
  const backend = new LocalBackend({ secretKey, ...rateLimits });
  const clock = createClock();
  /** Creates the users of the option if there are no others. All of them exist before the first one is written. */
  const addUsers = () => (backend.count() === 0 ? createUsers(backend, users, clock.now) : []);
  /** @type {Storage | undefined} */
  const storage =
    file !== undefined
      ? await openDataFile(file, backend, () => new LocalBackend(), addUsers)
      : journal !== undefined
        ? await openJournal(journal, backend)
        : undefined;
  try {
    const changes = createChangeQueue(backend, clock.now, storage?.append, storage?.savepoint);
    if (file === undefined) await writeUsers(changes, addUsers());
    const controls = testControls(backend, changes, clock, storage !== undefined, onRequest);
    const handle = delay(controls.handle);
    return {
      ...controls.api,
      // A free function, so it can replace the global `fetch`.
      async fetch(input, init) {
        const request = new Request(/** @type {RequestInfo} */ (input), init);
        const { signal } = request;
        return rejectOnAbort(signal, async () => toResponse(await handle(await readRequest(request), signal)));
      },
      listen: (options) => listen(handle, LocalBackend.maxBodyBytes(), options),
      users: usersApi(backend, changes, clock.now),
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
 * What tests use: recorded requests, failures, snapshots and the clock. `handle` returns the response to a request, or
 * a promise of it.
 * @param {WasmBackend} backend
 * @param {ChangeQueue} changes
 * @param {ReturnType<typeof createClock>} clock
 * @param {boolean} hasStorage
 * @param {LocalBackendOptions["onRequest"]} onRequest
 */
function testControls(backend, changes, clock, hasStorage, onRequest) {
  const log = createRequestLog(clock.now);
  const failures = createFailures(backend);
  const initialUsers = hasStorage ? undefined : takeSnapshot(backend);
  const requireMemory = (/** @type {string} */ name) => {
    if (hasStorage)
      throw new Error(
        `${name} works only in memory. This backend has a data file or a journal, whose history it would replace.`,
      );
  };
  return {
    /** @type {ChangeQueue["handle"]} */
    handle(request, signal) {
      const recorded = log.add(request);
      return recordStatus(
        recorded,
        failures.outcomeOf(recorded, request) ?? changes.handle(request, signal),
        onRequest,
      );
    },
    api: {
      failNext: failures.failNext,
      requests: log.requests,
      clock: { now: clock.now, advance: clock.advance },
      snapshot: () => takeSnapshot(backend),
      /** @param {LocalSnapshot} snapshot */
      restore(snapshot) {
        requireMemory("restore");
        restoreSnapshot(backend, snapshot);
      },
      reset() {
        requireMemory("reset");
        restoreSnapshot(backend, /** @type {LocalSnapshot} */ (initialUsers));
        backend.resetRateLimits();
        failures.clear();
        log.requests.clear();
        clock.reset();
      },
    },
  };
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
