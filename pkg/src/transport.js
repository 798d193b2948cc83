// One attempt of a call: a request through `fetch` under a deadline; and the wait before the next attempt.
// Every timer and listener is gone when its promise settles.
import { abortReason, onAbort, throwIfAborted } from "./abort.js";
import { readText, TOO_LARGE } from "./body.js";
import { monotonicNow, startDeadline } from "./deadline.js";
import { ClerkConnectionError } from "./errors.js";
import { headerOf, listHeaders } from "./headers.js";
import { redact, redactJson, redactThrown } from "./redact.js";

/**
 * Sends a request. Resolves to `{ failure, status, text, cause, retryAfter, date, traceId }`, where `failure` is
 * `undefined` for a whole response, whose body is `text`; else `"failed"`, `"timeout"` or `"too large"`, and
 * `text` says why. Rejects with what ends the call at once: the reason of an abort, an error by which the host
 * controls its own flow, or that `fetch` gave no usable response.
 */
export function sendRequest({ options, timeout, maxBytes, secretKey }, url, init, attempt, signals) {
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
    const settle = (how, value) => {
      response.settled = true;
      deadline.end();
      for (const leave of leaves) leave();
      how(value);
    };
    // At once, not when `fetch` has ended: a custom one may ignore signals.
    const cut = (how, value) => {
      settle(how, value);
      response.stop();
    };
    const deadline = startDeadline(timeout, () => cut(resolve, { failure: "timeout", status: response.status, text: "" }), signals.length === 0);
    const leaves = signals.map((signal) =>
      onAbort(signal, () => {
        cut(reject, abortReason(signal));
        deadline.abort(abortReason(signal));
      }),
    );
    init.signal = deadline.signal;
    receive(options.fetch, url, init, response, maxBytes, secretKey, attempt).then(
      () => {
        if (response.settled) return;
        settle(resolve, response);
        if (!onResponse || response.failure) return;
        const { status, headers } = response;
        callHook(onResponse, () => ({ ...info(), status, headers: shownHeaders(headers, secretKey), duration: Math.round(monotonicNow() - startedAt) }));
      },
      (error) => response.settled || settle(reject, error),
    );
  });
}

/** Fills `response` as it comes: what is there when the attempt times out tells how far it came. */
async function receive(customFetch, url, init, response, maxBytes, secretKey, attempt) {
  try {
    // The global is looked up at each call: test tools replace it late. Either is bound to nothing.
    const received = await (customFetch ?? fetch)(url, init);
    const problem = problemOf(received);
    if (problem) throw unusableResponse(customFetch, problem, attempt);
    const { headers } = received;
    response.headers = headers;
    response.status = received.status ?? 200;
    response.retryAfter = headerOf(headers, "retry-after");
    response.date = headerOf(headers, "date");
    response.traceId = headerOf(headers, "cf-ray");
    const text = await readText(received, maxBytes, (stop) => {
      response.stop = stop;
      if (response.settled) stop();
    });
    // The data of a success is given as it is.
    response.text = response.status < 300 ? text : redactJson(text, secretKey);
    if (response.traceId) response.traceId = redact(response.traceId, secretKey);
  } catch (thrown) {
    if (isFinal(thrown)) throw thrown;
    response.stop();
    if (thrown === TOO_LARGE) {
      response.failure = "too large";
      return;
    }
    response.failure = "failed";
    response.cause = redactThrown(thrown, secretKey);
    response.text = messageOf(response.cause);
  }
}

/** What is wrong with what `fetch` gave; `undefined` where it can be read. */
function problemOf(received) {
  if (typeof received !== "object" || received === null) return `it gave ${received === null ? "null" : typeof received} instead of a Response.`;
  const { status, ok, body, bodyUsed } = received;
  if (typeof status !== "number" && (status !== undefined || ok !== true)) return "what it gave has no status, so it is no Response.";
  if (bodyUsed || body?.locked) return "the body of the Response that it gave was read already. Give a new Response for each call, or a clone().";
  const isReadable = body?.getReader ?? body?.[Symbol.asyncIterator] ?? received.text ?? received.json;
  return typeof isReadable === "function" ? undefined : "what it gave has no body, text() or json(), so it is no Response.";
}

/** Final, for the next attempt would end the same way. */
function unusableResponse(customFetch, problem, attempts) {
  const which = customFetch ? "the option fetch" : "the global fetch";
  return new ClerkConnectionError(`No usable response: ${which} must give a Response; ${problem}`, { code: "unexpected_response", attempts });
}

/** Whether something thrown ends the call as it is: an error of this package, or one by which a framework controls its own flow. */
function isFinal(thrown) {
  if (thrown instanceof ClerkConnectionError) return true;
  try {
    // Errors of Next.js; what React throws to postpone or to suspend; a Response, as that of a redirect.
    return typeof thrown.digest === "string" || typeof thrown.$$typeof === "symbol" || typeof thrown.then === "function" || (typeof Response === "function" && thrown instanceof Response);
  } catch {
    return false; // `undefined`, or an object that throws when it is read
  }
}

/** The message of what was thrown, with that of its cause: `fetch` itself only says that it failed. */
function messageOf(thrown) {
  const message = stringOf(thrown?.message) || stringOf(thrown) || "the request failed";
  const reason = stringOf(thrown?.cause?.message);
  return reason ? `${message}: ${reason}` : message;
}

const stringOf = (value) => (typeof value === "string" ? value : undefined);

/** Waits before the next attempt; ends at once when a signal aborts. */
export function pause(signals, delay) {
  return new Promise((resolve) => {
    // Of the same clock as the timer, also where a test replaces the timers meanwhile.
    const { clearTimeout } = globalThis;
    const end = () => {
      clearTimeout(timer);
      for (const leave of leaves) leave();
      resolve();
    };
    const timer = setTimeout(end, delay);
    const leaves = signals.map((signal) => onAbort(signal, end));
  });
}

/** Calls a hook. One that throws, or whose promise rejects, does not change the call. */
export function callHook(hook, info) {
  try {
    hook(info())?.then?.(undefined, () => {});
  } catch {}
}

const shownHeaders = (headers, secretKey) => Object.fromEntries(listHeaders(headers).flatMap(([name, value]) => (name === "set-cookie" ? [] : [[redact(name, secretKey), redact(value, secretKey)]])));
