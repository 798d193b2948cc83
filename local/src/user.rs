//! A user as it is stored. [`wire`](crate::wire) adds the fields that a response derives from it.
//!
//! In the JSON of the data file, empty fields and fields with their default value are omitted.

use clerk_metadata::core::Field;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::value::RawValue;

use crate::metadata::has_metadata;

/// A user.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "the names are documented by the Backend API")]
pub struct User {
    pub id: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub external_id: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub username: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first_name: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_name: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub locale: Option<String>,
    /// The first of each kind is the primary one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub email_addresses: Vec<Identification>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub phone_numbers: Vec<Identification>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub web3_wallets: Vec<Identification>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub external_accounts: Vec<ExternalAccount>,
    #[serde(default, skip_serializing_if = "JsonObject::is_empty")]
    pub public_metadata: JsonObject,
    #[serde(default, skip_serializing_if = "JsonObject::is_empty")]
    pub private_metadata: JsonObject,
    #[serde(default, skip_serializing_if = "JsonObject::is_empty")]
    pub unsafe_metadata: JsonObject,
    #[serde(default, skip_serializing_if = "is_false")]
    pub password_enabled: bool,
    #[serde(default, skip_serializing_if = "is_false")]
    pub totp_enabled: bool,
    #[serde(default, skip_serializing_if = "is_false")]
    pub backup_code_enabled: bool,
    #[serde(default, skip_serializing_if = "is_false")]
    pub banned: bool,
    #[serde(default, skip_serializing_if = "is_false")]
    pub locked: bool,
    #[serde(default, skip_serializing_if = "is_false")]
    pub bypass_client_trust: bool,
    #[serde(default = "default_true", skip_serializing_if = "is_true")]
    pub delete_self_enabled: bool,
    #[serde(default = "default_true", skip_serializing_if = "is_true")]
    pub create_organization_enabled: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub create_organizations_limit: Option<i64>,
    pub created_at: i64,
    pub updated_at: i64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_sign_in_at: Option<i64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_active_at: Option<i64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub legal_accepted_at: Option<i64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub password_last_updated_at: Option<i64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mfa_enabled_at: Option<i64>,
    /// The user as a Backend API returned it, if it was not created here. The response has all fields of
    /// it; those that can be changed here have their current values.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub returned: Option<JsonObject>,
}

/// An email address, a phone number or a wallet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Identification {
    /// `idn_…`.
    pub id: String,
    /// The address or the number.
    pub value: String,
    /// Whether it is reserved for this user without being verified.
    #[serde(default, skip_serializing_if = "is_false")]
    pub reserved: bool,
}

/// An account at an OAuth provider.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExternalAccount {
    /// `idn_…`: the ID of the account, which is also its identification ID.
    pub id: String,
    /// The provider, such as `oauth_google`.
    pub provider: String,
    /// The user's ID at the provider.
    pub provider_user_id: String,
}

impl User {
    /// A user with default values.
    #[must_use]
    pub fn new(id: String, now_ms: i64) -> User {
        User {
            id,
            delete_self_enabled: true,
            create_organization_enabled: true,
            created_at: now_ms,
            updated_at: now_ms,
            ..User::default()
        }
    }

    /// A metadata field.
    #[must_use]
    pub fn metadata(&self, field: Field) -> &JsonObject {
        match field {
            Field::Public => &self.public_metadata,
            Field::Private => &self.private_metadata,
            Field::Unsafe => &self.unsafe_metadata,
        }
    }

    /// A mutable metadata field.
    pub fn metadata_mut(&mut self, field: Field) -> &mut JsonObject {
        match field {
            Field::Public => &mut self.public_metadata,
            Field::Private => &mut self.private_metadata,
            Field::Unsafe => &mut self.unsafe_metadata,
        }
    }

    /// The first email address.
    #[must_use]
    pub fn email_address(&self) -> Option<&str> {
        first(&self.email_addresses)
    }

    /// The first phone number.
    #[must_use]
    pub fn phone_number(&self) -> Option<&str> {
        first(&self.phone_numbers)
    }

    /// The first wallet.
    #[must_use]
    pub fn web3_wallet(&self) -> Option<&str> {
        first(&self.web3_wallets)
    }
}

has_metadata!(User {
    Public: public_metadata,
    Private: private_metadata,
    Unsafe: unsafe_metadata,
});

fn first(list: &[Identification]) -> Option<&str> {
    list.first().map(|first| first.value.as_str())
}

/// A JSON object, stored as text: a parsed value takes ten times the memory, and most requests only
/// copy it.
///
/// `{}` is stored as an empty text, which allocates nothing: most users have fields without metadata.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct JsonObject(Box<str>);

impl JsonObject {
    /// Wraps a text that is known to be a JSON object.
    #[must_use]
    pub(crate) fn from_text(text: String) -> JsonObject {
        JsonObject::from_boxed(text.into_boxed_str())
    }

    fn from_boxed(text: Box<str>) -> JsonObject {
        if &*text == "{}" {
            return JsonObject::default();
        }
        JsonObject(text)
    }

    /// The text.
    #[must_use]
    pub fn text(&self) -> &str {
        if self.0.is_empty() { "{}" } else { &self.0 }
    }

    /// Whether the object has no members.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl Serialize for JsonObject {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let raw: &RawValue =
            serde_json::from_str(self.text()).map_err(serde::ser::Error::custom)?;
        raw.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for JsonObject {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = Box::<RawValue>::deserialize(deserializer)?;
        if !raw.get().starts_with('{') {
            return Err(D::Error::custom("metadata must be an object"));
        }
        Ok(JsonObject::from_boxed(raw.into()))
    }
}

pub(crate) fn default_true() -> bool {
    true
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde passes references")]
pub(crate) fn is_true(value: &bool) -> bool {
    *value
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde passes references")]
fn is_false(value: &bool) -> bool {
    !*value
}
