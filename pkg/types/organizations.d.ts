import type { Checked } from "./json-check.js";
import type { MetadataPatch, Patch, Replacement } from "./metadata.js";
import type { CallOptions } from "./options.js";
import type { Organization, OrganizationMembership } from "./organization-resources.js";
import type { CallResult } from "./promise.js";

// Without this line every declaration of a declaration file is exported.
export {};

/** The parameters of `getOrganization`: the ID or the slug of the organization, and the optional fields to return. */
export type GetOrganizationParams = (
  | {
      /** The ID of the organization, such as `"org_2abc"`. */
      organizationId: string;
      /** Not together with `organizationId`. */
      slug?: undefined;
    }
  | {
      /** Not together with `slug`. */
      organizationId?: undefined;
      /** The slug of the organization, such as `"acme"`. */
      slug: string;
    }
) & {
  /** Whether to return the number of members, as `membersCount`. Default: `false`. */
  includeMembersCount?: boolean | undefined;
  /**
   * Whether to return `raw.missing_member_with_elevated_permissions`. Clerk documents this parameter; the official
   * client does not have it. Default: `false`.
   */
  includeMissingMemberWithElevatedPermissions?: boolean | undefined;
};

/** The parameters of `updateOrganizationMetadata`, for variables and your own functions. Set at least one field. */
export interface UpdateOrganizationMetadataParams {
  /** Merged into the stored value; `null` removes a key. */
  publicMetadata?: MetadataPatch<OrganizationPublicMetadata> | undefined;
  /** Merged into the stored value; `null` removes a key. */
  privateMetadata?: MetadataPatch<OrganizationPrivateMetadata> | undefined;
}

/** The parameters of `replaceOrganizationMetadata`, for variables and your own functions. Set at least one field. */
export interface ReplaceOrganizationMetadataParams {
  /** Replaces the stored value; `{}` clears it. */
  publicMetadata?: OrganizationPublicMetadata | Record<string, never> | undefined;
  /** Replaces the stored value; `{}` clears it. */
  privateMetadata?: OrganizationPrivateMetadata | Record<string, never> | undefined;
}

/** The IDs that identify a membership. */
export interface OrganizationMembershipIds {
  /** The ID of the organization, such as `"org_2abc"`. */
  organizationId: string;
  /** The ID of the user, such as `"user_2abc"`. */
  userId: string;
}

/**
 * The parameters of `updateOrganizationMembershipMetadata`, for variables and your own functions. Set at least one
 * metadata field.
 */
export interface UpdateOrganizationMembershipMetadataParams extends OrganizationMembershipIds {
  /** Merged into the stored value; `null` removes a key. */
  publicMetadata?: MetadataPatch<OrganizationMembershipPublicMetadata> | undefined;
  /** Merged into the stored value; `null` removes a key. */
  privateMetadata?: MetadataPatch<OrganizationMembershipPrivateMetadata> | undefined;
}

/** The metadata fields of `updateOrganizationMetadata`. Each field is merged into the stored one. */
export interface OrganizationMetadataPatch {
  /** Read by the frontend and the backend, set by the backend. Merged into the stored value; `null` removes a key. */
  publicMetadata?: Patch<OrganizationPublicMetadata> | undefined;
  /** Read and set by the backend. Merged into the stored value; `null` removes a key. */
  privateMetadata?: Patch<OrganizationPrivateMetadata> | undefined;
}

/** The metadata fields of `replaceOrganizationMetadata`. Each field replaces the stored one. */
export interface OrganizationMetadata {
  /** Read by the frontend and the backend, set by the backend. Replaces the stored value; `{}` clears it. */
  publicMetadata?: OrganizationPublicMetadata | undefined;
  /** Read and set by the backend. Replaces the stored value; `{}` clears it. */
  privateMetadata?: OrganizationPrivateMetadata | undefined;
}

/** The same, for arguments that {@link OrganizationMetadata} does not accept, as for users. */
export interface AnyOrganizationMetadata {
  /** Read by the frontend and the backend, set by the backend. Replaces the stored value; `{}` clears it. */
  publicMetadata?: Replacement<OrganizationPublicMetadata> | Record<string, never> | undefined;
  /** Read and set by the backend. Replaces the stored value; `{}` clears it. */
  privateMetadata?: Replacement<OrganizationPrivateMetadata> | Record<string, never> | undefined;
}

/** The metadata fields of `updateOrganizationMembershipMetadata`. Each field is merged into the stored one. */
export interface OrganizationMembershipMetadataPatch {
  /** Read by the frontend and the backend, set by the backend. Merged into the stored value; `null` removes a key. */
  publicMetadata?: Patch<OrganizationMembershipPublicMetadata> | undefined;
  /** Read and set by the backend. Merged into the stored value; `null` removes a key. */
  privateMetadata?: Patch<OrganizationMembershipPrivateMetadata> | undefined;
}

/** As for users: {@link OrganizationMetadata} if it accepts `P`, or if nothing does. */
type FieldsOfReplacement<P> = unknown extends P
  ? AnyOrganizationMetadata
  : P extends OrganizationMetadata
    ? OrganizationMetadata
    : P extends AnyOrganizationMetadata
      ? AnyOrganizationMetadata
      : OrganizationMetadata;

/** The calls for organizations and their memberships. */
export interface ClerkOrganizations {
  /**
   * Returns an organization.
   *
   * @param params The ID or the slug of the organization, and the optional fields to return.
   * @param options Retries, timeout and abort signal of this call. Default: those of the client.
   * @throws {ClerkInputError} A parameter or an option is invalid; `path` says which. Nothing was sent.
   * @throws {ClerkAPIResponseError} The Backend API rejected the request. `status` is 404 if the organization does not
   *   exist.
   * @throws {ClerkConnectionError} There was no usable response.
   *
   * @example
   * const { id, publicMetadata } = await clerk.organizations.getOrganization({ slug: "acme" });
   */
  getOrganization<Call = "call">(params: GetOrganizationParams, options?: CallOptions): CallResult<Organization, Call>;
  /**
   * Merges metadata into the stored metadata of an organization, with the same rules as
   * `clerk.users.updateUserMetadata`: objects are merged at every depth, `null` removes a key, and arrays and all other
   * values are replaced. A field that you leave out does not change. Organizations have no unsafe metadata.
   *
   * @param organizationId The ID of the organization, such as `"org_2abc"`.
   * @param params The metadata to merge, in at least one of the two fields. A value that JSON cannot represent
   *   (`NaN`, a `Map`, a `bigint`) is rejected.
   * @param options Retries, timeout and abort signal of this call. Default: those of the client.
   * @returns The organization after the change.
   * @throws {ClerkInputError} The input is invalid; `path` says where. Nothing was sent.
   * @throws {ClerkAPIResponseError} The Backend API rejected the request; see `status` and `errors`.
   * @throws {ClerkConnectionError} There was no usable response. The request may still have taken effect.
   *
   * @example
   * await clerk.organizations.updateOrganizationMetadata("org_2abc", {
   *   publicMetadata: { plan: { seats: 20 }, trialEndsAt: null },  // null removes trialEndsAt
   * });
   */
  updateOrganizationMetadata<P = {}, Call = "call">(
    organizationId: string,
    params: Checked<P, OrganizationMetadataPatch>,
    options?: CallOptions,
  ): CallResult<Organization, Call>;
  /**
   * Replaces the stored metadata of an organization. A field that you set replaces the whole stored field; `{}` clears
   * it. A field that you leave out does not change. Errors are the same as for
   * {@link ClerkOrganizations.updateOrganizationMetadata}.
   *
   * @param organizationId The ID of the organization, such as `"org_2abc"`.
   * @param params The new metadata, in at least one of the two fields.
   * @param options Retries, timeout and abort signal of this call. Default: those of the client.
   * @returns The organization after the change.
   *
   * @example
   * await clerk.organizations.replaceOrganizationMetadata("org_2abc", { privateMetadata: {} });
   */
  replaceOrganizationMetadata<P = {}, Call = "call">(
    organizationId: string,
    params: Checked<P, FieldsOfReplacement<P>, AnyOrganizationMetadata>,
    options?: CallOptions,
  ): CallResult<Organization, Call>;
  /**
   * Merges metadata into the stored metadata of a membership, with the rules of
   * {@link ClerkOrganizations.updateOrganizationMetadata}. The Backend API cannot replace this metadata.
   *
   * @param params The IDs of the organization and the user, and the metadata to merge, in at least one of the two
   *   fields.
   * @param options Retries, timeout and abort signal of this call. Default: those of the client.
   * @returns The membership after the change.
   * @throws {ClerkInputError} The input is invalid; `path` says where. Nothing was sent.
   * @throws {ClerkAPIResponseError} The Backend API rejected the request. `status` is 404 if there is no such
   *   membership.
   * @throws {ClerkConnectionError} There was no usable response. The request may still have taken effect.
   *
   * @example
   * await clerk.organizations.updateOrganizationMembershipMetadata({
   *   organizationId: "org_2abc",
   *   userId: "user_2abc",
   *   publicMetadata: { team: "design" },
   * });
   */
  updateOrganizationMembershipMetadata<P = {}, Call = "call">(
    params: OrganizationMembershipIds & Checked<P, OrganizationMembershipMetadataPatch>,
    options?: CallOptions,
  ): CallResult<OrganizationMembership, Call>;
}
