import { createClerkClient } from "#client";
import { environment } from "./environment.js";

/** @import { ClerkClient } from "../types/client.js" */

/**
 * A client for the lifetime of the module. Its calls read the environment each time. `users` is always the same
 * object and holds plain functions, so that a test can replace one.
 * @returns {ClerkClient}
 */
export const environmentClient = () => ({
  users: /** @type {any} */ (
    Object.fromEntries(
      Object.keys(createClerkClient().users).map((name) => [
        name,
        (/** @type {unknown[]} */ ...args) =>
          /** @type {Record<string, Function>} */ (createClerkClient(environment()).users)[name](...args),
      ]),
    )
  ),
});
