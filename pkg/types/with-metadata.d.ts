import type { ClerkClient } from "./client.js";
import type { ClerkClientOptions } from "./options.js";

/**
 * A client of Clerk with the methods of this package: the type of the client, in which the methods that
 * {@link ClerkClient} has are replaced. Use it for functions that receive such a client.
 *
 * @example
 * import type { ClerkClient } from "@clerk/backend";
 * import type { WithMetadata } from "clerk-metadata/with-metadata";
 *
 * async function invite(clerk: WithMetadata<ClerkClient>, userId: string) {
 *   await clerk.invitations.createInvitation({ emailAddress: "ada@example.com" });
 *   await clerk.users.updateUserMetadata(userId, { publicMetadata: { invited: true } });
 * }
 */
export type WithMetadata<Client> = {
  [Name in keyof Client]: Name extends keyof ClerkClient
    ? {
        [Method in keyof Client[Name]]: Method extends keyof ClerkClient[Name]
          ? ClerkClient[Name][Method]
          : Client[Name][Method];
      }
    : Client[Name];
};

/** A client of Clerk, of any version. */
export interface OfficialClient {
  /** The calls for users. */
  readonly users: object;
}

/** The options of `createClerkClient`, and a check of the instance. */
export interface InstanceCheckOptions extends ClerkClientOptions {
  /**
   * Also compares the IDs of the instances of the client and of the secret key, which also finds a key of another
   * instance if the client has no publishable key. Before its first call, each client that `withMetadata` returns then
   * sends two requests, `GET /v1/instance` with each key. Default: `false`.
   */
  checkInstance?: boolean | undefined;
}

/** The options of {@link withMetadata}. */
export interface WithMetadataOptions extends InstanceCheckOptions {
  /** The secret key with which the client was created. */
  secretKey: string | undefined;
}

/**
 * Returns a client of Clerk in which the methods of this package replace those with the same names. All others are
 * Clerk's. The client that you pass is not changed.
 *
 * A client does not reveal its secret key, so pass it again. The first call that this package makes rejects with a
 * `ClerkInputError` if the key is of another instance than the client and the publishable key of the client shows
 * it. For the client of a framework, which is created from the environment, use `withMetadata` of the entry for the
 * framework, such as `clerk-metadata/nextjs`.
 *
 * @param client What `createClerkClient` of `@clerk/backend` returns.
 * @param options The options of `createClerkClient`. `secretKey` is required.
 * @throws {ClerkInputError} `client` is not a client, such as a promise of one.
 *
 * @example
 * import { createClerkClient } from "@clerk/backend";
 * import { withMetadata } from "clerk-metadata/with-metadata";
 *
 * const options = { secretKey: process.env.CLERK_SECRET_KEY };
 * const clerk = withMetadata(createClerkClient(options), options);
 * await clerk.invitations.createInvitation({ emailAddress: "ada@example.com" });
 * await clerk.users.updateUserMetadata("user_2abc", { publicMetadata: { plan: "pro" } });
 */
export declare function withMetadata<Client extends OfficialClient>(
  client: Client,
  options: WithMetadataOptions,
): WithMetadata<Client>;
