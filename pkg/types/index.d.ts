import type { MetadataPatch, PatchArgument, ReplacementArgument } from "./metadata.js";
import type { User } from "./resources.js";

export * from "./errors.js";
export * from "./json.js";
export type * from "./metadata.js";
export * from "./resources.js";

/** The options of {@link createClerkClient}. */
export interface ClerkClientOptions {
  /** The secret key, `sk_live_…` or `sk_test_…`. No error and no log holds it. */
  secretKey?: string | undefined;
  /** Where the Backend API is: `"https://api.clerk.com"` unless told. `http:` is for loopback only. */
  apiUrl?: string | undefined;
  /** The version in the path: `"v1"` unless told. */
  apiVersion?: string | undefined;
  /** The `User-Agent` header: this package and its version unless told. Browsers send their own. */
  userAgent?: string | undefined;
  /**
   * What makes the requests: the global `fetch`, looked up at each call, unless told. It is called
   * as a function, bound to nothing.
   */
  fetch?: FetchLike | undefined;
}

/** What this package asks of a `fetch`. That of every runtime will do. */
export type FetchLike = (url: string, init: FetchInit) => PromiseLike<FetchResponse>;

/** What this package gives to `fetch` beside the URL. */
export interface FetchInit {
  /** `"GET"`, `"PATCH"` or `"PUT"`. */
  method: string;
  /** One of them holds the secret key. */
  headers: Record<string, string>;
  /** The secret key goes to one origin only, so a redirect is never followed. */
  redirect: "manual";
  /** JSON text. */
  body?: string;
}

/** What this package reads of an answer of `fetch`. */
export interface FetchResponse {
  /** The HTTP status. */
  readonly status: number;
  /** Of the headers only single ones are asked for. */
  readonly headers: { get(name: string): string | null };
  /** The whole body. */
  text(): PromiseLike<string>;
}

/** The parameters of `updateUserMetadata`, for a variable. At least one field must be given. */
export interface UpdateUserMetadataParams {
  /** Merged; `null` removes a key. */
  publicMetadata?: MetadataPatch<UserPublicMetadata> | undefined;
  /** Merged; `null` removes a key. */
  privateMetadata?: MetadataPatch<UserPrivateMetadata> | undefined;
  /** Merged; `null` removes a key. */
  unsafeMetadata?: MetadataPatch<UserUnsafeMetadata> | undefined;
}

/** The parameters of `replaceUserMetadata`, for a variable. At least one field must be given. */
export interface ReplaceUserMetadataParams {
  /** Put in the place of what is stored; `{}` clears it. */
  publicMetadata?: UserPublicMetadata | Record<string, never> | undefined;
  /** Put in the place of what is stored; `{}` clears it. */
  privateMetadata?: UserPrivateMetadata | Record<string, never> | undefined;
  /** Put in the place of what is stored; `{}` clears it. */
  unsafeMetadata?: UserUnsafeMetadata | Record<string, never> | undefined;
}

/**
 * `updateUserMetadata`: merges metadata into what is stored, as JSON Merge Patch (RFC 7396) does.
 *
 * Objects are merged at every depth, `null` removes a key, arrays and other values are replaced
 * whole, a field that is left out stays. Keys are sent as they are. After the merge each field
 * may hold 8 KB (8192 bytes) of JSON; Clerk takes 10 changes of one user in 10 seconds.
 *
 * @param userId The id of the user, such as `"user_2abc"`.
 * @param params At least one of the three fields. What JSON cannot carry (`NaN`, a `Map`, a
 *   `bigint` …) is refused, never sent as something else.
 * @returns The user after the change.
 * @throws {ClerkInputError} Nothing was sent: the input is wrong at `path`.
 * @throws {ClerkAPIResponseError} The Backend API refused: see `status` and `errors`.
 * @throws {ClerkConnectionError} No usable answer came.
 *
 * @example
 * const user = await clerk.users.updateUserMetadata("user_2abc", {
 *   publicMetadata: { plan: "pro", trialEndsAt: null },  // null removes trialEndsAt
 *   privateMetadata: { stripe: { customerId: "cus_123" } },
 * });
 */
export type UpdateUserMetadata = <Public = {}, Private = {}, Unsafe = {}>(
  userId: string,
  params: {
    publicMetadata?: PatchArgument<UserPublicMetadata, Public> | undefined;
    privateMetadata?: PatchArgument<UserPrivateMetadata, Private> | undefined;
    unsafeMetadata?: PatchArgument<UserUnsafeMetadata, Unsafe> | undefined;
  },
) => Promise<User>;

/**
 * `replaceUserMetadata`: puts metadata in the place of what is stored.
 *
 * A field that is given replaces the stored one whole, and `{}` clears it. A field that is left
 * out stays. Each field may hold 8 KB (8192 bytes) of JSON.
 *
 * @param userId The id of the user, such as `"user_2abc"`.
 * @param params At least one of the three fields.
 * @returns The user after the change.
 * @throws {ClerkInputError} Nothing was sent: the input is wrong at `path`.
 * @throws {ClerkAPIResponseError} The Backend API refused: see `status` and `errors`.
 * @throws {ClerkConnectionError} No usable answer came.
 *
 * @example
 * await clerk.users.replaceUserMetadata("user_2abc", { unsafeMetadata: {} });
 */
export type ReplaceUserMetadata = <Public = {}, Private = {}, Unsafe = {}>(
  userId: string,
  params: {
    publicMetadata?: ReplacementArgument<UserPublicMetadata, Public> | undefined;
    privateMetadata?: ReplacementArgument<UserPrivateMetadata, Private> | undefined;
    unsafeMetadata?: ReplacementArgument<UserUnsafeMetadata, Unsafe> | undefined;
  },
) => Promise<User>;

/** What {@link createClerkClient} gives. */
export interface ClerkClient {
  /** The calls on users. */
  readonly users: {
    /**
     * Merges metadata into what is stored; `null` removes a key. See {@link UpdateUserMetadata}.
     *
     * @example
     * await clerk.users.updateUserMetadata("user_2abc", { publicMetadata: { plan: "pro", trial: null } });
     */
    readonly updateUserMetadata: UpdateUserMetadata;
    /**
     * Puts metadata in the place of what is stored; `{}` clears a field. See {@link ReplaceUserMetadata}.
     *
     * @example
     * await clerk.users.replaceUserMetadata("user_2abc", { unsafeMetadata: {} });
     */
    readonly replaceUserMetadata: ReplaceUserMetadata;
    /**
     * Gives a user.
     *
     * @param userId The id of the user, such as `"user_2abc"`.
     * @throws {ClerkInputError} Nothing was sent: the id or an option is wrong.
     * @throws {ClerkAPIResponseError} The Backend API refused: 404 where there is no such user.
     * @throws {ClerkConnectionError} No usable answer came.
     *
     * @example
     * const { publicMetadata } = await clerk.users.getUser("user_2abc");
     */
    readonly getUser: (userId: string) => Promise<User>;
  };
}

/**
 * Makes a client of Clerk's Backend API. It opens nothing and throws nothing: the options are
 * looked at when a call is made.
 *
 * @param options At least `secretKey`.
 *
 * @example
 * import { createClerkClient } from "clerk-metadata";
 *
 * const clerk = createClerkClient({ secretKey: process.env.CLERK_SECRET_KEY });
 * await clerk.users.updateUserMetadata("user_2abc", { publicMetadata: { plan: "pro" } });
 */
export declare function createClerkClient(options?: ClerkClientOptions): ClerkClient;

/**
 * The same as `clerk.users.updateUserMetadata` without a client: `CLERK_SECRET_KEY`,
 * `CLERK_API_URL` and `CLERK_API_VERSION` are read from `process.env` when it is called. Where a
 * runtime keeps its variables elsewhere, as a Worker in `env`, use {@link createClerkClient}. See
 * {@link UpdateUserMetadata}.
 *
 * @example
 * import { updateUserMetadata } from "clerk-metadata";
 *
 * await updateUserMetadata("user_2abc", { publicMetadata: { plan: "pro" } });
 */
export declare const updateUserMetadata: UpdateUserMetadata;
