// @compileOnLoad: every call with a limiter runs this function (build/functions.mjs).
import { throwIfAborted } from "./abort.js";
import { events } from "./events.js";
import { pause, sendRequest } from "./transport.js";

/** @import { FetchInit } from "../types/options.js" */
/** @import { Settings } from "./call.js" */
/** @import { SentRequest } from "./errors.js" */
/** @import { Report, ReportResponse } from "./events/reports.js" */
/** @import { Outcome } from "./transport.js" */

/**
 * Sends an attempt when the limiter of the options calls `send`, which sends it once.
 * @param {Settings} settings
 * @param {SentRequest} request
 * @param {FetchInit} init
 * @param {number} attempt
 * @param {AbortSignal[]} signals
 * @param {Report | undefined} report
 * @returns {Promise<[outcome: Outcome, reportResponse: ReportResponse | undefined]>}
 */
export async function sendWithLimiter(settings, request, init, attempt, signals, report) {
  const { options, secretKey } = settings;
  /** @type {ReportResponse | undefined} */
  let reportResponse;
  /** @type {Outcome | undefined} */
  let outcome;
  /** What the limiter receives, which has no data of a user. @type {object | undefined} */
  let limited;
  let isSent = false;
  const sending = /** @type {any} */ (options).limiter(
    { ...request, isLive: /^sk_live/.test(secretKey), signal: options.signal },
    () => {
      const sent = send();
      sent.catch(() => {}); // a limiter may drop it
      return sent;
    },
  );
  async function send() {
    if (isSent) throw new Error(SENT_TWICE);
    isSent = true;
    reportResponse = report && events?.reportRequest(report, attempt, request, init, secretKey);
    outcome = await sendRequest(settings, request, init, attempt, signals);
    const { status, retryAfter, date } = outcome;
    return (limited = { status, retryAfter, date });
  }
  await pause(signals, sending); // a limiter may ignore the signals
  throwIfAborted(signals);
  const result = await sending;
  if (!outcome || result !== limited) throw new Error("limiter must return send()");
  return [outcome, reportResponse];
}

const SENT_TWICE = "limiter must call send() once. It is called again for each retry: see maxRetries.";
