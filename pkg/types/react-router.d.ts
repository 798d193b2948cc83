import type { ClerkClient } from "./client.js";
import type { ClerkClientOptions } from "./options.js";

/** The part of the arguments of a loader, an action or a middleware that this package reads. */
export interface ReactRouterArgs {
  /** On Workers, it contains the environment variables: in `cloudflare.env`, in `env`, or directly. */
  readonly context?: unknown;
  /** Only identifies the arguments. It is not read. */
  readonly request: unknown;
}

/** A function that creates a client, and a client itself. */
export interface ReactRouterClerkClient extends ClerkClient {
  /**
   * Creates a client.
   *
   * @param args The arguments that React Router passes to the loader, the action or the middleware.
   * @param options The options of `createClerkClient`. Each takes precedence over the environment variable.
   */
  (args: ReactRouterArgs, options?: ClerkClientOptions): ClerkClient;
}

/**
 * Creates a client. It replaces `clerkClient` of `@clerk/react-router/server`. If the variables are in `process.env`,
 * `clerkClient.users` can be used directly.
 *
 * `CLERK_SECRET_KEY`, `CLERK_API_URL` and `CLERK_API_VERSION` are read on each call of the function or of a
 * function of `users`: from `process.env`, then, if `args` are passed, from the context. `clerkClient.users` is one
 * object, so a test can replace its functions.
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
