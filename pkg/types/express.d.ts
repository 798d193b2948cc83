import type { ClerkClient } from "./client.js";
import type { InstanceCheckOptions, OfficialClient, WithMetadata } from "./with-metadata.js";

/**
 * A client. It replaces `clerkClient` of `@clerk/express`.
 *
 * `CLERK_SECRET_KEY`, `CLERK_API_URL` and `CLERK_API_VERSION` are read from `process.env` on each call, not at
 * import. `users` is one object, so a test can replace its functions. For other options, use `createClerkClient`.
 *
 * @example
 * import { getAuth } from "@clerk/express";
 * import { clerkClient } from "clerk-metadata/express";
 *
 * app.post("/updateBirthday", async (req, res) => {
 *   const { userId } = getAuth(req);
 *   if (!userId) return res.status(401).json({ error: "signed out" });
 *   await clerkClient.users.updateUserMetadata(userId, { publicMetadata: { birthday: "1990-01-01" } });
 *   res.status(200).json({ success: true });
 * });
 */
export declare const clerkClient: ClerkClient;

export type { WithMetadata } from "./with-metadata.js";

/**
 * Returns Clerk's client in which the methods of this package replace those with the same names. All others are
 * Clerk's. The client that you pass is not changed.
 *
 * The secret key is read from the environment for each call, as for {@link clerkClient}. The first call that this
 * package makes rejects with a `ClerkInputError` if the key is of another instance than the client and the publishable
 * keys show it.
 *
 * @param client `clerkClient` of `@clerk/express`.
 * @param options The options of `createClerkClient`. Each takes precedence over the environment variable.
 *
 * @example
 * import { clerkClient } from "@clerk/express";
 * import { withMetadata } from "clerk-metadata/express";
 *
 * const clerk = withMetadata(clerkClient);
 * await clerk.users.updateUserMetadata("user_2abc", { publicMetadata: { plan: "pro" } });
 */
export declare function withMetadata<Client extends OfficialClient>(
  client: Client,
  options?: InstanceCheckOptions,
): WithMetadata<Client>;
