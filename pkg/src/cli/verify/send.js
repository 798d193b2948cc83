// Sends one request to the Backend API: paced, and again after a 429. The client of this package is not used, because
// it rejects invalid requests, and the facts are about the responses to them.
import { setTimeout as sleep } from "node:timers/promises";
import { createPace } from "./pace.js";

/** @import { Backend } from "../admin/types.js" */
/** @import { ApiResponse, Send, SendOptions } from "./types.js" */

/** A test instance allows 100 requests in 10 s (documented by Clerk). The app of the instance may need some. */
const INSTANCE_LIMIT = 90;
/** 10 changes of the metadata of one user in 10 s are allowed (documented by Clerk). */
const USER_LIMIT = 9;
const METADATA_PATH = /^\/users\/([^/]+)\/metadata$/;

const TIMEOUT_MS = 30_000;
const MAX_ATTEMPTS = 4;
const MAX_RETRY_AFTER_SECONDS = 60;

/** Codes of failures before anything was sent, besides those of the system calls `connect` and `getaddrinfo`. */
const NOT_CONNECTED = /^(ECONNREFUSED|UND_ERR_CONNECT_TIMEOUT|ERR_TLS_CERT_.*|CERT_.*|.*_CERT|UNABLE_TO_.*)$/;

/** There is no response. The request may have taken effect, unless `wasSent` is false. */
export class ConnectionError extends Error {
  /**
   * @param {string} request
   * @param {any} error
   */
  constructor(request, error) {
    const { code, syscall, message } = error?.cause ?? {};
    const isTimeout = error?.name === "TimeoutError";
    const reason = isTimeout ? `no response within ${TIMEOUT_MS / 1000} seconds` : (code ?? message ?? error?.message);
    // `fetch` rejects some ports, such as 1 and 6000, with this message.
    const isConnected = !["connect", "getaddrinfo"].includes(syscall) && message !== "bad port";
    const wasSent = isConnected && !NOT_CONNECTED.test(code);
    super(`${request} ${wasSent ? "has no response" : "could not be sent"}: ${reason}`, { cause: error });
    this.wasSent = wasSent;
  }
}

/**
 * @param {Backend} backend
 * @param {AbortSignal} [signal]
 * @returns {Send}
 */
export function createSend(backend, signal) {
  const wait = (/** @type {number} */ ms) => sleep(ms, undefined, { ...(signal && { signal }) });
  const pace = createPace({ now: () => performance.now(), wait });
  const timeoutSignal = () => {
    const timeout = AbortSignal.timeout(TIMEOUT_MS);
    return signal === undefined ? timeout : AbortSignal.any([signal, timeout]);
  };

  return async (method, path, options = {}) => {
    signal?.throwIfAborted();
    const changed = METADATA_PATH.exec(path)?.[1];
    for (let attempt = 1; ; attempt++) {
      if (!options.burst) {
        await pace("instance", INSTANCE_LIMIT);
        if (changed !== undefined) await pace(changed, USER_LIMIT);
      }
      const response = await request(backend, method, path, options, timeoutSignal());
      if (response.status !== 429 || options.burst || attempt === MAX_ATTEMPTS) return response;
      const seconds = retryAfterOf(response);
      if (seconds > MAX_RETRY_AFTER_SECONDS) return response;
      await wait(1000 * seconds);
    }
  };
}

/**
 * @param {Backend} backend
 * @param {string} method
 * @param {string} path
 * @param {SendOptions} options
 * @param {AbortSignal} signal
 * @returns {Promise<ApiResponse>}
 */
async function request({ apiUrl, apiVersion, headers }, method, path, { body, headers: changes }, signal) {
  const all = { ...headers, ...(body !== undefined && { "content-type": "application/json" }), ...changes };
  /** @type {RequestInit} */
  const init = {
    method,
    headers: Object.fromEntries(
      Object.entries(all).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
    ),
    ...(body !== undefined && { body: typeof body === "string" ? body : JSON.stringify(body) }),
    // The key must go to one origin only.
    redirect: "manual",
    signal,
  };
  try {
    const response = await fetch(`${apiUrl}/${apiVersion}${path}`, init);
    const text = await response.text();
    return { status: response.status, headers: response.headers, text, json: parse(text) };
  } catch (error) {
    throw new ConnectionError(`${method} ${path.split("?")[0]}`, error);
  }
}

/** @param {string} text */
function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * The seconds of `Retry-After`. Default: 1.
 * @param {ApiResponse} response
 */
function retryAfterOf({ headers }) {
  const seconds = Number(headers.get("retry-after") ?? 1);
  return Number.isFinite(seconds) ? seconds : 1;
}

/**
 * What went wrong, such as "422 form_param_unknown (is unknown)".
 * @param {ApiResponse} response
 */
export function failureText(response) {
  const { code, long_message: long, message = long } = response.json?.errors?.[0] ?? {};
  const texts = [long ?? message ?? (code === undefined ? otherServerText(response) : undefined)];
  const seconds = response.status === 429 ? retryAfterOf(response) : 0;
  if (seconds > MAX_RETRY_AFTER_SECONDS)
    texts.push(`Retry-After is ${seconds} seconds, and verify waits for at most ${MAX_RETRY_AFTER_SECONDS}.`);
  const details = texts.filter(Boolean).join(" ");
  return [response.status, code, details && `(${details})`].filter(Boolean).join(" ");
}

/**
 * What is wrong with a response without errors. One of a limit or a broken server may come from a proxy.
 * @param {ApiResponse} response
 */
function otherServerText({ status, json }) {
  if (status === 429 || status >= 500) return undefined;
  return `The response is not ${json === undefined ? "JSON" : "one of the Backend API"}. Check --api-url.`;
}
