// @compileOnLoad: every call runs these functions (build/functions.mjs).
// One attempt of a call: a request through `fetch` under a deadline; and the wait before the next attempt.
// Every timer and listener is gone when its promise settles.
import { abortReason, onAbort, throwIfAborted } from "./abort.js";
import { readText, TOO_LARGE, UnusableBody } from "./body.js";
import { monotonicNow, SHARED_BY_CUSTOM, SHARED_BY_HOST, startDeadline } from "./deadline.js";
import { ClerkConnectionError } from "./errors.js";
import { headerOf, listHeaders } from "./headers.js";
import { redact, redactThrown } from "./redact.js";

/**
 * Sends a request. Resolves to `{ failure, status, text, cause, retryAfter, date, traceId }`, where `failure` is
 * `undefined` for a whole response, whose body is `text`; else `"failed"`, `"timeout"` or `"too large"`, and
 * `text` says why. Rejects with what ends the call at once: the reason of an abort, an error by which the host
 * controls its own flow, or that `fetch` gave no usable response.
 */
export function sendRequest({ options, timeout, secretKey }, url, init, attempt, signals) {
  const { onRequest, onResponse } = options;
  const info = () => ({ attempt, method: init.method, url: redact(url, secretKey) });
  throwIfAborted(signals);
  if (onRequest) {
    callHook(onRequest, () => ({ ...info(), headers: { ...init.headers, authorization: "[redacted]" } }));
    throwIfAborted(signals);
  }
  const startedAt = onResponse && monotonicNow();
  const response = { text: "", stop() {} };
  return new Promise((resolve, reject) => {
    const removeListeners = [];
    const settle = (how, value) => {
      if (response.settled) return;
      response.settled = true;
      deadline.end();
      for (const remove of removeListeners) remove();
      how(value);
    };
    // At once, not when `fetch` has ended: a custom one may ignore signals.
    const settleAndStop = (how, value) => {
      settle(how, value);
      response.stop();
    };
    // The global is looked up at each call: test tools replace it late.
    const send = options.fetch ?? globalThis.fetch;
    const deadline = startDeadline(
      timeout,
      () => settleAndStop(resolve, { failure: "timeout", status: response.status, text: "" }),
      signals.length > 0 ? 1 : send === hostFetch ? SHARED_BY_HOST : SHARED_BY_CUSTOM,
    );
    const abortBy = (signal) => {
      const reason = abortReason(signal);
      settleAndStop(reject, reason);
      deadline.abort(reason);
    };
    try {
      for (const signal of signals) removeListeners.push(onAbort(signal, () => abortBy(signal)));
    } catch (thrown) {
      return settle(reject, thrown); // a polyfill's signal that takes no more listeners
    }
    init.signal = deadline.signal;
    receive(send, url, init, response, secretKey).then(
      () => {
        if (response.settled) return;
        settle(resolve, response);
        if (!onResponse || response.failure) return;
        const { status, headers } = response;
        callHook(onResponse, () => ({
          ...info(),
          status,
          headers: shownHeaders(headers, secretKey),
          duration: Math.round(monotonicNow() - startedAt) || 0,
        }));
      },
      (thrown) =>
        settle(
          reject,
          thrown instanceof UnusableBody ? unusableResponse(options.fetch, thrown.problem, attempt) : thrown,
        ),
    );
  });
}

/** The `fetch` of the host. A test or a polyfill may replace it later. */
const hostFetch = globalThis.fetch;

/** Fills `response` as it comes: what is there when the attempt times out tells how far it came. */
async function receive(send, url, init, response, secretKey) {
  try {
    if (typeof send !== "function") throw new ReferenceError("this host has no fetch: pass the option fetch");
    // Called as a free function: it is bound to nothing.
    const received = await send(url, init);
    readHead(received, response);
    response.text = await readText(received, (stop) => {
      response.stop = stop;
      if (response.settled) stop();
    });
  } catch (thrown) {
    if (thrown instanceof UnusableBody || isControlFlow(thrown, secretKey)) throw thrown;
    if (thrown === TOO_LARGE) {
      response.failure = "too large";
      return;
    }
    response.failure = "failed";
    response.cause = thrown;
    response.text = messageOf(thrown);
  }
}

/** Reads the status and the headers into `response`; throws where the response cannot be read. */
function readHead(received, response) {
  const problem = problemOf(received);
  if (problem) throw new UnusableBody(problem);
  response.status = statusOf(received);
  try {
    const headers = (response.headers = received.headers);
    response.retryAfter = headerOf(headers, "retry-after");
    response.date = headerOf(headers, "date");
    response.traceId = headerOf(headers, "cf-ray");
  } catch {
    throw new UnusableBody("its headers cannot be read");
  }
}

/** The status. That of a stub may be missing beside `ok: true`. */
const statusOf = ({ status, ok }) => (status === undefined && ok === true ? 200 : status);

/** What is wrong with what `fetch` gave; `undefined` where it can be read. */
function problemOf(received) {
  if (typeof received !== "object" || received === null)
    return `it gave ${received === null ? "null" : typeof received} instead of one`;
  const { body } = received;
  const status = statusOf(received);
  if (!Number.isInteger(status) || status < 0 || status > 999) return "what it gave has no HTTP status";
  if (received.bodyUsed === true || body?.locked || body?.destroyed || body?.readableDidRead)
    return "its body was read already. Give a new Response for each call, or a clone()";
  const isReadable = body?.getReader ?? body?.[Symbol.asyncIterator] ?? received.text ?? received.json;
  return typeof isReadable === "function" ? undefined : "what it gave has no body, text() or json()";
}

/** Final, for the next attempt would end the same way. */
function unusableResponse(customFetch, problem, attempts) {
  const which = customFetch ? "the option fetch" : "the global fetch";
  return new ClerkConnectionError(`No usable response: ${which} must give a Response; ${problem}.`, {
    code: "unexpected_response",
    attempts,
  });
}

/** Whether a framework controls its own flow by what was thrown. It is then rethrown as it is. */
function isControlFlow(thrown, secretKey) {
  try {
    // Errors of Next.js; what React throws to postpone or to suspend.
    if (typeof thrown.digest === "string" || typeof thrown.$$typeof === "symbol" || typeof thrown.then === "function")
      return true;
    // Redirects and errors of React Router, SvelteKit and TanStack are no errors but responses or plain objects.
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

/** The message of what was thrown, with that of its cause: `fetch` itself only says that it failed. */
function messageOf(thrown) {
  try {
    const message = stringOf(thrown.message) || stringOf(thrown) || FAILED;
    const reason = stringOf(thrown.cause?.message);
    return reason ? `${message}: ${reason}` : message;
  } catch {
    return FAILED; // `undefined`, or an object that throws when it is read
  }
}

const FAILED = "the request failed";

const stringOf = (value) => (typeof value === "string" ? value : undefined);

/**
 * Waits before the next attempt; ends at once when a signal aborts.
 * @returns {Promise<void>}
 */
export function pause(signals, delay) {
  return new Promise((resolve) => {
    // Of the same clock as the timer, also where a test replaces the timers meanwhile.
    const { clearTimeout } = globalThis;
    const removeListeners = [];
    const end = () => {
      clearTimeout?.(timer);
      for (const remove of removeListeners) remove();
      resolve();
    };
    let timer;
    timer = setTimeout(end, delay);
    for (const signal of signals) removeListeners.push(onAbort(signal, end));
  });
}

/** Calls a hook. One that throws, or whose promise rejects, does not change the call. */
export function callHook(hook, info) {
  try {
    hook(info())?.then?.(undefined, () => {});
  } catch {}
}

const shownHeaders = (headers, secretKey) =>
  Object.fromEntries(
    listHeaders(headers).flatMap(([name, value]) =>
      name === "set-cookie" ? [] : [[redact(name, secretKey), redact(value, secretKey)]],
    ),
  );
