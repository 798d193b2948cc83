// The calls for organizations and memberships, with declared metadata. An unused `@ts-expect-error` is an error too.
import {
  createClerkClient,
  isClerkInputError,
  Organization,
  OrganizationMembership,
  OrganizationMembershipPublicUserData,
  prepareRequest,
  type ClerkClient,
  type ClerkOrganizations,
  type GetOrganizationParams,
  type OrganizationJSON,
  type OrganizationMembershipJSON,
  type ReplaceOrganizationMetadataParams,
  type UpdateOrganizationMembershipMetadataParams,
  type UpdateOrganizationMetadataParams,
  type WithResponse,
} from "clerk-metadata";
import { assertTrue, type Equal } from "./assert.js";
import "./organization-metadata-declarations.js";

const { organizations } = createClerkClient({ secretKey: "sk_test_x" });
const options = { timeout: 1000, maxRetries: 0 };

export async function calls() {
  const byId = await organizations.getOrganization({ organizationId: "org_1", includeMembersCount: true }, options);
  const bySlug = await organizations.getOrganization({ slug: "acme", includeMissingMemberWithElevatedPermissions: true });
  const updated = await organizations.updateOrganizationMetadata(
    byId.id,
    { publicMetadata: { plan: { seats: 20 } }, privateMetadata: { customerId: null } },
    options,
  );
  const replaced = await organizations.replaceOrganizationMetadata(bySlug.id, { publicMetadata: { plan: { name: "free" } }, privateMetadata: {} });
  const membership = await organizations.updateOrganizationMembershipMetadata(
    { organizationId: updated.id, userId: "user_1", publicMetadata: { team: "design", since: 2020 }, privateMetadata: { salary: null } },
    options,
  );
  const { response } = await organizations.getOrganization({ slug: "acme" }).withResponse();
  assertTrue<Equal<typeof replaced, Organization>>();
  assertTrue<Equal<typeof membership, OrganizationMembership>>();
  assertTrue<Equal<typeof membership.organization.name, string>>();
  const text: string | undefined = replaced.publicMetadata?.plan?.name ?? replaced.privateMetadata.customerId ?? membership.publicMetadata.team;
  const json: [OrganizationJSON | null, OrganizationMembershipJSON | null] = [byId.raw, membership.raw];
  const user: OrganizationMembershipPublicUserData | null | undefined = membership.publicUserData;
  const numbers: (number | undefined)[] = [byId.membersCount, membership.privateMetadata.salary, response.attempts];
  return { text, json, name: user?.firstName ?? user?.identifier, numbers };
}

/** Variables and own functions. */
export const byId: GetOrganizationParams = { organizationId: "org_1" };
export const patch: UpdateOrganizationMetadataParams = { publicMetadata: { plan: { seats: 5 } } };
export const replacement: ReplaceOrganizationMetadataParams = { publicMetadata: {}, privateMetadata: { customerId: "cus_1" } };
export const ofMember: UpdateOrganizationMembershipMetadataParams = { organizationId: "org_1", userId: "user_1", publicMetadata: { team: null } };
export const withVariables = () => [
  organizations.getOrganization(byId),
  organizations.updateOrganizationMetadata("org_1", patch),
  organizations.replaceOrganizationMetadata("org_1", replacement),
  organizations.updateOrganizationMembershipMetadata(ofMember),
];
export const setTeam = <Team extends "design" | "sales">(team: Team) =>
  organizations.updateOrganizationMembershipMetadata({ organizationId: "org_1", userId: "user_1", publicMetadata: { team } });
export const prepared = [
  prepareRequest({}, "getOrganization", byId),
  prepareRequest({}, "updateOrganizationMetadata", "org_1", patch),
  prepareRequest({}, "replaceOrganizationMetadata", "org_1", replacement),
  prepareRequest({}, "updateOrganizationMembershipMetadata", ofMember),
];
export const describe = (value: unknown) =>
  value instanceof Organization ? value.name : value instanceof OrganizationMembership ? value.role : value instanceof OrganizationMembershipPublicUserData ? value.userId : undefined;
export const isBadId = (error: unknown) => isClerkInputError(error) && error.code === "invalid_organization_id";

/** A fake for a test. */
declare const organization: Organization;
declare const membership: OrganizationMembership;
export const fake: ClerkOrganizations = {
  getOrganization: async () => organization,
  updateOrganizationMetadata: async () => organization,
  replaceOrganizationMetadata: async () => organization,
  updateOrganizationMembershipMetadata: async () => membership,
};
export const fakeWithParameters: Partial<ClerkClient["organizations"]> = {
  getOrganization: async (params) => ({ ...organization, id: params.organizationId ?? params.slug }) as Organization,
  updateOrganizationMetadata: async (id, { publicMetadata }) => ({ ...organization, id, publicMetadata }) as unknown as Organization,
  updateOrganizationMembershipMetadata: async ({ userId, publicMetadata }) => ({ ...membership, id: userId, publicMetadata }) as unknown as OrganizationMembership,
};
export const responseOf: () => Promise<WithResponse<Organization>> = () => organizations.getOrganization({ slug: "acme" }).withResponse();

export function rejected() {
  // @ts-expect-error neither an ID nor a slug
  organizations.getOrganization({});
  // @ts-expect-error both
  organizations.getOrganization({ organizationId: "org_1", slug: "acme" });
  // @ts-expect-error an ID outside an object
  organizations.getOrganization("org_1");
  // @ts-expect-error misspelled
  organizations.getOrganization({ organisationId: "org_1" });
  // @ts-expect-error not a boolean
  organizations.getOrganization({ slug: "acme", includeMembersCount: "yes" });
  // @ts-expect-error organizations have no unsafe metadata
  organizations.updateOrganizationMetadata("org_1", { unsafeMetadata: {} });
  // @ts-expect-error a value that is not declared
  organizations.updateOrganizationMetadata("org_1", { publicMetadata: { plan: { name: "por" } } });
  // @ts-expect-error bigint
  organizations.updateOrganizationMetadata("org_1", { publicMetadata: { n: 10n } });
  // @ts-expect-error null does not remove a key of a replacement
  organizations.replaceOrganizationMetadata("org_1", { privateMetadata: { customerId: null } });
  // @ts-expect-error Map
  organizations.replaceOrganizationMetadata("org_1", { privateMetadata: { map: new Map() } });
  // @ts-expect-error no user
  organizations.updateOrganizationMembershipMetadata({ organizationId: "org_1", publicMetadata: {} });
  // @ts-expect-error no organization
  organizations.updateOrganizationMembershipMetadata({ userId: "user_1", publicMetadata: {} });
  // @ts-expect-error memberships have no unsafe metadata
  organizations.updateOrganizationMembershipMetadata({ organizationId: "org_1", userId: "user_1", unsafeMetadata: {} });
  // @ts-expect-error the metadata of a user is another one
  organizations.updateOrganizationMembershipMetadata({ organizationId: "org_1", userId: "user_1", publicMetadata: { team: 5 } });
  // @ts-expect-error bigint
  organizations.updateOrganizationMembershipMetadata({ organizationId: "org_1", userId: "user_1", privateMetadata: { salary: 10n } });
  // @ts-expect-error not an ID
  organizations.updateOrganizationMembershipMetadata({ organizationId: 5, userId: "user_1", publicMetadata: {} });
  // @ts-expect-error only calls return organizations
  new Organization();
}
