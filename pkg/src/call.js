// @compileOnLoad: every call runs these functions (build/functions.mjs).
// A call from its input to its result. The wasm validates the input and, after each attempt, decides the next step;
// this file sends requests and waits. The state of a call is here, not in the wasm.
import { throwIfAborted } from "./abort.js";
import { errorFrom } from "./errors.js";
import { events } from "./events.js";
import { readOptions } from "./input.js";
import { callWasm, isLoaded, loaded } from "./instance.js";
import { sendWithLimiter } from "./limiter.js";
import { joinBody } from "./metadata-fields.js";
import { redact } from "./redact.js";
import { readCheckedResources, readResources } from "./resources.js";
import { pause, sendRequest } from "./transport.js";

/** @import { CallOptions, ClerkClientOptions, FetchInit } from "../types/options.js" */
/** @import { ResponseInfo } from "../types/promise.js" */
/** @import { ErrorContext } from "./errors.js" */
/** @import { Report, ReportResponse, StartReport } from "./events/reports.js" */
/** @import { Expected } from "./resources.js" */
/** @import { Outcome } from "./transport.js" */
/**
 * The merged and validated options, and the headers of every attempt.
 * @typedef {{
 *   options: ClerkClientOptions,
 *   baseUrl: string,
 *   timeout: number,
 *   maxRetries: number,
 *   headers: Record<string, string>,
 *   headersWithoutBody: Record<string, string>,
 *   secretKey: string,
 * }} Settings
 */
/**
 * What is known of the settings when the input of a call is read.
 * @typedef {{ secretKey: unknown }} InputSettings
 */
/**
 * A client. `startReport` is missing until the first call whose events are reported. `coalesce` is the option, and
 * `logVariable` the text of the environment variable that sets the log level.
 * @typedef {{
 *   options: ClerkClientOptions,
 *   settings?: Settings,
 *   hasListener?: boolean,
 *   logVariable?: string | undefined,
 *   coalesce?: boolean,
 *   coalescing?: import("./coalesced-call.js").Loader["coalescing"],
 *   startReport?: StartReport,
 * }} Client
 */
/**
 * The input of a call, as the wasm takes it.
 * @typedef {[userId?: string | undefined, params?: unknown[] | undefined, organizationId?: string | undefined]} Input
 */
/**
 * A method of the client. `readInput` reads and validates the arguments before the options of the call, of which there
 * are `arity`. `expected` is the content of its response; missing for a number. `path` replaces that of the
 * method, and `label` its name in events.
 * @typedef {{
 *   name: string,
 *   arity: number,
 *   readInput: (settings: InputSettings, ...args: any[]) => Input,
 *   expected?: Expected | undefined,
 *   path?: string | undefined,
 *   label?: string | undefined,
 * }} Method
 */
/**
 * `signal` aborts the call, like the signal of its options. `report` receives its events. `settings` is set before the
 * first attempt, and `response` when the call has ended. With `asText`, the result is the body of the response.
 * @typedef {{
 *   asText?: boolean,
 *   signal?: AbortSignal | undefined,
 *   report?: Report | undefined,
 *   settings?: Settings | undefined,
 *   response?: ResponseInfo | undefined,
 * }} CallContext
 */

/**
 * Executes a call and resolves to its result. Sets `context.response`.
 * @typedef {(
 *   client: Client,
 *   method: Method,
 *   callOptions: CallOptions | undefined,
 *   args: unknown[],
 *   context: CallContext,
 * ) => Promise<any>} Execute
 */

/** @type {Execute} */
export async function executeCall(client, method, callOptions, args, context) {
  if (!isLoaded()) await loaded();
  const settings =
    callOptions === undefined
      ? (client.settings ??= createSettings(client.options))
      : createSettings(client.options, callOptions);
  context.settings = settings;
  const { options, secretKey } = settings;
  const input = method.readInput(settings, ...args);
  const [verb, path] = callWasm("request", settings, method.name, ...input);
  const body = joinBody(verb, input[1]);
  const request = { method: verb, url: settings.baseUrl + (method.path ?? path) };
  const signals = /** @type {AbortSignal[]} */ ([options.signal, context.signal].filter(Boolean));
  const { report } = context;
  for (let attempt = 1; ; attempt++) {
    const init = createInit(settings, verb, body);
    throwIfAborted(signals);
    let outcome;
    /** @type {ReportResponse | undefined} */
    let reportResponse;
    if (options.limiter) {
      [outcome, reportResponse] = await sendWithLimiter(settings, request, init, attempt, signals, report);
    } else {
      reportResponse = report && events?.reportRequest(report, attempt, request, init, secretKey);
      outcome = await sendRequest(settings, request, init, attempt, signals);
    }
    let result = readSuccess(method, outcome, context);
    if (result === undefined) {
      const errorContext = { secretKey, cause: outcome.cause, attempts: attempt, request };
      let next;
      try {
        next = nextStep(method, settings, outcome, errorContext);
        if (typeof next === "string") result = readChecked(next, method, settings, outcome, errorContext, context);
      } catch (error) {
        reportResponse?.(outcome, error);
        throw error;
      }
      if (typeof next !== "string") {
        const [delay, errorParts] = next;
        if (report) {
          const reason = /** @type {any} */ (errorFrom(errorParts, errorContext));
          reportResponse?.(outcome, reason);
          throwIfAborted(signals);
          report("onRetry", () => ({ attempt, reason, delay, clerkTraceId: reason.clerkTraceId }));
        }
        throwIfAborted(signals);
        await pause(signals, delay);
        continue;
      }
    }
    reportResponse?.(outcome, undefined);
    const { status, traceId } = outcome;
    context.response = {
      status: /** @type {number} */ (status),
      clerkTraceId: traceId && redact(traceId, secretKey),
      attempts: attempt,
    };
    return result;
  }
}

/**
 * The result of an attempt, if its response needs no check by the wasm; `undefined` otherwise.
 * @param {Method} method
 * @param {Outcome} outcome
 * @param {CallContext} context
 */
function readSuccess({ expected }, { failure, status, text }, { asText }) {
  const isSuccess =
    failure === undefined && /** @type {number} */ (status) >= 200 && /** @type {number} */ (status) < 300;
  return isSuccess && expected && !asText ? readResources(expected, text) : undefined;
}

/**
 * The result of an attempt whose response the wasm has checked. `count` is the number that it contains, or empty.
 * @param {string} count
 * @param {Method} method
 * @param {Settings} settings
 * @param {Outcome} outcome
 * @param {ErrorContext} errorContext
 * @param {CallContext} context
 */
export function readChecked(count, method, settings, outcome, errorContext, { asText }) {
  if (asText) return outcome.text;
  if (!method.expected) return Number(count);
  const result = readCheckedResources(method.expected, outcome.text);
  if (result === undefined) nextStep(method, settings, { ...outcome, failure: "too many values" }, errorContext);
  return result;
}

/**
 * Calls the wasm after an attempt. Throws the error of the call, unless the response is a success or the attempt is
 * retried.
 * @param {Method} method
 * @param {Settings} settings
 * @param {Outcome} outcome
 * @param {ErrorContext} errorContext
 */
function nextStep({ name }, settings, { failure, status, text, retryAfter, date, traceId }, errorContext) {
  // Neither is read unless an attempt has failed: some frameworks forbid both while they prerender a page.
  const [now, random] =
    failure === undefined && /** @type {number} */ (status) < 400
      ? [0, 0]
      : [readNumber(() => Date.now()), readNumber(() => Math.random())];
  const { timeout, maxRetries } = settings;
  const ended = /** @type {number} */ (errorContext.attempts) - 1;
  return callWasm(
    "nextStep",
    errorContext,
    name,
    timeout,
    maxRetries,
    ended,
    status,
    text,
    failure,
    retryAfter,
    date,
    traceId,
    now,
    random,
  );
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
  const [baseUrl, timeout, maxRetries, ...headerList] = callWasm(
    "settings",
    { secretKey: options.secretKey },
    ...optionList,
  );
  /** @type {Record<string, string>} */
  const headers = {};
  while (headerList.length > 0) headers[headerList.shift()] = headerList.shift();
  const { "content-type": _, ...headersWithoutBody } = headers;
  return {
    options,
    baseUrl,
    timeout,
    maxRetries,
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
