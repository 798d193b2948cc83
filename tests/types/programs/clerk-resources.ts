// With @clerk/backend: the resources and the JSON of a user have the types of the same name in both packages.
import { createClerkClient as createOfficial } from "@clerk/backend";
import type * as official from "@clerk/backend";
import { ClerkAPIResponseError as OfficialError } from "@clerk/backend/errors";
import {
  ClerkAPIResponseError,
  createClerkClient,
  ExternalAccount as ExternalAccountClass,
  type ClerkOptions,
  type ClerkResourceJSON,
  type EmailAddress,
  type EmailAddressJSON,
  type EnterpriseAccount,
  type EnterpriseAccountConnection,
  type EnterpriseAccountConnectionJSON,
  type EnterpriseAccountJSON,
  type ExternalAccount,
  type ExternalAccountJSON,
  type IdentificationLink,
  type IdentificationLinkJSON,
  type PhoneNumber,
  type PhoneNumberJSON,
  type User,
  type UserJSON,
  type Verification,
  type VerificationJSON,
  type Web3Wallet,
  type Web3WalletJSON,
} from "clerk-metadata";
import { assertTrue, type Equal } from "./assert.js";

declare const user: User;
declare const officialUser: official.User;

for (const { emailAddresses, phoneNumbers, web3Wallets, externalAccounts, enterpriseAccounts } of [user, officialUser]) {
  const account: ExternalAccount | undefined = externalAccounts.find(({ provider }) => provider === "oauth_google");
  const label = (external: ExternalAccount) => external.label;
  const [emails, phones, wallets]: [EmailAddress[], PhoneNumber[], Web3Wallet[]] = [emailAddresses, phoneNumbers, web3Wallets];
  const enterprise: EnterpriseAccount[] = enterpriseAccounts;
  const connection: EnterpriseAccountConnection | null | undefined = enterprise[0]?.enterpriseConnection;
  const verification: Verification | null | undefined = account?.verification;
  const links: IdentificationLink[] | undefined = emailAddresses[0]?.linkedTo;
  console.log(externalAccounts.map(label), emails, phones, wallets, connection, verification, links);
}
/** Our resources are assignable to the official types. */
export const asOfficial = (account: ExternalAccount, email: EmailAddress, phone: PhoneNumber): [official.ExternalAccount, official.EmailAddress, official.PhoneNumber] => [account, email, phone];
export const providerOf = (value: unknown): string | undefined => (value instanceof ExternalAccountClass ? value.provider : undefined);

for (const { raw } of [user, officialUser]) {
  const json: UserJSON | null = raw;
  const emails: EmailAddressJSON[] | undefined = raw?.email_addresses;
  const phones: PhoneNumberJSON[] | undefined = raw?.phone_numbers;
  const wallets: Web3WalletJSON[] | undefined = raw?.web3_wallets;
  const accounts: ExternalAccountJSON[] | undefined = raw?.external_accounts;
  const enterprise: EnterpriseAccountJSON[] | undefined = raw?.enterprise_accounts;
  const connection: EnterpriseAccountConnectionJSON | null | undefined = raw?.enterprise_accounts[0]?.enterprise_connection;
  const verification: VerificationJSON | null | undefined = raw?.email_addresses[0]?.verification;
  const links: IdentificationLinkJSON[] | undefined = raw?.email_addresses[0]?.linked_to;
  const resources: ClerkResourceJSON[] = [...(raw ? [raw] : []), ...(emails ? raw?.email_addresses ?? [] : [])];
  console.log(json, phones, wallets, accounts, enterprise, connection, verification, links, resources);
}

declare const options: official.ClerkOptions;
export const sameOptions: ClerkOptions = options;
export const clients = [createClerkClient(sameOptions), createOfficial(options)];

/** The constructor options of the official error class. */
const details = { data: [{ code: "resource_not_found", message: "not found", long_message: "No user", meta: { param_name: "user_id" } }], status: 404, clerkTraceId: "trace", retryAfter: 3 };
export const errors = [new OfficialError("m", details), new ClerkAPIResponseError("m", details)];
declare const officialDetails: ConstructorParameters<typeof OfficialError>[1];
export const error = new ClerkAPIResponseError("m", { data: officialDetails.data, status: 1 });
assertTrue<Equal<official.User["externalAccounts"][number], ExternalAccount>>();
