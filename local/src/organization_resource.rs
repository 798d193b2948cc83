//! How organizations and memberships are created, changed and found.

use crate::errors::{self, RequestError};
use crate::journal::Change;
use crate::organization::{Membership, Organization};
use crate::organization_create as create;
use crate::organization_update as update;
use crate::organization_wire::{self as wire, ADMIN, OptionalFields};
use crate::params::Source;
use crate::random::{Random, new_id};
use crate::resource::Resource;
use crate::store::Store;

impl Resource for Organization {
    type Key<'a> = &'a str;
    type Parent<'a> = ();

    fn find<'s>(store: &'s Store, id: &str) -> Option<&'s Organization> {
        store.organization(id)
    }

    fn not_found(_store: &Store, _id: &str) -> RequestError {
        RequestError::organization_not_found()
    }

    fn from_body(
        (): (),
        body: &str,
        source: Source,
        now_ms: i64,
        random: &mut Random<'_>,
    ) -> Result<Organization, RequestError> {
        create::create_organization(body, source, now_ms, random)
    }

    fn with_body(
        &self,
        body: &str,
        source: Source,
        now_ms: i64,
        random: &mut Random<'_>,
    ) -> Result<Organization, RequestError> {
        update::updated_organization(self, body, source, now_ms, random)
    }

    /// Rejects a slug that is taken, and derives a missing one from the name.
    fn check(&mut self, store: &Store, is_new: bool, now_ms: i64) -> Result<(), RequestError> {
        let is_taken = |slug: &str| store.is_slug_taken(slug, &self.id);
        if self.slug.is_empty() {
            let slug = create::slug_of(&self.name);
            let candidates = (0..).map(|number: u64| match number {
                0 => slug.clone(),
                // Clerk appends the time in seconds (as seen in its documentation).
                number => format!(
                    "{slug}-{}",
                    now_ms / 1000 + i64::try_from(number).unwrap_or(0) - 1
                ),
            });
            self.slug = candidates
                .into_iter()
                .find(|slug| !is_taken(slug))
                .unwrap_or(slug.clone());
        } else if is_taken(&self.slug) {
            return Err(errors::identifier_exists("slug").into());
        }
        match self.created_by.as_deref().filter(|_| is_new) {
            Some(id) if store.get(id).is_none() => Err(RequestError::creator_not_found(id)),
            _ => Ok(()),
        }
    }

    /// The membership of its creator.
    fn following_change(&self, now_ms: i64, random: &mut Random<'_>) -> Option<Change> {
        let membership = Membership {
            id: new_id("orgmem_", now_ms, random),
            organization_id: self.id.clone(),
            user_id: self.created_by.clone()?,
            role: ADMIN.to_owned(),
            created_at: now_ms,
            updated_at: now_ms,
            ..Membership::default()
        };
        Some(membership.into_change())
    }

    fn id(&self) -> &str {
        &self.id
    }

    fn json(&self, store: &Store) -> Result<String, RequestError> {
        Ok(wire::organization(self, store, OptionalFields::default()))
    }

    fn into_change(self) -> Change {
        Change::PutOrganization(Box::new(self))
    }
}

impl Resource for Membership {
    /// The IDs of the organization and the user.
    type Key<'a> = (&'a str, &'a str);
    /// The ID of the organization.
    type Parent<'a> = &'a str;

    fn find<'s>(store: &'s Store, (organization, user): (&str, &str)) -> Option<&'s Membership> {
        let (_, membership, _) = store.membership(organization, user)?;
        Some(membership)
    }

    fn not_found(store: &Store, (organization, user): (&str, &str)) -> RequestError {
        match store.organization(organization) {
            Some(_) => RequestError::membership_not_found(user),
            None => RequestError::organization_not_found(),
        }
    }

    fn from_body(
        organization_id: &str,
        body: &str,
        source: Source,
        now_ms: i64,
        random: &mut Random<'_>,
    ) -> Result<Membership, RequestError> {
        create::create_membership(organization_id, body, source, now_ms, random)
    }

    fn with_body(
        &self,
        body: &str,
        source: Source,
        now_ms: i64,
        random: &mut Random<'_>,
    ) -> Result<Membership, RequestError> {
        update::updated_membership(self, body, source, now_ms, random)
    }

    fn check(&mut self, store: &Store, is_new: bool, _now_ms: i64) -> Result<(), RequestError> {
        let organization = (store.organization(&self.organization_id))
            .ok_or_else(RequestError::organization_not_found)?;
        if !is_new {
            return Ok(());
        }
        let limit = organization.max_allowed_memberships;
        if store.membership(&organization.id, &self.user_id).is_some() {
            return Err(RequestError::already_a_member(&self.user_id));
        }
        let count = store.members(&organization.id).count();
        if limit > 0 && i64::try_from(count).unwrap_or(i64::MAX) >= limit {
            return Err(RequestError::membership_quota_exceeded(limit));
        }
        Ok(())
    }

    fn id(&self) -> &str {
        &self.id
    }

    fn json(&self, store: &Store) -> Result<String, RequestError> {
        let organization = (store.organization(&self.organization_id))
            .ok_or_else(RequestError::organization_not_found)?;
        let user = (store.get(&self.user_id))
            .ok_or_else(|| RequestError::user_not_found(&self.user_id))?;
        Ok(wire::membership(self, organization, user, store))
    }

    fn into_change(self) -> Change {
        Change::PutMembership(Box::new(self))
    }
}
