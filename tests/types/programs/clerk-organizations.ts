// With @clerk/backend: the calls accept what the official ones accept, and their results are assignable in both
// directions.
import type {
  ClerkClient as OfficialClient,
  Organization as OfficialOrganization,
  OrganizationMembership as OfficialMembership,
} from "@clerk/backend";
import {
  createClerkClient,
  type ClerkClient,
  type Organization,
  type OrganizationFields,
  type OrganizationJSON,
  type OrganizationMembership,
  type OrganizationMembershipFields,
  type OrganizationMembershipJSON,
  type OrganizationMembershipPublicUserData,
} from "clerk-metadata";
import { assertNever, assertTrue, type Equal } from "./assert.js";

type Ours = ClerkClient["organizations"];
type Official = Pick<OfficialClient["organizations"], keyof Ours>;
type IsAssignable<From, To> = [From] extends [To] ? true : false;
type IncompatibleKeys<From, To> = { [K in keyof To]-?: K extends keyof From ? (From[K] extends To[K] ? never : K) : K }[keyof To];

assertTrue<IsAssignable<Parameters<Official["getOrganization"]>, Parameters<Ours["getOrganization"]>>>();
assertTrue<IsAssignable<Parameters<Official["updateOrganizationMetadata"]>, Parameters<Ours["updateOrganizationMetadata"]>>>();
assertTrue<IsAssignable<Parameters<Official["replaceOrganizationMetadata"]>, Parameters<Ours["replaceOrganizationMetadata"]>>>();
assertTrue<IsAssignable<Parameters<Official["updateOrganizationMembershipMetadata"]>, Parameters<Ours["updateOrganizationMembershipMetadata"]>>>();
assertTrue<IsAssignable<Ours, Official>>();
assertTrue<IsAssignable<Official, Ours>>();

/** An app's own functions around the official client's. */
interface Wrappers {
  get: (...args: Parameters<Official["getOrganization"]>) => Promise<Organization>;
  update: (...args: Parameters<Official["updateOrganizationMetadata"]>) => Promise<OfficialOrganization>;
  replace: (...args: Parameters<Official["replaceOrganizationMetadata"]>) => Promise<Organization>;
  updateMember: (...args: Parameters<Official["updateOrganizationMembershipMetadata"]>) => Promise<OfficialMembership>;
}
const { organizations } = createClerkClient();
export const unwrapped: Wrappers = {
  get: organizations.getOrganization,
  update: organizations.updateOrganizationMetadata,
  replace: organizations.replaceOrganizationMetadata,
  updateMember: organizations.updateOrganizationMembershipMetadata,
};

assertTrue<Equal<keyof Organization, keyof OfficialOrganization>>();
assertTrue<IsAssignable<Organization, OfficialOrganization>>();
assertTrue<IsAssignable<OfficialOrganization, Organization>>();
assertTrue<Equal<keyof OrganizationMembership, keyof OfficialMembership>>();
assertTrue<IsAssignable<OrganizationMembership, OfficialMembership>>();
assertTrue<IsAssignable<OfficialMembership, OrganizationMembership>>();

// Without @clerk/backend, they have these fields. `raw` has the documented type of the response.
assertNever<Exclude<keyof OfficialOrganization, keyof OrganizationFields>>();
assertNever<Exclude<keyof OrganizationFields, keyof OfficialOrganization>>();
assertTrue<Equal<IncompatibleKeys<OrganizationFields, OfficialOrganization>, "raw">>();
assertNever<Exclude<keyof OfficialMembership, keyof OrganizationMembershipFields>>();
assertNever<Exclude<keyof OrganizationMembershipFields, keyof OfficialMembership>>();
assertTrue<Equal<IncompatibleKeys<OrganizationMembershipFields, OfficialMembership>, "raw">>();
assertTrue<Equal<keyof OrganizationMembershipPublicUserData, keyof NonNullable<OfficialMembership["publicUserData"]>>>();

declare const officialOrganization: OfficialOrganization;
declare const officialMembership: OfficialMembership;
export const json: [OrganizationJSON | null, OrganizationMembershipJSON | null] = [officialOrganization.raw, officialMembership.raw];
export const user: OrganizationMembershipPublicUserData | null | undefined = officialMembership.publicUserData;
