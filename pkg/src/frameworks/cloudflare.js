import { createClerkClient } from "#client";
import { environment } from "../environment.js";

export { limiterFrom } from "../cloudflare/limiter-from.js";
export { ClerkRateLimiterError, isClerkRateLimiterError } from "../cloudflare/rate-limiter-error.js";
export { RateLimiter } from "../cloudflare/rate-limiter-object.js";

/**
 * @param {Record<string, any>} env
 * @param {import("../../types/options.js").ClerkClientOptions} [options]
 */
export const clerkClient = (env, options) => createClerkClient({ ...environment([() => env]), ...options });
