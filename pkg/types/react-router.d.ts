import type { ClerkClient } from "./client.js";
import type { ClerkClientOptions } from "./options.js";
import type { InstanceCheckOptions, OfficialClient, WithMetadata } from "./with-metadata.js";

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

export type { WithMetadata } from "./with-metadata.js";

/** The options of {@link withMetadata}. Each option of `createClerkClient` takes precedence over the environment. */
export interface ReactRouterWithMetadataOptions extends InstanceCheckOptions {
  /** The arguments that were passed to `clerkClient`, if their context contains the environment variables. */
  args?: ReactRouterArgs | undefined;
}

/**
 * Returns Clerk's client in which the methods of this package replace those with the same names. All others are
 * Clerk's. The client that you pass is not changed.
 *
 * The secret key is read from the environment for each call, as for {@link clerkClient}. The first call that this
 * package makes rejects with a `ClerkInputError` if the key is of another instance than the client and the publishable
 * keys show it.
 *
 * @param client What `clerkClient(args)` of `@clerk/react-router/server` returns.
 * @param options The options of `createClerkClient`, and the arguments.
 *
 * @example
 * import { clerkClient } from "@clerk/react-router/server";
 * import { withMetadata } from "clerk-metadata/react-router";
 *
 * const clerk = withMetadata(clerkClient(args), { args });
 * await clerk.users.updateUserMetadata("user_2abc", { publicMetadata: { plan: "pro" } });
 */
export declare function withMetadata<Client extends OfficialClient>(
  client: Client,
  options?: ReactRouterWithMetadataOptions,
): WithMetadata<Client>;
