//! Reads organizations and memberships from the JSON that the Backend API returns, and keeps every field of it.

use crate::backend::Backend;
use crate::errors::RequestError;
use crate::organization::{Membership, Organization};
use crate::pending::PendingChange;
use crate::resource::Resource;
use crate::returned::{Returned, is_returned, replace_members};
use crate::user::JsonObject;

/// The field `object` of a membership.
const MEMBERSHIP: &str = "organization_membership";

/// The organization of such a text.
///
/// # Errors
/// 422 if the text is not an organization.
pub fn returned_organization(text: &str) -> Result<Organization, RequestError> {
    let returned = Returned::parse(text, "organization")?;
    let mut organization = Organization {
        id: returned.id(&["id"])?,
        name: returned.string("name").unwrap_or_default(),
        slug: returned.string("slug").unwrap_or_default(),
        max_allowed_memberships: returned.integer("max_allowed_memberships").unwrap_or(0),
        admin_delete_enabled: returned.flag("admin_delete_enabled").unwrap_or(true),
        created_by: returned.string("created_by"),
        role_set_key: returned.string("role_set_key"),
        created_at: returned.time("created_at")?,
        updated_at: returned.time("updated_at")?,
        returned: Some(returned.compact_text()?),
        ..Organization::default()
    };
    returned.read_metadata(&mut organization)?;
    Ok(organization)
}

/// The membership of such a text, and its organization.
///
/// # Errors
/// 422 if the text is not a membership.
pub fn returned_membership(text: &str) -> Result<(Membership, Organization), RequestError> {
    let returned = Returned::parse(text, MEMBERSHIP)?;
    let organization = returned.member("organization");
    let organization = returned_organization(organization.ok_or_else(|| returned.invalid())?)?;
    // The organization is stored once.
    let without_organization = vec![(String::from("organization"), String::from("null"))];
    let own_text = replace_members(&returned.compact_text()?, without_organization);
    let mut membership = Membership {
        id: returned.id(&["id"])?,
        organization_id: organization.id.clone(),
        user_id: returned.id(&["public_user_data", "user_id"])?,
        role: returned.string("role").unwrap_or_default(),
        created_at: returned.time("created_at")?,
        updated_at: returned.time("updated_at")?,
        returned: Some(JsonObject::from_text(own_text)),
        ..Membership::default()
    };
    returned.read_metadata(&mut membership)?;
    Ok((membership, organization))
}

impl Backend {
    /// Prepares an organization from its JSON, or that of a membership of it, as the Backend API returns them. An
    /// organization that has its slug loses it.
    ///
    /// # Errors
    /// 422 if the text is neither, or if the ID is taken.
    pub fn prepare_insert_organization(&self, text: &str) -> Result<PendingChange, RequestError> {
        let organization = match is_returned(text, MEMBERSHIP) {
            true => returned_membership(text)?.1,
            false => returned_organization(text)?,
        };
        self.check_id(&organization)?;
        self.put(organization)
    }

    /// Prepares a membership from its JSON, as the Backend API returns it.
    ///
    /// # Errors
    /// 422 if the text is not a membership, or if its ID is taken; 404 if its user or its organization does not exist,
    /// 400 if the user is a member already.
    pub fn prepare_insert_membership(&self, text: &str) -> Result<PendingChange, RequestError> {
        let (membership, organization) = returned_membership(text)?;
        self.check_id(&membership)?;
        let key = (&*organization.id, &*membership.user_id);
        if Membership::find(self.store(), key).is_some() {
            return Err(RequestError::already_a_member(&membership.user_id));
        }
        self.put(membership)
    }
}
