// The requests of a run, through the calls of a client whose metadata and results are JSON text.

/** @import { RateLimiter } from "../../types/bulk.js" */
/** @import { Problem, TextCall } from "./types.js" */

const TEXT_CALLS = Symbol.for("clerk-metadata.textCalls");

/**
 * Whether a value is a client of this package.
 * @param {any} clerk
 */
export const isClient = (clerk) => typeof clerk?.[TEXT_CALLS] === "function";

/**
 * @param {any} clerk
 * @param {RateLimiter | undefined} limiter
 */
export function createRequests(clerk, limiter) {
  const changed = limiter === undefined ? {} : { limiter };
  /** @type {TextCall} */
  const read = clerk[TEXT_CALLS](changed);
  // A change without a response may have taken effect. The run reads the user before it sends the change again.
  /** @type {TextCall} */
  const send = clerk[TEXT_CALLS]({ ...changed, maxRetries: 0 });
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
