//! The `User` resource and its parts, as tables.
//!
//! Names and order are those of the official SDK's classes. Where Clerk leaves a field out, it
//! gets the empty value of its declared type.

use super::json::{self, NotJson};
use super::resource::{
    Field,
    Kind::{self, Filled, Many, One, Value},
    Resource,
};

const fn field(wire: &'static str, name: &'static str, kind: Kind) -> Field {
    Field { wire, name, kind }
}

/// A value that may be `null`.
const fn value(wire: &'static str, name: &'static str) -> Field {
    field(wire, name, Value("null"))
}

/// A yes or no.
const fn flag(wire: &'static str, name: &'static str) -> Field {
    field(wire, name, Filled("false"))
}

/// A user.
pub static USER: Resource = Resource {
    fields: &[
        value("id", "id"),
        flag("password_enabled", "passwordEnabled"),
        flag("totp_enabled", "totpEnabled"),
        flag("backup_code_enabled", "backupCodeEnabled"),
        flag("two_factor_enabled", "twoFactorEnabled"),
        flag("banned", "banned"),
        flag("locked", "locked"),
        value("created_at", "createdAt"),
        value("updated_at", "updatedAt"),
        field("image_url", "imageUrl", Filled("\"\"")),
        flag("has_image", "hasImage"),
        value("primary_email_address_id", "primaryEmailAddressId"),
        value("primary_phone_number_id", "primaryPhoneNumberId"),
        value("primary_web3_wallet_id", "primaryWeb3WalletId"),
        value("last_sign_in_at", "lastSignInAt"),
        value("external_id", "externalId"),
        value("username", "username"),
        value("first_name", "firstName"),
        value("last_name", "lastName"),
        field("public_metadata", "publicMetadata", Filled("{}")),
        field("private_metadata", "privateMetadata", Filled("{}")),
        field("unsafe_metadata", "unsafeMetadata", Filled("{}")),
        field("email_addresses", "emailAddresses", Many(&EMAIL_ADDRESS)),
        field("phone_numbers", "phoneNumbers", Many(&PHONE_NUMBER)),
        field("web3_wallets", "web3Wallets", Many(&WEB3_WALLET)),
        field(
            "external_accounts",
            "externalAccounts",
            Many(&EXTERNAL_ACCOUNT),
        ),
        field(
            "enterprise_accounts",
            "enterpriseAccounts",
            Many(&ENTERPRISE_ACCOUNT),
        ),
        value("last_active_at", "lastActiveAt"),
        flag("create_organization_enabled", "createOrganizationEnabled"),
        value("create_organizations_limit", "createOrganizationsLimit"),
        flag("delete_self_enabled", "deleteSelfEnabled"),
        value("legal_accepted_at", "legalAcceptedAt"),
        value("locale", "locale"),
        value("timezone", "timezone"),
        flag("deprovisioned", "deprovisioned"),
    ],
};

static EMAIL_ADDRESS: Resource = Resource {
    fields: &[
        value("id", "id"),
        value("email_address", "emailAddress"),
        field("verification", "verification", One(&VERIFICATION)),
        field("linked_to", "linkedTo", Many(&IDENTIFICATION_LINK)),
    ],
};

static PHONE_NUMBER: Resource = Resource {
    fields: &[
        value("id", "id"),
        value("phone_number", "phoneNumber"),
        flag("reserved_for_second_factor", "reservedForSecondFactor"),
        flag("default_second_factor", "defaultSecondFactor"),
        field("verification", "verification", One(&VERIFICATION)),
        field("linked_to", "linkedTo", Many(&IDENTIFICATION_LINK)),
    ],
};

static WEB3_WALLET: Resource = Resource {
    fields: &[
        value("id", "id"),
        value("web3_wallet", "web3Wallet"),
        field("verification", "verification", One(&VERIFICATION)),
    ],
};

static EXTERNAL_ACCOUNT: Resource = Resource {
    fields: &[
        value("id", "id"),
        value("provider", "provider"),
        // One wire field under two names, the first of them for old code.
        value("provider_user_id", "externalId"),
        value("provider_user_id", "providerUserId"),
        value("identification_id", "identificationId"),
        field("approved_scopes", "approvedScopes", Filled("\"\"")),
        value("email_address", "emailAddress"),
        value("first_name", "firstName"),
        value("last_name", "lastName"),
        field("image_url", "imageUrl", Filled("\"\"")),
        value("username", "username"),
        value("phone_number", "phoneNumber"),
        field("public_metadata", "publicMetadata", Filled("{}")),
        value("label", "label"),
        field("verification", "verification", One(&VERIFICATION)),
        value("external_account_id", "externalAccountId"),
    ],
};

static ENTERPRISE_ACCOUNT: Resource = Resource {
    fields: &[
        value("id", "id"),
        flag("active", "active"),
        value("email_address", "emailAddress"),
        field(
            "enterprise_connection",
            "enterpriseConnection",
            One(&ENTERPRISE_CONNECTION),
        ),
        value("first_name", "firstName"),
        value("last_name", "lastName"),
        value("protocol", "protocol"),
        value("provider", "provider"),
        value("provider_user_id", "providerUserId"),
        field("public_metadata", "publicMetadata", Filled("{}")),
        field("verification", "verification", One(&VERIFICATION)),
        value("last_authenticated_at", "lastAuthenticatedAt"),
        value("enterprise_connection_id", "enterpriseConnectionId"),
    ],
};

static ENTERPRISE_CONNECTION: Resource = Resource {
    fields: &[
        value("id", "id"),
        flag("active", "active"),
        flag("allow_idp_initiated", "allowIdpInitiated"),
        flag("allow_subdomains", "allowSubdomains"),
        flag(
            "disable_additional_identifications",
            "disableAdditionalIdentifications",
        ),
        value("domain", "domain"),
        value("logo_public_url", "logoPublicUrl"),
        value("name", "name"),
        value("protocol", "protocol"),
        value("provider", "provider"),
        flag("sync_user_attributes", "syncUserAttributes"),
        value("created_at", "createdAt"),
        value("updated_at", "updatedAt"),
    ],
};

static VERIFICATION: Resource = Resource {
    fields: &[
        value("status", "status"),
        value("strategy", "strategy"),
        value(
            "external_verification_redirect_url",
            "externalVerificationRedirectURL",
        ),
        value("attempts", "attempts"),
        value("expire_at", "expireAt"),
        value("nonce", "nonce"),
        value("message", "message"),
    ],
};

static IDENTIFICATION_LINK: Resource = Resource {
    fields: &[value("id", "id"), value("type", "type")],
};

/// The user in the text of an answer, as JSON with the names of the JavaScript `User`; `None`
/// where the answer is no user.
///
/// # Errors
/// [`NotJson`] where the text is not JSON.
pub fn user(text: &str) -> Result<Option<String>, NotJson> {
    let object = json::value(text)?;
    let is_user = object.starts_with('{')
        && json::member(object, "object")
            .and_then(json::string)
            .as_deref()
            == Some("user")
        && json::member(object, "id").is_some_and(|id| id.starts_with('"'));
    if !is_user {
        return Ok(None);
    }
    let mut out = String::with_capacity(object.len() + 256);
    USER.rename(object, &mut out)?;
    Ok(Some(out))
}
