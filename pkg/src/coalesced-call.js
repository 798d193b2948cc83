// @compileOnLoad: every call runs these functions (build/functions.mjs).
// A change of a user's metadata with the option `coalesce`. The code that joins changes is loaded by the first of them.
import { abortReason, onAbort } from "./abort.js";
import { createSettings, executeCall, readChecked } from "./call.js";
import { createdErrors } from "./errors.js";
import { callWasm, isLoaded, loaded } from "./instance.js";

/** What the chunk shares with the client. */
const HOST = { abortReason, callWasm, createdErrors, executeCall, onAbort, readChecked };
/** @typedef {typeof HOST} Host */

/**
 * Like `executeCall`. Validates the input immediately, so later changes of the caller's objects do not matter.
 * @type {typeof executeCall}
 */
export async function executeCoalesced(client, method, callOptions, args, context) {
  if (!isLoaded()) await loaded();
  const settings =
    callOptions === undefined
      ? (client.settings ??= createSettings(client.options))
      : createSettings(client.options, callOptions);
  context.settings = settings;
  const input = method.readInput(settings, ...args);
  callWasm("request", settings, method.name, ...input);
  // Each call has an import of its own: in workerd, a request must not wait for a promise of another request.
  const { coalesce } = await import("./chunks/coalesce.js");
  return coalesce(HOST, client, { method, input, settings, context });
}
