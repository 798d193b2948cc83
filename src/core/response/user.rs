//! The `User` resource and its parts, as tables.
//!
//! The names and their order are those of the official SDK's classes. A field that is missing in the response gets the
//! empty value of its declared type, unless it is declared as optional.

use clerk_metadata_json::resource::{
    Kind::{Alias, Many, One, Optional, Value, WithDefault},
    Resource,
};
use clerk_metadata_json::{field, resource};

/// A user.
pub static USER: Resource = resource![
    value!("id"),
    flag!("password_enabled"),
    flag!("totp_enabled"),
    flag!("backup_code_enabled"),
    flag!("two_factor_enabled"),
    flag!("banned"),
    flag!("locked"),
    value!("created_at"),
    value!("updated_at"),
    field!("image_url", WithDefault("\"\"")),
    flag!("has_image"),
    value!("primary_email_address_id"),
    value!("primary_phone_number_id"),
    value!("primary_web3_wallet_id"),
    value!("last_sign_in_at"),
    value!("external_id"),
    value!("username"),
    value!("first_name"),
    value!("last_name"),
    field!("public_metadata", WithDefault("{}")),
    field!("private_metadata", WithDefault("{}")),
    field!("unsafe_metadata", WithDefault("{}")),
    field!("email_addresses", Many(&EMAIL_ADDRESS)),
    field!("phone_numbers", Many(&PHONE_NUMBER)),
    field!("web3_wallets", Many(&WEB3_WALLET)),
    field!("external_accounts", Many(&EXTERNAL_ACCOUNT)),
    field!("enterprise_accounts", Many(&ENTERPRISE_ACCOUNT)),
    value!("last_active_at"),
    flag!("create_organization_enabled"),
    value!("create_organizations_limit"),
    flag!("delete_self_enabled"),
    value!("legal_accepted_at"),
    value!("locale"),
    value!("timezone"),
    flag!("deprovisioned"),
];

static EMAIL_ADDRESS: Resource = resource![
    value!("id"),
    value!("email_address"),
    field!("verification", One(&VERIFICATION)),
    field!("linked_to", Many(&IDENTIFICATION_LINK)),
];

static PHONE_NUMBER: Resource = resource![
    value!("id"),
    value!("phone_number"),
    flag!("reserved_for_second_factor"),
    flag!("default_second_factor"),
    field!("verification", One(&VERIFICATION)),
    field!("linked_to", Many(&IDENTIFICATION_LINK)),
];

static WEB3_WALLET: Resource = resource![
    value!("id"),
    value!("web3_wallet"),
    field!("verification", One(&VERIFICATION)),
];

static EXTERNAL_ACCOUNT: Resource = resource![
    value!("id"),
    value!("provider"),
    value!("provider_user_id"),
    value!("identification_id"),
    // The same as provider_user_id, under its older name.
    field!("provider_user_id", Alias, "externalId"),
    field!("approved_scopes", WithDefault("\"\"")),
    value!("email_address"),
    value!("first_name"),
    value!("last_name"),
    field!("image_url", WithDefault("\"\"")),
    value!("username"),
    value!("phone_number"),
    field!("public_metadata", WithDefault("{}")),
    value!("label"),
    field!("verification", One(&VERIFICATION)),
    field!("external_account_id", Optional),
];

static ENTERPRISE_ACCOUNT: Resource = resource![
    value!("id"),
    flag!("active"),
    value!("email_address"),
    field!("enterprise_connection", One(&ENTERPRISE_ACCOUNT_CONNECTION)),
    value!("first_name"),
    value!("last_name"),
    value!("protocol"),
    value!("provider"),
    value!("provider_user_id"),
    field!("public_metadata", WithDefault("{}")),
    field!("verification", One(&VERIFICATION)),
    value!("last_authenticated_at"),
    value!("enterprise_connection_id"),
];

static ENTERPRISE_ACCOUNT_CONNECTION: Resource = resource![
    value!("id"),
    flag!("active"),
    flag!("allow_idp_initiated"),
    flag!("allow_subdomains"),
    flag!("disable_additional_identifications"),
    value!("domain"),
    value!("logo_public_url"),
    value!("name"),
    value!("protocol"),
    value!("provider"),
    flag!("sync_user_attributes"),
    value!("created_at"),
    value!("updated_at"),
];

static VERIFICATION: Resource = resource![
    value!("status"),
    value!("strategy"),
    field!(
        "external_verification_redirect_url",
        Value,
        "externalVerificationRedirectURL"
    ),
    value!("attempts"),
    value!("expire_at"),
    value!("nonce"),
    value!("message"),
];

static IDENTIFICATION_LINK: Resource = resource![value!("id"), value!("type")];
