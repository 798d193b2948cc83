import { createClerkClient } from "#client";
import { environment } from "./log-level.js";

/** @import { ClerkClient } from "../types/client.js" */

/**
 * A client for the lifetime of the module. Its calls read the environment each time. `users` and `organizations` are
 * always the same objects and hold plain functions, so that a test can replace one.
 * @returns {ClerkClient}
 */
export const environmentClient = () =>
  mapValues(createClerkClient(), (methods, part) =>
    mapValues(
      methods,
      (_, name) =>
        (/** @type {unknown[]} */ ...args) =>
          /** @type {any} */ (createClerkClient(environment()))[part][name](...args),
    ),
  );

/**
 * @param {object} object
 * @param {(value: any, name: string) => unknown} map
 * @returns {any}
 */
const mapValues = (object, map) =>
  Object.fromEntries(Object.entries(object).map(([name, value]) => [name, map(value, name)]));
