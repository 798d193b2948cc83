// What the hooks and the logger of a client receive about a call that rejects.
/** @import { CallContext } from "../call.js" */
/** @import { Host } from "../chunk-host.js" */
/**
 * Why a call rejected with a value that this package did not create. `"unknown"`: the core could not be loaded.
 * @typedef {"aborted" | "control_flow" | "unknown"} EndCode
 */

/**
 * The fields of the event `onError`; and `endCode`, if this package did not create the error. Nothing is read from such
 * an error, except to search it for the secret key.
 * @param {Host} host
 * @param {any} error
 * @param {CallContext} context
 * @returns {{ error: unknown, clerkTraceId?: string, endCode?: EndCode }}
 */
export const describeRejection = ({ abortReason, createdErrors, isControlFlow, redactThrown }, error, { settings }) => {
  const signal = settings?.options.signal;
  // The reason may be an error of another call.
  const isAborted = signal && Object.is(abortReason(signal), error);
  if (!isAborted && createdErrors.has(error)) return { error, clerkTraceId: error.clerkTraceId };
  return {
    error: settings ? redactThrown(error, settings.secretKey) : error,
    endCode: isAborted ? "aborted" : isControlFlow(error, settings?.secretKey) ? "control_flow" : "unknown",
  };
};
