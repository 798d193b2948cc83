/**
 * Calls `send` once, when the request may be sent, and resolves to what it resolves to: `createRateLimiter()` of
 * `clerk-metadata/bulk`, or your own function. Clients that have the same limiter share its rate.
 *
 * The wait is not part of the call's `timeout`. If the signal of the request aborts first, a limiter rejects with its
 * reason and does not call `send`.
 *
 * @param request The request.
 * @param send Sends the request. A second call sends nothing and rejects.
 */
export type RateLimiter = <Outcome extends RateLimitedOutcome>(
  request: RateLimitedRequest,
  send: () => Promise<Outcome>,
) => Promise<Outcome>;

/** A request that a {@link RateLimiter} schedules: each attempt of a call is one. */
export interface RateLimitedRequest {
  /** The method, such as `"PATCH"`. */
  readonly method: string;
  /** The URL. */
  readonly url: string;
  /** Whether the secret key starts with `sk_live`. Such an instance has another limit than a test instance. */
  readonly isLive: boolean;
  /** The signal of the call. */
  readonly signal?: AbortSignal | undefined;
}

/** What became of a request. */
export interface RateLimitedOutcome {
  /** The status of the response. Missing if there was none, as after a timeout. */
  readonly status?: number | undefined;
  /** The header `Retry-After`. */
  readonly retryAfter?: string | undefined;
  /** The header `Date`. */
  readonly date?: string | undefined;
}
