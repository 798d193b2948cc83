//! Organizations and memberships for the host program, without requests.

use std::collections::VecDeque;
use std::ops::Range;

use crate::backend::Backend;
use crate::errors::RequestError;
use crate::journal::{Change, Journal};
use crate::organization_create as create;
use crate::organization_seed;
use crate::organization_wire::{self as wire, OptionalFields};
use crate::params::Source;
use crate::pending::PendingChange;
use crate::random::Random;

impl Backend {
    /// Prepares an organization for the host program. `body` is the body of `POST /v1/organizations`, and may contain
    /// the additional parameters of [`Source::Host`].
    ///
    /// # Errors
    /// The error response that the request would get.
    pub fn prepare_create_organization(
        &self,
        body: &str,
        now_ms: i64,
        random: &mut Random<'_>,
    ) -> Result<PendingChange, RequestError> {
        self.prepare_organization(body, Source::Host, now_ms, random)
    }

    /// Prepares a membership for the host program. `body` is the body of
    /// `POST /v1/organizations/{id}/memberships`, and may contain the additional parameters of [`Source::Host`].
    /// Without a `role`, it is `org:member`.
    ///
    /// # Errors
    /// The error response that the request would get.
    pub fn prepare_create_membership(
        &self,
        organization_id: &str,
        body: &str,
        now_ms: i64,
        random: &mut Random<'_>,
    ) -> Result<PendingChange, RequestError> {
        self.prepare_membership(organization_id, body, Source::Host, now_ms, random)
    }

    /// Prepares an update of an organization for the host program. Each given field replaces the stored one.
    ///
    /// # Errors
    /// 404 if the organization does not exist; otherwise, the error response that the request would get.
    pub fn prepare_update_organization(
        &self,
        id: &str,
        body: &str,
        now_ms: i64,
        random: &mut Random<'_>,
    ) -> Result<PendingChange, RequestError> {
        let organization = self.existing_organization(id)?;
        let mut updated = create::updated_organization(organization, body, now_ms, random)?;
        self.set_slug(&mut updated, now_ms)?;
        Ok(self.put_organization(updated))
    }

    /// Prepares an update of a membership for the host program. Each given field replaces the stored one.
    ///
    /// # Errors
    /// As [`Backend::prepare_update_organization`].
    pub fn prepare_update_membership(
        &self,
        organization_id: &str,
        user_id: &str,
        body: &str,
        now_ms: i64,
        random: &mut Random<'_>,
    ) -> Result<PendingChange, RequestError> {
        let (_, membership, _) = self.existing_member(organization_id, user_id)?;
        self.put_membership(create::updated_membership(
            membership, body, now_ms, random,
        )?)
    }

    /// Creates an organization for the host program, as [`Backend::prepare_create_organization`]. Returns its JSON.
    ///
    /// # Errors
    /// The error response that the request would get.
    pub fn create_organization(
        &mut self,
        body: &str,
        now_ms: i64,
        random: &mut Random<'_>,
        journal: &mut dyn Journal,
    ) -> Result<String, RequestError> {
        let pending = self.prepare_create_organization(body, now_ms, random)?;
        self.append_and_commit(pending, journal)
    }

    /// Creates a membership for the host program, as [`Backend::prepare_create_membership`]. Returns its JSON.
    ///
    /// # Errors
    /// The error response that the request would get.
    pub fn create_membership(
        &mut self,
        organization_id: &str,
        body: &str,
        now_ms: i64,
        random: &mut Random<'_>,
        journal: &mut dyn Journal,
    ) -> Result<String, RequestError> {
        let pending = self.prepare_create_membership(organization_id, body, now_ms, random)?;
        self.append_and_commit(pending, journal)
    }

    /// The JSON of an organization, by its ID.
    #[must_use]
    pub fn organization(&self, id: &str) -> Option<String> {
        let organization = self.store().organization(id)?;
        Some(wire::organization(
            organization,
            self.store(),
            OptionalFields::default(),
        ))
    }

    /// The JSON of a membership.
    #[must_use]
    pub fn membership(&self, organization_id: &str, user_id: &str) -> Option<String> {
        let (organization, membership, user) = self.store().membership(organization_id, user_id)?;
        Some(wire::membership(
            membership,
            organization,
            user,
            self.store(),
        ))
    }

    /// Prepares the removal of an organization and its memberships. Returns `None` if it does not exist.
    #[must_use]
    pub fn prepare_remove_organization(&self, id: &str) -> Option<PendingChange> {
        let organization = self.store().organization(id)?;
        Some(self.removal(id, wire::deleted(organization)))
    }

    /// Prepares the removal of a membership. Returns `None` if it does not exist.
    #[must_use]
    pub fn prepare_remove_membership(
        &self,
        organization_id: &str,
        user_id: &str,
    ) -> Option<PendingChange> {
        let (organization, membership, user) = self.store().membership(organization_id, user_id)?;
        let body = wire::membership(membership, organization, user, self.store());
        Some(PendingChange::new(
            Change::Delete(membership.id.clone()),
            body,
        ))
    }

    /// The removal of a user or an organization, after its memberships.
    pub(crate) fn removal(&self, id: &str, body: String) -> PendingChange {
        let mut pending = PendingChange::new(Change::Delete(id.to_owned()), body);
        for membership in self.store().membership_ids(id) {
            pending
                .changes
                .push_front(Change::Delete(membership.to_owned()));
        }
        pending
    }

    /// The lines that remove memberships and their users or organizations.
    pub(crate) fn removals<'a>(&self, ids: impl Iterator<Item = &'a str>) -> VecDeque<Change> {
        ids.flat_map(|id| self.removal(id, String::new()).changes)
            .collect()
    }

    /// Prepares the removal of all organizations and memberships. Returns `None` if there are none.
    #[must_use]
    pub fn prepare_clear_organizations(&self) -> Option<PendingChange> {
        let organizations = self.store().organizations_from(0);
        let changes = self.removals(organizations.map(|(_, organization)| &*organization.id));
        (!changes.is_empty()).then_some(PendingChange {
            changes,
            body: String::new(),
            applied: 0,
        })
    }

    /// Prepares the removal of the user or the organization with an ID, without a response.
    pub fn prepare_remove_by_id(&self, id: &str) -> PendingChange {
        self.removal(id, String::new())
    }

    /// Prepares the first sample organization of [`organization_seed`] in a range of indexes that does not exist yet,
    /// with its members that exist, and returns its index.
    #[must_use]
    pub fn prepare_seed_organization(
        &self,
        mut indexes: Range<u64>,
        now_ms: i64,
    ) -> Option<(u64, PendingChange)> {
        indexes.find_map(|index| {
            let (organization, memberships) = organization_seed::sample_organization(index, now_ms);
            let (store, id) = (self.store(), &organization.id);
            if store.has_id(id) || store.is_slug_taken(&organization.slug, id) {
                return None;
            }
            let change = Change::PutOrganization(Box::new(organization));
            let mut pending = PendingChange::new(change, String::new());
            let members = memberships.into_iter();
            let members = members.filter(|member| store.get(&member.user_id).is_some());
            let members = members.map(|member| Change::PutMembership(Box::new(member)));
            pending.changes.extend(members);
            Some((index, pending))
        })
    }
}
