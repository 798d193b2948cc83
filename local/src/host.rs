//! Users, organizations and memberships for the host program, without requests.

use std::collections::VecDeque;
use std::ops::Range;

use crate::backend::Backend;
use crate::errors::RequestError;
use crate::insert;
use crate::journal::{Change, Journal};
use crate::organization::{Membership, Organization};
use crate::organization_seed;
use crate::organization_wire;
use crate::params::Source;
use crate::pending::PendingChange;
use crate::random::Random;
use crate::resource::Resource;
use crate::returned;
use crate::seed;
use crate::user::User;
use crate::wire;

impl Backend {
    /// Creates a user for the host program. `body` is the body of `POST /v1/users`, and may contain the
    /// additional parameters of [`Source::Host`]. Returns the user's JSON.
    ///
    /// # Errors
    /// The error response that the request would get.
    pub fn create(
        &mut self,
        body: &str,
        now_ms: i64,
        random: &mut Random<'_>,
        journal: &mut dyn Journal,
    ) -> Result<String, RequestError> {
        self.create_resource::<User>((), body, now_ms, random, journal)
    }

    /// Creates an organization, as [`Backend::create`]. `body` is that of `POST /v1/organizations`.
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
        self.create_resource::<Organization>((), body, now_ms, random, journal)
    }

    /// Creates a membership, as [`Backend::create`]. `body` is that of `POST /v1/organizations/{id}/memberships`.
    /// Without a `role`, it is `org:member`.
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
        self.create_resource::<Membership>(organization_id, body, now_ms, random, journal)
    }

    fn create_resource<T: Resource>(
        &mut self,
        parent: T::Parent<'_>,
        body: &str,
        now_ms: i64,
        random: &mut Random<'_>,
        journal: &mut dyn Journal,
    ) -> Result<String, RequestError> {
        let pending = self.prepare_new::<T>(parent, body, Source::Host, now_ms, random)?;
        self.append_and_commit(pending, journal)
    }

    /// Prepares a user from its JSON: as the Backend API returns it, or as [`Backend::create`] accepts it,
    /// with names in `snake_case` or `camelCase`.
    ///
    /// A returned user may have an identifier of another user, which then loses it: an instance from which
    /// users are copied knows nothing of the ones that were created here.
    ///
    /// # Errors
    /// The error response that a request would get.
    pub fn prepare_insert(
        &self,
        text: &str,
        now_ms: i64,
        random: &mut Random<'_>,
    ) -> Result<PendingChange, RequestError> {
        if !returned::is_returned(text, "user") {
            return self.prepare_new::<User>((), text, Source::Host, now_ms, random);
        }
        let user = insert::returned_user(text)?;
        self.check_id(&user)?;
        self.put(user)
    }

    /// The JSON of a user.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<String> {
        self.json_of::<User>(id)
    }

    /// Removes a user. Returns whether the user existed.
    ///
    /// # Errors
    /// 500 if the journal fails.
    pub fn remove(&mut self, id: &str, journal: &mut dyn Journal) -> Result<bool, RequestError> {
        let Some(pending) = self.prepare_remove(id) else {
            return Ok(false);
        };
        self.append_and_commit(pending, journal).map(|_| true)
    }

    /// Prepares the change of [`Backend::remove`]. Returns `None` if the user does not exist.
    #[must_use]
    pub fn prepare_remove(&self, id: &str) -> Option<PendingChange> {
        let user = self.store().get(id)?;
        Some(self.removal(id, wire::deleted(user)))
    }

    /// Removes all users and memberships.
    ///
    /// # Errors
    /// 500 if the journal fails.
    pub fn clear(&mut self, journal: &mut dyn Journal) -> Result<(), RequestError> {
        self.append_and_commit(self.prepare_clear(), journal)
            .map(drop)
    }

    /// Prepares the change of [`Backend::clear`].
    pub fn prepare_clear(&self) -> PendingChange {
        let mut pending = PendingChange::new(Change::Clear, String::new());
        if self.store().organization_count() > 0 {
            // The line that removes everything would remove the organizations too.
            let users = self.store().users_from(0).map(|(_, user)| &*user.id);
            pending.changes = self.removals(users);
        } else {
            // So that a journal which drops all earlier lines keeps the IDs of the instances.
            let instances = self.store().instances().cloned();
            pending.changes.extend(instances.map(Change::PutInstance));
        }
        pending
    }

    /// Adds the first `count` sample users of [`seed`]. Users that already exist are not changed.
    /// Returns the number of users added.
    ///
    /// # Errors
    /// 500 if the journal fails. The users added before the failure remain.
    pub fn seed(
        &mut self,
        count: u64,
        now_ms: i64,
        journal: &mut dyn Journal,
    ) -> Result<usize, RequestError> {
        let (mut added, mut next_index) = (0, 0);
        while let Some((index, pending)) = self.prepare_seed(next_index..count, now_ms) {
            self.append_and_commit(pending, journal)?;
            added += 1;
            next_index = index.saturating_add(1);
        }
        Ok(added)
    }

    /// Prepares the first sample user of [`seed`] in a range of indexes that does not exist yet, and
    /// returns its index.
    #[must_use]
    pub fn prepare_seed(
        &self,
        mut indexes: Range<u64>,
        now_ms: i64,
    ) -> Option<(u64, PendingChange)> {
        indexes.find_map(|index| {
            let user = seed::sample_user(index, now_ms);
            let is_new = !self.store().has_id(&user.id) && self.store().conflict(&user).is_none();
            // The response body of a seeded user is never used, so it is not generated.
            is_new.then(|| (index, PendingChange::new(user.into_change(), String::new())))
        })
    }

    /// Prepares the removal of an organization and its memberships. Returns `None` if it does not exist.
    #[must_use]
    pub fn prepare_remove_organization(&self, id: &str) -> Option<PendingChange> {
        let organization = self.store().organization(id)?;
        Some(self.removal(id, organization_wire::deleted(organization)))
    }

    /// Prepares the removal of a membership. Returns `None` if it does not exist.
    #[must_use]
    pub fn prepare_remove_membership(
        &self,
        organization_id: &str,
        user_id: &str,
    ) -> Option<PendingChange> {
        let key = (organization_id, user_id);
        let id = Membership::find(self.store(), key)?.id.clone();
        let body = self.json_of::<Membership>(key)?;
        Some(PendingChange::new(Change::Delete(id), body))
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
            let mut pending = PendingChange::new(organization.into_change(), String::new());
            let members = memberships.into_iter();
            let members = members.filter(|member| store.get(&member.user_id).is_some());
            let members = members.map(Resource::into_change);
            pending.changes.extend(members);
            Some((index, pending))
        })
    }
}
