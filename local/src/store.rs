//! The in-memory store of users, organizations and memberships.

use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashMap;

use crate::instance::{EnvironmentType, Instance};
use crate::journal::{self, Change};
use crate::organization_store::Organizations;
use crate::user::User;

/// An identifier that is unique among users.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Identifier {
    /// The user's ID in the application.
    ExternalId,
    /// Case-insensitive.
    Username,
    /// Case-insensitive.
    EmailAddress,
    /// A `+` and digits.
    PhoneNumber,
    /// Case-insensitive.
    Web3Wallet,
}

impl Identifier {
    /// The name of the API parameter.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Identifier::ExternalId => "external_id",
            Identifier::Username => "username",
            Identifier::EmailAddress => "email_address",
            Identifier::PhoneNumber => "phone_number",
            Identifier::Web3Wallet => "web3_wallet",
        }
    }

    /// The normalized form, in which two values are compared.
    #[must_use]
    pub fn normalized(self, value: &str) -> String {
        match self {
            Identifier::ExternalId | Identifier::PhoneNumber => value.to_owned(),
            _ => value.to_lowercase(),
        }
    }
}

/// All users. Getting, storing and removing a user takes logarithmic time.
#[derive(Debug, Default)]
pub struct Store {
    /// Keyed by sequence number, that is, in order of creation. The number of a user never changes. Boxed, because most
    /// nodes of the map are half empty.
    users: BTreeMap<u64, Box<User>>,
    next_number: u64,
    ids: FxHashMap<Box<str>, u64>,
    identifiers: FxHashMap<(Identifier, Box<str>), u64>,
    deleted: BTreeSet<Box<str>>,
    pub(crate) organizations: Organizations,
    instances: BTreeMap<EnvironmentType, Instance>,
}

impl Store {
    /// An empty store.
    #[must_use]
    pub fn new() -> Store {
        Store::default()
    }

    /// The number of users.
    #[must_use]
    pub fn len(&self) -> usize {
        self.users.len()
    }

    /// Whether the store has no users.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.users.is_empty()
    }

    /// The user with an ID.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<&User> {
        self.user_at(*self.ids.get(id)?)
    }

    /// The sequence number of the user with an identifier.
    #[must_use]
    pub fn find(&self, identifier: Identifier, value: &str) -> Option<u64> {
        let key = (identifier, identifier.normalized(value).into_boxed_str());
        self.identifiers.get(&key).copied()
    }

    /// The sequence number of the user with an ID.
    #[must_use]
    pub fn number_of(&self, id: &str) -> Option<u64> {
        self.ids.get(id).copied()
    }

    /// The user with a sequence number.
    #[must_use]
    pub fn user_at(&self, number: u64) -> Option<&User> {
        self.users.get(&number).map(Box::as_ref)
    }

    /// The users whose sequence number is at least `number`, oldest first, each with its number.
    pub fn users_from(&self, number: u64) -> impl DoubleEndedIterator<Item = (u64, &User)> {
        self.users
            .range(number..)
            .map(|(number, user)| (*number, &**user))
    }

    /// The first identifier of `user` that another user already has.
    #[must_use]
    pub fn conflict(&self, user: &User) -> Option<Identifier> {
        let number = self.ids.get(&*user.id);
        identifiers(user)
            .find(|key| {
                self.identifiers
                    .get(key)
                    .is_some_and(|holder| Some(holder) != number)
            })
            .map(|(identifier, _)| identifier)
    }

    /// Stores a user: replaces the user with the same ID, or appends a new one. Another user that has one
    /// of its new identifiers loses it; see [`Store::conflict`].
    pub fn put(&mut self, user: Box<User>) {
        self.deleted.remove(&*user.id);
        match self.ids.entry(Box::from(&*user.id)) {
            Entry::Occupied(entry) => {
                let number = *entry.get();
                self.replace(number, user);
            }
            Entry::Vacant(entry) => {
                let number = self.next_number;
                self.next_number += 1;
                entry.insert(number);
                self.add(number, user);
            }
        }
    }

    fn replace(&mut self, number: u64, user: Box<User>) {
        match self.users.get_mut(&number) {
            // Most changes are of metadata.
            Some(stored) if has_same_identifiers(stored, &user) => *stored = user,
            _ => {
                if let Some(old) = self.users.remove(&number) {
                    self.release_identifiers(&old, number);
                }
                self.add(number, user);
            }
        }
    }

    fn add(&mut self, number: u64, user: Box<User>) {
        self.identifiers
            .extend(identifiers(&user).map(|key| (key, number)));
        self.users.insert(number, user);
    }

    /// Removes a user and returns it.
    fn remove(&mut self, id: &str) -> Option<Box<User>> {
        let number = self.ids.remove(id)?;
        let user = self.users.remove(&number)?;
        self.release_identifiers(&user, number);
        Some(user)
    }

    /// The IDs of what another Backend API had returned and was removed: it must not be copied from there
    /// again.
    pub fn deleted(&self) -> impl Iterator<Item = &str> {
        self.deleted.iter().map(|id| &**id)
    }

    /// Whether such a user, organization or membership was removed.
    #[must_use]
    pub fn was_deleted(&self, id: &str) -> bool {
        self.deleted.contains(id)
    }

    /// Applies a change.
    pub fn apply(&mut self, change: Change) {
        match change {
            Change::Put(user) => self.put(user),
            Change::PutOrganization(organization) => {
                self.deleted.remove(&*organization.id);
                let number = self.take_number();
                self.organizations.put(*organization, number);
            }
            Change::PutMembership(membership) => {
                self.deleted.remove(&*membership.id);
                let number = self.take_number();
                self.organizations.put_membership(*membership, number);
            }
            Change::PutInstance(instance) => {
                self.instances.insert(instance.environment_type, instance);
            }
            Change::Delete(id) => {
                // A compacted data file has this line for a user that it no longer holds.
                let is_remembered = match self.remove(&id) {
                    Some(user) => user.returned.is_some(),
                    None => self.organizations.remove(&id).unwrap_or(true),
                };
                if is_remembered {
                    self.deleted.insert(id.into_boxed_str());
                }
            }
            Change::Clear => self.clear(),
        }
    }

    /// The number of a new user, organization or membership. It is not used again.
    fn take_number(&mut self) -> u64 {
        let number = self.next_number;
        self.next_number += 1;
        number
    }

    /// The lines of a data file, oldest first, that store the users, organizations and memberships whose sequence
    /// number is at least `number`, each with its number.
    pub(crate) fn lines_from(&self, number: u64) -> impl Iterator<Item = (u64, String)> {
        let mut users = self.users_from(number).peekable();
        let mut organizations = self.organizations_from(number).peekable();
        let mut memberships = self.organizations.memberships.range(number..).peekable();
        std::iter::from_fn(move || {
            let next_user = users.peek().map_or(u64::MAX, |(number, _)| *number);
            let next_organization = organizations.peek().map_or(u64::MAX, |(number, _)| *number);
            let next_membership = memberships.peek().map_or(u64::MAX, |(number, _)| **number);
            if next_user <= next_organization.min(next_membership) {
                let (number, user) = users.next()?;
                return Some((number, journal::put_line(user)));
            }
            if next_organization <= next_membership {
                let (number, organization) = organizations.next()?;
                return Some((number, journal::put_line(organization)));
            }
            let (number, membership) = memberships.next()?;
            Some((*number, journal::put_line(membership)))
        })
    }

    /// The number of users, organizations, memberships and instances.
    pub(crate) fn resources(&self) -> usize {
        let memberships = self.organizations.memberships.len();
        self.users.len() + self.organization_count() + memberships + self.instances.len()
    }

    fn release_identifiers(&mut self, user: &User, number: u64) {
        for key in identifiers(user) {
            if self.identifiers.get(&key) == Some(&number) {
                self.identifiers.remove(&key);
            }
        }
    }

    /// The instance of a kind, if its ID has been read.
    #[must_use]
    pub fn instance(&self, environment_type: EnvironmentType) -> Option<&Instance> {
        self.instances.get(&environment_type)
    }

    /// The instances whose ID has been read.
    pub fn instances(&self) -> impl Iterator<Item = &Instance> {
        self.instances.values()
    }

    /// Adds the instances of another store that are missing here.
    pub(crate) fn keep_instances_of(&mut self, other: &Store) {
        for (environment_type, instance) in &other.instances {
            let entry = self.instances.entry(*environment_type);
            entry.or_insert_with(|| instance.clone());
        }
    }

    /// Removes everything but the instances. Sequence numbers are not reused, so a cursor from before stays valid.
    pub fn clear(&mut self) {
        *self = Store {
            next_number: self.next_number,
            instances: std::mem::take(&mut self.instances),
            ..Store::default()
        };
    }
}

/// Two stores are equal if they hold the same users, organizations and memberships in the same order, remember the same
/// deleted users, and have the same instances.
impl PartialEq for Store {
    fn eq(&self, other: &Self) -> bool {
        self.users.values().eq(other.users.values())
            && self.deleted == other.deleted
            && self.organizations == other.organizations
            && self.instances == other.instances
    }
}

fn has_same_identifiers(left: &User, right: &User) -> bool {
    left.external_id == right.external_id
        && left.username == right.username
        && left.email_addresses == right.email_addresses
        && left.phone_numbers == right.phone_numbers
        && left.web3_wallets == right.web3_wallets
}

fn identifiers(user: &User) -> impl Iterator<Item = (Identifier, Box<str>)> {
    let one = |identifier: Identifier, value: &Option<String>| {
        let value = value.as_deref();
        value.map(|value| (identifier, identifier.normalized(value).into_boxed_str()))
    };
    let lists = [
        (Identifier::EmailAddress, &user.email_addresses),
        (Identifier::PhoneNumber, &user.phone_numbers),
        (Identifier::Web3Wallet, &user.web3_wallets),
    ];
    let many = lists.into_iter().flat_map(|(identifier, list)| {
        let values = list
            .iter()
            .map(move |item| identifier.normalized(&item.value));
        values.map(move |value| (identifier, value.into_boxed_str()))
    });
    one(Identifier::ExternalId, &user.external_id)
        .into_iter()
        .chain(one(Identifier::Username, &user.username))
        .chain(many)
}
