//! Creates organizations and memberships from the bodies of `POST /organizations` and
//! `POST /organizations/{id}/memberships`, and updates them for the host program.

use crate::errors::{self, RequestError};
use crate::metadata;
use crate::organization::{Membership, Organization};
use crate::params::{Params, Source};
use crate::random::{Random, new_id};

const MAX_NAME_LENGTH: usize = 256;

/// The organization that a body describes. Its slug is empty if the body has none.
///
/// # Errors
/// 400 if the body is not a JSON object, 422 with an error for each invalid parameter.
pub fn create_organization(
    body: &str,
    source: Source,
    now_ms: i64,
    random: &mut Random<'_>,
) -> Result<Organization, RequestError> {
    let mut params = Params::parse(body, source)?;
    let id = params
        .id("the id of an organization, such as org_2abc")
        .unwrap_or_else(|| new_id("org_", now_ms, random));
    let organization = Organization {
        name: params.organization_name(&id),
        slug: params.slug().unwrap_or_default(),
        max_allowed_memberships: params
            .non_negative_integer("max_allowed_memberships")
            .unwrap_or(0),
        admin_delete_enabled: params.host_flag("admin_delete_enabled").unwrap_or(true),
        public_metadata: params.nullable_metadata("public_metadata"),
        private_metadata: params.nullable_metadata("private_metadata"),
        created_by: params.non_empty_string("created_by"),
        role_set_key: params.non_empty_string("role_set_key"),
        created_at: params.time("created_at").unwrap_or(now_ms),
        updated_at: params.host_time("updated_at").unwrap_or(now_ms),
        id,
        ..Organization::default()
    };
    valid(params, organization)
}

/// The membership that a body describes.
///
/// # Errors
/// 400 if the body is not a JSON object, 422 with an error for each invalid parameter.
pub fn create_membership(
    organization_id: &str,
    body: &str,
    source: Source,
    now_ms: i64,
    random: &mut Random<'_>,
) -> Result<Membership, RequestError> {
    let mut params = Params::parse(body, source)?;
    let membership = Membership {
        id: params
            .id("the id of a membership, such as orgmem_2abc")
            .unwrap_or_else(|| new_id("orgmem_", now_ms, random)),
        organization_id: organization_id.to_owned(),
        user_id: params.required("user_id").unwrap_or_default(),
        role: match source {
            Source::Request => params.required("role").unwrap_or_default(),
            Source::Host => (params.non_empty_string("role")).unwrap_or_else(|| MEMBER.to_owned()),
        },
        public_metadata: params.nullable_metadata("public_metadata"),
        private_metadata: params.nullable_metadata("private_metadata"),
        created_at: params.host_time("created_at").unwrap_or(now_ms),
        updated_at: params.host_time("updated_at").unwrap_or(now_ms),
        ..Membership::default()
    };
    valid(params, membership)
}

/// The default role of a member that the host adds.
const MEMBER: &str = "org:member";

fn valid<T>(params: Params<'_>, resource: T) -> Result<T, RequestError> {
    match params.into_errors() {
        errors if errors.is_empty() => Ok(resource),
        errors => Err(RequestError::invalid(errors)),
    }
}

impl Params<'_> {
    fn required(&mut self, name: &'static str) -> Option<String> {
        let error_count = self.errors.len();
        let value = self.non_empty_string(name);
        if value.is_none() && self.errors.len() == error_count {
            return self.add_error(errors::missing(name));
        }
        value
    }

    /// The name, which only the host may omit: it is then the ID.
    fn organization_name(&mut self, id: &str) -> String {
        let name = match self.source {
            Source::Request => self.required("name").unwrap_or_default(),
            Source::Host => self.non_empty_string("name").unwrap_or(id.to_owned()),
        };
        if name.chars().count() > MAX_NAME_LENGTH {
            self.errors.push(errors::too_long("name", MAX_NAME_LENGTH));
        }
        name
    }

    fn slug(&mut self) -> Option<String> {
        let slug = self.non_empty_string("slug")?;
        if slug.bytes().all(is_slug_byte) {
            return Some(slug);
        }
        let expected = "made of lowercase letters, digits and dashes";
        self.add_error(errors::invalid_format("slug", expected))
    }

    fn non_negative_integer(&mut self, name: &'static str) -> Option<i64> {
        let number = self.integer(name)?;
        if number < 0 {
            let text = format!("{name} must be an integer greater than or equal to 0.");
            return self.add_error(errors::invalid_value(name, &text));
        }
        Some(number)
    }

    /// A flag that only the host may set.
    fn host_flag(&mut self, name: &'static str) -> Option<bool> {
        match self.source {
            Source::Host => self.flag(name),
            Source::Request => None,
        }
    }
}

fn is_slug_byte(byte: u8) -> bool {
    byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-'
}

/// A slug for a name: its letters and digits in lower case, separated by dashes. How Clerk derives it is inferred.
#[must_use]
pub fn slug_of(name: &str) -> String {
    let words = name.split(|char: char| !char.is_ascii_alphanumeric());
    let words: Vec<String> = words
        .filter(|word| !word.is_empty())
        .map(str::to_ascii_lowercase)
        .collect();
    match words.join("-") {
        slug if slug.is_empty() => String::from("org"),
        slug => slug,
    }
}

/// The organization with the fields of a body, which has the parameters of [`create_organization`] for
/// [`Source::Host`]. Each given field replaces the stored one. Other fields are kept.
///
/// # Errors
/// As [`create_organization`], and 422 if `id` is another organization's ID.
pub fn updated_organization(
    organization: &Organization,
    body: &str,
    now_ms: i64,
    random: &mut Random<'_>,
) -> Result<Organization, RequestError> {
    let input = create_organization(body, Source::Host, now_ms, random)?;
    let mut updated = organization.clone();
    // The time never decreases, even if the clock is set back.
    updated.updated_at = now_ms.max(organization.updated_at);
    for name in member_names(body)? {
        match name.as_str() {
            "id" if input.id != organization.id => {
                return Err(errors::invalid_format("id", "the id of the organization").into());
            }
            // Without a name, an organization has its ID as name. That of the input may be generated.
            "name" if input.name == input.id => updated.name.clone_from(&organization.id),
            "name" => updated.name.clone_from(&input.name),
            "slug" => updated.slug.clone_from(&input.slug),
            "max_allowed_memberships" => {
                updated.max_allowed_memberships = input.max_allowed_memberships;
            }
            "admin_delete_enabled" => updated.admin_delete_enabled = input.admin_delete_enabled,
            "public_metadata" => updated.public_metadata.clone_from(&input.public_metadata),
            "private_metadata" => updated.private_metadata.clone_from(&input.private_metadata),
            "created_by" => updated.created_by.clone_from(&input.created_by),
            "role_set_key" => updated.role_set_key.clone_from(&input.role_set_key),
            "created_at" => updated.created_at = input.created_at,
            "updated_at" => updated.updated_at = input.updated_at,
            _ => {}
        }
    }
    Ok(updated)
}

/// The membership with the fields of a body, as [`updated_organization`]. `user_id` is not one of them.
///
/// # Errors
/// As [`create_membership`].
pub fn updated_membership(
    membership: &Membership,
    body: &str,
    now_ms: i64,
    random: &mut Random<'_>,
) -> Result<Membership, RequestError> {
    let input = create_membership(
        &membership.organization_id,
        body,
        Source::Host,
        now_ms,
        random,
    )?;
    let mut updated = membership.clone();
    updated.updated_at = now_ms.max(membership.updated_at);
    for name in member_names(body)? {
        match name.as_str() {
            "role" => updated.role.clone_from(&input.role),
            "public_metadata" => updated.public_metadata.clone_from(&input.public_metadata),
            "private_metadata" => updated.private_metadata.clone_from(&input.private_metadata),
            "created_at" => updated.created_at = input.created_at,
            "updated_at" => updated.updated_at = input.updated_at,
            _ => {}
        }
    }
    Ok(updated)
}

/// The names of the members of a body.
fn member_names(body: &str) -> Result<Vec<String>, RequestError> {
    let members = metadata::parse_members(body)?;
    Ok(members.into_iter().map(|(name, _)| name).collect())
}
