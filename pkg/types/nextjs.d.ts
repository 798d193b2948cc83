import type { ClerkClient } from "./client.js";
import type { ClerkClientOptions } from "./options.js";

/**
 * Makes a client, as `clerkClient` of `@clerk/nextjs/server` does: in route handlers, server
 * actions and server components, on the Node.js runtime and on edge.
 *
 * `CLERK_SECRET_KEY`, `CLERK_API_URL` and `CLERK_API_VERSION` are read from `process.env` when it is
 * called; a `secretKey` that `clerkMiddleware()` was given comes before them.
 *
 * It reads the headers of the request, so that Next.js renders a page that calls it for each request. An error by
 * which Next.js leaves a render passes unchanged. In a function with `"use cache"`, use `createClerkClient`.
 *
 * @param options Those of `createClerkClient`; each comes before the environment.
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
