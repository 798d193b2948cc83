// @compileOnLoad: every call runs these functions (build/functions.mjs).
// A call from its input to its result. The wasm validates the input and, after each attempt, decides the next step;
// this file sends requests and waits. The state of a call is here, not in the wasm.
import { throwIfAborted } from "./abort.js";
import { errorFrom } from "./errors.js";
import { reportRequest } from "./events.js";
import { readOptions } from "./input.js";
import { callWasm, isLoaded, loaded } from "./instance.js";
import { redact } from "./redact.js";
import { createResult } from "./resources.js";
import { pause, sendRequest } from "./transport.js";

/** @import { CallOptions, ClerkClientOptions, FetchInit } from "../types/options.js" */
/** @import { ResponseInfo } from "../types/promise.js" */
/** @import { SentRequest } from "./errors.js" */
/** @import { Report, StartReport } from "./events.js" */
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
/**
 * A client. `startReport` is missing if it has neither a hook nor a logger.
 * @typedef {{ options: ClerkClientOptions, settings?: Settings, startReport?: StartReport }} Client
 */
/**
 * Returns the input of a call, as the wasm takes it.
 * @typedef {(settings: Settings) =>
 *   [userId?: string | undefined, params?: unknown[] | undefined, organizationId?: string | undefined]} ReadInput
 */
/**
 * `signal` aborts the call, like the signal of its options. `report` receives its events. `settings` is set before the
 * first attempt, and `response` when the call has ended. `Resource` is the class of the result. Default: `User`. With
 * `asText`, the result is the body of the response instead. `path` replaces that of the operation.
 * @typedef {{
 *   Resource?: Function,
 *   asText?: boolean,
 *   path?: string,
 *   signal?: AbortSignal,
 *   report?: Report,
 *   settings?: Settings,
 *   response?: ResponseInfo,
 * }} CallContext
 */

/**
 * Sends a request when the limiter of the options calls `send`. A function of its own, because closures in a loop cost
 * every call time.
 * @param {ClerkClientOptions} options
 * @param {Settings} settings
 * @param {SentRequest} request
 * @param {FetchInit} init
 * @param {number} attempt
 * @param {AbortSignal[]} signals
 * @param {Report | undefined} report
 */
async function sendWithLimiter(options, settings, request, init, attempt, signals, report) {
  const { secretKey } = settings;
  /** @type {ReturnType<typeof reportRequest> | undefined} */
  let reportResponse;
  const sending = /** @type {any} */ (options).limiter(
    { ...request, isLive: /^sk_live/.test(secretKey), signal: options.signal },
    () => {
      reportResponse = report && reportRequest(report, attempt, request, init, secretKey);
      const sent = sendRequest(settings, request, init, attempt, signals);
      sent.catch(() => {}); // a limiter may drop it
      return sent;
    },
  );
  await pause(signals, sending); // a limiter may ignore the signals
  throwIfAborted(signals);
  const outcome = await sending;
  if (!outcome) throw Error("limiter must return send()");
  return /** @type {const} */ ([outcome, reportResponse]);
}

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
  context.settings = settings;
  const { options, timeout, maxRetries, secretKey } = settings;
  const [method, path, body] = callWasm("request", [operation, ...readInput(settings)], settings);
  const request = { method, url: settings.baseUrl + (context.path ?? path) };
  const signals = /** @type {AbortSignal[]} */ ([options.signal, context.signal].filter(Boolean));
  const { report } = context;
  for (let attempt = 1; ; attempt++) {
    const init = createInit(settings, method, body);
    throwIfAborted(signals);
    let outcome;
    /** @type {ReturnType<typeof reportRequest> | undefined} */
    let reportResponse;
    if (options.limiter) {
      [outcome, reportResponse] = await sendWithLimiter(options, settings, request, init, attempt, signals, report);
    } else {
      reportResponse = report && reportRequest(report, attempt, request, init, secretKey);
      outcome = await sendRequest(settings, request, init, attempt, signals);
    }
    const { failure, status, text, cause, retryAfter, date, traceId } = outcome;
    const errorContext = { secretKey, cause, attempts: attempt, request };
    // Neither is read unless an attempt has failed: some frameworks forbid both while they prerender a page.
    const [now, random] =
      failure === undefined && /** @type {number} */ (status) < 400
        ? [0, 0]
        : [readNumber(() => Date.now()), readNumber(() => Math.random())];
    const nextStepArgs = [
      operation,
      timeout,
      maxRetries,
      attempt - 1,
      status,
      text,
      [failure, retryAfter, date, traceId],
      now,
      random,
    ];
    let next;
    try {
      next = callWasm("nextStep", nextStepArgs, errorContext);
    } catch (error) {
      reportResponse?.(outcome, error);
      throw error;
    }
    if (typeof next === "string") {
      reportResponse?.(outcome, undefined);
      context.response = {
        status: /** @type {number} */ (status),
        clerkTraceId: traceId && redact(traceId, secretKey),
        attempts: attempt,
      };
      return context.asText ? text : createResult(context.Resource, JSON.parse(next), text);
    }
    const [delay, errorParts] = next;
    if (report) {
      const reason = /** @type {any} */ (errorFrom(errorParts, errorContext));
      reportResponse?.(outcome, reason);
      throwIfAborted(signals);
      report("onRetry", () => ({ attempt, reason, delay, clerkTraceId: reason.clerkTraceId }));
    }
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
  const [baseUrl, timeout, maxRetries, maxDepth, ...headerList] = callWasm("settings", [optionList], {
    secretKey: options.secretKey,
  });
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
