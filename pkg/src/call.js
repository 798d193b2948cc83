// @compileOnLoad: every call runs these functions (build/functions.mjs).
// A call from its input to its result. The wasm validates the input and, after each attempt, decides the next step;
// this file sends requests and waits. The state of a call is here, not in the wasm.
import { throwIfAborted } from "./abort.js";
import { errorFrom } from "./errors.js";
import { readOptions } from "./input.js";
import { callWasm, isLoaded, loaded } from "./instance.js";
import { redact } from "./redact.js";
import { createResult } from "./resources.js";
import { callHook, pause, sendRequest } from "./transport.js";

/** @import { CallOptions, ClerkClientOptions, FetchInit } from "../types/options.js" */
/** @import { RetryEvent } from "../types/hooks.js" */
/** @import { ResponseInfo } from "../types/promise.js" */
/**
 * The merged and validated options, and the headers of every attempt.
 * @typedef {{
 *   options: ClerkClientOptions,
 *   baseUrl: string,
 *   timeout: number,
 *   maxRetries: number,
 *   maxDepth: number,
 *   headers: Record<string, string>,
 *   headersWithoutBody: Record<string, string>,
 *   secretKey: string,
 * }} Settings
 */
/** @typedef {{ options: ClerkClientOptions, settings?: Settings }} Client */
/** @typedef {(settings: Settings) => [userId: string | undefined, params: unknown[] | undefined]} ReadInput */
/**
 * `signal` aborts the call, like the signal of its options. `response` is set when the call has ended.
 * @typedef {{ signal?: AbortSignal, response?: ResponseInfo }} CallContext
 */

/**
 * Executes a call and resolves to its result. Sets `context.response`.
 * @param {Client} client
 * @param {string} operation
 * @param {CallOptions | undefined} callOptions
 * @param {ReadInput} readInput
 * @param {CallContext} context
 * @returns {Promise<any>}
 */
export async function executeCall(client, operation, callOptions, readInput, context) {
  if (!isLoaded()) await loaded();
  const settings =
    callOptions === undefined
      ? (client.settings ??= createSettings(client.options))
      : createSettings(client.options, callOptions);
  const [method, path, body] = callWasm("request", [operation, ...readInput(settings)], settings.secretKey);
  const { options, timeout, maxRetries, secretKey } = settings;
  const signals = /** @type {AbortSignal[]} */ ([options.signal, context.signal].filter(Boolean));
  for (let attempt = 1; ; attempt++) {
    const { failure, status, text, cause, retryAfter, date, traceId } = await sendRequest(
      settings,
      settings.baseUrl + path,
      createInit(settings, method, body),
      attempt,
      signals,
    );
    // Neither is read unless an attempt has failed: some frameworks forbid both while they prerender a page.
    const [now, random] =
      failure === undefined && /** @type {number} */ (status) < 400
        ? [0, 0]
        : [readNumber(() => Date.now()), readNumber(() => Math.random())];
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
      context.response = {
        status: /** @type {number} */ (status),
        clerkTraceId: traceId && redact(traceId, secretKey),
        attempts: attempt,
      };
      return createResult(JSON.parse(next), text);
    }
    const [delay, error] = next;
    throwIfAborted(signals);
    if (options.onRetry)
      callHook(options.onRetry, () => ({
        attempt,
        reason: /** @type {RetryEvent["reason"]} */ (errorFrom(error, secretKey, cause, attempt)),
        delay,
      }));
    throwIfAborted(signals);
    await pause(signals, delay);
  }
}

/**
 * Reads a clock or a random number as a number, even if a test has replaced it.
 * @param {() => unknown} read
 */
function readNumber(read) {
  try {
    return Number(read());
  } catch {
    return NaN;
  }
}

/**
 * @param {ClerkClientOptions} clientOptions
 * @param {CallOptions} [callOptions]
 * @returns {Settings}
 */
export function createSettings(clientOptions, callOptions) {
  /** @type {any} */
  const options = { __proto__: null };
  const optionList = readOptions(clientOptions, callOptions, options);
  const [baseUrl, timeout, maxRetries, maxDepth, ...headerList] = callWasm("settings", [optionList], options.secretKey);
  /** @type {Record<string, string>} */
  const headers = {};
  while (headerList.length > 0) headers[headerList.shift()] = headerList.shift();
  const { "content-type": _, ...headersWithoutBody } = headers;
  return {
    options,
    baseUrl,
    timeout,
    maxRetries,
    maxDepth,
    headers,
    headersWithoutBody,
    secretKey: options.secretKey,
  };
}

/**
 * Creates the second argument of `fetch`. Each attempt gets a new one, because a custom `fetch` may modify it.
 * @param {Settings} settings
 * @param {string} method
 * @param {string | undefined} body
 * @returns {FetchInit}
 */
export function createInit({ headers, headersWithoutBody }, method, body) {
  /** @type {any} */
  const init = {
    method,
    headers: { ...(body === undefined ? headersWithoutBody : headers) },
    redirect: "manual", // the secret key must not be sent to another origin
    signal: undefined,
  };
  if (body !== undefined) init.body = body;
  return init;
}
