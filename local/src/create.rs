//! Creates a user from the body of `POST /users`.

use serde_json::Value;

use crate::errors::{self, RequestError};
use crate::identifier_format::{expected_format, normalize_identifier};
use crate::json::parse;
use crate::params::Params;
pub use crate::params::Source;
use crate::random::{Random, new_id};
use crate::store::Identifier;
use crate::user::{ExternalAccount, Identification, User};

const MIN_PASSWORD_LENGTH: usize = 8;
const MAX_USERNAME_LENGTH: usize = 64;

/// The user that a body describes.
///
/// # Errors
/// 400 if the body is not a JSON object, 422 with an error for each invalid parameter.
pub fn create_user(
    body: &str,
    source: Source,
    now_ms: i64,
    random: &mut Random<'_>,
) -> Result<User, RequestError> {
    let mut params = Params::parse(body, source)?;

    let id = params
        .id("the id of a user, such as user_2abc")
        .unwrap_or_else(|| new_id("user_", now_ms, random));
    let created_at = params.time("created_at").unwrap_or(now_ms);
    let mut user = User {
        external_id: params.non_empty_string("external_id"),
        username: params.username(),
        first_name: params.string("first_name"),
        last_name: params.string("last_name"),
        locale: params.string("locale"),
        email_addresses: params.identifications(Identifier::EmailAddress, now_ms, random),
        phone_numbers: params.identifications(Identifier::PhoneNumber, now_ms, random),
        web3_wallets: params.identifications(Identifier::Web3Wallet, now_ms, random),
        external_accounts: params.external_accounts(now_ms, random),
        public_metadata: params.metadata("public_metadata"),
        private_metadata: params.metadata("private_metadata"),
        unsafe_metadata: params.metadata("unsafe_metadata"),
        password_enabled: params.password(),
        totp_enabled: params.non_empty_string("totp_secret").is_some(),
        backup_code_enabled: !params.strings("backup_codes").is_empty(),
        banned: params.flag("banned").unwrap_or(false),
        locked: params.flag("locked").unwrap_or(false),
        bypass_client_trust: params.flag("bypass_client_trust").unwrap_or(false),
        delete_self_enabled: params.flag("delete_self_enabled").unwrap_or(true),
        create_organization_enabled: params.flag("create_organization_enabled").unwrap_or(true),
        create_organizations_limit: params.integer("create_organizations_limit"),
        created_at,
        updated_at: params.host_time("updated_at").unwrap_or(now_ms),
        last_sign_in_at: params.host_time("last_sign_in_at"),
        last_active_at: params.host_time("last_active_at"),
        legal_accepted_at: params.time("legal_accepted_at"),
        ..User::new(id, now_ms)
    };
    user.password_last_updated_at = user.password_enabled.then_some(now_ms);
    user.mfa_enabled_at = user.totp_enabled.then_some(now_ms);
    for flag in ["skip_password_requirement", "skip_legal_checks"] {
        params.flag(flag);
    }
    let needs_no_identifier = params.flag("skip_user_requirement") == Some(true);

    let errors = params.into_errors();
    if !errors.is_empty() {
        return Err(RequestError::invalid(errors));
    }
    let has_identifier = user.username.is_some()
        || [
            &user.email_addresses,
            &user.phone_numbers,
            &user.web3_wallets,
        ]
        .iter()
        .any(|list| !list.is_empty());
    if source == Source::Request && !has_identifier && !needs_no_identifier {
        return Err(RequestError::data_missing());
    }
    Ok(user)
}

impl Params<'_> {
    fn external_accounts(&mut self, now_ms: i64, random: &mut Random<'_>) -> Vec<ExternalAccount> {
        let name = "external_accounts";
        if self.source == Source::Request {
            return Vec::new();
        }
        let Some(raw) = self.raw(name) else {
            return Vec::new();
        };
        let accounts = match parse(raw, 2) {
            Ok(Value::Array(list)) => list
                .iter()
                .map(|account| {
                    let text = |name| account.get(name)?.as_str().filter(|text| !text.is_empty());
                    let has_two_members = account.as_object()?.len() == 2;
                    has_two_members.then_some(ExternalAccount {
                        id: new_id("idn_", now_ms, random),
                        provider: text("provider")?.to_owned(),
                        provider_user_id: text("provider_user_id")?.to_owned(),
                    })
                })
                .collect(),
            _ => None,
        };
        match accounts {
            Some(accounts) => accounts,
            None => self
                .add_error(errors::wrong_type(
                    name,
                    "array of objects with the strings provider and provider_user_id",
                ))
                .unwrap_or_default(),
        }
    }

    /// Clerk's rule depends on the settings of the instance. This is the most permissive one (inferred).
    fn username(&mut self) -> Option<String> {
        let username = self.non_empty_string("username")?;
        let is_valid = username.chars().count() <= MAX_USERNAME_LENGTH
            && !username
                .chars()
                .any(|char| char.is_whitespace() || char.is_control());
        if !is_valid {
            return self.add_error(errors::invalid_format(
                "username",
                "at most 64 characters, without white space",
            ));
        }
        Some(username)
    }

    /// Whether the user has a password. The password itself is not stored.
    fn password(&mut self) -> bool {
        let skips_checks = self.flag("skip_password_checks") == Some(true);
        let password = self.string("password");
        let is_too_short = |text: &String| text.chars().count() < MIN_PASSWORD_LENGTH;
        if !skips_checks && password.as_ref().is_some_and(is_too_short) {
            self.errors
                .push(errors::password_too_short(MIN_PASSWORD_LENGTH));
        }
        let digest = self.non_empty_string("password_digest");
        let hasher = self.non_empty_string("password_hasher");
        if digest.is_some() && hasher.is_none() {
            self.errors.push(errors::missing_companion(
                "password_hasher",
                "password_digest",
            ));
        }
        password.is_some() || digest.is_some()
    }

    fn identifications(
        &mut self,
        kind: Identifier,
        now_ms: i64,
        random: &mut Random<'_>,
    ) -> Vec<Identification> {
        let name = kind.name();
        let values = self.strings(name);
        let reserved = self.reserved(kind, values.len());
        let mut list: Vec<Identification> = Vec::with_capacity(values.len());
        for (index, input) in values.iter().enumerate() {
            let Some(value) = normalize_identifier(kind, input) else {
                self.errors
                    .push(errors::invalid_format(name, expected_format(kind)));
                continue;
            };
            let is_same =
                |other: &Identification| kind.normalized(&other.value) == kind.normalized(&value);
            if list.iter().any(is_same) {
                self.errors.push(errors::identifier_exists(name));
                continue;
            }
            list.push(Identification {
                id: new_id("idn_", now_ms, random),
                value,
                reserved: reserved.get(index).copied().unwrap_or(false),
            });
        }
        list
    }

    /// Whether each of the values is reserved. The parameter holds `verified` or `reserved` for each value, or is
    /// missing.
    fn reserved(&mut self, kind: Identifier, count: usize) -> Vec<bool> {
        let name = match kind {
            Identifier::EmailAddress => "email_address_identification_status",
            Identifier::PhoneNumber => "phone_number_identification_status",
            _ => return Vec::new(),
        };
        let states = self.strings(name);
        let is_known = |state: &String| matches!(state.as_str(), "verified" | "reserved");
        if !states.iter().all(is_known) {
            let text = format!("{name} must contain only `verified` or `reserved`.");
            self.errors.push(errors::invalid_value(name, &text));
        } else if !states.is_empty() && states.len() != count {
            let text = format!(
                "{name} must contain one item for each value of {}.",
                kind.name()
            );
            self.errors.push(errors::invalid_value(name, &text));
        }
        states.iter().map(|state| state == "reserved").collect()
    }
}
