// The bodies of the requests and responses.

const verification = { status: "verified", strategy: "email_code", attempts: 1, expire_at: 1760000000000 };

export const SMALL_USER = {
  object: "user",
  id: "user_bench",
  username: "ada",
  first_name: "Ada",
  last_name: "Lovelace",
  image_url: "https://img.clerk.example/ada.png",
  has_image: true,
  primary_email_address_id: "idn_1",
  primary_phone_number_id: null,
  primary_web3_wallet_id: null,
  password_enabled: true,
  two_factor_enabled: false,
  totp_enabled: false,
  backup_code_enabled: false,
  email_addresses: ["ada@example.com", "lovelace@example.com"].map((email_address, index) => ({
    object: "email_address",
    id: `idn_${index + 1}`,
    email_address,
    reserved: false,
    verification,
    linked_to: [{ id: "idn_9", type: "oauth_google" }],
  })),
  phone_numbers: [],
  web3_wallets: [],
  external_accounts: [
    {
      object: "external_account",
      id: "eac_1",
      provider: "oauth_google",
      identification_id: "idn_9",
      provider_user_id: "1234567890",
      approved_scopes: "email profile",
      email_address: "ada@example.com",
      first_name: "Ada",
      last_name: "Lovelace",
      image_url: "https://img.clerk.example/ada.png",
      username: null,
      public_metadata: {},
      label: null,
      verification,
    },
  ],
  saml_accounts: [],
  public_metadata: { plan: { name: "pro", seats: 5 }, roles: ["admin", "editor"], locale: "en-GB" },
  private_metadata: { customerId: "cus_1234567890", notes: "n".repeat(250) },
  unsafe_metadata: { theme: "dark" },
  external_id: null,
  last_sign_in_at: 1760000000000,
  banned: false,
  locked: false,
  lockout_expires_in_seconds: null,
  verification_attempts_remaining: 100,
  created_at: 1750000000000,
  updated_at: 1760000000000,
  delete_self_enabled: true,
  create_organization_enabled: true,
  last_active_at: 1760000000000,
};

/** A user as the Backend API sends it: 2 KB. */
export const USER = JSON.stringify(SMALL_USER);

/** Parameters with three keys. */
export const SMALL_PARAMS = { publicMetadata: { plan: "pro", seats: 5, trial: null } };
