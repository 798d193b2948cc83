//! The filter parameters that `GET /users` and `GET /users/count` share.

use std::collections::HashSet;

use crate::errors::{self, ErrorItem};
use crate::store::{Identifier, Store};
use crate::user::{Identification, User};

/// The maximum number of values of a parameter.
const MAX_VALUES: usize = 100;

/// The conditions on a user. A user must meet all of them.
#[derive(Debug, Default)]
pub struct Filter {
    user_id: Values,
    external_id: Values,
    organization_id: Values,
    username: Values,
    email_address: Values,
    phone_number: Values,
    web3_wallet: Values,
    provider: Option<String>,
    provider_user_id: Values,
    query: Option<String>,
    email_address_query: Option<String>,
    phone_number_query: Option<String>,
    username_query: Option<String>,
    name_query: Option<String>,
    banned: Option<bool>,
    created_at: Range,
    last_active_at: Range,
    last_sign_in_at: Range,
}

/// The values of a parameter that may be repeated.
#[derive(Debug, Default)]
pub(crate) struct Values {
    included: HashSet<String>,
    excluded: HashSet<String>,
    count: usize,
}

/// A time range. Both bounds are exclusive.
#[derive(Debug, Default)]
struct Range {
    after: Option<i64>,
    before: Option<i64>,
}

impl Filter {
    /// Adds a parameter. Returns `None` if it is not a filter parameter.
    pub fn add(&mut self, name: &str, value: &str) -> Option<Result<(), ErrorItem>> {
        use Identifier::{EmailAddress, PhoneNumber, Username, Web3Wallet};
        match name {
            "user_id" => Some(self.user_id.add_signed(name, value)),
            "external_id" => Some(self.external_id.add_signed(name, value)),
            "organization_id" => Some(self.organization_id.add_signed(name, value)),
            "username" => Some(self.username.add(name, Username.normalized(value))),
            "email_address" => Some(self.email_address.add(name, EmailAddress.normalized(value))),
            // An unencoded plus is decoded as a space.
            "phone_number" => Some(match value.strip_prefix(' ') {
                Some(rest) => self.phone_number.add(name, format!("+{rest}")),
                None => self.phone_number.add(name, PhoneNumber.normalized(value)),
            }),
            "web3_wallet" => Some(self.web3_wallet.add(name, Web3Wallet.normalized(value))),
            "provider" => Some(set(&mut self.provider, value.to_owned())),
            "provider_user_id" => Some(self.provider_user_id.add(name, value.to_owned())),
            "query" => Some(set_search_text(&mut self.query, value)),
            "email_address_query" => Some(set_search_text(&mut self.email_address_query, value)),
            "phone_number_query" => Some(set_search_text(&mut self.phone_number_query, value)),
            "username_query" => Some(set_search_text(&mut self.username_query, value)),
            "name_query" => Some(set_search_text(&mut self.name_query, value)),
            "banned" => Some(match value {
                "true" => set(&mut self.banned, true),
                "false" => set(&mut self.banned, false),
                _ => Err(errors::wrong_type(name, "boolean")),
            }),
            "created_at_after" => Some(set_time(&mut self.created_at.after, name, value)),
            "created_at_before" => Some(set_time(&mut self.created_at.before, name, value)),
            "last_active_at_after" => Some(set_time(&mut self.last_active_at.after, name, value)),
            "last_active_at_before" => Some(set_time(&mut self.last_active_at.before, name, value)),
            // The older name of the bound, which is inclusive (inferred).
            "last_active_at_since" => Some(
                set_time(&mut self.last_active_at.after, name, value).map(|()| {
                    let after = &mut self.last_active_at.after;
                    *after = after.map(|time| time.saturating_sub(1));
                }),
            ),
            "last_sign_in_at_after" => Some(set_time(&mut self.last_sign_in_at.after, name, value)),
            "last_sign_in_at_before" => {
                Some(set_time(&mut self.last_sign_in_at.before, name, value))
            }
            _ => None,
        }
    }

    /// The error of a parameter that requires another one. Clerk documents that `provider` and
    /// `provider_user_id` must be combined; the error is inferred.
    #[must_use]
    pub fn missing_companion(&self) -> Option<ErrorItem> {
        match (&self.provider, self.provider_user_id.count > 0) {
            (Some(_), false) => Some(errors::missing_companion("provider_user_id", "provider")),
            (None, true) => Some(errors::missing_companion("provider", "provider_user_id")),
            _ => None,
        }
    }

    /// The users that match, in no specific order, each with its sequence number. If the parameters
    /// select users by identifier, only those users are checked.
    #[must_use]
    pub fn users<'a>(&self, store: &'a Store) -> Vec<(u64, &'a User)> {
        let matches = |(_, user): &(u64, &User)| self.matches(user, store);
        match self.candidates(store) {
            Some(numbers) => {
                let candidates = numbers.into_iter();
                candidates
                    .filter_map(|at| Some((at, store.user_at(at)?)))
                    .filter(matches)
                    .collect()
            }
            None => store.users_from(0).filter(matches).collect(),
        }
    }

    /// The sequence numbers of the users that the first identifier parameter selects.
    fn candidates(&self, store: &Store) -> Option<HashSet<u64>> {
        if !self.user_id.included.is_empty() {
            let ids = self.user_id.included.iter();
            return Some(ids.filter_map(|id| store.number_of(id)).collect());
        }
        let (identifier, values) = [
            (Identifier::ExternalId, &self.external_id),
            (Identifier::EmailAddress, &self.email_address),
            (Identifier::PhoneNumber, &self.phone_number),
            (Identifier::Username, &self.username),
            (Identifier::Web3Wallet, &self.web3_wallet),
        ]
        .into_iter()
        .find(|(_, values)| !values.included.is_empty())?;
        let values = values.included.iter();
        Some(
            values
                .filter_map(|value| store.find(identifier, value))
                .collect(),
        )
    }

    /// Whether a user matches.
    pub(crate) fn matches(&self, user: &User, store: &Store) -> bool {
        let any = |list: &[Identification], values: &Values, kind: Identifier| {
            let mut normal = list.iter().map(|item| kind.normalized(&item.value));
            values.included.is_empty() || normal.any(|value| values.included.contains(&value))
        };
        let username = user
            .username
            .as_deref()
            .map(|name| Identifier::Username.normalized(name));
        self.user_id.accepts(Some(&user.id))
            && self.external_id.accepts(user.external_id.as_deref())
            && (self.organization_id).accepts_any(organizations_of(user, store))
            && self.username.accepts(username.as_deref())
            && any(
                &user.email_addresses,
                &self.email_address,
                Identifier::EmailAddress,
            )
            && any(
                &user.phone_numbers,
                &self.phone_number,
                Identifier::PhoneNumber,
            )
            && any(
                &user.web3_wallets,
                &self.web3_wallet,
                Identifier::Web3Wallet,
            )
            && self.has_external_account(user)
            && self.banned.is_none_or(|banned| banned == user.banned)
            && self.created_at.contains(Some(user.created_at))
            && self.last_active_at.contains(user.last_active_at)
            && self.last_sign_in_at.contains(user.last_sign_in_at)
            && self.matches_search(user)
    }

    /// Whether the user has one of the accounts at the provider.
    fn has_external_account(&self, user: &User) -> bool {
        self.provider.as_ref().is_none_or(|provider| {
            user.external_accounts.iter().any(|account| {
                account.provider == *provider
                    && self
                        .provider_user_id
                        .accepts(Some(&account.provider_user_id))
            })
        })
    }

    /// Whether the user matches every search text. The search is case-insensitive.
    fn matches_search(&self, user: &User) -> bool {
        let values = |list: &[Identification], part: &str| {
            list.iter().any(|item| contains(&item.value, part))
        };
        let emails = |part: &str| values(&user.email_addresses, part);
        let phones = |part: &str| values(&user.phone_numbers, part);
        let username = |part: &str| {
            user.username
                .as_deref()
                .is_some_and(|username| contains(username, part))
        };
        let name = |part: &str| {
            let names = [&user.first_name, &user.last_name];
            let names: Vec<&str> = names.into_iter().flatten().map(String::as_str).collect();
            contains(&names.join(" "), part)
        };
        let anything = |part: &str| {
            emails(part)
                || phones(part)
                || username(part)
                || name(part)
                || contains(&user.id, part)
                || values(&user.web3_wallets, part)
        };
        let holds =
            |part: &Option<String>, found: &dyn Fn(&str) -> bool| part.as_deref().is_none_or(found);
        holds(&self.query, &anything)
            && holds(&self.email_address_query, &emails)
            && holds(&self.phone_number_query, &phones)
            && holds(&self.username_query, &username)
            && holds(&self.name_query, &name)
    }
}

impl Values {
    pub(crate) fn add(&mut self, name: &str, value: String) -> Result<(), ErrorItem> {
        self.count(name)?;
        self.included.insert(value);
        Ok(())
    }

    /// Adds a value: the prefix `+` includes it and `-` excludes it. An unencoded plus is decoded as a space.
    pub(crate) fn add_signed(&mut self, name: &str, value: &str) -> Result<(), ErrorItem> {
        self.count(name)?;
        match value.strip_prefix('-') {
            Some(value) => self.excluded.insert(value.to_owned()),
            None => {
                let value = value.strip_prefix(['+', ' ']).unwrap_or(value);
                self.included.insert(value.to_owned())
            }
        };
        Ok(())
    }

    fn count(&mut self, name: &str) -> Result<(), ErrorItem> {
        self.count += 1;
        // The error is reported once, however many values exceed the limit.
        if self.count == MAX_VALUES + 1 {
            return Err(errors::too_many_items(name, MAX_VALUES));
        }
        Ok(())
    }

    /// Whether a set of values has an included value, and no excluded one.
    pub(crate) fn accepts_any<'a>(&self, values: impl Iterator<Item = &'a str>) -> bool {
        if self.count == 0 {
            return true;
        }
        let mut has_included = self.included.is_empty();
        for value in values {
            if self.excluded.contains(value) {
                return false;
            }
            has_included |= self.included.contains(value);
        }
        has_included
    }

    pub(crate) fn accepts(&self, value: Option<&str>) -> bool {
        let included = |value| self.included.contains(value);
        let excluded = |value| self.excluded.contains(value);
        (self.included.is_empty() || value.is_some_and(included)) && !value.is_some_and(excluded)
    }
}

impl Range {
    fn contains(&self, time: Option<i64>) -> bool {
        self.after
            .is_none_or(|after| time.is_some_and(|time| time > after))
            && self
                .before
                .is_none_or(|before| time.is_some_and(|time| time < before))
    }
}

/// The IDs of the organizations that a user is a member of.
fn organizations_of<'a>(user: &'a User, store: &'a Store) -> impl Iterator<Item = &'a str> {
    let memberships = store.memberships_of_user(&user.id);
    memberships.map(|(_, (organization, ..))| &*organization.id)
}

pub(crate) fn contains(text: &str, part: &str) -> bool {
    text.to_lowercase().contains(part)
}

fn set_search_text(target: &mut Option<String>, value: &str) -> Result<(), ErrorItem> {
    set(target, value.to_lowercase())
}

fn set_time(target: &mut Option<i64>, name: &str, value: &str) -> Result<(), ErrorItem> {
    match value.parse() {
        Ok(time) => set(target, time),
        Err(_) => Err(errors::wrong_type(name, "integer")),
    }
}

fn set<T>(target: &mut Option<T>, value: T) -> Result<(), ErrorItem> {
    *target = Some(value);
    Ok(())
}
