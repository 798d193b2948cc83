// @ts-ignore Where @clerk/backend is not installed, OfficialUser is `any`.
import type { User as OfficialUser } from "@clerk/backend";
import type { UserJSON } from "./json.js";

export {};

// The constructors are not public: users come from calls.

// Empty, so that the name is there without one. Every host's own declaration merges with it, also
// that of Workers, a class, which `typeof globalThis` does not show.
declare global {
  interface URL {}
}

/** The `URL` of the host; what every one has, where the compiler knows of none. */
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
 * What an identifier is linked to, such as an OAuth account.
 *
 * @example
 * user.primaryEmailAddress?.linkedTo.map(({ type }) => type); // ["oauth_google"]
 */
export declare class IdentificationLink {
  private constructor();
  /** The id of what it is linked to. */
  readonly id: string;
  /** Such as `"oauth_google"`. */
  readonly type: string;
}

/**
 * How an identifier was verified.
 *
 * @example
 * const verified = user.primaryEmailAddress?.verification?.status === "verified";
 */
export declare class Verification {
  private constructor();
  /** Where it stands. */
  readonly status: "unverified" | "verified" | "transferable" | "failed" | "expired";
  /** Such as `"email_code"`, `"oauth_google"` or `"admin"`. */
  readonly strategy: string;
  /** Where the user is sent to verify. In JSON it is text; `structuredClone` cannot carry it. */
  readonly externalVerificationRedirectURL: HostURL | null;
  /** How often it was tried. */
  readonly attempts: number | null;
  /** When it ends, in milliseconds since 1970 UTC. */
  readonly expireAt: number | null;
  /** What a Web3 wallet has to sign. */
  readonly nonce: string | null;
  /** The text around the nonce. */
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
  /** Such as `"idn_2abc"`. */
  readonly id: string;
  /** The address. */
  readonly emailAddress: string;
  /** `null` for an address that was reserved without being verified. */
  readonly verification: Verification | null;
  /** What else has this address. */
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
  /** Such as `"idn_2abc"`. */
  readonly id: string;
  /** In E.164 form, such as `"+12025550123"`. */
  readonly phoneNumber: string;
  /** Whether it can be the second factor of a sign-in. */
  readonly reservedForSecondFactor: boolean;
  /** Whether it is the second factor unless the user chooses another. */
  readonly defaultSecondFactor: boolean;
  /** `null` for a number that was reserved without being verified. */
  readonly verification: Verification | null;
  /** What else has this number. */
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
  /** Such as `"idn_2abc"`. */
  readonly id: string;
  /** Its address. */
  readonly web3Wallet: string;
  /** `null` where it was not verified. */
  readonly verification: Verification | null;
}

/** The fields of an {@link ExternalAccount}. */
export interface ExternalAccountFields {
  /** Such as `"idn_2abc"`. */
  readonly id: string;
  /** Such as `"oauth_google"`. */
  readonly provider: string;
  /** The same as `providerUserId`. */
  readonly externalId: string;
  /** The user's id at the provider. */
  readonly providerUserId: string;
  /** The id of it as an identifier, as in `linkedTo`. */
  readonly identificationId: string;
  /** The OAuth scopes that were granted, with spaces between them. */
  readonly approvedScopes: string;
  /** What the provider gave. */
  readonly emailAddress: string;
  /** `null` where the provider gave none. */
  readonly firstName: string | null;
  /** `null` where the provider gave none. */
  readonly lastName: string | null;
  /** Empty where there is no picture. */
  readonly imageUrl: string;
  /** `null` where the provider gave none. */
  readonly username: string | null;
  /** `null` where the provider gave none. */
  readonly phoneNumber: string | null;
  /** Metadata of this account, not of the user. */
  readonly publicMetadata: Record<string, unknown>;
  /** What tells several accounts at one provider apart. */
  readonly label: string | null;
  /** `null` where it was not verified. */
  readonly verification: Verification | null;
  /** An id that begins with `eac_`. Clerk sends it only for some providers, such as Google and Facebook. */
  readonly externalAccountId?: string | undefined;
}

/**
 * An account at an OAuth provider, such as Google: {@link ExternalAccountFields}.
 *
 * Where `@clerk/backend` is installed, it is the `ExternalAccount` of that package, as in its {@link User}.
 *
 * @example
 * const google = user.externalAccounts.find(({ provider }) => provider === "oauth_google");
 * google?.providerUserId;
 */
export type ExternalAccount = [OfficialUser] extends [string]
  ? ExternalAccountFields
  : OfficialUser["externalAccounts"][number];

/** The class of external accounts. They come from calls, so it has no constructor here. */
export interface ExternalAccountClass extends Function {
  /** For `instanceof`. */
  readonly prototype: ExternalAccount;
}

/**
 * For `instanceof`.
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
  /** The id of the connection. */
  readonly id: string;
  /** Whether it is in use. */
  readonly active: boolean;
  /** Whether a sign-in may begin at the identity provider. */
  readonly allowIdpInitiated: boolean;
  /** Whether subdomains of `domain` count too. */
  readonly allowSubdomains: boolean;
  /** Whether its users may have no other identifiers. */
  readonly disableAdditionalIdentifications: boolean;
  /** The domain of its users' email addresses. */
  readonly domain: string;
  /** `null` where there is no logo. */
  readonly logoPublicUrl: string | null;
  /** Its name at Clerk. */
  readonly name: string;
  /** `"oauth"` or `"saml"`. */
  readonly protocol: string;
  /** Such as `"saml_okta"`. */
  readonly provider: string;
  /** Whether each sign-in takes over what the identity provider knows of the user. */
  readonly syncUserAttributes: boolean;
  /** In milliseconds since 1970 UTC. */
  readonly createdAt: number;
  /** In milliseconds since 1970 UTC. */
  readonly updatedAt: number;
}

/**
 * An account at an identity provider of an enterprise.
 *
 * @example
 * const viaOkta = user.enterpriseAccounts.some(({ provider }) => provider === "saml_okta");
 */
export declare class EnterpriseAccount {
  private constructor();
  /** The account's own id. */
  readonly id: string;
  /** Whether it is in use. */
  readonly active: boolean;
  /** What the identity provider gave. */
  readonly emailAddress: string;
  /** `null` where the answer does not hold it. */
  readonly enterpriseConnection: EnterpriseAccountConnection | null;
  /** `null` where the identity provider gave none. */
  readonly firstName: string | null;
  /** `null` where the identity provider gave none. */
  readonly lastName: string | null;
  /** `"oauth"` or `"saml"`. */
  readonly protocol: string;
  /** Such as `"saml_okta"`. */
  readonly provider: string;
  /** The user's id at the provider. */
  readonly providerUserId: string | null;
  /** Metadata of this account, not of the user. */
  readonly publicMetadata: Record<string, unknown>;
  /** `null` where it was not verified. */
  readonly verification: Verification | null;
  /** In milliseconds since 1970 UTC. */
  readonly lastAuthenticatedAt: number | null;
  /** The id of the connection, also where `enterpriseConnection` is `null`. */
  readonly enterpriseConnectionId: string | null;
}

/** The fields of a {@link User}. */
export interface UserFields {
  /** Such as `"user_2abc"`. */
  readonly id: string;
  /** Whether a password is set. */
  readonly passwordEnabled: boolean;
  /** Whether an authenticator app is set up. */
  readonly totpEnabled: boolean;
  /** Whether there are backup codes. */
  readonly backupCodeEnabled: boolean;
  /** Whether any second factor is set up. */
  readonly twoFactorEnabled: boolean;
  /** Whether the user may not sign in. */
  readonly banned: boolean;
  /** Whether the user may not sign in for now, after too many wrong attempts. */
  readonly locked: boolean;
  /** In milliseconds since 1970 UTC. */
  readonly createdAt: number;
  /** In milliseconds since 1970 UTC. */
  readonly updatedAt: number;
  /** The address of the picture; that of a placeholder where `hasImage` is `false`. */
  readonly imageUrl: string;
  /** Whether there is a picture of the user's own. */
  readonly hasImage: boolean;
  /** The `id` of one of `emailAddresses`; see `primaryEmailAddress`. */
  readonly primaryEmailAddressId: string | null;
  /** The `id` of one of `phoneNumbers`; see `primaryPhoneNumber`. */
  readonly primaryPhoneNumberId: string | null;
  /** The `id` of one of `web3Wallets`; see `primaryWeb3Wallet`. */
  readonly primaryWeb3WalletId: string | null;
  /** In milliseconds since 1970 UTC; `null` where there was none. */
  readonly lastSignInAt: number | null;
  /** The user's id in your own system. */
  readonly externalId: string | null;
  /** `null` where the user has none. */
  readonly username: string | null;
  /** `null` where it is not known. */
  readonly firstName: string | null;
  /** `null` where it is not known. */
  readonly lastName: string | null;
  /** Read by the frontend and the backend, set by the backend. `{}` where there is none. */
  readonly publicMetadata: UserPublicMetadata;
  /** Read and set by the backend. `{}` where there is none. */
  readonly privateMetadata: UserPrivateMetadata;
  /** Read and set by the frontend and the backend. `{}` where there is none. */
  readonly unsafeMetadata: UserUnsafeMetadata;
  /** All of them, verified or not. */
  readonly emailAddresses: EmailAddress[];
  /** All of them, verified or not. */
  readonly phoneNumbers: PhoneNumber[];
  /** All of them, verified or not. */
  readonly web3Wallets: Web3Wallet[];
  /** Accounts at OAuth providers. */
  readonly externalAccounts: ExternalAccount[];
  /** Accounts at identity providers of enterprises. */
  readonly enterpriseAccounts: EnterpriseAccount[];
  /** In milliseconds since 1970 UTC, with the precision of a day. */
  readonly lastActiveAt: number | null;
  /** Whether the user may create organizations. */
  readonly createOrganizationEnabled: boolean;
  /** How many organizations the user may create; 0 is without limit, `null` is the instance's. */
  readonly createOrganizationsLimit: number | null;
  /** Whether the user may delete the own account. */
  readonly deleteSelfEnabled: boolean;
  /** When the user accepted the legal terms, in milliseconds since 1970 UTC. */
  readonly legalAcceptedAt: number | null;
  /** In BCP 47 form, such as `"en-US"`. */
  readonly locale: string | null;
  /** Such as `"Europe/Berlin"`. */
  readonly timezone: string | null;
  /** Whether the identity provider has withdrawn the user. */
  readonly deprovisioned: boolean;

  /** The answer as it came, with its snake_case names. It is parsed when it is first read. */
  get raw(): UserJSON | null;
  /** The one of `emailAddresses` that `primaryEmailAddressId` names. */
  get primaryEmailAddress(): EmailAddress | null;
  /** The one of `phoneNumbers` that `primaryPhoneNumberId` names. */
  get primaryPhoneNumber(): PhoneNumber | null;
  /** The one of `web3Wallets` that `primaryWeb3WalletId` names. */
  get primaryWeb3Wallet(): Web3Wallet | null;
  /** First and last name with a space between them; `null` where there is neither. */
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

/** The class of users. Users come from calls, so it has no constructor here. */
export interface UserClass extends Function {
  /** For `instanceof`. */
  readonly prototype: User;
}

/**
 * For `instanceof`.
 *
 * @example
 * if (value instanceof User) console.log(value.fullName);
 */
export declare const User: UserClass;
