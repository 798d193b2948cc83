import "./metadata.js";

// As in json.d.ts, fields that the types of the same names in @clerk/backend lack are optional.

/**
 * An organization in a response of the Backend API, with all of its fields under their original snake_case names.
 * Times (`…_at`) are milliseconds since 1970 UTC.
 */
export interface OrganizationJSON {
  /** The ID, such as `"org_2abc"`. */
  id: string;
  /** The kind of resource. */
  object: "organization";
  /** The name. */
  name: string;
  /** The name in URLs, which is unique in the instance. */
  slug: string;
  /** The URL of the logo. It is a placeholder if `has_image` is `false`. */
  image_url?: string;
  /** Whether the organization has a logo. */
  has_image: boolean;
  /** The number of members. Missing unless the request asked for it. */
  members_count?: number;
  /** Whether no member has the permissions to manage the organization. Missing unless the request asked for it. */
  missing_member_with_elevated_permissions?: boolean;
  /** The number of invitations that are not accepted yet. */
  pending_invitations_count?: number;
  /** The maximum number of members. 0: no limit. */
  max_allowed_memberships: number;
  /** Whether administrators can delete the organization. */
  admin_delete_enabled: boolean;
  /** Metadata that the frontend and the backend can read, and the backend can set. */
  public_metadata: OrganizationPublicMetadata | null;
  /** Metadata that only the backend can read and set. */
  private_metadata?: OrganizationPrivateMetadata | null;
  /** The ID of the user who created the organization. */
  created_by?: string;
  /** The time of the creation. */
  created_at: number;
  /** The time of the last change. */
  updated_at: number;
  /** The time of the last activity. */
  last_active_at?: number;
  /** The key of the role set of the organization. */
  role_set_key?: string | null;
}

/** The public data of the user of a membership, in a response of the Backend API. */
export interface OrganizationMembershipPublicUserDataJSON {
  /** The ID of the user. */
  user_id: string;
  /** `null` if it is not known. */
  first_name: string | null;
  /** `null` if it is not known. */
  last_name: string | null;
  /** The URL of the picture. It is a placeholder if `has_image` is `false`. */
  image_url: string;
  /** Whether the user has uploaded a picture. */
  has_image: boolean;
  /** The email address, phone number or other identifier that the user is shown with. */
  identifier: string;
  /** `null` if the user has none. */
  username?: string | null;
  /** Whether the user is banned, and cannot sign in. */
  banned?: boolean;
  /** Whether the identity provider has deprovisioned the user. */
  deprovisioned?: boolean;
}

/** The membership of a user in an organization, in a response of the Backend API. */
export interface OrganizationMembershipJSON {
  /** The ID, such as `"orgmem_2abc"`. */
  id: string;
  /** The kind of resource. */
  object: "organization_membership";
  /** The key of the role, such as `"org:admin"`. */
  role: string;
  /** The name of the role. */
  role_name?: string;
  /** The keys of the permissions of the role. */
  permissions: string[];
  /** Metadata that the frontend and the backend can read, and the backend can set. */
  public_metadata: OrganizationMembershipPublicMetadata;
  /** Metadata that only the backend can read and set. */
  private_metadata?: OrganizationMembershipPrivateMetadata | null;
  /** The organization. */
  organization: OrganizationJSON;
  /** The user. */
  public_user_data: OrganizationMembershipPublicUserDataJSON;
  /** Milliseconds since 1970 UTC. */
  created_at: number;
  /** Milliseconds since 1970 UTC. */
  updated_at: number;
}
