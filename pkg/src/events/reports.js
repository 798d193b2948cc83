// Reports the events of a call to the hooks of its client and to its logger.
import { listHeaders } from "../headers.js";
import { monotonicNow } from "../monotonic-now.js";
import { createLog } from "./log.js";
import { redact } from "../redact.js";

/** @import { FetchInit, FetchResponse } from "../../types/options.js" */
/** @import { Client } from "../call.js" */
/** @import { SentRequest } from "../errors.js" */
/** @import { EndCode } from "./rejection.js" */
/** @import { Outcome } from "../transport.js" */
/** @typedef {"onRequest" | "onResponse" | "onRetry" | "onSuccess" | "onError"} HookName */
/**
 * Reports an event of a call. `endCode` is only for the log.
 * @typedef {object & { endCode?: EndCode, [field: string]: unknown }} EventFields
 * @typedef {(hook: HookName, createEvent: () => EventFields) => void} Report
 */
/** @typedef {(outcome: Outcome, error: unknown) => void} ReportResponse Reports the response of an attempt. */
/** @typedef {(operation: string) => Report} StartReport Returns the `Report` of a new call. */

/**
 * Creates the reports of a client.
 * @param {Client} client
 * @returns {StartReport}
 */
export const createReports = ({ options, logVariable }) => {
  const log = createLog(options, logVariable);
  return (operation) => {
    const callId = createCallId();
    return (name, createEvent) => {
      const hook = /** @type {any} */ (options[name]);
      if (!log && typeof hook !== "function") return;
      callListener(() => {
        const { endCode, ...fields } = createEvent();
        const event = { callId, operation, ...fields };
        if (log) callListener(() => log(name, event, endCode));
        return hook?.(event);
      });
    };
  };
};

/**
 * Reports an attempt that starts now. Returns a function that reports its response, if it is complete. The trace ID of
 * an error response is in its body.
 * @param {Report} report
 * @param {number} attempt
 * @param {SentRequest} request
 * @param {FetchInit} init
 * @param {string} secretKey
 */
export const reportRequest = (report, attempt, { method, url }, init, secretKey) => {
  const info = { attempt, method, url: redact(url, secretKey) };
  report("onRequest", () => ({ ...info, headers: { ...init.headers, authorization: "[redacted]" } }));
  const startedAt = monotonicNow();
  return (/** @type {Outcome} */ { failure, status, headers, traceId }, /** @type {any} */ error) => {
    const duration = Math.round(monotonicNow() - startedAt) || 0;
    if (failure !== undefined) return;
    report("onResponse", () => ({
      ...info,
      status,
      headers: redactHeaders(headers, secretKey),
      duration,
      clerkTraceId: error?.clerkTraceId ?? (traceId && redact(traceId, secretKey)),
    }));
  };
};

/**
 * @param {FetchResponse["headers"]} headers
 * @param {string} secretKey
 */
const redactHeaders = (headers, secretKey) =>
  Object.fromEntries(
    listHeaders(headers).flatMap(([name, value]) =>
      name === "set-cookie" ? [] : [[redact(name, secretKey), redact(value, secretKey)]],
    ),
  );

/**
 * Calls a hook or a logger. If it throws, or its promise rejects, the call continues.
 * @param {() => any} listener
 */
const callListener = (listener) => {
  try {
    listener()?.then?.(undefined, () => {});
  } catch {}
};

/** @type {string | undefined} */
let processPrefix;
let callCount = 0;

/**
 * A new ID. Its prefix is the time of the first call of the process, which distinguishes processes. Neither
 * `Math.random` nor `Date` is used: some frameworks forbid both while they prerender a page.
 */
const createCallId = () => {
  processPrefix ??= Math.trunc((globalThis.performance?.timeOrigin + monotonicNow()) * 1000 || 0).toString(36);
  return `call_${processPrefix}_${++callCount}`;
};
