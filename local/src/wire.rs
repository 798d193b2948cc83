//! The JSON of users in responses: every field that the Backend API documents as required, in its order.

use serde::Serialize;

use crate::returned;
use crate::user::{self, Identification, JsonObject, User};

/// The image of every user and organization: a gray circle. Clerk hosts its images, and the local Backend API must work
/// without a network.
pub(crate) const IMAGE_URL: &str = "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 2 2'%3E%3Ccircle cx='1' cy='1' r='1' fill='%23bbb'/%3E%3C/svg%3E";

/// The JSON of most users is shorter. A text that grows from nothing is copied several times.
const USER_JSON_BYTES: usize = 2048;

/// A list that is always empty in this backend.
const EMPTY_LIST: [(); 0] = [];

/// The JSON of a user.
#[must_use]
pub fn user(user: &User) -> String {
    match &user.returned {
        Some(returned) => returned::current_json(returned, user, Vec::new()),
        None => created_user(user),
    }
}

/// The JSON of a user that no other Backend API returned.
pub(crate) fn created_user(user: &User) -> String {
    let mut out = Vec::with_capacity(USER_JSON_BYTES);
    // Serializing strings, numbers and validated JSON cannot fail, and its text is UTF-8.
    let _ = serde_json::to_writer(&mut out, &WireUser::from(user));
    String::from_utf8(out).unwrap_or_default()
}

/// The JSON of a list of users: a bare array.
#[must_use]
pub fn users<'a>(users: impl IntoIterator<Item = &'a User>) -> String {
    let mut out = String::from("[");
    for user in users {
        if out.len() > 1 {
            out.push(',');
        }
        out.push_str(&self::user(user));
    }
    out.push(']');
    out
}

/// The JSON of a user count.
#[must_use]
pub fn total_count(count: usize) -> String {
    format!(r#"{{"object":"total_count","total_count":{count}}}"#)
}

/// The JSON of a deleted user.
#[must_use]
pub fn deleted(user: &User) -> String {
    #[derive(Serialize)]
    struct Deleted<'a> {
        object: &'static str,
        id: &'a str,
        deleted: bool,
        #[serde(skip_serializing_if = "Option::is_none")]
        external_id: Option<&'a str>,
    }
    let body = Deleted {
        object: "user",
        id: &user.id,
        deleted: true,
        external_id: user.external_id.as_deref(),
    };
    serde_json::to_string(&body).unwrap_or_default()
}

/// Defines a struct and its conversion: one row for each field, with its type and its value.
macro_rules! wire_struct {
    (struct $name:ident<'a> from $from:ident: $source:ty {
        $($field:ident: $type:ty = $value:expr,)*
    }) => {
        #[derive(Serialize)]
        struct $name<'a> {
            $($field: $type,)*
        }

        impl<'a> From<&'a $source> for $name<'a> {
            fn from($from: &'a $source) -> Self {
                $name {
                    $($field: $value,)*
                }
            }
        }
    };
}

wire_struct! {
    struct WireUser<'a> from user: User {
        id: &'a str = &user.id,
        object: &'static str = "user",
        username: Option<&'a str> = user.username.as_deref(),
        first_name: Option<&'a str> = user.first_name.as_deref(),
        last_name: Option<&'a str> = user.last_name.as_deref(),
        locale: Option<&'a str> = user.locale.as_deref(),
        image_url: &'static str = IMAGE_URL,
        has_image: bool = false,
        primary_email_address_id: Option<&'a str> = first_id(&user.email_addresses),
        primary_phone_number_id: Option<&'a str> = first_id(&user.phone_numbers),
        primary_web3_wallet_id: Option<&'a str> = first_id(&user.web3_wallets),
        password_enabled: bool = user.password_enabled,
        // Phone numbers are never a second factor in this backend.
        two_factor_enabled: bool = user.totp_enabled,
        totp_enabled: bool = user.totp_enabled,
        backup_code_enabled: bool = user.backup_code_enabled,
        email_addresses: Vec<EmailAddress<'a>> = map_identifications(&user.email_addresses, user, EmailAddress::new),
        phone_numbers: Vec<PhoneNumber<'a>> = map_identifications(&user.phone_numbers, user, PhoneNumber::new),
        web3_wallets: Vec<Web3Wallet<'a>> = map_identifications(&user.web3_wallets, user, Web3Wallet::new),
        passkeys: [(); 0] = EMPTY_LIST,
        external_accounts: Vec<ExternalAccount<'a>> = external_accounts(user),
        saml_accounts: [(); 0] = EMPTY_LIST,
        enterprise_accounts: [(); 0] = EMPTY_LIST,
        password_last_updated_at: Option<i64> = user.password_last_updated_at,
        public_metadata: &'a JsonObject = &user.public_metadata,
        private_metadata: &'a JsonObject = &user.private_metadata,
        unsafe_metadata: &'a JsonObject = &user.unsafe_metadata,
        external_id: Option<&'a str> = user.external_id.as_deref(),
        last_sign_in_at: Option<i64> = user.last_sign_in_at,
        banned: bool = user.banned,
        locked: bool = user.locked,
        deprovisioned: bool = false,
        lockout_expires_in_seconds: Option<i64> = None,
        verification_attempts_remaining: Option<i64> = None,
        created_at: i64 = user.created_at,
        updated_at: i64 = user.updated_at,
        delete_self_enabled: bool = user.delete_self_enabled,
        create_organization_enabled: bool = user.create_organization_enabled,
        create_organizations_limit: Option<i64> = user.create_organizations_limit,
        last_active_at: Option<i64> = user.last_active_at,
        mfa_enabled_at: Option<i64> = user.mfa_enabled_at,
        mfa_disabled_at: Option<i64> = None,
        legal_accepted_at: Option<i64> = user.legal_accepted_at,
        bypass_client_trust: bool = user.bypass_client_trust,
    }
}

fn first_id(list: &[Identification]) -> Option<&str> {
    list.first().map(|first| first.id.as_str())
}

fn external_accounts(user: &User) -> Vec<ExternalAccount<'_>> {
    let accounts = user.external_accounts.iter();
    accounts
        .map(|account| ExternalAccount::new(account, user.created_at))
        .collect()
}

fn map_identifications<'a, T>(
    list: &'a [Identification],
    user: &User,
    new: impl Fn(&'a Identification, i64) -> T,
) -> Vec<T> {
    list.iter().map(|item| new(item, user.created_at)).collect()
}

/// The verification of an identifier that was set through the Backend API.
#[derive(Serialize)]
struct Verification {
    object: &'static str,
    status: &'static str,
    strategy: &'static str,
    attempts: Option<i64>,
    expire_at: Option<i64>,
}

fn verification(item: &Identification) -> Option<Verification> {
    (!item.reserved).then_some(Verification {
        object: "verification_admin",
        status: "verified",
        strategy: "admin",
        attempts: None,
        expire_at: None,
    })
}

#[derive(Serialize)]
struct EmailAddress<'a> {
    id: &'a str,
    object: &'static str,
    email_address: &'a str,
    reserved: bool,
    verification: Option<Verification>,
    linked_to: [(); 0],
    matches_sso_connection: bool,
    created_at: i64,
    updated_at: i64,
}

impl<'a> EmailAddress<'a> {
    fn new(item: &'a Identification, created_at: i64) -> Self {
        EmailAddress {
            id: &item.id,
            object: "email_address",
            email_address: &item.value,
            reserved: item.reserved,
            verification: verification(item),
            linked_to: EMPTY_LIST,
            matches_sso_connection: false,
            created_at,
            updated_at: created_at,
        }
    }
}

#[derive(Serialize)]
struct PhoneNumber<'a> {
    id: &'a str,
    object: &'static str,
    phone_number: &'a str,
    reserved_for_second_factor: bool,
    default_second_factor: bool,
    reserved: bool,
    verification: Option<Verification>,
    linked_to: [(); 0],
    backup_codes: Option<[(); 0]>,
    created_at: i64,
    updated_at: i64,
}

impl<'a> PhoneNumber<'a> {
    fn new(item: &'a Identification, created_at: i64) -> Self {
        PhoneNumber {
            id: &item.id,
            object: "phone_number",
            phone_number: &item.value,
            reserved_for_second_factor: false,
            default_second_factor: false,
            reserved: item.reserved,
            verification: verification(item),
            linked_to: EMPTY_LIST,
            backup_codes: None,
            created_at,
            updated_at: created_at,
        }
    }
}

#[derive(Serialize)]
struct Web3Wallet<'a> {
    id: &'a str,
    object: &'static str,
    web3_wallet: &'a str,
    verification: Option<Verification>,
    created_at: i64,
    updated_at: i64,
}

impl<'a> Web3Wallet<'a> {
    fn new(item: &'a Identification, created_at: i64) -> Self {
        Web3Wallet {
            id: &item.id,
            object: "web3_wallet",
            web3_wallet: &item.value,
            verification: verification(item),
            created_at,
            updated_at: created_at,
        }
    }
}

/// An account without profile data from its provider.
#[derive(Serialize)]
struct ExternalAccount<'a> {
    object: &'static str,
    id: &'a str,
    provider: &'a str,
    identification_id: &'a str,
    provider_user_id: &'a str,
    approved_scopes: &'static str,
    email_address: &'static str,
    first_name: &'static str,
    last_name: &'static str,
    image_url: &'static str,
    username: Option<&'a str>,
    phone_number: Option<&'a str>,
    public_metadata: JsonObject,
    label: Option<&'a str>,
    created_at: i64,
    updated_at: i64,
    verification: Option<Verification>,
}

impl<'a> ExternalAccount<'a> {
    fn new(account: &'a user::ExternalAccount, created_at: i64) -> Self {
        ExternalAccount {
            object: "external_account",
            id: &account.id,
            provider: &account.provider,
            identification_id: &account.id,
            provider_user_id: &account.provider_user_id,
            approved_scopes: "",
            email_address: "",
            first_name: "",
            last_name: "",
            image_url: "",
            username: None,
            phone_number: None,
            public_metadata: JsonObject::default(),
            label: None,
            created_at,
            updated_at: created_at,
            verification: None,
        }
    }
}
