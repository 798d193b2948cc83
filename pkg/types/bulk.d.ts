// The types of clerk-metadata/bulk.
import type { RateLimiter } from "./rate-limiter.js";

export type * from "./bulk-plan.js";
export { planUsersMetadata } from "./bulk-plan.js";
export type * from "./bulk-rows.js";
export { checkRows, readRows, undoRows } from "./bulk-rows.js";
export type * from "./bulk-update.js";
export { ClerkBulkError, isClerkBulkError, openJournal, updateUsersMetadata } from "./bulk-update.js";
export type * from "./rate-limiter.js";

/** The options of {@link createRateLimiter}. */
export interface RateLimiterOptions {
  /**
   * How many requests are sent at most: a share of the limit of the instance, which is 1,000 requests in 10 seconds for
   * a live one and 100 for a test one, or a number of requests in any period of `seconds`. Default: `"60%"` for a live
   * instance, because your app needs the rest, and `"100%"` for a test instance.
   */
  rate?: `${number}%` | RequestRate | undefined;
}

/** A number of requests in a period. */
export interface RequestRate {
  /** A whole number of requests, 1 or more. */
  requests: number;
  /** The length of the period in seconds. */
  seconds: number;
}

/** The result of {@link createRateLimiter}. */
export type SharedRateLimiter = RateLimiter & {
  /** The same limiter, whose requests wait while others do. Bulk updates use it. */
  readonly background: RateLimiter;
};

/**
 * Creates a rate limiter for one instance. Pass it to each client of the process and to bulk updates: they share its
 * rate.
 *
 * Requests are sent evenly, at most `rate` in any period of 10 seconds, and at most 9 changes of one user's metadata in
 * 10 seconds. After a 429 nothing is sent until `Retry-After` has elapsed. If other clients of the instance need a part
 * of the limit, the rate decreases, and increases again later.
 *
 * @param options See {@link RateLimiterOptions}.
 *
 * @example
 * ```ts
 * import { createClerkClient } from "clerk-metadata";
 * import { createRateLimiter } from "clerk-metadata/bulk";
 *
 * const limiter = createRateLimiter({ rate: "60%" });
 * const clerk = createClerkClient({ secretKey: process.env.CLERK_SECRET_KEY, limiter });
 * ```
 */
export declare function createRateLimiter(options?: RateLimiterOptions): SharedRateLimiter;
