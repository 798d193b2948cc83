//! The users, in memory.

use std::collections::{BTreeMap, HashMap};

use crate::journal::Change;
use crate::user::User;

/// What no two users share.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Identifier {
    /// The id of the application's own.
    ExternalId,
    /// In any case.
    Username,
    /// In any case.
    EmailAddress,
    /// In digits after a `+`.
    PhoneNumber,
    /// In any case.
    Web3Wallet,
}

impl Identifier {
    /// The name of its parameter.
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

    /// The form in which two of them are compared.
    #[must_use]
    pub fn normal(self, value: &str) -> String {
        match self {
            Identifier::ExternalId | Identifier::PhoneNumber => value.to_owned(),
            _ => value.to_lowercase(),
        }
    }
}

/// All users. To get, put or remove one costs the same however many there are, but for the depth
/// of one tree.
#[derive(Debug, Default)]
pub struct Store {
    /// In the order in which they came; the number of a user never changes.
    users: BTreeMap<u64, User>,
    next: u64,
    ids: HashMap<Box<str>, u64>,
    identifiers: HashMap<(Identifier, Box<str>), u64>,
}

impl Store {
    /// An empty store.
    #[must_use]
    pub fn new() -> Store {
        Store::default()
    }

    /// How many users there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.users.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.users.is_empty()
    }

    /// A user.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<&User> {
        self.users.get(self.ids.get(id)?)
    }

    /// The number of the user with an identifier.
    #[must_use]
    pub fn find(&self, identifier: Identifier, value: &str) -> Option<u64> {
        let key = (identifier, identifier.normal(value).into_boxed_str());
        self.identifiers.get(&key).copied()
    }

    /// The number of the user with an id.
    #[must_use]
    pub fn number(&self, id: &str) -> Option<u64> {
        self.ids.get(id).copied()
    }

    /// A user by their number.
    #[must_use]
    pub fn at(&self, number: u64) -> Option<&User> {
        self.users.get(&number)
    }

    /// The users from a number on, oldest first, each with their number.
    pub fn from(&self, number: u64) -> impl DoubleEndedIterator<Item = (u64, &User)> {
        self.users
            .range(number..)
            .map(|(number, user)| (*number, user))
    }

    /// The first identifier of `user` that another user has.
    #[must_use]
    pub fn conflict(&self, user: &User) -> Option<Identifier> {
        let own = self.ids.get(&*user.id);
        identifiers(user)
            .find(|key| {
                self.identifiers
                    .get(key)
                    .is_some_and(|holder| Some(holder) != own)
            })
            .map(|(identifier, _)| identifier)
    }

    /// Puts a user in the place of the one with this id, or behind all others. Whoever had one of
    /// its identifiers loses it; see [`Store::conflict`].
    pub fn put(&mut self, user: User) {
        let number = match self.ids.get(&*user.id) {
            Some(number) => *number,
            None => {
                let number = self.next;
                self.next += 1;
                self.ids.insert(Box::from(&*user.id), number);
                number
            }
        };
        let fresh: Vec<_> = identifiers(&user).collect();
        if let Some(old) = self.users.insert(number, user) {
            self.release(&old, number);
        }
        self.identifiers
            .extend(fresh.into_iter().map(|key| (key, number)));
    }

    /// Removes a user, and gives it.
    pub fn remove(&mut self, id: &str) -> Option<User> {
        let number = self.ids.remove(id)?;
        let user = self.users.remove(&number)?;
        self.release(&user, number);
        Some(user)
    }

    /// Makes a change.
    pub fn apply(&mut self, change: Change) {
        match change {
            Change::Put(user) => self.put(*user),
            Change::Delete(id) => drop(self.remove(&id)),
            Change::Clear => self.clear(),
        }
    }

    fn release(&mut self, user: &User, number: u64) {
        for key in identifiers(user) {
            if self.identifiers.get(&key) == Some(&number) {
                self.identifiers.remove(&key);
            }
        }
    }

    /// Removes everyone. Numbers go on, so that a page of before is not mistaken for one of after.
    pub fn clear(&mut self) {
        *self = Store {
            next: self.next,
            ..Store::default()
        };
    }
}

/// Two stores are the same that hold the same users in the same order.
impl PartialEq for Store {
    fn eq(&self, other: &Self) -> bool {
        self.users.values().eq(other.users.values())
    }
}

fn identifiers(user: &User) -> impl Iterator<Item = (Identifier, Box<str>)> {
    let one = |identifier: Identifier, value: &Option<String>| {
        let value = value.as_deref();
        value.map(|value| (identifier, identifier.normal(value).into_boxed_str()))
    };
    let lists = [
        (Identifier::EmailAddress, &user.email_addresses),
        (Identifier::PhoneNumber, &user.phone_numbers),
        (Identifier::Web3Wallet, &user.web3_wallets),
    ];
    let many = lists.into_iter().flat_map(|(identifier, list)| {
        let values = list.iter().map(move |item| identifier.normal(&item.value));
        values.map(move |value| (identifier, value.into_boxed_str()))
    });
    one(Identifier::ExternalId, &user.external_id)
        .into_iter()
        .chain(one(Identifier::Username, &user.username))
        .chain(many)
}
