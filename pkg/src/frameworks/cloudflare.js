import { createClerkClient } from "#client";
import { environment } from "../log-level.js";

export { RateLimiter } from "#rate-limiter";
export { limiterFrom } from "../cloudflare/limiter-from.js";
export { ClerkRateLimiterError, isClerkRateLimiterError } from "../cloudflare/rate-limiter-error.js";

/**
 * @param {Record<string, any>} env
 * @param {import("../../types/options.js").ClerkClientOptions} [options]
 */
export const clerkClient = (env, options) => createClerkClient({ ...environment([() => env]), ...options });
