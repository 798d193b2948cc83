import type { ClerkClient } from "./client.js";
import type { ClerkClientOptions } from "./options.js";

/** What is read of Astro's `APIContext`, or of the global `Astro` of a page. */
export interface AstroContext {
  /** Cloudflare's adapter puts the variables into `runtime.env` of it. */
  readonly locals: object;
}

/**
 * Makes a client, as `clerkClient` of `@clerk/astro/server` does: in endpoints, actions, middleware
 * and pages.
 *
 * `CLERK_SECRET_KEY`, `CLERK_API_URL` and `CLERK_API_VERSION` are read when it is called: from
 * `locals.runtime.env`, else from `process.env`, else from `import.meta.env`.
 *
 * @param context What Astro hands to an endpoint, an action or a middleware; in a page `Astro`.
 * @param options Those of `createClerkClient`; each comes before the environment.
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
