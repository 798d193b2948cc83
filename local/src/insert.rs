//! Reads a user from the JSON that the Backend API returns, and keeps every field of it.

use clerk_metadata::core::limits::MAX_DEPTH;
use clerk_metadata::core::{Field, IdParameter, ResourceId, json};
use serde_json::Value;

use crate::errors::{self, RequestError};
use crate::json::{metadata_text, parse, parse_metadata};
use crate::metadata;
use crate::user::{ExternalAccount, Identification, JsonObject, User};

/// The objects and lists around the metadata of a user and of its accounts.
const OUTER_LEVELS: usize = 3;

/// Whether the text is a user as the Backend API returns it, with `"object": "user"`.
#[must_use]
pub fn is_returned_user(text: &str) -> bool {
    metadata::parse_members(text).is_ok_and(|members| {
        let mut members = members.iter();
        members.any(|(name, value)| name == "object" && *value == r#""user""#)
    })
}

/// The user of such a text.
///
/// # Errors
/// 422 if the text is not a user.
pub fn returned_user(text: &str) -> Result<User, RequestError> {
    let depth = MAX_DEPTH + OUTER_LEVELS;
    let fields = parse(text, depth).map_err(|_| not_a_user())?;
    let id = string(&fields, "id").ok_or_else(not_a_user)?;
    if ResourceId::new(IdParameter::UserId, Some(&id)).is_err() {
        return Err(not_a_user());
    }
    let flag = |name| fields.get(name).and_then(Value::as_bool);
    let integer = |name| fields.get(name).and_then(Value::as_i64);
    let times = (integer("created_at"), integer("updated_at"));
    let (Some(created_at), Some(updated_at)) = times else {
        return Err(not_a_user());
    };
    let mut user = User {
        external_id: string(&fields, "external_id"),
        username: string(&fields, "username"),
        first_name: string(&fields, "first_name"),
        last_name: string(&fields, "last_name"),
        locale: string(&fields, "locale"),
        email_addresses: identifications(&fields, "email_addresses", "email_address"),
        phone_numbers: identifications(&fields, "phone_numbers", "phone_number"),
        web3_wallets: identifications(&fields, "web3_wallets", "web3_wallet"),
        external_accounts: external_accounts(&fields),
        password_enabled: flag("password_enabled").unwrap_or(false),
        totp_enabled: flag("totp_enabled").unwrap_or(false),
        backup_code_enabled: flag("backup_code_enabled").unwrap_or(false),
        banned: flag("banned").unwrap_or(false),
        locked: flag("locked").unwrap_or(false),
        updated_at,
        last_sign_in_at: integer("last_sign_in_at"),
        last_active_at: integer("last_active_at"),
        returned: Some(compact(text)?),
        ..User::new(id, created_at)
    };
    for (name, value) in metadata::parse_members(text)? {
        let field = Field::ALL.into_iter().find(|field| field.wire() == name);
        if let Some(field) = field.filter(|_| value.starts_with('{')) {
            *user.metadata_mut(field) = compact(value)?;
        }
    }
    Ok(user)
}

/// The elements of a JSON array, or `None` if the text is not an array.
#[must_use]
pub fn array_elements(text: &str) -> Option<Vec<&str>> {
    let array = json::value(text)
        .ok()
        .filter(|text| text.starts_with('['))?;
    let mut elements = Vec::new();
    json::elements(array, &mut |element| elements.push(element)).ok()?;
    Some(elements)
}

/// The object without white space, because a line of the data file must not contain a line break.
fn compact(text: &str) -> Result<JsonObject, RequestError> {
    let value = parse_metadata(text, MAX_DEPTH + OUTER_LEVELS).map_err(|_| not_a_user())?;
    // Serializing cannot fail: numbers are kept as text, and all keys are strings.
    let text = metadata_text(serde_json::to_string(&value).unwrap_or_default());
    Ok(JsonObject::from_text(text))
}

fn not_a_user() -> RequestError {
    errors::invalid_format("user", "the JSON of a user as the Backend API returns it").into()
}

fn string(object: &Value, name: &str) -> Option<String> {
    object.get(name)?.as_str().map(str::to_owned)
}

fn items<'a>(fields: &'a Value, name: &str) -> &'a [Value] {
    let list = fields.get(name).and_then(Value::as_array);
    list.map_or(&[], Vec::as_slice)
}

/// The identifiers of a kind, the primary one first.
fn identifications(fields: &Value, list: &str, name: &str) -> Vec<Identification> {
    let primary = string(fields, &format!("primary_{name}_id"));
    let mut found: Vec<_> = items(fields, list)
        .iter()
        .filter_map(|item| {
            Some(Identification {
                id: string(item, "id")?,
                value: string(item, name)?,
                reserved: item.get("reserved").and_then(Value::as_bool) == Some(true),
            })
        })
        .collect();
    found.sort_by_key(|item| Some(&item.id) != primary.as_ref());
    found
}

fn external_accounts(fields: &Value) -> Vec<ExternalAccount> {
    let account = |item: &Value| {
        Some(ExternalAccount {
            id: string(item, "id")?,
            provider: string(item, "provider")?,
            provider_user_id: string(item, "provider_user_id")?,
        })
    };
    let accounts = items(fields, "external_accounts").iter();
    accounts.filter_map(account).collect()
}
