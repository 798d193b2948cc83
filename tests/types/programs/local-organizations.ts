// The organizations and memberships of a local Backend API.
import {
  createLocalBackend,
  type LocalMembershipIds,
  type LocalOrganization,
  type LocalOrganizationMembership,
  type LocalOrganizationOption,
} from "clerk-metadata/local";
import { assertTrue, type Equal } from "./assert.js";

export async function organizations(): Promise<void> {
  const options: LocalOrganizationOption[] = [
    { id: "org_1", name: "Acme", createdBy: "user_1", members: [{ userId: "user_2", role: "org:admin" }] },
    { publicMetadata: { plan: "pro" }, privateMetadata: {}, createdAt: new Date(), maxAllowedMemberships: 5 },
  ];
  const backend = await createLocalBackend({ users: [{ id: "user_1" }], organizations: options });
  const created = backend.organizations.create({});
  assertTrue<Equal<typeof created, LocalOrganization>>();
  assertTrue<Equal<typeof created.slug, string>>();
  assertTrue<Equal<typeof created.members_count, number | undefined>>();
  const organization: LocalOrganization | undefined = backend.organizations.get("org_1");
  const updated: LocalOrganization = backend.organizations.update("org_1", { slug: "acme", publicMetadata: {} });
  const count: number = backend.organizations.seed(3) + backend.organizations.count();
  const deleted: boolean = backend.organizations.delete("org_1");
  backend.organizations.clear();

  const ids: LocalMembershipIds = { organizationId: "org_1", userId: "user_1" };
  const membership: LocalOrganizationMembership = backend.memberships.create({ ...ids, publicMetadata: {} });
  assertTrue<Equal<typeof membership.organization, LocalOrganization>>();
  assertTrue<Equal<typeof membership.public_user_data.user_id, string>>();
  const changed: LocalOrganizationMembership = backend.memberships.update({ ...ids, role: "org:member" });
  const all: LocalOrganizationMembership[] = [...backend.memberships.list(), ...backend.memberships.list({ userId: "user_1" })];
  const removed: boolean = backend.memberships.delete(ids);
  const found: LocalOrganizationMembership | undefined = backend.memberships.get(ids);
  backend.failNext({ status: 404, match: { organizationId: "org_1" } });
  const id: string | undefined = backend.requests[0]?.organizationId;
  void [organization, updated, count, deleted, changed, all, removed, found, id];

  // @ts-expect-error an organization has no unsafe metadata
  backend.organizations.create({ unsafeMetadata: {} });
  // @ts-expect-error the ID cannot be changed
  backend.organizations.update("org_1", { id: "org_2" });
  // @ts-expect-error a member needs a user
  backend.organizations.create({ members: [{ role: "org:admin" }] });
  // @ts-expect-error a membership needs both IDs
  backend.memberships.get({ organizationId: "org_1" });
  // @ts-expect-error a misspelled field
  backend.memberships.create({ ...ids, metadata: {} });
}
