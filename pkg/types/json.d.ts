import "./metadata.js";

/** How an identifier was verified, as on the wire. */
export interface VerificationJSON {
  /** Which kind of verification this is, such as `"verification_otp"`. */
  object?: string;
  status: "unverified" | "verified" | "transferable" | "failed" | "expired";
  /** Such as `"email_code"`, `"oauth_google"` or `"admin"`. */
  strategy: string;
  external_verification_redirect_url?: string | null;
  attempts: number | null;
  expire_at: number | null;
  nonce?: string | null;
  message?: string | null;
}

/** What an identifier is linked to, as on the wire. */
export interface IdentificationLinkJSON {
  id: string;
  /** Such as `"oauth_google"`. */
  type: string;
}

/** An email address of a user, as on the wire. */
export interface EmailAddressJSON {
  id: string;
  object: "email_address";
  email_address: string;
  reserved: boolean;
  verification: VerificationJSON | null;
  linked_to: IdentificationLinkJSON[];
  matches_sso_connection?: boolean;
  created_at: number;
  updated_at: number;
}

/** A phone number of a user, as on the wire. */
export interface PhoneNumberJSON {
  id: string;
  object: "phone_number";
  phone_number: string;
  reserved_for_second_factor: boolean;
  default_second_factor: boolean;
  reserved: boolean;
  verification: VerificationJSON | null;
  linked_to: IdentificationLinkJSON[];
  backup_codes: string[] | null;
  created_at: number;
  updated_at: number;
}

/** A Web3 wallet of a user, as on the wire. */
export interface Web3WalletJSON {
  id: string;
  object: "web3_wallet";
  web3_wallet: string;
  verification: VerificationJSON | null;
  created_at: number;
  updated_at: number;
}

/**
 * A user as the Backend API answers with: snake_case names, nothing left out, nothing renamed.
 * Members that are optional here are not in every answer. Times (`…_at`) are milliseconds since
 * 1970 UTC.
 */
export interface UserJSON {
  id: string;
  object: "user";
  username: string | null;
  first_name: string | null;
  last_name: string | null;
  locale?: string | null;
  image_url: string;
  has_image: boolean;
  primary_email_address_id: string | null;
  primary_phone_number_id: string | null;
  primary_web3_wallet_id: string | null;
  password_enabled: boolean;
  two_factor_enabled: boolean;
  totp_enabled: boolean;
  backup_code_enabled: boolean;
  email_addresses: EmailAddressJSON[];
  phone_numbers: PhoneNumberJSON[];
  web3_wallets: Web3WalletJSON[];
  passkeys: Record<string, unknown>[];
  external_accounts: Record<string, unknown>[];
  saml_accounts: Record<string, unknown>[];
  enterprise_accounts: Record<string, unknown>[];
  password_last_updated_at?: number | null;
  public_metadata: UserPublicMetadata;
  private_metadata?: UserPrivateMetadata | null;
  unsafe_metadata?: UserUnsafeMetadata;
  external_id: string | null;
  last_sign_in_at: number | null;
  banned: boolean;
  locked: boolean;
  deprovisioned?: boolean;
  lockout_expires_in_seconds: number | null;
  verification_attempts_remaining: number | null;
  created_at: number;
  updated_at: number;
  delete_self_enabled: boolean;
  create_organization_enabled: boolean;
  create_organizations_limit?: number | null;
  /** With the precision of a day. */
  last_active_at: number | null;
  mfa_enabled_at: number | null;
  mfa_disabled_at: number | null;
  legal_accepted_at: number | null;
  bypass_client_trust?: boolean;
}
