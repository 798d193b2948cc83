import type { ClerkClient } from "./client.js";
import type { ClerkClientOptions } from "./options.js";

/** The part of Astro's `APIContext`, or of the global `Astro` of a page, that this package reads. */
export interface AstroContext {
  /** Cloudflare's adapter provides the environment variables in its `runtime.env`. */
  readonly locals: object;
}

/**
 * Creates a client. It replaces `clerkClient` of `@clerk/astro/server` in endpoints, actions, middleware and pages.
 *
 * `CLERK_SECRET_KEY`, `CLERK_API_URL` and `CLERK_API_VERSION` are read on each call, from `locals.runtime.env`,
 * `process.env` and `import.meta.env`. The first source that defines a variable wins.
 *
 * @param context The context that Astro passes to an endpoint, an action or a middleware. In a page: `Astro`.
 * @param options The options of `createClerkClient`. Each takes precedence over the environment variable.
 *
 * @example
 * import type { APIRoute } from "astro";
 * import { clerkClient } from "clerk-metadata/astro";
 *
 * export const POST: APIRoute = async (context) => {
 *   const { userId } = context.locals.auth();
 *   if (!userId) return Response.json({ error: "signed out" }, { status: 401 });
 *   await clerkClient(context).users.updateUserMetadata(userId, { publicMetadata: { birthday: "1990-01-01" } });
 *   return Response.json({ success: true });
 * };
 */
export declare function clerkClient(context: AstroContext, options?: ClerkClientOptions): ClerkClient;
