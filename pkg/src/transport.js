// @compileOnLoad: every call runs these functions (build/functions.mjs).
// One attempt of a call: a request through `fetch` with a deadline. Also the wait before the next attempt.
// When their promises settle, all timers and listeners are removed.
import { abortReason, onAbort, throwIfAborted } from "./abort.js";
import { ALREADY_READ, readText, TOO_LARGE, UnusableBody } from "./body.js";
import { SHARED_BY_CUSTOM, SHARED_BY_HOST, startDeadline } from "./deadline.js";
import { errorFrom } from "./errors.js";
import { headerOf } from "./headers.js";
import { isInstance } from "./is-instance.js";
import { redactThrown } from "./redact.js";

/** @import { FetchInit, FetchLike, FetchResponse } from "../types/options.js" */
/** @import { Settings } from "./call.js" */
/** @import { SentRequest } from "./errors.js" */
/**
 * The outcome of an attempt. `failure` is `undefined` if the response is complete; `text` is then its body. Otherwise,
 * `failure` is `"failed"`, `"timeout"` or `"too large"`, and `text` is the reason.
 * @typedef {{
 *   failure?: string,
 *   status?: number,
 *   text: string,
 *   cause?: unknown,
 *   retryAfter?: string,
 *   date?: string,
 *   traceId?: string,
 *   headers?: FetchResponse["headers"],
 * }} Outcome
 */
/**
 * The outcome while the response is being received. `stop()` stops reading the body.
 * @typedef {Outcome & { settled?: boolean, stop(): void }} IncomingResponse
 */

/**
 * Sends a request and resolves to its outcome. Rejects with what ends the call without a retry: the reason of an
 * abort, an error that a framework uses for control flow, or the error for a `fetch` that returned no usable response.
 * @param {Settings} settings
 * @param {SentRequest} request
 * @param {FetchInit} init
 * @param {number} attempt
 * @param {AbortSignal[]} signals
 * @returns {Promise<Outcome>}
 */
export function sendRequest(settings, request, init, attempt, signals) {
  const { options, timeout, secretKey } = settings;
  /** @type {IncomingResponse} */
  const response = { text: "", stop() {} };
  return new Promise((resolve, reject) => {
    throwIfAborted(signals);
    /** @type {(() => void)[]} */
    const removeListeners = [];
    /**
     * @template T
     * @param {(value: T) => void} resolveOrReject
     * @param {T} value
     */
    const settle = (resolveOrReject, value) => {
      if (response.settled) return;
      response.settled = true;
      deadline.end();
      for (const remove of removeListeners) remove();
      resolveOrReject(value);
    };
    /**
     * Settles without waiting for `fetch`: a custom `fetch` may ignore signals.
     * @template T
     * @param {(value: T) => void} resolveOrReject
     * @param {T} value
     */
    const settleAndStop = (resolveOrReject, value) => {
      settle(resolveOrReject, value);
      response.stop();
    };
    // The global is looked up at each call: test tools may replace it at any time.
    const fetchFunction = /** @type {FetchLike} */ (options.fetch ?? globalThis.fetch);
    const deadline = startDeadline(
      timeout,
      () => settleAndStop(resolve, { failure: "timeout", status: response.status, text: "" }),
      signals.length > 0 ? 1 : fetchFunction === hostFetch ? SHARED_BY_HOST : SHARED_BY_CUSTOM,
    );
    const abortBy = (/** @type {AbortSignal} */ signal) => {
      const reason = abortReason(signal);
      settleAndStop(reject, reason);
      deadline.abort(reason);
    };
    try {
      for (const signal of signals) removeListeners.push(onAbort(signal, () => abortBy(signal)));
    } catch (thrown) {
      return settle(reject, thrown); // a polyfill's signal that rejects further listeners
    }
    init.signal = /** @type {AbortSignal} */ (deadline.signal);
    receiveResponse(settings, fetchFunction, request.url, init, response).then(
      () => settle(resolve, response),
      (thrown) =>
        settle(
          reject,
          isInstance(thrown, UnusableBody)
            ? unusableResponseError(options.fetch, thrown.problem, { secretKey, attempts: attempt, request })
            : thrown,
        ),
    );
  });
}

/**
 * The `fetch` of the host. A test or a polyfill may replace the global later.
 * @type {unknown}
 */
const hostFetch = globalThis.fetch;

/**
 * Sends the request and fills `response` while data arrives, so that the outcome of a timeout has the status if it
 * was received.
 * @param {Settings} settings
 * @param {FetchLike} fetchFunction
 * @param {string} url
 * @param {FetchInit} init
 * @param {IncomingResponse} response
 */
async function receiveResponse({ options, secretKey }, fetchFunction, url, init, response) {
  try {
    if (typeof fetchFunction !== "function")
      throw new ReferenceError("this runtime has no fetch. Pass the option fetch.");
    // Called as a free function, without a `this`.
    const fetched = await fetchFunction(url, init);
    readHead(fetched, response, fetchFunction === hostFetch, Boolean(options.limiter));
    response.text = await readText(fetched, (stop) => {
      response.stop = stop;
      if (response.settled) stop();
    });
  } catch (thrown) {
    if (isInstance(thrown, UnusableBody) || isControlFlow(thrown, secretKey)) throw thrown;
    if (thrown === TOO_LARGE) {
      response.failure = "too large";
      return;
    }
    response.failure = "failed";
    response.cause = thrown;
    response.text = errorMessage(thrown);
  }
}

/**
 * Reads the status and the headers into `response`. Throws if the response cannot be read.
 * @param {any} fetched
 * @param {IncomingResponse} response
 * @param {boolean} isFromHost The host's `fetch` never returns a body that was read, and `bodyUsed` takes 3% of a call.
 * @param {boolean} hasLimiter A limiter also gets the headers about a retry of a success, which does not need them.
 */
function readHead(fetched, response, isFromHost, hasLimiter) {
  if (typeof fetched !== "object" || fetched === null)
    throw new UnusableBody(`it returned ${fetched === null ? "null" : typeof fetched}`);
  const status = fetched.status ?? (fetched.ok === true ? 200 : undefined); // a stub may have only `ok: true`
  if (!Number.isInteger(status) || status < 0 || status > 999)
    throw new UnusableBody("the returned value has no HTTP status");
  if (!isFromHost && fetched.bodyUsed === true) throw new UnusableBody(ALREADY_READ);
  response.status = status;
  try {
    const headers = (response.headers = fetched.headers);
    if (hasLimiter || status < 200 || status >= 300) {
      response.retryAfter = headerOf(headers, "retry-after");
      response.date = headerOf(headers, "date");
    }
    response.traceId = headerOf(headers, "cf-ray");
  } catch {
    throw new UnusableBody("the headers cannot be read");
  }
}

/**
 * This error is not retried, because the next attempt would fail in the same way.
 * @param {FetchLike | undefined} customFetch
 * @param {string} problem
 * @param {import("./errors.js").ErrorContext} context
 */
function unusableResponseError(customFetch, problem, context) {
  const fetchName = customFetch ? "the option fetch" : "the global fetch";
  const message = `Unusable response: ${fetchName} must return a Response, but ${problem}.`;
  return errorFrom(["unexpected_response", message], context);
}

/**
 * Whether a framework uses the thrown value for control flow. It is then rethrown unchanged.
 * @param {any} thrown
 * @param {any} secretKey Missing if the core could not be loaded.
 */
export function isControlFlow(thrown, secretKey) {
  try {
    // The errors of Next.js, and the values that React throws to postpone or suspend.
    if (typeof thrown.digest === "string" || typeof thrown.$$typeof === "symbol" || typeof thrown.then === "function")
      return true;
    // The redirects and errors of React Router, SvelteKit and TanStack: responses or plain objects.
    if (thrown instanceof Error || Object(thrown) !== thrown) return false;
    const isResponse =
      typeof thrown.status === "number" ||
      thrown.isRedirect === true ||
      thrown.isNotFound === true ||
      thrown.type === "DataWithResponseInit";
    return (
      isResponse &&
      (Object.prototype.toString.call(thrown) === "[object Response]" || redactThrown(thrown, secretKey) === thrown)
    );
  } catch {
    return false; // `undefined`, or an object that throws when it is read
  }
}

/**
 * The message of a thrown value and of its cause: `fetch` itself only says that it failed.
 * @param {any} thrown
 */
function errorMessage(thrown) {
  try {
    const message = stringOrUndefined(thrown.message) || stringOrUndefined(thrown) || FAILED;
    const reason = stringOrUndefined(thrown.cause?.message);
    return reason ? `${message}: ${reason}` : message;
  } catch {
    return FAILED; // `undefined`, or an object that throws when it is read
  }
}

const FAILED = "the request failed";

/** @param {unknown} value */
const stringOrUndefined = (value) => (typeof value === "string" ? value : undefined);

/**
 * Waits for a number of milliseconds or until a promise settles. Resolves immediately when a signal aborts.
 * @param {AbortSignal[]} signals
 * @param {any} wait
 * @returns {Promise<void>}
 */
export function pause(signals, wait) {
  return new Promise((resolve) => {
    // Taken from the same clock as the timer, in case a test replaces the timers during the wait.
    const { clearTimeout } = globalThis;
    /** @type {(() => void)[]} */
    const removeListeners = [];
    const end = () => {
      clearTimeout?.(timer);
      for (const remove of removeListeners) remove();
      resolve();
    };
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    let timer;
    if (wait >= 0) timer = setTimeout(end, wait);
    else Promise.resolve(wait).then(end, end);
    for (const signal of signals) removeListeners.push(onAbort(signal, end));
  });
}
