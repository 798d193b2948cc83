// Reports the events of a call to the hooks of its client and to its logger.
//
//   call ──► executeReported ──► executeCall ──► onRequest, onResponse, onRetry
//                  │                                     ▲
//                  │                                reportRequest
//                  └──► onSuccess or onError
import { createReports } from "../events/reports.js";
import { describeRejection } from "../events/rejection.js";

export { reportRequest } from "../events/reports.js";

/** @import { CallContext, Client, Execute, Method } from "../call.js" */
/** @import { CallOptions } from "../../types/options.js" */
/** @import { Host } from "../chunk-host.js" */

/**
 * Executes a call, and reports its events.
 * @param {Host} host
 * @param {Execute} execute
 * @param {Client} client
 * @param {Method} method
 * @param {CallOptions | undefined} options
 * @param {unknown[]} args
 * @param {CallContext} context
 */
export async function executeReported(host, execute, client, method, options, args, context) {
  try {
    client.startReport ??= createReports(client);
  } catch {
    // Reading the logger threw an error: the call rejects.
  }
  const report = client.startReport?.(method.label ?? method.name);
  context.report = report;
  try {
    const result = await execute(client, method, options, args, context);
    report?.("onSuccess", () => /** @type {any} */ (context.response));
    return result;
  } catch (error) {
    report?.("onError", () => describeRejection(host, error, context));
    throw error;
  }
}
