import type { ClerkClient } from "./client.js";
import type { ClerkClientOptions } from "./options.js";

/**
 * Creates a client. It replaces `clerkClient` of `@clerk/tanstack-react-start/server` in server routes and server
 * functions.
 *
 * `CLERK_SECRET_KEY`, `CLERK_API_URL` and `CLERK_API_VERSION` are read from `process.env` on each call.
 *
 * @param options The options of `createClerkClient`. Each takes precedence over the environment variable.
 *
 * @example
 * import { auth } from "@clerk/tanstack-react-start/server";
 * import { createServerFn } from "@tanstack/react-start";
 * import { clerkClient } from "clerk-metadata/tanstack-react-start";
 *
 * export const setBirthday = createServerFn({ method: "POST" }).handler(async () => {
 *   const { userId } = await auth();
 *   if (!userId) throw new Error("signed out");
 *   await clerkClient().users.updateUserMetadata(userId, { publicMetadata: { birthday: "1990-01-01" } });
 * });
 */
export declare function clerkClient(options?: ClerkClientOptions): ClerkClient;
