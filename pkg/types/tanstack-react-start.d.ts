import type { ClerkClient } from "./client.js";
import type { ClerkClientOptions } from "./options.js";
import type { InstanceCheckOptions, OfficialClient, WithMetadata } from "./with-metadata.js";

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

export type { WithMetadata } from "./with-metadata.js";

/**
 * Returns Clerk's client in which the methods of this package replace those with the same names. All others are
 * Clerk's. The client that you pass is not changed.
 *
 * The secret key is read from the environment for each call, as for {@link clerkClient}. The first call that this
 * package makes rejects with a `ClerkInputError` if the key is of another instance than the client and the publishable
 * keys show it.
 *
 * @param client What `clerkClient()` of `@clerk/tanstack-react-start/server` returns.
 * @param options The options of `createClerkClient`. Each takes precedence over the environment variable.
 *
 * @example
 * import { clerkClient } from "@clerk/tanstack-react-start/server";
 * import { withMetadata } from "clerk-metadata/tanstack-react-start";
 *
 * const clerk = withMetadata(clerkClient());
 * await clerk.users.updateUserMetadata("user_2abc", { publicMetadata: { plan: "pro" } });
 */
export declare function withMetadata<Client extends OfficialClient>(
  client: Client,
  options?: InstanceCheckOptions,
): WithMetadata<Client>;
