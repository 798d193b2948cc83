// Writes a program that compiles only if the types have exactly the names that exist at run time.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const VERIFICATION = {
  object: "verification_otp",
  status: "verified",
  strategy: "email_code",
  attempts: 1,
  expire_at: null,
};
const VERIFICATION_AND_LINKS = { verification: VERIFICATION, linked_to: [{ id: "idn_0", type: "oauth_google" }] };

/** A user with one of each resource. The names of the other fields do not depend on the response. */
const USER = {
  object: "user",
  id: "user_1",
  email_addresses: [{ id: "idn_1", ...VERIFICATION_AND_LINKS }],
  phone_numbers: [{ id: "idn_2", ...VERIFICATION_AND_LINKS }],
  web3_wallets: [{ id: "idn_3", verification: VERIFICATION }],
  external_accounts: [{ id: "eac_1", verification: VERIFICATION }],
  enterprise_accounts: [{ id: "ent_1", verification: VERIFICATION, enterprise_connection: { id: "entconn_1" } }],
};

/** A membership with one of each resource. */
const MEMBERSHIP = {
  object: "organization_membership",
  id: "orgmem_1",
  organization: { object: "organization", id: "org_1" },
  public_user_data: { user_id: "user_1" },
};

/** The names of the fields and getters of an object. */
const namesOf = (resource) => {
  const inherited = Object.getOwnPropertyNames(Object.getPrototypeOf(resource)).filter(
    (name) => name !== "constructor",
  );
  return [...Object.keys(resource), ...inherited];
};

/** Two lines of the program: one fails for names that only the type has, one for names that only the object has. */
function namesAssertion(type, names) {
  if (names.length === 0) throw new Error(`${type} has no names at run time`);
  const union = names.map((name) => JSON.stringify(name)).join(" | ");
  return `assertNever<Exclude<keyof ${type}, ${union}>>();\nassertNever<Exclude<${union}, keyof ${type}>>();`;
}

/** Writes `runtime-names.ts` next to the programs of a project that has the package. */
export async function writeRuntimeNames(folder) {
  const importEntry = (file) => import(pathToFileURL(join(folder, "node_modules/clerk-metadata/dist", file)).href);
  const client = await importEntry("index.js");
  const local = await importEntry("local.js");
  const clerk = client.createClerkClient({
    secretKey: "sk_test_x",
    fetch: async (url) => Response.json(url.includes("/memberships/") ? MEMBERSHIP : USER),
  });
  const user = await clerk.users.getUser("user_1");
  const membership = await clerk.organizations.updateOrganizationMembershipMetadata({
    organizationId: "org_1",
    userId: "user_1",
    publicMetadata: {},
  });
  const backend = await local.createLocalBackend();
  const assertions = [
    namesAssertion("typeof client", Object.keys(client)),
    namesAssertion("typeof local", Object.keys(local)),
    namesAssertion("client.ClerkClient", Object.keys(clerk)),
    namesAssertion('client.ClerkClient["users"]', Object.keys(clerk.users)),
    namesAssertion('client.ClerkClient["organizations"]', Object.keys(clerk.organizations)),
    namesAssertion("client.Organization", namesOf(membership.organization)),
    namesAssertion("client.OrganizationMembership", namesOf(membership)),
    namesAssertion("client.OrganizationMembershipPublicUserData", namesOf(membership.publicUserData)),
    namesAssertion("local.LocalBackend", Object.keys(backend)),
    namesAssertion('local.LocalBackend["users"]', Object.keys(backend.users)),
    namesAssertion("client.User", namesOf(user)),
    namesAssertion("client.EmailAddress", namesOf(user.emailAddresses[0])),
    namesAssertion("client.PhoneNumber", namesOf(user.phoneNumbers[0])),
    namesAssertion("client.Web3Wallet", namesOf(user.web3Wallets[0])),
    namesAssertion("client.ExternalAccount", namesOf(user.externalAccounts[0])),
    namesAssertion("client.EnterpriseAccount", namesOf(user.enterpriseAccounts[0])),
    namesAssertion("client.EnterpriseAccountConnection", namesOf(user.enterpriseAccounts[0].enterpriseConnection)),
    namesAssertion("client.Verification", namesOf(user.emailAddresses[0].verification)),
    namesAssertion("client.IdentificationLink", namesOf(user.emailAddresses[0].linkedTo[0])),
  ];
  await backend.close();
  const imports = [
    'import * as client from "clerk-metadata";',
    'import * as local from "clerk-metadata/local";',
    'import { assertNever } from "./assert.js";',
  ];
  writeFileSync(join(folder, "runtime-names.ts"), [...imports, ...assertions, ""].join("\n"));
}
