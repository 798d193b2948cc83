import type { ClerkClient } from "./client.js";
import type { ClerkClientOptions } from "./options.js";

/** What is read of the arguments of a loader, an action or a middleware. */
export interface ReactRouterArgs {
  /** On Workers the variables are in it: as `cloudflare.env`, as `env`, or themselves. */
  readonly context?: unknown;
  /** As every such argument has one; nothing is read of it. */
  readonly request: unknown;
}

/** What `clerkClient` is: a function, and a client. */
export interface ReactRouterClerkClient extends ClerkClient {
  /**
   * Makes a client.
   *
   * @param args What React Router hands to the loader or action.
   * @param options Those of `createClerkClient`; each comes before the environment.
   */
  (args: ReactRouterArgs, options?: ClerkClientOptions): ClerkClient;
}

/**
 * Makes a client, as `clerkClient` of `@clerk/react-router/server` does; `clerkClient.users` serves
 * as well where the variables are in `process.env`.
 *
 * `CLERK_SECRET_KEY`, `CLERK_API_URL` and `CLERK_API_VERSION` are read when it is called, or when a function of its
 * `users` is: from `process.env`, else, with `args`, from the context. `clerkClient.users` is one object, so that a
 * test can replace its functions.
 *
 * @example
 * import { getAuth } from "@clerk/react-router/server";
 * import { clerkClient } from "clerk-metadata/react-router";
 *
 * export async function action(args: Route.ActionArgs) {
 *   const { userId } = await getAuth(args);
 *   if (!userId) return Response.json({ error: "signed out" }, { status: 401 });
 *   await clerkClient(args).users.updateUserMetadata(userId, { publicMetadata: { birthday: "1990-01-01" } });
 *   return { success: true };
 * }
 */
export declare const clerkClient: ReactRouterClerkClient;
