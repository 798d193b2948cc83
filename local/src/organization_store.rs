//! The organizations and memberships of a [`Store`].

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashMap;

use crate::organization::{Membership, Organization};
use crate::store::Store;
use crate::user::User;

/// Organizations and memberships, keyed by sequence number, that is, in order of creation.
///
/// A membership may be stored before its user or its organization: a journal may return its lines in any order. It
/// exists as soon as both exist.
#[derive(Debug, Default)]
pub(crate) struct Organizations {
    pub(crate) organizations: BTreeMap<u64, Organization>,
    pub(crate) memberships: BTreeMap<u64, Membership>,
    ids: FxHashMap<Box<str>, u64>,
    slugs: FxHashMap<Box<str>, u64>,
    /// The memberships of an organization or of a user, by its ID.
    memberships_of: FxHashMap<Box<str>, BTreeSet<u64>>,
}

/// A membership that exists: with its organization and its user.
pub type Member<'a> = (&'a Organization, &'a Membership, &'a User);

impl Organizations {
    /// Stores an organization: replaces the one with the same ID, or appends a new one with the number `next`.
    pub(crate) fn put(&mut self, organization: Organization, next: u64) {
        let number = *self.ids.entry(Box::from(&*organization.id)).or_insert(next);
        let slug = Box::from(&*organization.slug);
        if let Some(old) = self.organizations.insert(number, organization) {
            self.release_slug(&old, number);
        }
        self.slugs.insert(slug, number);
    }

    /// Stores a membership, as [`Organizations::put`].
    pub(crate) fn put_membership(&mut self, membership: Membership, next: u64) {
        let number = *self.ids.entry(Box::from(&*membership.id)).or_insert(next);
        let owners = [&membership.organization_id, &membership.user_id]
            .map(|owner| Box::<str>::from(&**owner));
        self.memberships.insert(number, membership);
        for owner in owners {
            self.memberships_of.entry(owner).or_default().insert(number);
        }
    }

    /// Removes the organization or the membership with an ID. Returns whether another Backend API had returned it, or
    /// `None` if it does not exist.
    pub(crate) fn remove(&mut self, id: &str) -> Option<bool> {
        let number = self.ids.remove(id)?;
        let mut was_returned = false;
        if let Some(organization) = self.organizations.remove(&number) {
            self.release_slug(&organization, number);
            was_returned = organization.returned.is_some();
        }
        if let Some(membership) = self.memberships.remove(&number) {
            was_returned = membership.returned.is_some();
            for owner in [&*membership.organization_id, &*membership.user_id] {
                if let Some(numbers) = self.memberships_of.get_mut(owner) {
                    numbers.remove(&number);
                    if numbers.is_empty() {
                        self.memberships_of.remove(owner);
                    }
                }
            }
        }
        Some(was_returned)
    }

    /// The number of the organization or membership with an ID.
    pub(crate) fn number_of(&self, id: &str) -> Option<u64> {
        self.ids.get(id).copied()
    }

    fn release_slug(&mut self, organization: &Organization, number: u64) {
        if self.slugs.get(&*organization.slug) == Some(&number) {
            self.slugs.remove(&*organization.slug);
        }
    }

    fn memberships_of(&self, owner: &str) -> impl Iterator<Item = (u64, &Membership)> {
        let numbers = self.memberships_of.get(owner).into_iter().flatten();
        numbers.filter_map(|number| Some((*number, self.memberships.get(number)?)))
    }
}

impl PartialEq for Organizations {
    fn eq(&self, other: &Self) -> bool {
        self.organizations.values().eq(other.organizations.values())
            && self.memberships.values().eq(other.memberships.values())
    }
}

impl Store {
    /// The organization with an ID.
    #[must_use]
    pub fn organization(&self, id: &str) -> Option<&Organization> {
        let all = &self.organizations;
        all.organizations.get(all.ids.get(id)?)
    }

    /// The organization with an ID or a slug.
    #[must_use]
    pub fn organization_by_id_or_slug(&self, id_or_slug: &str) -> Option<&Organization> {
        let all = &self.organizations;
        self.organization(id_or_slug)
            .or_else(|| all.organizations.get(all.slugs.get(id_or_slug)?))
    }

    /// Whether an organization other than `organization` has its slug.
    #[must_use]
    pub fn is_slug_taken(&self, slug: &str, id: &str) -> bool {
        let holder = self.organizations.slugs.get(slug);
        holder.is_some_and(|holder| Some(*holder) != self.organizations.number_of(id))
    }

    /// The organizations whose sequence number is at least `number`, oldest first, each with its number.
    pub fn organizations_from(&self, number: u64) -> impl Iterator<Item = (u64, &Organization)> {
        let organizations = self.organizations.organizations.range(number..);
        organizations.map(|(number, organization)| (*number, organization))
    }

    /// The number of organizations.
    #[must_use]
    pub fn organization_count(&self) -> usize {
        self.organizations.organizations.len()
    }

    /// The memberships whose sequence number is at least `number`, oldest first, each with its number.
    pub fn memberships_from(&self, number: u64) -> impl Iterator<Item = (u64, Member<'_>)> {
        let memberships = self.organizations.memberships.range(number..);
        memberships.filter_map(|(number, membership)| Some((*number, self.member(membership)?)))
    }

    /// The memberships of an organization, oldest first, each with its sequence number.
    pub fn members(
        &self,
        organization_id: &str,
    ) -> impl Iterator<Item = (u64, &Membership, &User)> {
        let memberships = self.organizations.memberships_of(organization_id);
        memberships.filter_map(move |(number, membership)| {
            let (organization, membership, user) = self.member(membership)?;
            (organization.id == organization_id).then_some((number, membership, user))
        })
    }

    /// The memberships of a user, oldest first, each with its sequence number.
    pub fn memberships_of_user(&self, user_id: &str) -> impl Iterator<Item = (u64, Member<'_>)> {
        let memberships = self.organizations.memberships_of(user_id);
        memberships.filter_map(move |(number, membership)| {
            let member = self.member(membership)?;
            (member.2.id == user_id).then_some((number, member))
        })
    }

    /// The membership of a user in an organization.
    #[must_use]
    pub fn membership(&self, organization_id: &str, user_id: &str) -> Option<Member<'_>> {
        // A user is usually in few organizations.
        self.memberships_of_user(user_id)
            .map(|(_, member)| member)
            .find(|(organization, ..)| organization.id == organization_id)
    }

    /// The membership with the organization and the user, if both exist.
    fn member<'a>(&'a self, membership: &'a Membership) -> Option<Member<'a>> {
        let organization = self.organization(&membership.organization_id)?;
        Some((organization, membership, self.get(&membership.user_id)?))
    }

    /// The IDs of all stored memberships of an organization or of a user.
    pub(crate) fn membership_ids<'a>(&'a self, owner: &str) -> impl Iterator<Item = &'a str> {
        let memberships = self.organizations.memberships_of(owner);
        memberships.map(|(_, membership)| &*membership.id)
    }

    /// Whether a user, an organization or a membership has an ID.
    #[must_use]
    pub fn has_id(&self, id: &str) -> bool {
        self.number_of(id).is_some() || self.organizations.number_of(id).is_some()
    }
}
