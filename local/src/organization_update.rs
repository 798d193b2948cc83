//! Updates organizations and memberships: `PATCH /organizations/{id}`, `PATCH /organizations/{id}/memberships/{user_id}`
//! and the host program.

use crate::errors::{self, RequestError};
use crate::metadata;
use crate::organization::{Membership, Organization};
use crate::organization_create as create;
use crate::organization_wire as wire;
use crate::params::{Params, Source};
use crate::random::Random;
use crate::returned::{replace_members, with_changed_fields};
use crate::user::JsonObject;

/// The organization with the fields of a body. Other fields are kept.
///
/// For [`Source::Host`], the body has the parameters of [`create::create_organization`], and each given field replaces
/// the stored one. A request has only those that the Backend API documents, and `null` changes nothing (inferred).
///
/// # Errors
/// As [`create::create_organization`], and 422 if `id` is another organization's ID.
pub fn updated_organization(
    organization: &Organization,
    body: &str,
    source: Source,
    now_ms: i64,
    random: &mut Random<'_>,
) -> Result<Organization, RequestError> {
    // The time never decreases, even if the clock is set back.
    let mut updated = Organization {
        updated_at: now_ms.max(organization.updated_at),
        ..organization.clone()
    };
    match source {
        Source::Request => updated.update_as_request(body)?,
        Source::Host => updated.update_as_host(body, now_ms, random)?,
    }
    let json = |organization: &Organization| wire::created_organization(organization);
    updated.returned = with_changed_fields(
        organization.returned.as_ref(),
        &json(organization),
        &json(&updated),
    );
    Ok(updated)
}

impl Organization {
    fn update_as_request(&mut self, body: &str) -> Result<(), RequestError> {
        let mut params = Params::parse(body, Source::Request)?;
        if let Some(name) = params.changed_organization_name() {
            self.name = name;
        }
        if let Some(slug) = params.slug() {
            self.slug = slug;
        }
        if let Some(limit) = params.non_negative_integer("max_allowed_memberships") {
            self.max_allowed_memberships = limit;
        }
        if let Some(is_enabled) = params.flag("admin_delete_enabled") {
            self.admin_delete_enabled = is_enabled;
        }
        if let Some(created_at) = params.time("created_at") {
            self.created_at = created_at;
        }
        if let Some(key) = params.non_empty_string("role_set_key") {
            self.role_set_key = Some(key);
        }
        create::valid(params, ())
    }

    fn update_as_host(
        &mut self,
        body: &str,
        now_ms: i64,
        random: &mut Random<'_>,
    ) -> Result<(), RequestError> {
        let input = create::create_organization(body, Source::Host, now_ms, random)?;
        for name in member_names(body)? {
            match name.as_str() {
                "id" if input.id != self.id => {
                    return Err(errors::invalid_format("id", "the id of the organization").into());
                }
                // Without a name, an organization has its ID as name. That of the input may be generated.
                "name" if input.name == input.id => self.name.clone_from(&self.id),
                "name" => self.name.clone_from(&input.name),
                "slug" => self.slug.clone_from(&input.slug),
                "max_allowed_memberships" => {
                    self.max_allowed_memberships = input.max_allowed_memberships;
                }
                "admin_delete_enabled" => self.admin_delete_enabled = input.admin_delete_enabled,
                "public_metadata" => self.public_metadata.clone_from(&input.public_metadata),
                "private_metadata" => self.private_metadata.clone_from(&input.private_metadata),
                "created_by" => self.created_by.clone_from(&input.created_by),
                "role_set_key" => self.role_set_key.clone_from(&input.role_set_key),
                "created_at" => self.created_at = input.created_at,
                "updated_at" => self.updated_at = input.updated_at,
                _ => {}
            }
        }
        Ok(())
    }
}

/// The membership with the fields of a body, as [`updated_organization`]. A request has only `role`.
///
/// # Errors
/// As [`create::create_membership`].
pub fn updated_membership(
    membership: &Membership,
    body: &str,
    source: Source,
    now_ms: i64,
    random: &mut Random<'_>,
) -> Result<Membership, RequestError> {
    let mut updated = Membership {
        updated_at: now_ms.max(membership.updated_at),
        ..membership.clone()
    };
    match source {
        Source::Request => {
            let mut params = Params::parse(body, Source::Request)?;
            if let Some(role) = params.required("role") {
                updated.role = role;
            }
            create::valid(params, ())?;
        }
        Source::Host => updated.update_as_host(body, now_ms, random)?,
    }
    if let Some(returned) = &membership.returned
        && updated.role != membership.role
    {
        let fields = wire::role_fields(&updated.role);
        updated.returned = Some(JsonObject::from_text(replace_members(returned, fields)));
    }
    Ok(updated)
}

impl Membership {
    fn update_as_host(
        &mut self,
        body: &str,
        now_ms: i64,
        random: &mut Random<'_>,
    ) -> Result<(), RequestError> {
        let organization_id = self.organization_id.clone();
        let source = Source::Host;
        let input = create::create_membership(&organization_id, body, source, now_ms, random)?;
        for name in member_names(body)? {
            match name.as_str() {
                "role" => self.role.clone_from(&input.role),
                "public_metadata" => self.public_metadata.clone_from(&input.public_metadata),
                "private_metadata" => self.private_metadata.clone_from(&input.private_metadata),
                "created_at" => self.created_at = input.created_at,
                "updated_at" => self.updated_at = input.updated_at,
                _ => {}
            }
        }
        Ok(())
    }
}

/// The names of the members of a body.
fn member_names(body: &str) -> Result<Vec<String>, RequestError> {
    let members = metadata::parse_members(body)?;
    Ok(members.into_iter().map(|(name, _)| name).collect())
}
