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
export * from "./prepare-request.js";
export type * from "./promise.js";
export * from "./resources.js";
export type * from "./user-list.js";

/**
 * Makes a client of Clerk's Backend API. It opens nothing and throws nothing: the options are
 * looked at when a call is made.
 *
 * @param options At least `secretKey`.
 *
 * @example
 * import { createClerkClient } from "clerk-metadata";
 *
 * const clerk = createClerkClient({ secretKey: process.env.CLERK_SECRET_KEY });
 * await clerk.users.updateUserMetadata("user_2abc", { publicMetadata: { plan: "pro" } });
 */
export declare function createClerkClient(options?: ClerkClientOptions): ClerkClient;

/**
 * The same as `clerk.users.updateUserMetadata` without a client: `CLERK_SECRET_KEY`,
 * `CLERK_API_URL` and `CLERK_API_VERSION` are read from `process.env` when it is called. Where a
 * runtime keeps its variables elsewhere, as a Worker in `env`, use {@link createClerkClient}. See
 * {@link UpdateUserMetadata}.
 *
 * @example
 * import { updateUserMetadata } from "clerk-metadata";
 *
 * await updateUserMetadata("user_2abc", { publicMetadata: { plan: "pro" } });
 */
export declare const updateUserMetadata: UpdateUserMetadata;
