// @compileOnLoad: every call runs these functions (build/functions.mjs).
// A call from its input to its result. The wasm validates the input, and says after each attempt what comes
// next; the host sends and waits. The state of a call is kept here, none of it in the wasm.
import { throwIfAborted } from "./abort.js";
import { errorFrom } from "./errors.js";
import { callWasm, isLoaded, loaded } from "./instance.js";
import { redact } from "./redact.js";
import { resultFrom } from "./resources.js";
import { callOptions } from "./strict.js";
import { callHook, pause, sendRequest } from "./transport.js";

/**
 * Executes a call, whose input `readInput(settings)` returns: the user ID and the parameters. Resolves to the result,
 * and stores what the last response says besides its body in `info.response`. `info.signal` aborts the call too,
 * like the signal of its options.
 */
export async function executeCall(client, operation, ownOptions, readInput, info) {
  if (!isLoaded()) await loaded();
  const settings =
    ownOptions === undefined
      ? (client.settings ??= settingsOf(client.options))
      : settingsOf(client.options, ownOptions);
  const [method, path, body] = callWasm("request", [operation, ...readInput(settings)], settings.secretKey);
  const { options, timeout, maxRetries, secretKey } = settings;
  const signals = [options.signal, info.signal].filter(Boolean);
  for (let attempt = 1; ; attempt++) {
    const { failure, status, text, cause, retryAfter, date, traceId } = await sendRequest(
      settings,
      settings.baseUrl + path,
      initOf(settings, method, body),
      attempt,
      signals,
    );
    // Neither is read before an attempt has failed: some frameworks forbid both while they prerender a page.
    const [now, random] =
      failure === undefined && status < 400 ? [0, 0] : [numberOf(() => Date.now()), numberOf(() => Math.random())];
    const outcome = [
      operation,
      timeout,
      maxRetries,
      attempt - 1,
      failure,
      status,
      text,
      retryAfter,
      date,
      traceId,
      now,
      random,
    ];
    const next = callWasm("nextStep", outcome, secretKey, cause, attempt);
    if (typeof next === "string") {
      info.response = { status, clerkTraceId: traceId && redact(traceId, secretKey), attempts: attempt };
      return resultFrom(JSON.parse(next), text);
    }
    const [delay, parts] = next;
    throwIfAborted(signals);
    if (options.onRetry)
      callHook(options.onRetry, () => ({ attempt, reason: errorFrom(parts, secretKey, cause, attempt), delay }));
    throwIfAborted(signals);
    await pause(signals, delay);
  }
}

/** What a test may have put in the place of a clock, as a number. */
function numberOf(read) {
  try {
    return Number(read());
  } catch {
    return NaN;
  }
}

/** The merged and validated options, and the headers of every attempt. */
function settingsOf(clientOptions, ownOptions) {
  const options = { __proto__: null };
  const members = callOptions(clientOptions, ownOptions, options);
  const [baseUrl, timeout, maxRetries, maxDepth, maxBytes, ...pairs] = callWasm(
    "settings",
    [members],
    options.secretKey,
  );
  const headers = {};
  while (pairs.length > 0) headers[pairs.shift()] = pairs.shift();
  const { "content-type": _, ...withoutBody } = headers;
  return {
    options,
    baseUrl,
    timeout,
    maxRetries,
    maxDepth,
    maxBytes,
    headers,
    withoutBody,
    secretKey: options.secretKey,
  };
}

/** A new one for each attempt: a `fetch` of the caller's own may change what it is given. */
function initOf({ headers, withoutBody }, method, body) {
  // The secret key goes to one origin.
  const init = {
    method,
    headers: { ...(body === undefined ? withoutBody : headers) },
    redirect: "manual",
    signal: undefined,
  };
  if (body !== undefined) init.body = body;
  return init;
}
