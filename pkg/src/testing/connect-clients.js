// Connects the clients of this process to a local Backend API, without changing the code under test: clients read the
// environment and look up the global `fetch` at the time of a call. The clients themselves contain no code for tests,
// so nothing can redirect the calls of an app that does not import this entry.
import { isClerkRequest } from "./clerk-request.js";

/** @import { LocalBackend } from "../../types/local.js" */

/** Shared by all copies of this package in a process. */
const CONNECTED = Symbol.for("clerk-metadata/testing connected");

/** @type {Record<symbol, unknown>} */
const globalObject = /** @type {any} */ (globalThis);

const DEFAULT_KEY = "sk_test_local";

/**
 * @param {Pick<LocalBackend, "fetch">} backend
 * @param {{ secretKey?: string | undefined }} [options]
 * @returns {() => void}
 */
export function connectClients(backend, { secretKey = DEFAULT_KEY } = {}) {
  if (typeof backend?.fetch !== "function")
    throw new TypeError("connectClients: pass a backend that createLocalBackend has returned.");
  if (typeof secretKey !== "string" || secretKey === "")
    throw new TypeError("connectClients: secretKey must be a key that the backend accepts.");
  const env = globalThis.process?.env;
  if (env?.NODE_ENV === "production")
    throw new Error("connectClients is only for tests, and NODE_ENV is production. Set NODE_ENV to test.");
  if (globalObject[CONNECTED])
    throw new Error(
      "A local backend is already connected in this process. Close it first. Tests that run at the same time in one process must share one backend: connect it before all of them.",
    );
  const restoreKey = env === undefined ? () => {} : replaceVariable(env, "CLERK_SECRET_KEY", secretKey);
  const restoreFetch = replaceFetch(backend.fetch);
  globalObject[CONNECTED] = true;
  let isConnected = true;
  return () => {
    if (!isConnected) return;
    isConnected = false;
    delete globalObject[CONNECTED];
    restoreFetch();
    restoreKey();
  };
}

/**
 * Sends the requests of Clerk's clients to the backend, and all other requests to the previous `fetch`. Returns a
 * function that restores the previous `fetch`.
 * @param {LocalBackend["fetch"]} backendFetch
 */
function replaceFetch(backendFetch) {
  const previous = Object.getOwnPropertyDescriptor(globalThis, "fetch");
  const previousFetch = globalThis.fetch;
  let isActive = true;
  /**
   * @param {any} input
   * @param {any} [init]
   */
  function fetch(input, init) {
    return isActive && isClerkRequest(input, init) ? backendFetch(input, init) : previousFetch(input, init);
  }
  Object.defineProperty(globalThis, "fetch", { value: fetch, configurable: true, enumerable: true, writable: true });
  return () => {
    isActive = false;
    // A later replacement, such as that of msw, keeps a reference to this one, which now only forwards.
    if (/** @type {unknown} */ (globalThis.fetch) !== fetch) return;
    if (previous === undefined) Reflect.deleteProperty(globalThis, "fetch");
    else Object.defineProperty(globalThis, "fetch", previous);
  };
}

/**
 * Sets an environment variable. Returns a function that restores it unless it was changed in the meantime.
 * @param {Record<string, string | undefined>} env
 * @param {string} name
 * @param {string} value
 */
function replaceVariable(env, name, value) {
  const previous = env[name];
  env[name] = value;
  return () => {
    if (env[name] !== value) return;
    if (previous === undefined) delete env[name];
    else env[name] = previous;
  };
}
