export type * from "./bulk-update.js";
export { ClerkBulkError, isClerkBulkError, openJournal, updateUsersMetadata } from "./bulk-update.js";

/** Sends requests at a rate that the Backend API accepts. */
export interface RateLimiter {
  /**
   * Calls `send` when the request may be sent, and resolves to its result. Rejects with the reason of `signal` if it
   * aborts first.
   */
  schedule<Result>(request: RateLimitedRequest, send: () => Promise<Result>): Promise<Result>;
}

/** A request that a `RateLimiter` schedules. */
export interface RateLimitedRequest {
  readonly method: string;
  readonly url: string;
  readonly signal?: AbortSignal | undefined;
}

/** Creates a limiter, which clients and bulk updates share. */
export declare function createRateLimiter(): RateLimiter;
