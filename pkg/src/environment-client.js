import { createClerkClient } from "#client";
import { environment } from "./environment.js";

/**
 * A client for the life of the module. Its calls read the environment when they are made; `users` stays the same
 * object, with plain functions in it, so that a test can replace one.
 */
export const environmentClient = () => ({
  users: Object.fromEntries(
    Object.keys(createClerkClient().users).map((name) => [
      name,
      (...args) => createClerkClient(environment()).users[name](...args),
    ]),
  ),
});
