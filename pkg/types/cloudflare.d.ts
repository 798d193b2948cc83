import type { ClerkClient } from "./client.js";
import type { ClerkClientOptions } from "./options.js";

/** The bindings of a Worker that are read. */
export interface CloudflareEnvironment {
  /** The secret key, put there by `wrangler secret put CLERK_SECRET_KEY`; in development in `.dev.vars`. */
  readonly CLERK_SECRET_KEY?: string | undefined;
  /** Where the Backend API is: Clerk's unless told. */
  readonly CLERK_API_URL?: string | undefined;
  /** The version in the path: `"v1"` unless told. */
  readonly CLERK_API_VERSION?: string | undefined;
}

/**
 * Makes a client of the bindings of a Worker. With a request, as that is when they are there; it
 * costs next to nothing.
 *
 * @param env The second argument of `fetch`, `c.env` of Hono, or `env` of `cloudflare:workers`.
 * @param options Those of `createClerkClient`; each comes before the bindings.
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
