// A program that compiles where the types name exactly what is there at run time.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const VERIFIED = {
  object: "verification_otp",
  status: "verified",
  strategy: "email_code",
  attempts: 1,
  expire_at: null,
};
const LINKED = { verification: VERIFIED, linked_to: [{ id: "idn_0", type: "oauth_google" }] };

/** A user with one of each resource; which other fields there are does not depend on the answer. */
const USER = {
  object: "user",
  id: "user_1",
  email_addresses: [{ id: "idn_1", ...LINKED }],
  phone_numbers: [{ id: "idn_2", ...LINKED }],
  web3_wallets: [{ id: "idn_3", verification: VERIFIED }],
  external_accounts: [{ id: "eac_1", verification: VERIFIED }],
  enterprise_accounts: [{ id: "ent_1", verification: VERIFIED, enterprise_connection: { id: "entconn_1" } }],
};

/** The fields and getters of an object of a class. */
const namesOf = (resource) => {
  const inherited = Object.getOwnPropertyNames(Object.getPrototypeOf(resource)).filter(
    (name) => name !== "constructor",
  );
  return [...Object.keys(resource), ...inherited];
};

/** Two lines: one fails with the names that only the type has, one with those that only the object has. */
function claim(type, names) {
  if (names.length === 0) throw new Error(`${type} has no names at run time`);
  const there = names.map((name) => JSON.stringify(name)).join(" | ");
  return `none<Exclude<keyof ${type}, ${there}>>();\nnone<Exclude<${there}, keyof ${type}>>();`;
}

/** Writes `names.ts` beside the programs of a project that has the package. */
export async function writeNames(folder) {
  const entry = (file) => import(pathToFileURL(join(folder, "node_modules/clerk-metadata/dist", file)).href);
  const client = await entry("index.js");
  const local = await entry("local.js");
  const clerk = client.createClerkClient({ secretKey: "sk_test_x", fetch: async () => Response.json(USER) });
  const user = await clerk.users.getUser("user_1");
  const backend = await local.createLocalBackend();
  const claims = [
    claim("typeof client", Object.keys(client)),
    claim("typeof local", Object.keys(local)),
    claim("client.ClerkClient", Object.keys(clerk)),
    claim('client.ClerkClient["users"]', Object.keys(clerk.users)),
    claim("local.LocalBackend", Object.keys(backend)),
    claim('local.LocalBackend["users"]', Object.keys(backend.users)),
    claim("client.User", namesOf(user)),
    claim("client.EmailAddress", namesOf(user.emailAddresses[0])),
    claim("client.PhoneNumber", namesOf(user.phoneNumbers[0])),
    claim("client.Web3Wallet", namesOf(user.web3Wallets[0])),
    claim("client.ExternalAccount", namesOf(user.externalAccounts[0])),
    claim("client.EnterpriseAccount", namesOf(user.enterpriseAccounts[0])),
    claim("client.EnterpriseAccountConnection", namesOf(user.enterpriseAccounts[0].enterpriseConnection)),
    claim("client.Verification", namesOf(user.emailAddresses[0].verification)),
    claim("client.IdentificationLink", namesOf(user.emailAddresses[0].linkedTo[0])),
  ];
  await backend.close();
  const imports = [
    'import * as client from "clerk-metadata";',
    'import * as local from "clerk-metadata/local";',
    'import { none } from "./assert.js";',
  ];
  writeFileSync(join(folder, "names.ts"), [...imports, ...claims, ""].join("\n"));
}
