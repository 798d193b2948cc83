// The error of a request that the shared limiter did not send.
import { nameClass } from "../name-class.js";

/** @import * as types from "../../types/cloudflare-rate-limiter.js" */

/** The limiter did not send a request. */
export const ClerkRateLimiterError = /* @__PURE__ */ nameClass(
  "ClerkRateLimiterError",
  class extends Error {
    name = "ClerkRateLimiterError";

    /**
     * @param {string} message
     * @param {{ code: types.ClerkRateLimiterErrorCode, retryAfter: number, cause?: unknown }} details
     */
    constructor(message, { code, retryAfter, cause }) {
      super(message, cause === undefined ? undefined : { cause });
      this.code = code;
      this.retryAfter = retryAfter;
    }
  },
);

/** @param {any} error */
export const isClerkRateLimiterError = (error) => error?.name === "ClerkRateLimiterError";
