//! The JSON of organizations and memberships in responses: every field that the Backend API documents as required.

use serde::Serialize;

use crate::organization::{Membership, Organization};
use crate::returned;
use crate::store::Store;
use crate::user::{JsonObject, User};
use crate::wire::IMAGE_URL;

#[derive(Serialize)]
struct WireOrganization<'a> {
    object: &'static str,
    id: &'a str,
    name: &'a str,
    slug: &'a str,
    image_url: &'static str,
    has_image: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    members_count: Option<usize>,
    /// Every organization may have an administrator, and invitations do not exist here, so no one is missing.
    #[serde(skip_serializing_if = "Option::is_none")]
    missing_member_with_elevated_permissions: Option<bool>,
    max_allowed_memberships: i64,
    admin_delete_enabled: bool,
    public_metadata: &'a JsonObject,
    private_metadata: &'a JsonObject,
    #[serde(skip_serializing_if = "Option::is_none")]
    created_by: Option<&'a str>,
    created_at: i64,
    updated_at: i64,
    role_set_key: Option<&'a str>,
}

/// The optional fields of an organization that a request has asked for.
#[derive(Debug, Clone, Copy, Default)]
pub struct OptionalFields {
    /// `members_count`.
    pub members_count: bool,
    /// `missing_member_with_elevated_permissions`.
    pub missing_member: bool,
}

impl<'a> From<&'a Organization> for WireOrganization<'a> {
    /// Without optional fields.
    fn from(organization: &'a Organization) -> Self {
        WireOrganization {
            object: "organization",
            id: &organization.id,
            name: &organization.name,
            slug: &organization.slug,
            image_url: IMAGE_URL,
            has_image: false,
            members_count: None,
            missing_member_with_elevated_permissions: None,
            max_allowed_memberships: organization.max_allowed_memberships,
            admin_delete_enabled: organization.admin_delete_enabled,
            public_metadata: &organization.public_metadata,
            private_metadata: &organization.private_metadata,
            created_by: organization.created_by.as_deref(),
            created_at: organization.created_at,
            updated_at: organization.updated_at,
            role_set_key: organization.role_set_key.as_deref(),
        }
    }
}

/// The role of an administrator.
pub const ADMIN: &str = "org:admin";

/// The JSON of an organization.
#[must_use]
pub fn organization(organization: &Organization, store: &Store, fields: OptionalFields) -> String {
    let members = || store.members(&organization.id);
    let members_count = fields.members_count.then(|| members().count());
    let is_admin_missing = fields
        .missing_member
        .then(|| !members().any(|(_, membership, _)| membership.role == ADMIN));
    let Some(returned) = &organization.returned else {
        return to_json(&WireOrganization {
            members_count,
            missing_member_with_elevated_permissions: is_admin_missing,
            ..WireOrganization::from(organization)
        });
    };
    let count = members_count.map(|count| (MEMBERS_COUNT, count.to_string()));
    let flag = is_admin_missing.map(|flag| (MISSING_MEMBER, flag.to_string()));
    let optional = count.into_iter().chain(flag);
    let optional = optional.map(|(name, value)| (name.to_owned(), value));
    returned::current_json(returned, organization, optional.collect())
}

const MEMBERS_COUNT: &str = "members_count";
const MISSING_MEMBER: &str = "missing_member_with_elevated_permissions";

/// The JSON of an organization that no other Backend API returned, without optional fields.
pub(crate) fn created_organization(organization: &Organization) -> String {
    to_json(&WireOrganization::from(organization))
}

#[derive(Serialize)]
struct WireMembership<'a> {
    object: &'static str,
    id: &'a str,
    role: &'a str,
    role_name: String,
    permissions: [(); 0],
    public_metadata: &'a JsonObject,
    private_metadata: &'a JsonObject,
    organization: JsonObject,
    public_user_data: PublicUserData<'a>,
    created_at: i64,
    updated_at: i64,
}

#[derive(Serialize)]
struct PublicUserData<'a> {
    user_id: &'a str,
    first_name: Option<&'a str>,
    last_name: Option<&'a str>,
    profile_image_url: &'static str,
    image_url: &'static str,
    has_image: bool,
    identifier: Option<&'a str>,
    username: Option<&'a str>,
    banned: bool,
    deprovisioned: bool,
}

/// The JSON of a membership.
#[must_use]
pub fn membership(
    membership: &Membership,
    organization: &Organization,
    user: &User,
    store: &Store,
) -> String {
    let organization_json = self::organization(organization, store, OptionalFields::default());
    if let Some(returned) = &membership.returned {
        let others = vec![(String::from("organization"), organization_json)];
        return returned::current_json(returned, membership, others);
    }
    let username = user.username.as_deref();
    to_json(&WireMembership {
        object: "organization_membership",
        id: &membership.id,
        role: &membership.role,
        role_name: role_name(&membership.role),
        permissions: [],
        public_metadata: &membership.public_metadata,
        private_metadata: &membership.private_metadata,
        organization: JsonObject::from_text(organization_json),
        public_user_data: PublicUserData {
            user_id: &user.id,
            first_name: user.first_name.as_deref(),
            last_name: user.last_name.as_deref(),
            profile_image_url: IMAGE_URL,
            image_url: IMAGE_URL,
            has_image: false,
            // Which identifier comes first is inferred.
            identifier: (user.email_address())
                .or(user.phone_number())
                .or(username)
                .or(user.web3_wallet()),
            username,
            banned: user.banned,
            deprovisioned: false,
        },
        created_at: membership.created_at,
        updated_at: membership.updated_at,
    })
}

/// The fields that depend on the role.
pub(crate) fn role_fields(role: &str) -> Vec<(String, String)> {
    let fields = [
        ("role", to_json(&role)),
        ("role_name", to_json(&role_name(role))),
        ("permissions", String::from("[]")),
    ];
    fields
        .map(|(name, value)| (name.to_owned(), value))
        .to_vec()
}

/// `Admin` for `org:admin` (inferred for other roles than the two default ones).
fn role_name(role: &str) -> String {
    let name = role.strip_prefix("org:").unwrap_or(role).replace('_', " ");
    let mut chars = name.chars();
    match chars.next() {
        Some(first) => first.to_uppercase().chain(chars).collect(),
        None => name,
    }
}

/// The JSON of a page: `data`, and the number of all items.
#[must_use]
pub fn page(items: &[String], total_count: usize) -> String {
    format!(
        r#"{{"data":[{}],"total_count":{total_count}}}"#,
        items.join(",")
    )
}

/// The JSON of a deleted organization.
#[must_use]
pub fn deleted(organization: &Organization) -> String {
    #[derive(Serialize)]
    struct Deleted<'a> {
        object: &'static str,
        id: &'a str,
        slug: &'a str,
        deleted: bool,
    }
    to_json(&Deleted {
        object: "organization",
        id: &organization.id,
        slug: &organization.slug,
        deleted: true,
    })
}

fn to_json(value: &impl Serialize) -> String {
    // Serializing strings, numbers and validated JSON cannot fail.
    serde_json::to_string(value).unwrap_or_default()
}
