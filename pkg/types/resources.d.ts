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
  : { readonly href: string; readonly origin: string; readonly searchParams: { get(name: string): string | null }; toString(): string; toJSON(): string };

/** What an identifier is linked to, such as an OAuth account. */
export declare class IdentificationLink {
  private constructor();
  readonly id: string;
  /** Such as `"oauth_google"`. */
  readonly type: string;
}

/** How an identifier was verified. */
export declare class Verification {
  private constructor();
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

/** An email address of a user. */
export declare class EmailAddress {
  private constructor();
  readonly id: string;
  readonly emailAddress: string;
  /** `null` for an address that was reserved without being verified. */
  readonly verification: Verification | null;
  readonly linkedTo: IdentificationLink[];
}

/** A phone number of a user. */
export declare class PhoneNumber {
  private constructor();
  readonly id: string;
  /** In E.164 form, such as `"+12025550123"`. */
  readonly phoneNumber: string;
  /** Whether it can be the second factor of a sign-in. */
  readonly reservedForSecondFactor: boolean;
  /** Whether it is the second factor unless the user chooses another. */
  readonly defaultSecondFactor: boolean;
  /** `null` for a number that was reserved without being verified. */
  readonly verification: Verification | null;
  readonly linkedTo: IdentificationLink[];
}

/** A Web3 wallet of a user. */
export declare class Web3Wallet {
  private constructor();
  readonly id: string;
  /** Its address. */
  readonly web3Wallet: string;
  readonly verification: Verification | null;
}

/** An account at an OAuth provider, such as Google. */
export declare class ExternalAccount {
  private constructor();
  readonly id: string;
  /** Such as `"oauth_google"`. */
  readonly provider: string;
  /** The same as `providerUserId`. */
  readonly externalId: string;
  /** The user's id at the provider. */
  readonly providerUserId: string;
  readonly identificationId: string;
  /** The OAuth scopes that were granted, with spaces between them. */
  readonly approvedScopes: string;
  readonly emailAddress: string;
  readonly firstName: string | null;
  readonly lastName: string | null;
  /** Empty where there is no picture. */
  readonly imageUrl: string;
  readonly username: string | null;
  readonly phoneNumber: string | null;
  /** Metadata of this account, not of the user. */
  readonly publicMetadata: Record<string, unknown>;
  /** What tells several accounts at one provider apart. */
  readonly label: string | null;
  readonly verification: Verification | null;
  /** An id that begins with `eac_`, where the provider's accounts have one. */
  readonly externalAccountId: string | null;
}

/** The enterprise connection of an enterprise account. */
export declare class EnterpriseAccountConnection {
  private constructor();
  readonly id: string;
  readonly active: boolean;
  /** Whether a sign-in may begin at the identity provider. */
  readonly allowIdpInitiated: boolean;
  /** Whether subdomains of `domain` count too. */
  readonly allowSubdomains: boolean;
  /** Whether its users may have no other identifiers. */
  readonly disableAdditionalIdentifications: boolean;
  readonly domain: string;
  readonly logoPublicUrl: string | null;
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

/** An account at an identity provider of an enterprise. */
export declare class EnterpriseAccount {
  private constructor();
  readonly id: string;
  readonly active: boolean;
  readonly emailAddress: string;
  readonly enterpriseConnection: EnterpriseAccountConnection | null;
  readonly firstName: string | null;
  readonly lastName: string | null;
  /** `"oauth"` or `"saml"`. */
  readonly protocol: string;
  /** Such as `"saml_okta"`. */
  readonly provider: string;
  /** The user's id at the provider. */
  readonly providerUserId: string | null;
  /** Metadata of this account, not of the user. */
  readonly publicMetadata: Record<string, unknown>;
  readonly verification: Verification | null;
  /** In milliseconds since 1970 UTC. */
  readonly lastAuthenticatedAt: number | null;
  readonly enterpriseConnectionId: string | null;
}

/**
 * A user, as the Backend API knows it when the call is answered.
 *
 * @example
 * const user = await clerk.users.getUser("user_2abc");
 * user.fullName;                             // "Ada Lovelace", or null
 * user.primaryEmailAddress?.emailAddress;
 * user.publicMetadata.plan;
 * user.raw?.password_last_updated_at;        // what has no field here
 */
export declare class User {
  private constructor();
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
  readonly hasImage: boolean;
  readonly primaryEmailAddressId: string | null;
  readonly primaryPhoneNumberId: string | null;
  readonly primaryWeb3WalletId: string | null;
  /** In milliseconds since 1970 UTC; `null` where there was none. */
  readonly lastSignInAt: number | null;
  /** The user's id in your own system. */
  readonly externalId: string | null;
  readonly username: string | null;
  readonly firstName: string | null;
  readonly lastName: string | null;
  /** Read by the frontend and the backend, set by the backend. `{}` where there is none. */
  readonly publicMetadata: UserPublicMetadata;
  /** Read and set by the backend. `{}` where there is none. */
  readonly privateMetadata: UserPrivateMetadata;
  /** Read and set by the frontend and the backend. `{}` where there is none. */
  readonly unsafeMetadata: UserUnsafeMetadata;
  readonly emailAddresses: EmailAddress[];
  readonly phoneNumbers: PhoneNumber[];
  readonly web3Wallets: Web3Wallet[];
  readonly externalAccounts: ExternalAccount[];
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
