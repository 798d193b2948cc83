import type { AnyObject, MetadataPatch, PatchArgument, ReplacementArgument } from "./metadata.js";
import type { CallOptions } from "./options.js";
import type { CallResult } from "./promise.js";
import type { User } from "./resources.js";

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

// Methods, not properties that hold functions: as with the official client, TypeScript then accepts a fake whose
// parameters are narrower, and an assignment of a fake.

/** The calls that change metadata. */
export interface MetadataCalls {
  /**
   * Merges metadata into what is stored, as JSON Merge Patch (RFC 7396) does.
   *
   * Objects are merged at every depth, `null` removes a key, arrays and other values are replaced
   * whole, a field that is left out stays. Keys are sent as they are. After the merge each field
   * may hold 8 KB (8192 bytes) of JSON; Clerk takes 10 changes of one user in 10 seconds.
   *
   * @param userId The id of the user, such as `"user_2abc"`.
   * @param params At least one of the three fields. What JSON cannot carry (`NaN`, a `Map`, a
   *   `bigint` …) is refused, never sent as something else.
   * @param options Retries, timeout, signal. The call may be made more than once: a change by someone
   *   else to the same keys, between two attempts, is then overwritten.
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
  updateUserMetadata<
    Public extends AnyObject = {},
    Private extends AnyObject = {},
    Unsafe extends AnyObject = {},
    Call = "call",
  >(
    userId: string,
    params: {
      publicMetadata?: PatchArgument<UserPublicMetadata, Public> | undefined;
      privateMetadata?: PatchArgument<UserPrivateMetadata, Private> | undefined;
      unsafeMetadata?: PatchArgument<UserUnsafeMetadata, Unsafe> | undefined;
    },
    options?: CallOptions,
  ): CallResult<User, Call>;
  /**
   * Puts metadata in the place of what is stored.
   *
   * A field that is given replaces the stored one whole, and `{}` clears it. A field that is left
   * out stays. Each field may hold 8 KB (8192 bytes) of JSON.
   *
   * @param userId The id of the user, such as `"user_2abc"`.
   * @param params At least one of the three fields.
   * @param options Retries, timeout, signal. The call may be made more than once: a change by someone
   *   else to the same keys, between two attempts, is then overwritten.
   * @returns The user after the change.
   * @throws {ClerkInputError} Nothing was sent: the input is wrong at `path`.
   * @throws {ClerkAPIResponseError} The Backend API refused: see `status` and `errors`.
   * @throws {ClerkConnectionError} No usable answer came.
   *
   * @example
   * await clerk.users.replaceUserMetadata("user_2abc", { unsafeMetadata: {} });
   */
  replaceUserMetadata<
    Public extends AnyObject = {},
    Private extends AnyObject = {},
    Unsafe extends AnyObject = {},
    Call = "call",
  >(
    userId: string,
    params: {
      publicMetadata?: ReplacementArgument<UserPublicMetadata, Public> | undefined;
      privateMetadata?: ReplacementArgument<UserPrivateMetadata, Private> | undefined;
      unsafeMetadata?: ReplacementArgument<UserUnsafeMetadata, Unsafe> | undefined;
    },
    options?: CallOptions,
  ): CallResult<User, Call>;
}

/** The type of {@link MetadataCalls.updateUserMetadata}. */
export type UpdateUserMetadata = MetadataCalls["updateUserMetadata"];

/** The type of {@link MetadataCalls.replaceUserMetadata}. */
export type ReplaceUserMetadata = MetadataCalls["replaceUserMetadata"];
