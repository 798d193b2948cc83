//! The `Organization` and `OrganizationMembership` resources and their parts, as tables.
//!
//! The names and their order are those of the official SDK's classes, and defaults are as for a
//! [user](super::user).

use clerk_metadata_json::resource::{
    Kind::{One, Optional, WithDefault},
    Resource,
};
use clerk_metadata_json::{field, resource};

/// An organization.
pub static ORGANIZATION: Resource = resource![
    value!("id"),
    value!("name"),
    value!("slug"),
    field!("image_url", WithDefault("\"\"")),
    flag!("has_image"),
    value!("created_at"),
    value!("updated_at"),
    field!("public_metadata", WithDefault("{}")),
    field!("private_metadata", WithDefault("{}")),
    value!("max_allowed_memberships"),
    flag!("admin_delete_enabled"),
    field!("members_count", Optional),
    field!("created_by", Optional),
];

/// The membership of a user in an organization.
pub static ORGANIZATION_MEMBERSHIP: Resource = resource![
    value!("id"),
    value!("role"),
    field!("permissions", WithDefault("[]")),
    field!("public_metadata", WithDefault("{}")),
    field!("private_metadata", WithDefault("{}")),
    value!("created_at"),
    value!("updated_at"),
    field!("organization", One(&ORGANIZATION)),
    field!("public_user_data", One(&PUBLIC_USER_DATA)),
];

static PUBLIC_USER_DATA: Resource = resource![
    value!("identifier"),
    value!("first_name"),
    value!("last_name"),
    field!("image_url", WithDefault("\"\"")),
    flag!("has_image"),
    value!("user_id"),
];
