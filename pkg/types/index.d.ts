import type { UpdateUserMetadata } from "./calls.js";
import type { ClerkClient } from "./client.js";
import type { ClerkClientOptions } from "./options.js";

export type * from "./calls.js";
export type * from "./client.js";
export * from "./errors.js";
export type * from "./hooks.js";
export * from "./json.js";
export type { NotJson } from "./json-check.js";
export type * from "./metadata.js";
export type * from "./options.js";
export type * from "./organization-json.js";
export * from "./organization-resources.js";
export type * from "./organizations.js";
export * from "./prepare-request.js";
export type * from "./promise.js";
export * from "./resources.js";
export type * from "./user-list.js";

/**
 * Creates a client of Clerk's Backend API. It opens no connection and never throws: the options are validated when a
 * call is made.
 *
 * @param options The options of the client. `secretKey` is required.
 *
 * @example
 * import { createClerkClient } from "clerk-metadata";
 *
 * const clerk = createClerkClient({ secretKey: process.env.CLERK_SECRET_KEY });
 * await clerk.users.updateUserMetadata("user_2abc", { publicMetadata: { plan: "pro" } });
 */
export declare function createClerkClient(options?: ClerkClientOptions): ClerkClient;

/**
 * Calls `clerk.users.updateUserMetadata` without a client. See {@link UpdateUserMetadata}.
 *
 * `CLERK_SECRET_KEY`, `CLERK_API_URL` and `CLERK_API_VERSION` are read from `process.env` on each call. For a runtime
 * that provides variables elsewhere, such as a Worker in `env`, use {@link createClerkClient}.
 *
 * @example
 * import { updateUserMetadata } from "clerk-metadata";
 *
 * await updateUserMetadata("user_2abc", { publicMetadata: { plan: "pro" } });
 */
export declare const updateUserMetadata: UpdateUserMetadata;
