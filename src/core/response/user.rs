//! The `User` resource and its parts, as tables.
//!
//! The names and their order are those of the official SDK's classes. A field that is missing in the response gets the
//! empty value of its declared type, unless it is declared as optional.

use clerk_metadata_json::json::{self, NotJson, Scanner};
use clerk_metadata_json::resource::{
    Identity,
    Kind::{Alias, Many, One, Optional, Value, WithDefault},
    MAX_GROWTH, Resource,
};
use clerk_metadata_json::{field, resource};

use crate::core::limits::MAX_RESPONSE_VALUES;

/// A value that may be `null`.
macro_rules! value {
    ($wire:literal) => {
        field!($wire, Value)
    };
}

/// A boolean.
macro_rules! flag {
    ($wire:literal) => {
        field!($wire, WithDefault("false"))
    };
}

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

/// Why a body is not a user or a list of users.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unreadable {
    /// It is not JSON.
    NotJson,
    /// It is other JSON.
    OtherJson,
    /// It exceeds [`MAX_RESPONSE_VALUES`], [`MAX_COPIED`](clerk_metadata_json::resource::MAX_COPIED) or
    /// [`MAX_GROWTH`].
    TooLarge,
}

/// The user in the body of a response, as JSON with the names of the JavaScript `User`.
///
/// # Errors
/// [`Unreadable`] if there is none.
pub fn user(text: &str) -> Result<String, Unreadable> {
    read(text, false)
}

/// The same for an array of users.
///
/// # Errors
/// [`Unreadable`] if there is none.
pub fn users(text: &str) -> Result<String, Unreadable> {
    read(text, true)
}

fn read(text: &str, is_list: bool) -> Result<String, Unreadable> {
    let mut scanner = Scanner::limited(text, MAX_RESPONSE_VALUES);
    if !scanner.is_before(if is_list { b'[' } else { b'{' }) {
        return Err(match json::value(text) {
            Ok(_) => Unreadable::OtherJson,
            Err(_) => Unreadable::NotJson,
        });
    }
    // Reserves memory for the resource that exceeds the limit: moving the output would need twice as much.
    let mut out = String::with_capacity(text.len() + text.len().min(MAX_GROWTH) + 1024);
    match rename(&mut scanner, is_list, &mut out) {
        Ok(true) => Ok(out),
        Ok(false) => Err(Unreadable::OtherJson),
        Err(_) if scanner.is_over_limit() => Err(Unreadable::TooLarge),
        Err(_) => Err(Unreadable::NotJson),
    }
}

/// Appends the user or the users that follow; whether they are users.
fn rename(scanner: &mut Scanner<'_>, is_list: bool, out: &mut String) -> Result<bool, NotJson> {
    let mut all_users = true;
    if is_list {
        out.push('[');
    }
    let mut more = !is_list || scanner.open(b'[', b']')?;
    while more {
        if scanner.is_before(b'{') {
            if out.len() > 1 {
                out.push(',');
            }
            all_users &= are_of_user(&USER.rename(scanner, out)?);
        } else {
            scanner.value()?;
            all_users = false;
        }
        more = is_list && scanner.has_next(b']')?;
    }
    if is_list {
        out.push(']');
    }
    scanner.end()?;
    Ok(all_users)
}

/// Whether an object of these is a user.
fn are_of_user(identity: &Identity<'_>) -> bool {
    identity.object.and_then(json::string).as_deref() == Some("user")
        && identity.id.is_some_and(|id| id.starts_with('"'))
}
