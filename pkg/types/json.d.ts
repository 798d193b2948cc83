import "./metadata.js";

// What the types of the same names in @clerk/backend do not have is optional, so that theirs fit these.

/** What every resource has, as on the wire. */
export interface ClerkResourceJSON {
  /** Which kind of resource this is, such as `"user"`. */
  object: string;
  /** Such as `"user_2abc"`. */
  id: string;
}

/** How an identifier was verified, as on the wire. */
export interface VerificationJSON {
  /** Which kind of verification this is, such as `"verification_otp"`. */
  object?: string;
  /** Where it stands. */
  status: "unverified" | "verified" | "transferable" | "failed" | "expired";
  /** Such as `"email_code"`, `"oauth_google"` or `"admin"`. */
  strategy: string;
  /** Where the user is sent to verify. */
  external_verification_redirect_url?: string | null;
  /** How often it was tried. */
  attempts: number | null;
  /** When it ends, in milliseconds since 1970 UTC. */
  expire_at: number | null;
  /** What a Web3 wallet has to sign. */
  nonce?: string | null;
  /** The text around the nonce. */
  message?: string | null;
}

/** What an identifier is linked to, as on the wire. */
export interface IdentificationLinkJSON {
  /** The id of what it is linked to. */
  id: string;
  /** Such as `"oauth_google"`. */
  type: string;
}

/** An email address of a user, as on the wire. */
export interface EmailAddressJSON {
  /** Such as `"idn_2abc"`. */
  id: string;
  /** Always this text. */
  object: "email_address";
  /** The address. */
  email_address: string;
  /** Whether it was reserved without being verified. */
  reserved?: boolean;
  /** `null` for an address that was reserved without being verified. */
  verification: VerificationJSON | null;
  /** What else has this address. */
  linked_to: IdentificationLinkJSON[];
  /** Whether an enterprise connection has its domain. */
  matches_sso_connection?: boolean;
  /** In milliseconds since 1970 UTC. */
  created_at?: number;
  /** In milliseconds since 1970 UTC. */
  updated_at?: number;
}

/** A phone number of a user, as on the wire. */
export interface PhoneNumberJSON {
  /** Such as `"idn_2abc"`. */
  id: string;
  /** Always this text. */
  object: "phone_number";
  /** In E.164 form, such as `"+12025550123"`. */
  phone_number: string;
  /** Whether it can be the second factor of a sign-in. */
  reserved_for_second_factor: boolean;
  /** Whether it is the second factor unless the user chooses another. */
  default_second_factor: boolean;
  /** Whether it was reserved without being verified. */
  reserved: boolean;
  /** `null` for a number that was reserved without being verified. */
  verification: VerificationJSON | null;
  /** What else has this number. */
  linked_to: IdentificationLinkJSON[];
  /** Codes for when the phone is lost, where the answer has them. */
  backup_codes: string[] | null;
  /** In milliseconds since 1970 UTC. */
  created_at?: number;
  /** In milliseconds since 1970 UTC. */
  updated_at?: number;
}

/** A Web3 wallet of a user, as on the wire. */
export interface Web3WalletJSON {
  /** Such as `"idn_2abc"`. */
  id: string;
  /** Always this text. */
  object: "web3_wallet";
  /** Its address. */
  web3_wallet: string;
  /** `null` where it was not verified. */
  verification: VerificationJSON | null;
  /** In milliseconds since 1970 UTC. */
  created_at?: number;
  /** In milliseconds since 1970 UTC. */
  updated_at?: number;
}

/** An account at an OAuth provider, as on the wire. */
export interface ExternalAccountJSON {
  /** Such as `"idn_2abc"`. */
  id: string;
  /** Such as `"external_account"` or `"google_account"`. */
  object: string;
  /** An id that begins with `eac_`. Clerk sends it only for some providers, such as Google and Facebook. */
  external_account_id?: string;
  /** Such as `"oauth_google"`. */
  provider: string;
  /** The id of it as an identifier, as in `linked_to`. */
  identification_id: string;
  /** The user's id at the provider. */
  provider_user_id: string;
  /** The OAuth scopes that were granted, with spaces between them. */
  approved_scopes: string;
  /** What the provider gave. */
  email_address: string;
  /** `null` where the provider gave none. */
  first_name: string | null;
  /** `null` where the provider gave none. */
  last_name: string | null;
  /** Empty where there is no picture. */
  image_url?: string;
  /** `null` where the provider gave none. */
  username: string | null;
  /** `null` where the provider gave none. */
  phone_number: string | null;
  /** Metadata of this account, not of the user. */
  public_metadata?: Record<string, unknown> | null;
  /** What tells several accounts at one provider apart. */
  label: string | null;
  /** `null` where it was not verified. */
  verification: VerificationJSON | null;
}

/** The enterprise connection of an enterprise account, as on the wire. */
export interface EnterpriseAccountConnectionJSON {
  /** The id of the connection. */
  id: string;
  /** Whether it is in use. */
  active: boolean;
  /** Whether a sign-in may begin at the identity provider. */
  allow_idp_initiated: boolean;
  /** Whether subdomains of `domain` count too. */
  allow_subdomains: boolean;
  /** Whether its users may have no other identifiers. */
  disable_additional_identifications: boolean;
  /** The domain of its users' email addresses. */
  domain: string;
  /** `null` where there is no logo. */
  logo_public_url: string | null;
  /** Its name at Clerk. */
  name: string;
  /** `"oauth"` or `"saml"`. */
  protocol: string;
  /** Such as `"saml_okta"`. */
  provider: string;
  /** Whether each sign-in takes over what the identity provider knows of the user. */
  sync_user_attributes: boolean;
  /** In milliseconds since 1970 UTC. */
  created_at: number;
  /** In milliseconds since 1970 UTC. */
  updated_at: number;
}

/** An account at an identity provider of an enterprise, as on the wire. */
export interface EnterpriseAccountJSON {
  /** The account's own id. */
  id: string;
  /** Always this text. */
  object: "enterprise_account";
  /** Whether it is in use. */
  active: boolean;
  /** What the identity provider gave. */
  email_address: string;
  /** `null` where the answer does not hold it. */
  enterprise_connection: EnterpriseAccountConnectionJSON | null;
  /** `null` where the identity provider gave none. */
  first_name: string | null;
  /** `null` where the identity provider gave none. */
  last_name: string | null;
  /** `"oauth"` or `"saml"`. */
  protocol: string;
  /** Such as `"saml_okta"`. */
  provider: string;
  /** The user's id at the provider. */
  provider_user_id: string | null;
  /** Metadata of this account, not of the user. */
  public_metadata: Record<string, unknown>;
  /** `null` where it was not verified. */
  verification: VerificationJSON | null;
  /** In milliseconds since 1970 UTC. */
  last_authenticated_at: number | null;
  /** The id of the connection, also where `enterprise_connection` is `null`. */
  enterprise_connection_id: string | null;
}

/**
 * A user as the Backend API answers with: snake_case names, nothing left out, nothing renamed.
 * Members that are optional here are not in every answer, or not in the `UserJSON` of `@clerk/backend`, which fits
 * this. Times (`…_at`) are milliseconds since 1970 UTC, and `null` where it has not happened.
 */
export interface UserJSON {
  /** Such as `"user_2abc"`. */
  id: string;
  /** Always this text. */
  object: "user";
  /** `null` where the user has none. */
  username: string | null;
  /** `null` where it is not known. */
  first_name: string | null;
  /** `null` where it is not known. */
  last_name: string | null;
  /** In BCP 47 form, such as `"en-US"`. */
  locale?: string | null;
  /** Such as `"Europe/Berlin"`. */
  timezone?: string | null;
  /** The address of the picture; that of a placeholder where `has_image` is `false`. */
  image_url: string;
  /** Whether there is a picture of the user's own. */
  has_image: boolean;
  /** The `id` of one of `email_addresses`. */
  primary_email_address_id: string | null;
  /** The `id` of one of `phone_numbers`. */
  primary_phone_number_id: string | null;
  /** The `id` of one of `web3_wallets`. */
  primary_web3_wallet_id: string | null;
  /** Whether a password is set. */
  password_enabled: boolean;
  /** Whether any second factor is set up. */
  two_factor_enabled: boolean;
  /** Whether an authenticator app is set up. */
  totp_enabled: boolean;
  /** Whether there are backup codes. */
  backup_code_enabled: boolean;
  /** All of them, verified or not. */
  email_addresses: EmailAddressJSON[];
  /** All of them, verified or not. */
  phone_numbers: PhoneNumberJSON[];
  /** All of them, verified or not. */
  web3_wallets: Web3WalletJSON[];
  /** As Clerk documents them. */
  passkeys?: Record<string, unknown>[];
  /** Accounts at OAuth providers. */
  external_accounts: ExternalAccountJSON[];
  /** Accounts at SAML providers, as Clerk documents them. */
  saml_accounts?: Record<string, unknown>[];
  /** Accounts at identity providers of enterprises. */
  enterprise_accounts: EnterpriseAccountJSON[];
  /** When the password was set. */
  password_last_updated_at?: number | null;
  /** Read by the frontend and the backend, set by the backend. */
  public_metadata: UserPublicMetadata;
  /** Read and set by the backend. */
  private_metadata?: UserPrivateMetadata | null;
  /** Read and set by the frontend and the backend. */
  unsafe_metadata?: UserUnsafeMetadata;
  /** The user's id in your own system. */
  external_id: string | null;
  /** The time of the last sign-in. */
  last_sign_in_at: number | null;
  /** Whether the user may not sign in. */
  banned: boolean;
  /** Whether the user may not sign in for now, after too many wrong attempts. */
  locked: boolean;
  /** Whether the identity provider has withdrawn the user. */
  deprovisioned?: boolean;
  /** Seconds until the lock ends; `null` for a locked user is without end. */
  lockout_expires_in_seconds: number | null;
  /** Wrong attempts until the lock; `null` where the instance has none. */
  verification_attempts_remaining: number | null;
  /** The time of the sign-up. */
  created_at: number;
  /** The time of the last change. */
  updated_at: number;
  /** Whether the user may delete the own account. */
  delete_self_enabled: boolean;
  /** Whether the user may create organizations. */
  create_organization_enabled: boolean;
  /** How many organizations the user may create; 0 is without limit, `null` is the instance's. */
  create_organizations_limit?: number | null;
  /** With the precision of a day. */
  last_active_at: number | null;
  /** When a second factor was last set up; stays when it is removed. */
  mfa_enabled_at?: number | null;
  /** When the second factors were last removed; stays when one is set up again. */
  mfa_disabled_at?: number | null;
  /** When the user accepted the legal terms. */
  legal_accepted_at: number | null;
  /** Whether sign-ins skip the check of whether the device is known. */
  bypass_client_trust?: boolean;
}
