import type { Checked } from "./json-check.js";
import type { MetadataPatch, Patch, Replacement } from "./metadata.js";
import type { CallOptions } from "./options.js";
import type { CallResult } from "./promise.js";
import type { User } from "./resources.js";

/** The parameters of `updateUserMetadata`, for variables and your own functions. Set at least one field. */
export interface UpdateUserMetadataParams {
  /** Merged into the stored value; `null` removes a key. */
  publicMetadata?: MetadataPatch<UserPublicMetadata> | undefined;
  /** Merged into the stored value; `null` removes a key. */
  privateMetadata?: MetadataPatch<UserPrivateMetadata> | undefined;
  /** Merged into the stored value; `null` removes a key. */
  unsafeMetadata?: MetadataPatch<UserUnsafeMetadata> | undefined;
}

/** The parameters of `replaceUserMetadata`, for variables and your own functions. Set at least one field. */
export interface ReplaceUserMetadataParams {
  /** Replaces the stored value; `{}` clears it. */
  publicMetadata?: UserPublicMetadata | Record<string, never> | undefined;
  /** Replaces the stored value; `{}` clears it. */
  privateMetadata?: UserPrivateMetadata | Record<string, never> | undefined;
  /** Replaces the stored value; `{}` clears it. */
  unsafeMetadata?: UserUnsafeMetadata | Record<string, never> | undefined;
}

/** The metadata fields of `updateUserMetadata`. Each field is merged into the stored one; `null` removes a key. */
export interface UserMetadataPatch {
  /** Read by the frontend and the backend, set by the backend. Merged into the stored value; `null` removes a key. */
  publicMetadata?: Patch<UserPublicMetadata> | undefined;
  /** Read and set by the backend. Merged into the stored value; `null` removes a key. */
  privateMetadata?: Patch<UserPrivateMetadata> | undefined;
  /** Read and set by the frontend and the backend. Merged into the stored value; `null` removes a key. */
  unsafeMetadata?: Patch<UserUnsafeMetadata> | undefined;
}

/** The metadata fields of `replaceUserMetadata`. Each field replaces the stored one. */
export interface UserMetadata {
  /** Read by the frontend and the backend, set by the backend. Replaces the stored value; `{}` clears it. */
  publicMetadata?: UserPublicMetadata | undefined;
  /** Read and set by the backend. Replaces the stored value; `{}` clears it. */
  privateMetadata?: UserPrivateMetadata | undefined;
  /** Read and set by the frontend and the backend. Replaces the stored value; `{}` clears it. */
  unsafeMetadata?: UserUnsafeMetadata | undefined;
}

/**
 * The same, for arguments that {@link UserMetadata} does not accept: `{}` for metadata with required keys, and
 * variables of interface types for undeclared metadata.
 */
export interface AnyUserMetadata {
  /** Read by the frontend and the backend, set by the backend. Replaces the stored value; `{}` clears it. */
  publicMetadata?: Replacement<UserPublicMetadata> | Record<string, never> | undefined;
  /** Read and set by the backend. Replaces the stored value; `{}` clears it. */
  privateMetadata?: Replacement<UserPrivateMetadata> | Record<string, never> | undefined;
  /** Read and set by the frontend and the backend. Replaces the stored value; `{}` clears it. */
  unsafeMetadata?: Replacement<UserUnsafeMetadata> | Record<string, never> | undefined;
}

/** {@link UserMetadata} if it accepts `P`, or if nothing does, because its errors are the shortest. */
type FieldsOfReplacement<P> = unknown extends P
  ? AnyUserMetadata
  : P extends UserMetadata
    ? UserMetadata
    : P extends AnyUserMetadata
      ? AnyUserMetadata
      : UserMetadata;

// Methods, not properties that hold functions: as with the official client, TypeScript then accepts a fake whose
// parameters are narrower, and an assignment of a fake.

/** The calls that change metadata. */
export interface MetadataCalls {
  /**
   * Merges metadata into the stored metadata of a user, as JSON Merge Patch (RFC 7396) does.
   *
   * Objects are merged at every depth, `null` removes a key, and arrays and all other values are replaced. A field that
   * you leave out does not change. Keys are sent unchanged. After the merge, each field can hold up to 8 KB (8192
   * bytes) of JSON. Clerk accepts 10 changes per user in 10 seconds.
   *
   * A call that is retried sends the same change again. This overwrites a change that someone else made to the same
   * keys between the two attempts.
   *
   * @param userId The ID of the user, such as `"user_2abc"`.
   * @param params The metadata to merge, in at least one of the three fields. A value that JSON cannot represent
   *   (`NaN`, a `Map`, a `bigint`) is rejected.
   * @param options Retries, timeout and abort signal of this call. Default: those of the client.
   * @returns The user after the change.
   * @throws {ClerkInputError} The input is invalid; `path` says where. Nothing was sent.
   * @throws {ClerkAPIResponseError} The Backend API rejected the request; see `status` and `errors`.
   * @throws {ClerkConnectionError} There was no usable response. The request may still have taken effect.
   *
   * @example
   * const user = await clerk.users.updateUserMetadata("user_2abc", {
   *   publicMetadata: { plan: "pro", trialEndsAt: null },  // null removes trialEndsAt
   *   privateMetadata: { stripe: { customerId: "cus_123" } },
   * });
   */
  updateUserMetadata<P = {}, Call = "call">(
    userId: string,
    params: Checked<P, UserMetadataPatch>,
    options?: CallOptions,
  ): CallResult<User, Call>;
  /**
   * Replaces the stored metadata of a user.
   *
   * A field that you set replaces the whole stored field; `{}` clears it. A field that you leave out does not change.
   * Errors, limits and retries are the same as for {@link MetadataCalls.updateUserMetadata}.
   *
   * @param userId The ID of the user, such as `"user_2abc"`.
   * @param params The new metadata, in at least one of the three fields.
   * @param options Retries, timeout and abort signal of this call. Default: those of the client.
   * @returns The user after the change.
   *
   * @example
   * await clerk.users.replaceUserMetadata("user_2abc", { unsafeMetadata: {} });
   */
  replaceUserMetadata<P = {}, Call = "call">(
    userId: string,
    params: Checked<P, FieldsOfReplacement<P>, AnyUserMetadata>,
    options?: CallOptions,
  ): CallResult<User, Call>;
}

/** The type of {@link MetadataCalls.updateUserMetadata}. */
export type UpdateUserMetadata = MetadataCalls["updateUserMetadata"];

/** The type of {@link MetadataCalls.replaceUserMetadata}. */
export type ReplaceUserMetadata = MetadataCalls["replaceUserMetadata"];
