//! The `User` resource and its parts, as tables.
//!
//! Names and order are those of the official SDK's classes. Where Clerk leaves a field out, it
//! gets the empty value of its declared type; one that is declared as optional stays out.

use clerk_metadata_json::field;
use clerk_metadata_json::json::{self, NotJson, Scanner};
use clerk_metadata_json::resource::{
    Kind::{Again, Filled, Many, One, Optional, Value},
    Marks, Resource,
};

/// A value that may be `null`.
macro_rules! value {
    ($wire:literal) => {
        field!($wire, Value)
    };
}

/// A yes or no.
macro_rules! flag {
    ($wire:literal) => {
        field!($wire, Filled("false"))
    };
}

/// A user.
pub static USER: Resource = Resource {
    fields: &[
        value!("id"),
        flag!("password_enabled"),
        flag!("totp_enabled"),
        flag!("backup_code_enabled"),
        flag!("two_factor_enabled"),
        flag!("banned"),
        flag!("locked"),
        value!("created_at"),
        value!("updated_at"),
        field!("image_url", Filled("\"\"")),
        flag!("has_image"),
        value!("primary_email_address_id"),
        value!("primary_phone_number_id"),
        value!("primary_web3_wallet_id"),
        value!("last_sign_in_at"),
        value!("external_id"),
        value!("username"),
        value!("first_name"),
        value!("last_name"),
        field!("public_metadata", Filled("{}")),
        field!("private_metadata", Filled("{}")),
        field!("unsafe_metadata", Filled("{}")),
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
    ],
};

static EMAIL_ADDRESS: Resource = Resource {
    fields: &[
        value!("id"),
        value!("email_address"),
        field!("verification", One(&VERIFICATION)),
        field!("linked_to", Many(&IDENTIFICATION_LINK)),
    ],
};

static PHONE_NUMBER: Resource = Resource {
    fields: &[
        value!("id"),
        value!("phone_number"),
        flag!("reserved_for_second_factor"),
        flag!("default_second_factor"),
        field!("verification", One(&VERIFICATION)),
        field!("linked_to", Many(&IDENTIFICATION_LINK)),
    ],
};

static WEB3_WALLET: Resource = Resource {
    fields: &[
        value!("id"),
        value!("web3_wallet"),
        field!("verification", One(&VERIFICATION)),
    ],
};

static EXTERNAL_ACCOUNT: Resource = Resource {
    fields: &[
        value!("id"),
        value!("provider"),
        value!("provider_user_id"),
        value!("identification_id"),
        // The same as provider_user_id, under its older name.
        field!("provider_user_id", Again, "externalId"),
        field!("approved_scopes", Filled("\"\"")),
        value!("email_address"),
        value!("first_name"),
        value!("last_name"),
        field!("image_url", Filled("\"\"")),
        value!("username"),
        value!("phone_number"),
        field!("public_metadata", Filled("{}")),
        value!("label"),
        field!("verification", One(&VERIFICATION)),
        field!("external_account_id", Optional),
    ],
};

static ENTERPRISE_ACCOUNT: Resource = Resource {
    fields: &[
        value!("id"),
        flag!("active"),
        value!("email_address"),
        field!("enterprise_connection", One(&ENTERPRISE_ACCOUNT_CONNECTION)),
        value!("first_name"),
        value!("last_name"),
        value!("protocol"),
        value!("provider"),
        value!("provider_user_id"),
        field!("public_metadata", Filled("{}")),
        field!("verification", One(&VERIFICATION)),
        value!("last_authenticated_at"),
        value!("enterprise_connection_id"),
    ],
};

static ENTERPRISE_ACCOUNT_CONNECTION: Resource = Resource {
    fields: &[
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
    ],
};

static VERIFICATION: Resource = Resource {
    fields: &[
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
    ],
};

static IDENTIFICATION_LINK: Resource = Resource {
    fields: &[value!("id"), value!("type")],
};

/// The user in the text of an answer, as JSON with the names of the JavaScript `User`; `None`
/// where the answer is no user.
///
/// # Errors
/// [`NotJson`] where the text is not JSON.
pub fn user(text: &str) -> Result<Option<String>, NotJson> {
    let mut scanner = Scanner::new(text);
    if !scanner.is_before(b'{') {
        json::value(text)?;
        return Ok(None);
    }
    let mut out = String::with_capacity(2 * text.len());
    let marks = USER.rename(&mut scanner, &mut out)?;
    scanner.end()?;
    Ok(are_of_user(&marks).then_some(out))
}

/// The same for an array of users; `None` where the answer is anything else.
///
/// # Errors
/// [`NotJson`] where the text is not JSON.
pub fn users(text: &str) -> Result<Option<String>, NotJson> {
    let mut scanner = Scanner::new(text);
    if !scanner.is_before(b'[') {
        json::value(text)?;
        return Ok(None);
    }
    let mut out = String::with_capacity(2 * text.len());
    let mut all_users = true;
    let mut more = scanner.opens(b'[', b']')?;
    while more {
        out.push(if out.is_empty() { '[' } else { ',' });
        if scanner.is_before(b'{') {
            all_users &= are_of_user(&USER.rename(&mut scanner, &mut out)?);
        } else {
            scanner.value()?;
            all_users = false;
        }
        more = scanner.goes_on(b']')?;
    }
    scanner.end()?;
    if out.is_empty() {
        out.push('[');
    }
    out.push(']');
    Ok(all_users.then_some(out))
}

/// Whether an object of these is a user.
fn are_of_user(marks: &Marks<'_>) -> bool {
    marks.object.and_then(json::string).as_deref() == Some("user")
        && marks.id.is_some_and(|id| id.starts_with('"'))
}
