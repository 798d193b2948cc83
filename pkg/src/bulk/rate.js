// The option `rate`: how many requests are sent in which period.

/** @import { RateLimiterOptions, RequestRate } from "../../types/bulk.js" */

/** The limits that Clerk documents: requests in 10 seconds. */
const LIVE_LIMIT = 1000;
const TEST_LIMIT = 100;
const SECONDS = 10;
/** A longer period is more likely a number of milliseconds. */
const MAX_SECONDS = 3600;
const MAX_REQUESTS = 1_000_000;

/**
 * Validates the options of `createRateLimiter`. Returns the rate for a live or a test instance.
 * @param {RateLimiterOptions} [options]
 * @returns {(isLive: boolean) => RequestRate}
 */
export function readRateOptions(options = {}) {
  if (typeof options !== "object" || options === null || Array.isArray(options))
    throw new TypeError('createRateLimiter: options must be an object such as { rate: "60%" }.');
  const unknown = Object.keys(options).find((name) => name !== "rate");
  if (unknown !== undefined)
    throw new TypeError(`createRateLimiter: unknown option ${unknown}. The only option is rate.`);
  return readRate("createRateLimiter", options.rate);
}

/**
 * Validates the option `rate` of a function. Returns the rate for a live or a test instance.
 * @param {string} caller The name of the function.
 * @param {RateLimiterOptions["rate"]} rate
 * @returns {(isLive: boolean) => RequestRate}
 */
export function readRate(caller, rate) {
  if (rate === undefined) return (isLive) => share(isLive, isLive ? 60 : 100);
  if (typeof rate === "string") {
    const percent = /^\d+(\.\d+)?%$/.test(rate) ? Number.parseFloat(rate) : 0;
    if (percent > 0 && percent <= 100) return (isLive) => share(isLive, percent);
    throw new RangeError(
      `${caller}: rate: a percentage must be more than 0% and at most 100%, such as "60%", not ${JSON.stringify(rate)}.`,
    );
  }
  if (typeof rate !== "object" || rate === null)
    throw new TypeError(
      `${caller}: rate must be a percentage such as "60%" or an object such as { requests: 800, seconds: 10 }, not ${String(rate)}.`,
    );
  const unknownKey = Object.keys(rate).find((name) => name !== "requests" && name !== "seconds");
  if (unknownKey !== undefined)
    throw new TypeError(`createRateLimiter: rate: unknown key ${unknownKey}. The keys are requests and seconds.`);
  // Read once: a getter may return something else the next time.
  const { requests, seconds } = rate;
  requireInRange(caller, "rate.requests", requests, 1, MAX_REQUESTS);
  if (!Number.isInteger(requests))
    throw new RangeError(`${caller}: rate.requests must be a whole number, not ${requests}.`);
  requireInRange(caller, "rate.seconds", seconds, 0.001, MAX_SECONDS);
  return () => ({ requests, seconds });
}

/**
 * @param {boolean} isLive
 * @param {number} percent
 */
const share = (isLive, percent) => ({
  requests: Math.max(1, Math.floor(((isLive ? LIVE_LIMIT : TEST_LIMIT) * percent) / 100)),
  seconds: SECONDS,
});

/**
 * @param {string} caller
 * @param {string} path
 * @param {unknown} value
 * @param {number} min
 * @param {number} max
 */
export function requireInRange(caller, path, value, min, max) {
  if (typeof value === "number" && value >= min && value <= max) return;
  throw new RangeError(`${caller}: ${path} must be a number from ${min} to ${max}, not ${String(value)}.`);
}
