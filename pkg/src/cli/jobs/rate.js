// The rate limiter of a job, and how long a job takes with it.

/** @import { RateLimiter } from "../../../types/rate-limiter.js" */
/** @import { RunProgress } from "./types.js" */
/** @typedef {`${number}%` | { requests: number, seconds: number }} Rate */

/** The limits that Clerk documents: requests in 10 seconds. */
const LIMITS = { live: 1_000, test: 100 };
const SECONDS = 10;
const TOO_MANY_REQUESTS = 429;

/**
 * @param {Rate | undefined} rate Default: that of `createRateLimiter`.
 * @param {Pick<RunProgress, "rateLimited">} progress Counts the responses with the status 429.
 * @returns {Promise<RateLimiter>}
 */
export async function createLimiter(rate, progress) {
  const { createRateLimiter } = await import("clerk-metadata/bulk");
  const limiter = createRateLimiter(rate === undefined ? {} : { rate });
  return async (request, send) => {
    const outcome = await limiter.background(request, send);
    if (outcome.status === TOO_MANY_REQUESTS) progress.rateLimited++;
    return outcome;
  };
}

/**
 * @param {Rate | undefined} rate
 * @param {boolean} isLive
 */
export function describeRate(rate, isLive) {
  if (typeof rate === "object")
    return { perSecond: rate.requests / rate.seconds, text: `${rate.requests}/${rate.seconds} s` };
  const share = rate === undefined ? (isLive ? 60 : 100) : Number.parseFloat(rate);
  return { perSecond: ((isLive ? LIMITS.live : LIMITS.test) * share) / 100 / SECONDS, text: `${share} %` };
}
