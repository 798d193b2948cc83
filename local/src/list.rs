//! A page of users: `GET /users` and `GET /users/count`.

use std::cmp::Ordering;

use crate::errors::{self, RequestError};
use crate::filter::Filter;
use crate::paging::Paging;
use crate::query::parse_query;
use crate::store::Store;
use crate::user::User;

/// The key that a list is sorted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum SortKey {
    CreatedAt,
    UpdatedAt,
    EmailAddress,
    Web3Wallet,
    FirstName,
    LastName,
    PhoneNumber,
    Username,
    LastActiveAt,
    LastSignInAt,
}

/// The value that a user is sorted by. A missing value sorts last, as in common databases (inferred).
#[derive(PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum SortValue<'a> {
    Time(i64),
    Text(&'a str),
    Missing,
}

/// The users of a page.
///
/// # Errors
/// 422 with an error for each parameter that is unknown or has an invalid value.
pub fn page<'a>(store: &'a Store, query: &str) -> Result<Vec<&'a User>, RequestError> {
    let mut filter = Filter::default();
    let mut paging = Paging::new(SortKey::named);
    let mut starting_after = None;
    let mut errors = Vec::new();
    for (name, value) in parse_query(query) {
        match name.as_str() {
            "starting_after" => starting_after = Some(value),
            name => match (paging.add(name, &value)).or_else(|| filter.add(name, &value)) {
                Some(Ok(())) => {}
                Some(Err(error)) => errors.push(error),
                None => errors.push(errors::unknown_parameter(name)),
            },
        }
    }
    errors.extend(filter.missing_companion());
    let Paging { limit, offset, .. } = paging;
    let order = paging.order;
    let (key, descending) = order.unwrap_or((SortKey::CreatedAt, true));
    if starting_after.is_some() && key != SortKey::CreatedAt {
        let text = "starting_after requires ordering by created_at.";
        errors.push(errors::invalid_value("starting_after", text));
    }
    if starting_after.is_some() && offset != 0 {
        let text = "starting_after cannot be combined with a non-zero offset.";
        errors.push(errors::invalid_value("starting_after", text));
    }
    if !errors.is_empty() {
        return Err(RequestError::invalid(errors));
    }

    let compare = |a: &(u64, &User), b: &(u64, &User)| {
        // Users with equal values keep the order in which they were created.
        let ordering = key.value(a.1).cmp(&key.value(b.1)).then(a.0.cmp(&b.0));
        if descending {
            ordering.reverse()
        } else {
            ordering
        }
    };
    let mut users = filter.users(store);
    if let Some(id) = starting_after {
        let Some(number) = store.number_of(&id) else {
            // Clerk does not document the error for a cursor whose user does not exist.
            let text = format!("No user was found with id {id}");
            return Err(errors::invalid_value("starting_after", &text).into());
        };
        let cursor = store.user_at(number).map(|user| (number, user));
        users.retain(|user| {
            cursor.is_some_and(|cursor| compare(user, &cursor) == Ordering::Greater)
        });
    }
    let end = limit.saturating_add(offset);
    if users.len() > end {
        // Only the users up to the end of the page need to be sorted.
        users.select_nth_unstable_by(end, compare);
        users.truncate(end);
    }
    users.sort_unstable_by(compare);
    Ok(users
        .into_iter()
        .skip(offset)
        .map(|(_, user)| user)
        .collect())
}

/// The number of users that match.
///
/// # Errors
/// 422 with an error for each parameter that is unknown or has an invalid value.
pub fn count(store: &Store, query: &str) -> Result<usize, RequestError> {
    let mut filter = Filter::default();
    let mut errors = Vec::new();
    let parameters = parse_query(query);
    for (name, value) in &parameters {
        match filter.add(name, value) {
            Some(Ok(())) => {}
            Some(Err(error)) => errors.push(error),
            // Paging parameters do not change the count; clients send them to both endpoints (inferred).
            None if matches!(
                name.as_str(),
                "limit" | "offset" | "order_by" | "starting_after"
            ) => {}
            None => errors.push(errors::unknown_parameter(name)),
        }
    }
    errors.extend(filter.missing_companion());
    if !errors.is_empty() {
        return Err(RequestError::invalid(errors));
    }
    if parameters.is_empty() {
        return Ok(store.len());
    }
    Ok(filter.users(store).len())
}

impl SortKey {
    /// The key with a name.
    pub(crate) fn named(name: &str) -> Option<SortKey> {
        Some(match name {
            "created_at" => SortKey::CreatedAt,
            "updated_at" => SortKey::UpdatedAt,
            "email_address" => SortKey::EmailAddress,
            "web3wallet" => SortKey::Web3Wallet,
            "first_name" => SortKey::FirstName,
            "last_name" => SortKey::LastName,
            "phone_number" => SortKey::PhoneNumber,
            "username" => SortKey::Username,
            "last_active_at" => SortKey::LastActiveAt,
            "last_sign_in_at" => SortKey::LastSignInAt,
            _ => return None,
        })
    }

    pub(crate) fn value(self, user: &User) -> SortValue<'_> {
        match self {
            SortKey::CreatedAt => SortValue::Time(user.created_at),
            SortKey::UpdatedAt => SortValue::Time(user.updated_at),
            SortKey::EmailAddress => SortValue::text(user.email_address()),
            SortKey::Web3Wallet => SortValue::text(user.web3_wallet()),
            SortKey::FirstName => SortValue::text(user.first_name.as_deref()),
            SortKey::LastName => SortValue::text(user.last_name.as_deref()),
            SortKey::PhoneNumber => SortValue::text(user.phone_number()),
            SortKey::Username => SortValue::text(user.username.as_deref()),
            SortKey::LastActiveAt => SortValue::time(user.last_active_at),
            SortKey::LastSignInAt => SortValue::time(user.last_sign_in_at),
        }
    }
}

impl<'a> SortValue<'a> {
    fn text(value: Option<&'a str>) -> Self {
        value.map_or(SortValue::Missing, SortValue::Text)
    }

    fn time(value: Option<i64>) -> Self {
        value.map_or(SortValue::Missing, SortValue::Time)
    }
}
