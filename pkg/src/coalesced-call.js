// @compileOnLoad: every call runs these functions (build/functions.mjs).
// A change of a user's metadata with the option `coalesce`. The code that joins changes is loaded by the first of them.
import { createSettings } from "./call.js";
import { HOST } from "./chunk-host.js";
import { callWasm, isLoaded, loaded } from "./instance.js";

/**
 * The import of the chunk, which all calls share: imports of their own may resolve in another order than that of the
 * calls. In workerd, where a request must not wait for a promise of another request, each client has its own.
 * @typedef {{ coalescing?: Promise<typeof import("./chunks/coalesce.js")> | undefined }} Loader
 */
/** @type {Loader} */
const sharedLoader = {};
const canShare = typeof WebSocketPair === "undefined";

/**
 * Loads the chunk once. A failed load is retried at the next call.
 * @param {Loader} loader
 */
const load = (loader) =>
  (loader.coalescing ??= import("./chunks/coalesce.js").catch((error) => {
    loader.coalescing = undefined;
    throw error;
  }));

/**
 * Like `executeCall`. Validates the input immediately, so later changes of the caller's objects do not matter.
 * @type {import("./call.js").Execute}
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
  const { coalesce } = await load(canShare ? sharedLoader : client);
  return coalesce(HOST, client, { method, input, settings, context });
}
