import type { ClerkClient } from "./client.js";
import type { ClerkClientOptions } from "./options.js";
import type { InstanceCheckOptions, OfficialClient, WithMetadata } from "./with-metadata.js";

/**
 * Creates a client. It replaces `clerkClient` of `@clerk/nextjs/server` in route handlers, server actions and server
 * components, on the Node.js and edge runtimes.
 *
 * `CLERK_SECRET_KEY`, `CLERK_API_URL` and `CLERK_API_VERSION` are read from `process.env` on each call. A
 * `secretKey` that was passed to `clerkMiddleware()` takes precedence.
 *
 * It reads the headers of the request, so Next.js renders a page that calls it for each request. Errors that Next.js
 * uses to control rendering are rethrown unchanged. In a function with `"use cache"`, use `createClerkClient`.
 *
 * @param options The options of `createClerkClient`. Each takes precedence over the environment variable.
 *
 * @example
 * import { auth } from "@clerk/nextjs/server";
 * import { clerkClient } from "clerk-metadata/nextjs";
 *
 * export async function POST() {
 *   const { userId } = await auth();
 *   if (!userId) return Response.json({ error: "signed out" }, { status: 401 });
 *   const client = await clerkClient();
 *   await client.users.updateUserMetadata(userId, { publicMetadata: { birthday: "1990-01-01" } });
 *   return Response.json({ success: true });
 * }
 */
export declare function clerkClient(options?: ClerkClientOptions): Promise<ClerkClient>;

export type { WithMetadata } from "./with-metadata.js";

/**
 * Returns Clerk's client in which the methods of this package replace those with the same names. All others are
 * Clerk's. The client that you pass is not changed.
 *
 * The secret key is the one that {@link clerkClient} uses. The first call that this package makes rejects with a
 * `ClerkInputError` if it is of another instance than the client and the publishable keys show it.
 *
 * @param client What `clerkClient()` of `@clerk/nextjs/server` returns: the promise, or the client.
 * @param options The options of `createClerkClient`. Each takes precedence over the environment variable.
 *
 * @example
 * import { clerkClient } from "@clerk/nextjs/server";
 * import { withMetadata } from "clerk-metadata/nextjs";
 *
 * const clerk = await withMetadata(clerkClient());
 * await clerk.users.updateUserMetadata("user_2abc", { publicMetadata: { plan: "pro" } });
 */
export declare function withMetadata<Client extends OfficialClient>(
  client: Client | PromiseLike<Client>,
  options?: InstanceCheckOptions,
): Promise<WithMetadata<Client>>;
