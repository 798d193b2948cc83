//! Organizations and their memberships as they are stored. [`organization_wire`](crate::organization_wire) adds the
//! fields that a response derives from them.
//!
//! In the JSON of the data file, empty fields and fields with their default value are omitted.

use clerk_metadata::core::Field;
use serde::{Deserialize, Serialize};

use crate::metadata::has_metadata;
use crate::user::{JsonObject, default_true, is_true};

/// The value of `object` in the data file, which distinguishes an organization from a user.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OrganizationObject {
    /// `organization`.
    #[default]
    Organization,
}

/// The value of `object` in the data file, which distinguishes a membership from a user.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MembershipObject {
    /// `organization_membership`.
    #[default]
    OrganizationMembership,
}

/// An organization.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "the names are documented by the Backend API")]
pub struct Organization {
    pub object: OrganizationObject,
    pub id: String,
    pub name: String,
    pub slug: String,
    /// 0: no limit.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub max_allowed_memberships: i64,
    #[serde(default = "default_true", skip_serializing_if = "is_true")]
    pub admin_delete_enabled: bool,
    #[serde(default, skip_serializing_if = "JsonObject::is_empty")]
    pub public_metadata: JsonObject,
    #[serde(default, skip_serializing_if = "JsonObject::is_empty")]
    pub private_metadata: JsonObject,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub created_by: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role_set_key: Option<String>,
    pub created_at: i64,
    pub updated_at: i64,
    /// As a Backend API returned it, if it was not created here. The response has all fields of it; those that can be
    /// changed here have their current values.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub returned: Option<JsonObject>,
}

/// The membership of a user in an organization.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "the names are documented by the Backend API")]
pub struct Membership {
    pub object: MembershipObject,
    pub id: String,
    pub organization_id: String,
    pub user_id: String,
    /// Such as `org:admin`.
    pub role: String,
    #[serde(default, skip_serializing_if = "JsonObject::is_empty")]
    pub public_metadata: JsonObject,
    #[serde(default, skip_serializing_if = "JsonObject::is_empty")]
    pub private_metadata: JsonObject,
    pub created_at: i64,
    pub updated_at: i64,
    /// As a Backend API returned it, if it was not created here. The response has all fields of it; those that can be
    /// changed here have their current values. Its `organization` is `null`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub returned: Option<JsonObject>,
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde passes references")]
fn is_zero(value: &i64) -> bool {
    *value == 0
}

has_metadata!(Organization {
    Public: public_metadata,
    Private: private_metadata,
});
has_metadata!(Membership {
    Public: public_metadata,
    Private: private_metadata,
});
