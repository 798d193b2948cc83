import type { LocalTime } from "./local.js";
import type {
  OrganizationJSON,
  OrganizationMembershipJSON,
  OrganizationMembershipPublicUserDataJSON,
} from "./organization-json.js";

/** The fields of an organization, with the names of `createOrganization` of Clerk's own SDK. */
export interface LocalOrganizationInput {
  /** Such as `"org_1"`. Default: a generated ID. */
  id?: string | undefined;
  /** At most 256 characters. Default: the ID. */
  name?: string | undefined;
  /** Lowercase letters, digits and dashes. Must be unique. Default: derived from the name. */
  slug?: string | undefined;
  /** The ID of the user who becomes the administrator. Default: none. */
  createdBy?: string | undefined;
  /** 0 means no limit. Default: 0. */
  maxAllowedMemberships?: number | undefined;
  /** Whether an administrator may delete the organization. Default: `true`. */
  adminDeleteEnabled?: boolean | undefined;
  /** The key of the role set. Default: `null`. */
  roleSetKey?: string | undefined;
  /** At most 8 KB (8192 bytes) of JSON. Default: `{}`. */
  publicMetadata?: object | undefined;
  /** At most 8 KB (8192 bytes) of JSON. Default: `{}`. */
  privateMetadata?: object | undefined;
  /** Default: the current time. */
  createdAt?: LocalTime | undefined;
  /** Default: the current time. */
  updatedAt?: LocalTime | undefined;
}

/** A member of an organization. */
export interface LocalMemberInput {
  /** The ID of a user who exists. */
  userId: string;
  /** Any role, such as `"org:admin"`. Default: `"org:member"`. */
  role?: string | undefined;
  /** The ID of the membership. Default: a generated ID. */
  id?: string | undefined;
  /** At most 8 KB (8192 bytes) of JSON. Default: `{}`. */
  publicMetadata?: object | undefined;
  /** At most 8 KB (8192 bytes) of JSON. Default: `{}`. */
  privateMetadata?: object | undefined;
  /** Default: the current time. */
  createdAt?: LocalTime | undefined;
  /** Default: the current time. */
  updatedAt?: LocalTime | undefined;
}

/** An organization of the option `organizations`, with its members. */
export interface LocalOrganizationOption extends LocalOrganizationInput {
  /** Default: none, except the user of `createdBy`. */
  members?: readonly LocalMemberInput[] | undefined;
}

/** The IDs that select a membership. */
export interface LocalMembershipIds {
  /** Such as `"org_1"`. */
  organizationId: string;
  /** Such as `"user_1"`. */
  userId: string;
}

/** A new membership. */
export interface LocalMembershipInput extends LocalMembershipIds, LocalMemberInput {}

/** The fields of a membership to replace, and the IDs that select it. */
export interface LocalMembershipUpdate extends LocalMembershipIds, Omit<LocalMemberInput, "id" | "userId"> {}

/** An organization as in the responses of the local Backend API: {@link OrganizationJSON}. */
export interface LocalOrganization extends OrganizationJSON {
  /** Readable by the frontend and the backend. */
  public_metadata: OrganizationPublicMetadata;
  /** Readable by the backend. */
  private_metadata: OrganizationPrivateMetadata;
}

/** A membership as in the responses of the local Backend API: {@link OrganizationMembershipJSON}. */
export interface LocalOrganizationMembership
  extends Omit<OrganizationMembershipJSON, "organization" | "public_user_data"> {
  /** Readable by the backend. */
  private_metadata: OrganizationMembershipPrivateMetadata;
  /** Always empty: the local Backend API has no permissions. */
  permissions: string[];
  /** The organization. */
  organization: LocalOrganization;
  /** The user. */
  public_user_data: LocalPublicUserData;
}

/** The fields of a user in a membership. */
export interface LocalPublicUserData extends Omit<OrganizationMembershipPublicUserDataJSON, "identifier"> {
  /** The first email address, phone number, username or wallet. `null` if the user has none of them. */
  identifier: string | null;
}

/** The organizations of a local Backend API, without HTTP and without rate limits. As {@link LocalUsers}. */
export interface LocalOrganizations {
  /**
   * Creates an organization.
   *
   * @param input The fields of the organization. `{}` is enough.
   * @returns The organization, as the Backend API would return it.
   * @throws {Error} If the input is invalid, a slug is taken, or `createdBy` does not exist. The error has the `status`
   *   and the `errors` that the Backend API would have returned.
   * @throws {ClerkInputError} If JSON cannot represent the metadata, or it is nested more than 100 levels deep.
   */
  create(input: LocalOrganizationInput): LocalOrganization;
  /**
   * Replaces the given fields of an organization. Other fields are kept. Metadata is replaced, not merged.
   *
   * @param id Such as `"org_1"`.
   * @param input The fields to replace.
   * @returns The updated organization, as the Backend API would return it.
   * @throws {Error} As {@link LocalOrganizations.create}, and with the status 404 if the organization does not exist.
   */
  update(id: string, input: Omit<LocalOrganizationInput, "id">): LocalOrganization;
  /**
   * Inserts organizations from JSON text, as the Backend API returns them. They keep all their fields, and every digit
   * of their numbers. If one is invalid, or an organization with its ID exists, none is inserted.
   *
   * @param json One organization (`"object": "organization"`), an array of them, or a page (`{ "data": [] }`). A
   *   membership stands for its organization.
   * @param options `keepExisting`: skips an organization whose ID exists, or for whose ID `wasDeleted` is true, instead
   *   of throwing. Default: `false`.
   * @returns The number of organizations that were inserted.
   * @throws {Error} If an organization is invalid, with the `status` and the `errors` of the Backend API.
   */
  insert(json: string, options?: { keepExisting?: boolean | undefined }): number;
  /**
   * Whether an organization with this ID was inserted and then deleted. A data file keeps this. `dev --upstream` does
   * not copy such an organization again.
   *
   * @param id Such as `"org_1"`.
   */
  wasDeleted(id: string): boolean;
  /**
   * Returns an organization. It is a copy: changing it does not change the stored organization.
   *
   * @param id Such as `"org_1"`. Not a slug.
   * @returns The organization; `undefined` if it does not exist.
   */
  get(id: string): LocalOrganization | undefined;
  /** Returns all organizations, oldest first. */
  list(): LocalOrganization[];
  /**
   * Deletes an organization and its memberships.
   *
   * @param id Such as `"org_1"`.
   * @returns Whether the organization existed.
   */
  delete(id: string): boolean;
  /** Deletes all organizations and memberships. */
  clear(): void;
  /** Returns the number of organizations. */
  count(): number;
  /**
   * Creates the first `count` organizations of a list of sample organizations, which is the same on every run. Those of
   * the sample users of `users.seed` that exist become their members. Organizations that already exist are not changed.
   * If one cannot be written, none is created.
   *
   * @param count How many sample organizations: 0 to 1,000,000.
   * @returns How many organizations were created.
   */
  seed(count: number): number;
}

/** The memberships of a local Backend API, without HTTP and without rate limits. */
export interface LocalMemberships {
  /**
   * Adds a user to an organization.
   *
   * @param input The organization, the user, and the fields of the membership.
   * @returns The membership, as the Backend API would return it.
   * @throws {Error} If the input is invalid, the organization or the user does not exist, or the user is a member
   *   already. The error has the `status` and the `errors` that the Backend API would have returned.
   * @throws {ClerkInputError} If JSON cannot represent the metadata, or it is nested more than 100 levels deep.
   */
  create(input: LocalMembershipInput): LocalOrganizationMembership;
  /**
   * Replaces the given fields of a membership. Other fields are kept. Metadata is replaced, not merged.
   *
   * @param input The organization, the user, and the fields to replace.
   * @returns The updated membership, as the Backend API would return it.
   * @throws {Error} As {@link LocalMemberships.create}, and with the status 404 if the membership does not exist.
   */
  update(input: LocalMembershipUpdate): LocalOrganizationMembership;
  /**
   * Inserts memberships from JSON text, as the Backend API returns them. They keep all their fields, except that
   * `organization` is the stored organization. If one is invalid, or exists, none is inserted.
   *
   * @param json One membership (`"object": "organization_membership"`), an array of them, or a page (`{ "data": [] }`).
   *   The organization and the user of each must exist.
   * @param options `keepExisting`: skips a membership of a user who is a member, or if `wasDeleted` is true for its ID,
   *   its user or its organization, instead of throwing. Default: `false`.
   * @returns The number of memberships that were inserted.
   * @throws {Error} If a membership is invalid, with the `status` and the `errors` of the Backend API.
   */
  insert(json: string, options?: { keepExisting?: boolean | undefined }): number;
  /**
   * Whether a membership with this ID was inserted and then deleted. A data file keeps this. `dev --upstream` does not
   * copy such a membership again.
   *
   * @param id Such as `"orgmem_1"`.
   */
  wasDeleted(id: string): boolean;
  /**
   * Returns a membership. It is a copy.
   *
   * @param ids The organization and the user.
   * @returns The membership; `undefined` if the user is not a member.
   */
  get(ids: LocalMembershipIds): LocalOrganizationMembership | undefined;
  /**
   * Returns memberships, oldest first.
   *
   * @param ids Selects those of an organization, of a user, or both. Default: all.
   */
  list(ids?: Partial<LocalMembershipIds>): LocalOrganizationMembership[];
  /**
   * Removes a user from an organization.
   *
   * @param ids The organization and the user.
   * @returns Whether the user was a member.
   */
  delete(ids: LocalMembershipIds): boolean;
}
