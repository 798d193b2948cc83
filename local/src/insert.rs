//! Reads a user from the JSON that the Backend API returns, and keeps every field of it.

use serde_json::Value;

use crate::errors::RequestError;
use crate::returned::{Returned, string};
use crate::user::{ExternalAccount, Identification, User};

/// The user of such a text.
///
/// # Errors
/// 422 if the text is not a user.
pub fn returned_user(text: &str) -> Result<User, RequestError> {
    let returned = Returned::parse(text, "user")?;
    let flag = |name| returned.flag(name).unwrap_or(false);
    let mut user = User {
        external_id: returned.string("external_id"),
        username: returned.string("username"),
        first_name: returned.string("first_name"),
        last_name: returned.string("last_name"),
        locale: returned.string("locale"),
        email_addresses: identifications(&returned, "email_addresses", "email_address"),
        phone_numbers: identifications(&returned, "phone_numbers", "phone_number"),
        web3_wallets: identifications(&returned, "web3_wallets", "web3_wallet"),
        external_accounts: external_accounts(&returned),
        password_enabled: flag("password_enabled"),
        totp_enabled: flag("totp_enabled"),
        backup_code_enabled: flag("backup_code_enabled"),
        banned: flag("banned"),
        locked: flag("locked"),
        updated_at: returned.time("updated_at")?,
        last_sign_in_at: returned.integer("last_sign_in_at"),
        last_active_at: returned.integer("last_active_at"),
        returned: Some(returned.compact_text()?),
        ..User::new(returned.id(&["id"])?, returned.time("created_at")?)
    };
    returned.read_metadata(&mut user)?;
    Ok(user)
}

/// The identifiers of a kind, the primary one first.
fn identifications(returned: &Returned<'_>, list: &str, name: &str) -> Vec<Identification> {
    let primary = returned.string(&format!("primary_{name}_id"));
    let mut found: Vec<_> = returned
        .items(list)
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

fn external_accounts(returned: &Returned<'_>) -> Vec<ExternalAccount> {
    let account = |item: &Value| {
        Some(ExternalAccount {
            id: string(item, "id")?,
            provider: string(item, "provider")?,
            provider_user_id: string(item, "provider_user_id")?,
        })
    };
    let accounts = returned.items("external_accounts").iter();
    accounts.filter_map(account).collect()
}
