//! Creates organizations and memberships from the bodies of `POST /organizations` and
//! `POST /organizations/{id}/memberships`.

use crate::errors::{self, RequestError};
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

pub(crate) fn valid<T>(params: Params<'_>, resource: T) -> Result<T, RequestError> {
    match params.into_errors() {
        errors if errors.is_empty() => Ok(resource),
        errors => Err(RequestError::invalid(errors)),
    }
}

impl Params<'_> {
    pub(crate) fn required(&mut self, name: &'static str) -> Option<String> {
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
        self.check_organization_name(&name);
        name
    }

    /// The new name of an organization, if there is one.
    pub(crate) fn changed_organization_name(&mut self) -> Option<String> {
        let name = self.non_empty_string("name")?;
        self.check_organization_name(&name);
        Some(name)
    }

    fn check_organization_name(&mut self, name: &str) {
        if name.chars().count() > MAX_NAME_LENGTH {
            self.errors.push(errors::too_long("name", MAX_NAME_LENGTH));
        }
    }

    pub(crate) fn slug(&mut self) -> Option<String> {
        let slug = self.non_empty_string("slug")?;
        if slug.bytes().all(is_slug_byte) {
            return Some(slug);
        }
        let expected = "made of lowercase letters, digits and dashes";
        self.add_error(errors::invalid_format("slug", expected))
    }

    pub(crate) fn non_negative_integer(&mut self, name: &'static str) -> Option<i64> {
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
