// The requests of a run, through the calls of a client whose metadata and results are JSON text.
import { createRateLimiter } from "./rate-limiter.js";

/** @import { SharedRateLimiter } from "../../types/bulk.js" */
/** @import { RateLimiter } from "../../types/rate-limiter.js" */
/** @import { Problem, TextCall } from "./types.js" */

const TEXT_CALLS = Symbol.for("clerk-metadata.textCalls");

/**
 * Whether a value is a client of this package.
 * @param {any} clerk
 */
export const isClient = (clerk) => typeof clerk?.[TEXT_CALLS] === "function";

/** The error of a request that was not sent, because the run has stopped. */
const NOT_SENT = { code: "canceled" };

/**
 * The limiter of the runs of each client that has none itself.
 * @type {WeakMap<object, SharedRateLimiter>}
 */
const defaultLimiters = new WeakMap();

/** @param {object} clerk */
function defaultLimiter(clerk) {
  const limiter = defaultLimiters.get(clerk) ?? createRateLimiter();
  defaultLimiters.set(clerk, limiter);
  return limiter;
}

/**
 * @param {any} clerk
 * @param {RateLimiter | false | undefined} limiter
 */
export function createRequests(clerk, limiter) {
  const canceled = new AbortController();
  /** @param {any} options Of the client. */
  const withLimiter = (options) => {
    const shared = limiter ?? options.limiter ?? defaultLimiter(clerk);
    if (!shared) return { ...options, limiter: undefined };
    /** @type {RateLimiter} */
    const waitInBackground = shared.background ?? shared;
    return {
      ...options,
      /** @type {RateLimiter} */
      limiter(request, send) {
        const { signal = canceled.signal } = request;
        return waitInBackground({ ...request, signal }, send);
      },
    };
  };
  /** @type {TextCall} */
  const read = clerk[TEXT_CALLS](withLimiter);
  // A change without a response may have taken effect. The run reads the user before it sends the change again.
  /** @type {TextCall} */
  const send = clerk[TEXT_CALLS]((/** @type {any} */ options) => ({ ...withLimiter(options), maxRetries: 0 }));
  return {
    /**
     * Resolves to the text of an array of users.
     * @param {string} parameter `userId` or `externalId`.
     * @param {string[]} values
     */
    readUsers: (parameter, values) => read("getUserList", undefined, [parameter, values, "limit", values.length]),
    /**
     * Resolves to the text of the user.
     * @param {string} id
     * @param {(string | undefined)[]} texts Of each field.
     */
    update: (id, texts) => send("updateUserMetadata", id, texts),
    /** Ends the wait of requests that the limiter has not sent yet: they reject with `NOT_SENT`. */
    cancel: () => canceled.abort(NOT_SENT),
  };
}

/**
 * What an error means, as the arguments of Rust: its code, status, trace ID and seconds of `Retry-After`.
 * @param {any} error
 * @returns {Problem}
 */
export const problemOf = (error) => [
  String(error?.errors?.[0]?.code ?? error?.code ?? "unknown_error"),
  error?.status,
  error?.clerkTraceId,
  Number.isFinite(error?.retryAfter) ? Math.ceil(error.retryAfter) : undefined,
];
