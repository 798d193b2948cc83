// @ts-ignore Where @clerk/backend is not installed, OfficialUser is `any`.
import type { User as OfficialUser } from "@clerk/backend";
import type { UserJSON } from "./json.js";

export {};

// The constructors are not public, because only calls return users.

// Declares the name for hosts without a `URL`. The host's own declaration merges with it, including the class of
// Workers, which `typeof globalThis` does not show.
declare global {
  interface URL {}
}

/** The `URL` of the host, or the common members if the compiler has no declaration of it. */
type HostURL = URL extends { readonly href: string }
  ? URL
  : {
      readonly href: string;
      readonly origin: string;
      readonly searchParams: { get(name: string): string | null };
      toString(): string;
      toJSON(): string;
    };

/**
 * An account that is linked to an identifier, such as an OAuth account.
 *
 * @example
 * user.primaryEmailAddress?.linkedTo.map(({ type }) => type); // ["oauth_google"]
 */
export declare class IdentificationLink {
  private constructor();
  /** The ID of the linked identifier. */
  readonly id: string;
  /** The kind of account, such as `"oauth_google"`. */
  readonly type: string;
}

/**
 * The verification of an identifier.
 *
 * @example
 * const verified = user.primaryEmailAddress?.verification?.status === "verified";
 */
export declare class Verification {
  private constructor();
  /** The status of the verification. */
  readonly status: "unverified" | "verified" | "transferable" | "failed" | "expired";
  /** The method, such as `"email_code"`, `"oauth_google"` or `"admin"`. */
  readonly strategy: string;
  /**
   * The URL to which the user is redirected for the verification. `JSON.stringify` writes it as a string, and
   * `structuredClone` cannot copy it.
   */
  readonly externalVerificationRedirectURL: HostURL | null;
  /** The number of attempts so far. */
  readonly attempts: number | null;
  /** When the verification expires, in milliseconds since 1970 UTC. */
  readonly expireAt: number | null;
  /** The nonce that a Web3 wallet must sign. */
  readonly nonce: string | null;
  /** The message that contains the nonce. */
  readonly message: string | null;
}

/**
 * An email address of a user.
 *
 * @example
 * const addresses = user.emailAddresses.map(({ emailAddress }) => emailAddress);
 */
export declare class EmailAddress {
  private constructor();
  /** The ID, such as `"idn_2abc"`. */
  readonly id: string;
  /** The address. */
  readonly emailAddress: string;
  /** `null` if the address was reserved without a verification. */
  readonly verification: Verification | null;
  /** Accounts with the same email address, such as OAuth accounts. */
  readonly linkedTo: IdentificationLink[];
}

/**
 * A phone number of a user.
 *
 * @example
 * const second = user.phoneNumbers.find(({ defaultSecondFactor }) => defaultSecondFactor);
 */
export declare class PhoneNumber {
  private constructor();
  /** The ID, such as `"idn_2abc"`. */
  readonly id: string;
  /** The phone number in E.164 format, such as `"+12025550123"`. */
  readonly phoneNumber: string;
  /** Whether the number can be used as a second factor. */
  readonly reservedForSecondFactor: boolean;
  /** Whether the number is the default second factor. */
  readonly defaultSecondFactor: boolean;
  /** `null` if the number was reserved without a verification. */
  readonly verification: Verification | null;
  /** Accounts with the same phone number. */
  readonly linkedTo: IdentificationLink[];
}

/**
 * A Web3 wallet of a user.
 *
 * @example
 * user.primaryWeb3Wallet?.web3Wallet; // "0x1234…"
 */
export declare class Web3Wallet {
  private constructor();
  /** The ID, such as `"idn_2abc"`. */
  readonly id: string;
  /** The address of the wallet. */
  readonly web3Wallet: string;
  /** `null` if it was not verified. */
  readonly verification: Verification | null;
}

/** The fields of an {@link ExternalAccount}. */
export interface ExternalAccountFields {
  /** The ID, such as `"idn_2abc"`. */
  readonly id: string;
  /** The kind of account, such as `"oauth_google"`. */
  readonly provider: string;
  /** The same value as `providerUserId`. */
  readonly externalId: string;
  /** The user's ID at the provider. */
  readonly providerUserId: string;
  /** The ID of the account as an identifier, as in `linkedTo`. */
  readonly identificationId: string;
  /** The granted OAuth scopes, separated by spaces. */
  readonly approvedScopes: string;
  /** The email address that the provider returned. */
  readonly emailAddress: string;
  /** `null` if the provider returned none. */
  readonly firstName: string | null;
  /** `null` if the provider returned none. */
  readonly lastName: string | null;
  /** Empty if there is no picture. */
  readonly imageUrl: string;
  /** `null` if the provider returned none. */
  readonly username: string | null;
  /** `null` if the provider returned none. */
  readonly phoneNumber: string | null;
  /** Metadata of this account. It is separate from the metadata of the user. */
  readonly publicMetadata: Record<string, unknown>;
  /** A label that distinguishes several accounts at one provider. */
  readonly label: string | null;
  /** `null` if it was not verified. */
  readonly verification: Verification | null;
  /**
   * The ID of the account, which begins with `eac_`. Clerk sends it for some providers only, such as Google and
   * Facebook.
   */
  readonly externalAccountId?: string | undefined;
}

/**
 * An account at an OAuth provider, such as Google: {@link ExternalAccountFields}.
 *
 * If `@clerk/backend` is installed, this is the `ExternalAccount` of that package, as in its {@link User}.
 *
 * @example
 * const google = user.externalAccounts.find(({ provider }) => provider === "oauth_google");
 * google?.providerUserId;
 */
export type ExternalAccount = [OfficialUser] extends [string]
  ? ExternalAccountFields
  : OfficialUser["externalAccounts"][number];

/** The class of external accounts. Its constructor is not public, because only calls return them. */
export interface ExternalAccountClass extends Function {
  /** Makes `instanceof` narrow to the type. */
  readonly prototype: ExternalAccount;
}

/**
 * The class, for `instanceof`.
 *
 * @example
 * if (value instanceof ExternalAccount) console.log(value.provider);
 */
export declare const ExternalAccount: ExternalAccountClass;

/**
 * The enterprise connection of an enterprise account.
 *
 * @example
 * user.enterpriseAccounts[0]?.enterpriseConnection?.domain; // "example.com"
 */
export declare class EnterpriseAccountConnection {
  private constructor();
  /** The ID of the connection. */
  readonly id: string;
  /** Whether it is active. */
  readonly active: boolean;
  /** Whether a sign-in can start at the identity provider. */
  readonly allowIdpInitiated: boolean;
  /** Whether the connection also applies to subdomains of `domain`. */
  readonly allowSubdomains: boolean;
  /** Whether its users are prevented from adding other identifiers. */
  readonly disableAdditionalIdentifications: boolean;
  /** The domain of the email addresses of its users. */
  readonly domain: string;
  /** The URL of the logo. `null` if there is none. */
  readonly logoPublicUrl: string | null;
  /** The name of the connection in Clerk. */
  readonly name: string;
  /** The protocol: `"oauth"` or `"saml"`. */
  readonly protocol: string;
  /** The provider, such as `"saml_okta"`. */
  readonly provider: string;
  /** Whether each sign-in updates the user from the attributes at the identity provider. */
  readonly syncUserAttributes: boolean;
  /** Milliseconds since 1970 UTC. */
  readonly createdAt: number;
  /** Milliseconds since 1970 UTC. */
  readonly updatedAt: number;
}

/**
 * An account at an enterprise identity provider.
 *
 * @example
 * const viaOkta = user.enterpriseAccounts.some(({ provider }) => provider === "saml_okta");
 */
export declare class EnterpriseAccount {
  private constructor();
  /** The ID of the account. */
  readonly id: string;
  /** Whether it is active. */
  readonly active: boolean;
  /** The email address that the identity provider returned. */
  readonly emailAddress: string;
  /** `null` if the response does not contain it. */
  readonly enterpriseConnection: EnterpriseAccountConnection | null;
  /** `null` if the identity provider returned none. */
  readonly firstName: string | null;
  /** `null` if the identity provider returned none. */
  readonly lastName: string | null;
  /** The protocol: `"oauth"` or `"saml"`. */
  readonly protocol: string;
  /** The provider, such as `"saml_okta"`. */
  readonly provider: string;
  /** The user's ID at the provider. */
  readonly providerUserId: string | null;
  /** Metadata of this account. It is separate from the metadata of the user. */
  readonly publicMetadata: Record<string, unknown>;
  /** `null` if it was not verified. */
  readonly verification: Verification | null;
  /** Milliseconds since 1970 UTC. */
  readonly lastAuthenticatedAt: number | null;
  /** The ID of the connection. It is set even if `enterpriseConnection` is `null`. */
  readonly enterpriseConnectionId: string | null;
}

/** The fields of a {@link User}. */
export interface UserFields {
  /** The ID, such as `"user_2abc"`. */
  readonly id: string;
  /** Whether the user has a password. */
  readonly passwordEnabled: boolean;
  /** Whether the user has an authenticator app as a second factor. */
  readonly totpEnabled: boolean;
  /** Whether the user has backup codes. */
  readonly backupCodeEnabled: boolean;
  /** Whether the user has any second factor. */
  readonly twoFactorEnabled: boolean;
  /** Whether the user is banned, and cannot sign in. */
  readonly banned: boolean;
  /** Whether the user is locked, and cannot sign in for now, after too many failed attempts. */
  readonly locked: boolean;
  /** Milliseconds since 1970 UTC. */
  readonly createdAt: number;
  /** Milliseconds since 1970 UTC. */
  readonly updatedAt: number;
  /** The URL of the picture. It is a placeholder if `hasImage` is `false`. */
  readonly imageUrl: string;
  /** Whether the user has uploaded a picture. */
  readonly hasImage: boolean;
  /** The `id` of one of `emailAddresses`; see `primaryEmailAddress`. */
  readonly primaryEmailAddressId: string | null;
  /** The `id` of one of `phoneNumbers`; see `primaryPhoneNumber`. */
  readonly primaryPhoneNumberId: string | null;
  /** The `id` of one of `web3Wallets`; see `primaryWeb3Wallet`. */
  readonly primaryWeb3WalletId: string | null;
  /** Milliseconds since 1970 UTC; `null` if the user has never signed in. */
  readonly lastSignInAt: number | null;
  /** The ID of the user in your own system. */
  readonly externalId: string | null;
  /** `null` if the user has none. */
  readonly username: string | null;
  /** `null` if it is not known. */
  readonly firstName: string | null;
  /** `null` if it is not known. */
  readonly lastName: string | null;
  /** Metadata that the frontend and the backend can read, and the backend can set. `{}` if there is none. */
  readonly publicMetadata: UserPublicMetadata;
  /** Metadata that only the backend can read and set. `{}` if there is none. */
  readonly privateMetadata: UserPrivateMetadata;
  /** Metadata that the frontend and the backend can read and set. `{}` if there is none. */
  readonly unsafeMetadata: UserUnsafeMetadata;
  /** All of them, including unverified ones. */
  readonly emailAddresses: EmailAddress[];
  /** All of them, including unverified ones. */
  readonly phoneNumbers: PhoneNumber[];
  /** All of them, including unverified ones. */
  readonly web3Wallets: Web3Wallet[];
  /** The accounts of the user at OAuth providers. */
  readonly externalAccounts: ExternalAccount[];
  /** The accounts of the user at enterprise identity providers. */
  readonly enterpriseAccounts: EnterpriseAccount[];
  /** The day of the last activity, in milliseconds since 1970 UTC. */
  readonly lastActiveAt: number | null;
  /** Whether the user can create organizations. */
  readonly createOrganizationEnabled: boolean;
  /** How many organizations the user can create. 0: no limit. `null`: the limit of the instance. */
  readonly createOrganizationsLimit: number | null;
  /** Whether users can delete their own account. */
  readonly deleteSelfEnabled: boolean;
  /** When the user accepted the legal terms, in milliseconds since 1970 UTC. */
  readonly legalAcceptedAt: number | null;
  /** A BCP 47 language tag, such as `"en-US"`. */
  readonly locale: string | null;
  /** An IANA time zone, such as `"Europe/Berlin"`. */
  readonly timezone: string | null;
  /** Whether the identity provider has deprovisioned the user. */
  readonly deprovisioned: boolean;

  /** The unchanged JSON of the response, with snake_case names. It is parsed on first access. */
  get raw(): UserJSON | null;
  /** The email address with the ID `primaryEmailAddressId`. */
  get primaryEmailAddress(): EmailAddress | null;
  /** The phone number with the ID `primaryPhoneNumberId`. */
  get primaryPhoneNumber(): PhoneNumber | null;
  /** The Web3 wallet with the ID `primaryWeb3WalletId`. */
  get primaryWeb3Wallet(): Web3Wallet | null;
  /** The first and last name, separated by a space. `null` if both are missing. */
  get fullName(): string | null;
}

/** The `User` of `@clerk/backend` if that package is installed. It has a private field, which makes it nominal. */
type BaseUser = [OfficialUser] extends [string] ? UserFields : OfficialUser & Omit<UserFields, keyof OfficialUser>;

/**
 * A user as the Backend API returned it: {@link UserFields}.
 *
 * If `@clerk/backend` is installed, this type extends the `User` of that package. Functions that accept Clerk's `User`
 * accept this one too, and the reverse.
 *
 * @example
 * const user = await clerk.users.getUser("user_2abc");
 * user.fullName;                             // "Ada Lovelace", or null
 * user.primaryEmailAddress?.emailAddress;
 * user.publicMetadata.plan;
 * user.raw?.password_last_updated_at;        // a key of the response that has no field here
 */
export interface User extends BaseUser {}

/** The class of users. Its constructor is not public, because only calls return users. */
export interface UserClass extends Function {
  /** Makes `instanceof` narrow to the type. */
  readonly prototype: User;
}

/**
 * The class, for `instanceof`.
 *
 * @example
 * if (value instanceof User) console.log(value.fullName);
 */
export declare const User: UserClass;
