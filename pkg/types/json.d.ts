import "./metadata.js";

// Fields that the types of the same names in @clerk/backend lack are optional, so that those types are assignable.

/** The fields of every resource in a response of the Backend API. */
export interface ClerkResourceJSON {
  /** The kind of resource, such as `"user"`. */
  object: string;
  /** The ID, such as `"user_2abc"`. */
  id: string;
}

/** The verification of an identifier, in a response of the Backend API. */
export interface VerificationJSON {
  /** The kind of verification, such as `"verification_otp"`. */
  object?: string;
  /** The status of the verification. */
  status: "unverified" | "verified" | "transferable" | "failed" | "expired";
  /** The method, such as `"email_code"`, `"oauth_google"` or `"admin"`. */
  strategy: string;
  /** The URL to which the user is redirected for the verification. */
  external_verification_redirect_url?: string | null;
  /** The number of attempts so far. */
  attempts: number | null;
  /** When the verification expires, in milliseconds since 1970 UTC. */
  expire_at: number | null;
  /** The nonce that a Web3 wallet must sign. */
  nonce?: string | null;
  /** The message that contains the nonce. */
  message?: string | null;
}

/** An account that is linked to an identifier, in a response of the Backend API. */
export interface IdentificationLinkJSON {
  /** The ID of the linked identifier. */
  id: string;
  /** The kind of account, such as `"oauth_google"`. */
  type: string;
}

/** An email address of a user, in a response of the Backend API. */
export interface EmailAddressJSON {
  /** The ID, such as `"idn_2abc"`. */
  id: string;
  /** The kind of resource. */
  object: "email_address";
  /** The address. */
  email_address: string;
  /** Whether it was reserved without a verification. */
  reserved?: boolean;
  /** `null` if the address was reserved without a verification. */
  verification: VerificationJSON | null;
  /** Accounts with the same email address, such as OAuth accounts. */
  linked_to: IdentificationLinkJSON[];
  /** Whether its domain belongs to an enterprise connection. */
  matches_sso_connection?: boolean;
  /** Milliseconds since 1970 UTC. */
  created_at?: number;
  /** Milliseconds since 1970 UTC. */
  updated_at?: number;
}

/** A phone number of a user, in a response of the Backend API. */
export interface PhoneNumberJSON {
  /** The ID, such as `"idn_2abc"`. */
  id: string;
  /** The kind of resource. */
  object: "phone_number";
  /** The phone number in E.164 format, such as `"+12025550123"`. */
  phone_number: string;
  /** Whether the number can be used as a second factor. */
  reserved_for_second_factor: boolean;
  /** Whether the number is the default second factor. */
  default_second_factor: boolean;
  /** Whether it was reserved without a verification. */
  reserved: boolean;
  /** `null` if the number was reserved without a verification. */
  verification: VerificationJSON | null;
  /** Accounts with the same phone number. */
  linked_to: IdentificationLinkJSON[];
  /** Backup codes for a lost phone, if the response contains them. */
  backup_codes: string[] | null;
  /** Milliseconds since 1970 UTC. */
  created_at?: number;
  /** Milliseconds since 1970 UTC. */
  updated_at?: number;
}

/** A Web3 wallet of a user, in a response of the Backend API. */
export interface Web3WalletJSON {
  /** The ID, such as `"idn_2abc"`. */
  id: string;
  /** The kind of resource. */
  object: "web3_wallet";
  /** The address of the wallet. */
  web3_wallet: string;
  /** `null` if it was not verified. */
  verification: VerificationJSON | null;
  /** Milliseconds since 1970 UTC. */
  created_at?: number;
  /** Milliseconds since 1970 UTC. */
  updated_at?: number;
}

/** An account at an OAuth provider, in a response of the Backend API. */
export interface ExternalAccountJSON {
  /** The ID, such as `"idn_2abc"`. */
  id: string;
  /** Such as `"external_account"` or `"google_account"`. */
  object: string;
  /**
   * The ID of the account, which begins with `eac_`. Clerk sends it for some providers only, such as Google and
   * Facebook.
   */
  external_account_id?: string;
  /** The kind of account, such as `"oauth_google"`. */
  provider: string;
  /** The ID of the account as an identifier, as in `linked_to`. */
  identification_id: string;
  /** The user's ID at the provider. */
  provider_user_id: string;
  /** The granted OAuth scopes, separated by spaces. */
  approved_scopes: string;
  /** The email address that the provider returned. */
  email_address: string;
  /** `null` if the provider returned none. */
  first_name: string | null;
  /** `null` if the provider returned none. */
  last_name: string | null;
  /** Empty if there is no picture. */
  image_url?: string;
  /** `null` if the provider returned none. */
  username: string | null;
  /** `null` if the provider returned none. */
  phone_number: string | null;
  /** Metadata of this account. It is separate from the metadata of the user. */
  public_metadata?: Record<string, unknown> | null;
  /** A label that distinguishes several accounts at one provider. */
  label: string | null;
  /** `null` if it was not verified. */
  verification: VerificationJSON | null;
}

/** The enterprise connection of an enterprise account, in a response of the Backend API. */
export interface EnterpriseAccountConnectionJSON {
  /** The ID of the connection. */
  id: string;
  /** Whether it is active. */
  active: boolean;
  /** Whether a sign-in can start at the identity provider. */
  allow_idp_initiated: boolean;
  /** Whether the connection also applies to subdomains of `domain`. */
  allow_subdomains: boolean;
  /** Whether its users are prevented from adding other identifiers. */
  disable_additional_identifications: boolean;
  /** The domain of the email addresses of its users. */
  domain: string;
  /** The URL of the logo. `null` if there is none. */
  logo_public_url: string | null;
  /** The name of the connection in Clerk. */
  name: string;
  /** The protocol: `"oauth"` or `"saml"`. */
  protocol: string;
  /** The provider, such as `"saml_okta"`. */
  provider: string;
  /** Whether each sign-in updates the user from the attributes at the identity provider. */
  sync_user_attributes: boolean;
  /** Milliseconds since 1970 UTC. */
  created_at: number;
  /** Milliseconds since 1970 UTC. */
  updated_at: number;
}

/** An account at an enterprise identity provider, in a response of the Backend API. */
export interface EnterpriseAccountJSON {
  /** The ID of the account. */
  id: string;
  /** The kind of resource. */
  object: "enterprise_account";
  /** Whether it is active. */
  active: boolean;
  /** The email address that the identity provider returned. */
  email_address: string;
  /** `null` if the response does not contain it. */
  enterprise_connection: EnterpriseAccountConnectionJSON | null;
  /** `null` if the identity provider returned none. */
  first_name: string | null;
  /** `null` if the identity provider returned none. */
  last_name: string | null;
  /** The protocol: `"oauth"` or `"saml"`. */
  protocol: string;
  /** The provider, such as `"saml_okta"`. */
  provider: string;
  /** The user's ID at the provider. */
  provider_user_id: string | null;
  /** Metadata of this account. It is separate from the metadata of the user. */
  public_metadata: Record<string, unknown>;
  /** `null` if it was not verified. */
  verification: VerificationJSON | null;
  /** Milliseconds since 1970 UTC. */
  last_authenticated_at: number | null;
  /** The ID of the connection. It is set even if `enterprise_connection` is `null`. */
  enterprise_connection_id: string | null;
}

/**
 * A user in a response of the Backend API, with all of its fields under their original snake_case names.
 *
 * Optional fields are missing from some responses, or from the `UserJSON` of `@clerk/backend`, which is assignable to
 * this type. Times (`…_at`) are milliseconds since 1970 UTC, and `null` if the event has not happened.
 */
export interface UserJSON {
  /** The ID, such as `"user_2abc"`. */
  id: string;
  /** The kind of resource. */
  object: "user";
  /** `null` if the user has none. */
  username: string | null;
  /** `null` if it is not known. */
  first_name: string | null;
  /** `null` if it is not known. */
  last_name: string | null;
  /** A BCP 47 language tag, such as `"en-US"`. */
  locale?: string | null;
  /** An IANA time zone, such as `"Europe/Berlin"`. */
  timezone?: string | null;
  /** The URL of the picture. It is a placeholder if `has_image` is `false`. */
  image_url: string;
  /** Whether the user has uploaded a picture. */
  has_image: boolean;
  /** The `id` of one of `email_addresses`. */
  primary_email_address_id: string | null;
  /** The `id` of one of `phone_numbers`. */
  primary_phone_number_id: string | null;
  /** The `id` of one of `web3_wallets`. */
  primary_web3_wallet_id: string | null;
  /** Whether the user has a password. */
  password_enabled: boolean;
  /** Whether the user has any second factor. */
  two_factor_enabled: boolean;
  /** Whether the user has an authenticator app as a second factor. */
  totp_enabled: boolean;
  /** Whether the user has backup codes. */
  backup_code_enabled: boolean;
  /** All of them, including unverified ones. */
  email_addresses: EmailAddressJSON[];
  /** All of them, including unverified ones. */
  phone_numbers: PhoneNumberJSON[];
  /** All of them, including unverified ones. */
  web3_wallets: Web3WalletJSON[];
  /** The passkeys of the user. Clerk documents their fields. */
  passkeys?: Record<string, unknown>[];
  /** The accounts of the user at OAuth providers. */
  external_accounts: ExternalAccountJSON[];
  /** The accounts of the user at SAML providers. Clerk documents their fields. */
  saml_accounts?: Record<string, unknown>[];
  /** The accounts of the user at enterprise identity providers. */
  enterprise_accounts: EnterpriseAccountJSON[];
  /** When the password was set. */
  password_last_updated_at?: number | null;
  /** Metadata that the frontend and the backend can read, and the backend can set. */
  public_metadata: UserPublicMetadata;
  /** Metadata that only the backend can read and set. */
  private_metadata?: UserPrivateMetadata | null;
  /** Metadata that the frontend and the backend can read and set. */
  unsafe_metadata?: UserUnsafeMetadata;
  /** The ID of the user in your own system. */
  external_id: string | null;
  /** The time of the last sign-in. */
  last_sign_in_at: number | null;
  /** Whether the user is banned, and cannot sign in. */
  banned: boolean;
  /** Whether the user is locked, and cannot sign in for now, after too many failed attempts. */
  locked: boolean;
  /** Whether the identity provider has deprovisioned the user. */
  deprovisioned?: boolean;
  /** Seconds until the lock ends. `null` for a locked user: the lock does not end. */
  lockout_expires_in_seconds: number | null;
  /** Failed attempts that remain until the user is locked. `null` if the instance does not lock users. */
  verification_attempts_remaining: number | null;
  /** The time of the sign-up. */
  created_at: number;
  /** The time of the last change. */
  updated_at: number;
  /** Whether users can delete their own account. */
  delete_self_enabled: boolean;
  /** Whether the user can create organizations. */
  create_organization_enabled: boolean;
  /** How many organizations the user can create. 0: no limit. `null`: the limit of the instance. */
  create_organizations_limit?: number | null;
  /** The day of the last activity. */
  last_active_at: number | null;
  /** When a second factor was last added. Not reset when it is removed. */
  mfa_enabled_at?: number | null;
  /** When the second factors were last removed. Not reset when one is added. */
  mfa_disabled_at?: number | null;
  /** When the user accepted the legal terms. */
  legal_accepted_at: number | null;
  /** Whether sign-ins skip the check for unknown devices. */
  bypass_client_trust?: boolean;
}
