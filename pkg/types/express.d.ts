import type { ClerkClient } from "./client.js";

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
