//! The `User` resource and its parts, as tables.
//!
//! Names and order are those of the official SDK's classes. Where Clerk leaves a field out, it
//! gets the empty value of its declared type.

use super::json::{self, NotJson};
use super::resource::{
    Field,
    Kind::{self, Again, Filled, Many, Named, One, Value},
    Resource,
};

const fn field(wire: &'static str, kind: Kind) -> Field {
    Field { wire, kind }
}

/// A value that may be `null`.
const fn value(wire: &'static str) -> Field {
    field(wire, Value)
}

/// A yes or no.
const fn flag(wire: &'static str) -> Field {
    field(wire, Filled("false"))
}

/// A user.
pub static USER: Resource = Resource {
    fields: &[
        value("id"),
        flag("password_enabled"),
        flag("totp_enabled"),
        flag("backup_code_enabled"),
        flag("two_factor_enabled"),
        flag("banned"),
        flag("locked"),
        value("created_at"),
        value("updated_at"),
        field("image_url", Filled("\"\"")),
        flag("has_image"),
        value("primary_email_address_id"),
        value("primary_phone_number_id"),
        value("primary_web3_wallet_id"),
        value("last_sign_in_at"),
        value("external_id"),
        value("username"),
        value("first_name"),
        value("last_name"),
        field("public_metadata", Filled("{}")),
        field("private_metadata", Filled("{}")),
        field("unsafe_metadata", Filled("{}")),
        field("email_addresses", Many(&EMAIL_ADDRESS)),
        field("phone_numbers", Many(&PHONE_NUMBER)),
        field("web3_wallets", Many(&WEB3_WALLET)),
        field("external_accounts", Many(&EXTERNAL_ACCOUNT)),
        field("enterprise_accounts", Many(&ENTERPRISE_ACCOUNT)),
        value("last_active_at"),
        flag("create_organization_enabled"),
        value("create_organizations_limit"),
        flag("delete_self_enabled"),
        value("legal_accepted_at"),
        value("locale"),
        value("timezone"),
        flag("deprovisioned"),
    ],
};

static EMAIL_ADDRESS: Resource = Resource {
    fields: &[
        value("id"),
        value("email_address"),
        field("verification", One(&VERIFICATION)),
        field("linked_to", Many(&IDENTIFICATION_LINK)),
    ],
};

static PHONE_NUMBER: Resource = Resource {
    fields: &[
        value("id"),
        value("phone_number"),
        flag("reserved_for_second_factor"),
        flag("default_second_factor"),
        field("verification", One(&VERIFICATION)),
        field("linked_to", Many(&IDENTIFICATION_LINK)),
    ],
};

static WEB3_WALLET: Resource = Resource {
    fields: &[
        value("id"),
        value("web3_wallet"),
        field("verification", One(&VERIFICATION)),
    ],
};

static EXTERNAL_ACCOUNT: Resource = Resource {
    fields: &[
        value("id"),
        value("provider"),
        value("provider_user_id"),
        value("identification_id"),
        // The same under its older name.
        field("provider_user_id", Again("externalId")),
        field("approved_scopes", Filled("\"\"")),
        value("email_address"),
        value("first_name"),
        value("last_name"),
        field("image_url", Filled("\"\"")),
        value("username"),
        value("phone_number"),
        field("public_metadata", Filled("{}")),
        value("label"),
        field("verification", One(&VERIFICATION)),
        value("external_account_id"),
    ],
};

static ENTERPRISE_ACCOUNT: Resource = Resource {
    fields: &[
        value("id"),
        flag("active"),
        value("email_address"),
        field("enterprise_connection", One(&ENTERPRISE_ACCOUNT_CONNECTION)),
        value("first_name"),
        value("last_name"),
        value("protocol"),
        value("provider"),
        value("provider_user_id"),
        field("public_metadata", Filled("{}")),
        field("verification", One(&VERIFICATION)),
        value("last_authenticated_at"),
        value("enterprise_connection_id"),
    ],
};

static ENTERPRISE_ACCOUNT_CONNECTION: Resource = Resource {
    fields: &[
        value("id"),
        flag("active"),
        flag("allow_idp_initiated"),
        flag("allow_subdomains"),
        flag("disable_additional_identifications"),
        value("domain"),
        value("logo_public_url"),
        value("name"),
        value("protocol"),
        value("provider"),
        flag("sync_user_attributes"),
        value("created_at"),
        value("updated_at"),
    ],
};

static VERIFICATION: Resource = Resource {
    fields: &[
        value("status"),
        value("strategy"),
        field(
            "external_verification_redirect_url",
            Named("externalVerificationRedirectURL"),
        ),
        value("attempts"),
        value("expire_at"),
        value("nonce"),
        value("message"),
    ],
};

static IDENTIFICATION_LINK: Resource = Resource {
    fields: &[value("id"), value("type")],
};

/// The user in the text of an answer, as JSON with the names of the JavaScript `User`; `None`
/// where the answer is no user.
///
/// # Errors
/// [`NotJson`] where the text is not JSON.
pub fn user(text: &str) -> Result<Option<String>, NotJson> {
    let object = text.trim_ascii_start();
    if !object.starts_with('{') {
        json::value(text)?;
        return Ok(None);
    }
    let mut out = String::with_capacity(object.len() + 256);
    let (is_user, rest) = rename(object, &mut out)?;
    json::end(rest)?;
    Ok(is_user.then_some(out))
}

/// The same for an array of users; `None` where the answer is anything else.
///
/// # Errors
/// [`NotJson`] where the text is not JSON.
pub fn users(text: &str) -> Result<Option<String>, NotJson> {
    let array = json::value(text)?;
    if !array.starts_with('[') {
        return Ok(None);
    }
    let mut out = String::with_capacity(array.len() + 256);
    let mut all_users = true;
    json::elements(array, &mut |element| {
        out.push(if out.is_empty() { '[' } else { ',' });
        all_users = all_users && rename(element, &mut out).is_ok_and(|(is_user, _)| is_user);
    })?;
    if out.is_empty() {
        out.push('[');
    }
    out.push(']');
    Ok(all_users.then_some(out))
}

/// Appends an object with the names of a `User`; whether it is one, and what follows it.
fn rename<'a>(object: &'a str, out: &mut String) -> Result<(bool, &'a str), NotJson> {
    let mut marks = Marks::default();
    let rest = USER.rename_and(object, out, &mut |key, value| marks.look(key, value))?;
    Ok((marks.are_of_user(), rest))
}

/// What tells a user from anything else.
#[derive(Default)]
struct Marks<'a> {
    object: Option<&'a str>,
    id: Option<&'a str>,
}

impl<'a> Marks<'a> {
    fn look(&mut self, key: &str, value: &'a str) {
        if json::is(key, "object") {
            self.object = Some(value);
        } else if json::is(key, "id") {
            self.id = Some(value);
        }
    }

    fn are_of_user(&self) -> bool {
        self.object.and_then(json::string).as_deref() == Some("user")
            && self.id.is_some_and(|id| id.starts_with('"'))
    }
}
