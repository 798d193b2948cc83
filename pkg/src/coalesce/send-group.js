// Sends the request of one or more changes, and gives each its result.
import { canBeAborted } from "./change.js";
import { copyError } from "./copy-error.js";

/** @import { RateLimiter } from "../../types/rate-limiter.js" */
/** @import { ResponseInfo } from "../../types/promise.js" */
/** @import { CallContext, Client } from "../call.js" */
/** @import { Host } from "../chunk-host.js" */
/** @import { Change } from "./change.js" */
/** @import { Pace, Time } from "./pace.js" */

/**
 * Resolves to `false` if the changes are to be sent separately.
 * @param {Host} host
 * @param {Change[]} changes
 * @param {any[]} input
 * @param {Pace} pace
 * @param {Time} time
 * @param {(setWake: (wake: () => void) => void) => Promise<void>} waitForSlot
 */
export async function sendGroup(host, changes, input, pace, time, waitForSlot) {
  const [first] = changes;
  const { method, settings } = first;
  const controller = changes.every(canBeAborted) ? new AbortController() : undefined;
  let wake = () => {};
  for (const change of changes) {
    change.onEnd = () => {
      if (!changes.every(({ isEnded }) => isEnded)) return;
      wake();
      controller?.abort();
    };
  }
  const limiter = countingLimiter(settings.options.limiter, pace, time, () => waitForSlot((wakeUp) => (wake = wakeUp)));
  const options = { ...settings.options, __proto__: null, limiter, signal: controller?.signal };
  /** @type {CallContext} */
  const context = {
    asText: changes.length > 1 || first.context.asText,
    signal: undefined,
    report: first.context.report && ((...event) => reporterOf(changes)?.(...event)),
    settings: undefined,
    response: undefined,
  };
  /** @type {Client} */
  const client = { options, settings: { ...settings, options } };
  try {
    const readInput = () => /** @type {any} */ (input);
    const result = await host.executeCall(client, { ...method, readInput }, undefined, [], context);
    for (const change of changes) resolveChange(host, change, changes.length === 1, result, context.response);
  } catch (error) {
    if (changes.length > 1 && isRejection(host, error)) {
      for (const change of changes) change.isAlone = true;
      return false;
    }
    for (const change of changes) change.reject(change === first ? error : ownError(host, error));
  }
  return true;
}

/**
 * Wraps the limiter of the options, so that each attempt takes a slot.
 * @param {RateLimiter | undefined} limiter
 * @param {Pace} pace
 * @param {Time} time
 * @param {() => Promise<void>} waitForSlot
 * @returns {RateLimiter}
 */
const countingLimiter = (limiter, pace, time, waitForSlot) => async (request, send) => {
  await waitForSlot();
  const sendCounted = () => {
    const end = pace.take();
    const sent = send().finally(() => end(time.read()));
    sent.catch(() => {}); // a limiter may drop it
    return sent;
  };
  return limiter ? limiter(request, sendCounted) : sendCounted();
};

/**
 * The events of a request are those of the first of its calls that has not ended.
 * @param {Change[]} changes
 */
const reporterOf = (changes) => changes.find(({ isEnded }) => !isEnded)?.context.report;

/**
 * Whether the Backend API rejected the metadata of a request. Any of its changes may be the reason.
 * @param {Host} host
 * @param {any} error
 */
const isRejection = ({ createdErrors }, error) =>
  createdErrors.has(error) &&
  error.code === "api_response_error" &&
  error.status >= 400 &&
  error.status < 500 &&
  error.status !== 429;

/**
 * A copy of an error of this package. Errors of other code are not copied.
 * @param {Host} host
 * @param {any} error
 */
function ownError({ createdErrors }, error) {
  if (!createdErrors.has(error)) return error;
  const copy = copyError(error);
  createdErrors.add(copy);
  return copy;
}

/**
 * Resolves a change. `result` is its result if it was sent alone, and otherwise the body of the response, from which
 * each change gets its own result.
 * @param {Host} host
 * @param {Change} change
 * @param {boolean} isAlone
 * @param {any} result
 * @param {ResponseInfo | undefined} response
 */
function resolveChange({ readChecked }, change, isAlone, result, response) {
  const { method, settings, context } = change;
  if (change.isEnded) return;
  try {
    context.response = response && { ...response };
    change.resolve(isAlone ? result : readChecked("", method, settings, { text: result }, settings, context));
  } catch (error) {
    change.reject(error);
  }
}
