import type { ClerkClient } from "./client.js";
import type { ClerkClientOptions } from "./options.js";

export * from "./cloudflare-rate-limiter.js";
export type { RateLimiterOptions, RequestRate, SharedRateLimiter } from "./bulk.js";

/** The bindings of a Worker that this package reads. */
export interface CloudflareEnvironment {
  /** The secret key. Set it with `wrangler secret put CLERK_SECRET_KEY`, and in `.dev.vars` for development. */
  readonly CLERK_SECRET_KEY?: string | undefined;
  /** The URL of the Backend API. Default: `"https://api.clerk.com"`. */
  readonly CLERK_API_URL?: string | undefined;
  /** The API version, the first part of the path. Default: `"v1"`. */
  readonly CLERK_API_VERSION?: string | undefined;
}

/**
 * Creates a client from the bindings of a Worker. Call it for each request, because the bindings are available during
 * a request. The cost is negligible.
 *
 * @param env The bindings: the second argument of `fetch`, `c.env` in Hono, or `env` of `cloudflare:workers`.
 * @param options The options of `createClerkClient`. Each takes precedence over the binding.
 *
 * @example
 * import { clerkClient } from "clerk-metadata/cloudflare";
 *
 * export default {
 *   async fetch(request, env) {
 *     await clerkClient(env).users.updateUserMetadata("user_2abc", { publicMetadata: { birthday: "1990-01-01" } });
 *     return Response.json({ success: true });
 *   },
 * } satisfies ExportedHandler<Env>;
 */
export declare function clerkClient(env: CloudflareEnvironment, options?: ClerkClientOptions): ClerkClient;
