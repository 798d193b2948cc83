// @ts-ignore Where @clerk/backend is not installed, OfficialOrganization is `any`.
import type { Organization as OfficialOrganization } from "@clerk/backend";
// @ts-ignore Where @clerk/backend is not installed, OfficialMembership is `any`.
import type { OrganizationMembership as OfficialMembership } from "@clerk/backend";
import type { OrganizationJSON, OrganizationMembershipJSON } from "./organization-json.js";

export {};

// The constructors are not public, because only calls return these resources.

/** The fields of an {@link Organization}. */
export interface OrganizationFields {
  /** The ID, such as `"org_2abc"`. */
  readonly id: string;
  /** The name. */
  readonly name: string;
  /** The name in URLs, which is unique in the instance. */
  readonly slug: string;
  /** The URL of the logo. It is a placeholder if `hasImage` is `false`. */
  readonly imageUrl: string;
  /** Whether the organization has a logo. */
  readonly hasImage: boolean;
  /** Milliseconds since 1970 UTC. */
  readonly createdAt: number;
  /** Milliseconds since 1970 UTC. */
  readonly updatedAt: number;
  /** Metadata that the frontend and the backend can read, and the backend can set. `{}` if there is none. */
  readonly publicMetadata: OrganizationPublicMetadata;
  /** Metadata that only the backend can read and set. `{}` if there is none. */
  readonly privateMetadata: OrganizationPrivateMetadata;
  /** The maximum number of members. 0: no limit. */
  readonly maxAllowedMemberships: number;
  /** Whether administrators can delete the organization. */
  readonly adminDeleteEnabled: boolean;
  /** The number of members. `undefined` unless the call set `includeMembersCount`. */
  readonly membersCount?: number | undefined;
  /** The ID of the user who created the organization. */
  readonly createdBy?: string | undefined;

  /** The unchanged JSON of the response, with snake_case names. It is parsed on first access. */
  get raw(): OrganizationJSON | null;
}

/** The `Organization` of `@clerk/backend` if that package is installed. A private field makes it nominal. */
type BaseOrganization = [OfficialOrganization] extends [string]
  ? OrganizationFields
  : OfficialOrganization & Omit<OrganizationFields, keyof OfficialOrganization>;

/**
 * An organization as the Backend API returned it: {@link OrganizationFields}.
 *
 * If `@clerk/backend` is installed, this type extends the `Organization` of that package.
 *
 * @example
 * const organization = await clerk.organizations.getOrganization({ slug: "acme" });
 * organization.publicMetadata?.plan;
 * organization.raw?.role_set_key; // a key of the response that has no field here
 */
export interface Organization extends BaseOrganization {}

/** The class of organizations. Its constructor is not public, because only calls return organizations. */
export interface OrganizationClass extends Function {
  /** Makes `instanceof` narrow to the type. */
  readonly prototype: Organization;
}

/**
 * The class, for `instanceof`.
 *
 * @example
 * if (value instanceof Organization) console.log(value.name);
 */
export declare const Organization: OrganizationClass;

/**
 * The public data of the user of a membership.
 *
 * @example
 * membership.publicUserData?.identifier; // "ada@example.com"
 */
export declare class OrganizationMembershipPublicUserData {
  private constructor();
  /** The email address, phone number or other identifier that the user is shown with. */
  readonly identifier: string;
  /** `null` if it is not known. */
  readonly firstName: string | null;
  /** `null` if it is not known. */
  readonly lastName: string | null;
  /** The URL of the picture. It is a placeholder if `hasImage` is `false`. */
  readonly imageUrl: string;
  /** Whether the user has uploaded a picture. */
  readonly hasImage: boolean;
  /** The ID of the user. */
  readonly userId: string;
}

/** The fields of an {@link OrganizationMembership}. */
export interface OrganizationMembershipFields {
  /** The ID, such as `"orgmem_2abc"`. */
  readonly id: string;
  /** The key of the role of the user in the organization, such as `"org:admin"`. */
  readonly role: string;
  /** The keys of the permissions of the role. */
  readonly permissions: string[];
  /** Metadata that the frontend and the backend can read, and the backend can set. `{}` if there is none. */
  readonly publicMetadata: OrganizationMembershipPublicMetadata;
  /** Metadata that only the backend can read and set. `{}` if there is none. */
  readonly privateMetadata: OrganizationMembershipPrivateMetadata;
  /** Milliseconds since 1970 UTC. */
  readonly createdAt: number;
  /** Milliseconds since 1970 UTC. */
  readonly updatedAt: number;
  /** The organization. */
  readonly organization: Organization;
  /** The user. `null` if the response has none. */
  readonly publicUserData?: OrganizationMembershipPublicUserData | null | undefined;

  /** The unchanged JSON of the response, with snake_case names. It is parsed on first access. */
  get raw(): OrganizationMembershipJSON | null;
}

/** The `OrganizationMembership` of `@clerk/backend` if that package is installed. */
type BaseMembership = [OfficialMembership] extends [string]
  ? OrganizationMembershipFields
  : OfficialMembership & Omit<OrganizationMembershipFields, keyof OfficialMembership>;

/**
 * The membership of a user in an organization, as the Backend API returned it: {@link OrganizationMembershipFields}.
 *
 * If `@clerk/backend` is installed, this type extends the `OrganizationMembership` of that package.
 *
 * @example
 * const membership = await clerk.organizations.updateOrganizationMembershipMetadata({
 *   organizationId: "org_2abc",
 *   userId: "user_2abc",
 *   publicMetadata: { team: "design" },
 * });
 * membership.role;              // "org:member"
 * membership.organization.name; // "Acme"
 */
export interface OrganizationMembership extends BaseMembership {}

/** The class of memberships. Its constructor is not public, because only calls return memberships. */
export interface OrganizationMembershipClass extends Function {
  /** Makes `instanceof` narrow to the type. */
  readonly prototype: OrganizationMembership;
}

/**
 * The class, for `instanceof`.
 *
 * @example
 * if (value instanceof OrganizationMembership) console.log(value.role);
 */
export declare const OrganizationMembership: OrganizationMembershipClass;
