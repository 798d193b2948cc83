import type { ClerkClient } from "./client.js";
import type { ClerkClientOptions } from "./options.js";
import type { InstanceCheckOptions, OfficialClient, WithMetadata } from "./with-metadata.js";

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

export type { WithMetadata } from "./with-metadata.js";

/** The options of {@link withMetadata}. Each option of `createClerkClient` takes precedence over the environment. */
export interface AstroWithMetadataOptions extends InstanceCheckOptions {
  /** The context that was passed to `clerkClient`, if its `locals.runtime.env` contains the environment variables. */
  context?: AstroContext | undefined;
}

/**
 * Returns Clerk's client in which the methods of this package replace those with the same names. All others are
 * Clerk's. The client that you pass is not changed.
 *
 * The secret key is read from the environment for each call, as for {@link clerkClient}. The first call that this
 * package makes rejects with a `ClerkInputError` if the key is of another instance than the client and the publishable
 * keys show it.
 *
 * @param client What `clerkClient(context)` of `@clerk/astro/server` returns.
 * @param options The options of `createClerkClient`, and the context.
 *
 * @example
 * import { clerkClient } from "@clerk/astro/server";
 * import { withMetadata } from "clerk-metadata/astro";
 *
 * const clerk = withMetadata(clerkClient(context), { context });
 * await clerk.users.updateUserMetadata("user_2abc", { publicMetadata: { plan: "pro" } });
 */
export declare function withMetadata<Client extends OfficialClient>(
  client: Client,
  options?: AstroWithMetadataOptions,
): WithMetadata<Client>;
