//! A page of users: `GET /users` and `GET /users/count`.

use std::cmp::Ordering;

use crate::errors::{self, Refusal};
use crate::filter::Filter;
use crate::query::parameters;
use crate::store::Store;
use crate::user::User;

const DEFAULT_LIMIT: usize = 10;
const MAX_LIMIT: usize = 500;

/// What a list is sorted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Key {
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

/// The value of a user under a [`Key`]. Nothing comes after everything, as in the databases that
/// hold such lists (inferred).
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum SortValue<'a> {
    Time(i64),
    Text(&'a str),
    Nothing,
}

/// The users of a page.
///
/// # Errors
/// 422 with an error for each parameter that is unknown or has a wrong value.
pub fn page<'a>(store: &'a Store, query: &str) -> Result<Vec<&'a User>, Refusal> {
    let mut filter = Filter::default();
    let (mut limit, mut offset) = (DEFAULT_LIMIT, 0);
    let mut order = None;
    let mut starting_after = None;
    let mut errors = Vec::new();
    for (name, value) in parameters(query) {
        match name.as_str() {
            "limit" => match value.parse() {
                Ok(number) if (1..=MAX_LIMIT).contains(&number) => limit = number,
                _ => errors.push(errors::invalid_value(
                    "limit",
                    "limit must be an integer between 1 and 500.",
                )),
            },
            "offset" => match value.parse() {
                Ok(number) => offset = number,
                Err(_) => errors.push(errors::invalid_value(
                    "offset",
                    "offset must be an integer greater than or equal to 0.",
                )),
            },
            // The first one counts, as documented.
            "order_by" if order.is_some() => {}
            "order_by" => {
                order = parse_order(&value);
                if order.is_none() {
                    let text = format!(
                        "{value} does not match one of the allowed values for parameter order_by"
                    );
                    errors.push(errors::invalid_value("order_by", &text));
                }
            }
            "starting_after" => starting_after = Some(value),
            name => match filter.take(name, &value) {
                Some(Ok(())) => {}
                Some(Err(error)) => errors.push(error),
                None => errors.push(errors::unknown(name)),
            },
        }
    }
    errors.extend(filter.incomplete());
    let (key, descending) = order.unwrap_or((Key::CreatedAt, true));
    if starting_after.is_some() && key != Key::CreatedAt {
        let text = "starting_after requires ordering by created_at.";
        errors.push(errors::invalid_value("starting_after", text));
    }
    if starting_after.is_some() && offset != 0 {
        let text = "starting_after cannot be combined with a non-zero offset.";
        errors.push(errors::invalid_value("starting_after", text));
    }
    if !errors.is_empty() {
        return Err(Refusal::invalid(errors));
    }

    let compare = |a: &(u64, &User), b: &(u64, &User)| {
        // Of two that are alike, the one that came first is the smaller.
        let ordering = key.of(a.1).cmp(&key.of(b.1)).then(a.0.cmp(&b.0));
        if descending {
            ordering.reverse()
        } else {
            ordering
        }
    };
    let mut users = filter.users(store);
    if let Some(id) = starting_after {
        let Some(number) = store.number(&id) else {
            // What Clerk says of a cursor that is gone is not documented.
            let text = format!("No user was found with id {id}");
            return Err(errors::invalid_value("starting_after", &text).into());
        };
        let cursor = store.at(number).map(|user| (number, user));
        users.retain(|user| cursor.is_some_and(|at| compare(user, &at) == Ordering::Greater));
    }
    let end = limit.saturating_add(offset);
    if users.len() > end {
        // Only what lies before the end of the page needs to be in order.
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

/// How many users fit.
///
/// # Errors
/// 422 with an error for each parameter that is unknown or has a wrong value.
pub fn count(store: &Store, query: &str) -> Result<usize, Refusal> {
    let mut filter = Filter::default();
    let mut errors = Vec::new();
    let parameters = parameters(query);
    for (name, value) in &parameters {
        match filter.take(name, value) {
            Some(Ok(())) => {}
            Some(Err(error)) => errors.push(error),
            // A page does not change the count; clients send the parameters of both (inferred).
            None if matches!(
                name.as_str(),
                "limit" | "offset" | "order_by" | "starting_after"
            ) => {}
            None => errors.push(errors::unknown(name)),
        }
    }
    errors.extend(filter.incomplete());
    if !errors.is_empty() {
        return Err(Refusal::invalid(errors));
    }
    if parameters.is_empty() {
        return Ok(store.len());
    }
    Ok(filter.users(store).len())
}

/// `-created_at`, `+created_at` or `created_at`. An unencoded plus comes as a space.
fn parse_order(value: &str) -> Option<(Key, bool)> {
    let descending = value.starts_with('-');
    let key = match value.strip_prefix(['+', '-', ' ']).unwrap_or(value) {
        "created_at" => Key::CreatedAt,
        "updated_at" => Key::UpdatedAt,
        "email_address" => Key::EmailAddress,
        "web3wallet" => Key::Web3Wallet,
        "first_name" => Key::FirstName,
        "last_name" => Key::LastName,
        "phone_number" => Key::PhoneNumber,
        "username" => Key::Username,
        "last_active_at" => Key::LastActiveAt,
        "last_sign_in_at" => Key::LastSignInAt,
        _ => return None,
    };
    Some((key, descending))
}

impl Key {
    fn of(self, user: &User) -> SortValue<'_> {
        match self {
            Key::CreatedAt => SortValue::Time(user.created_at),
            Key::UpdatedAt => SortValue::Time(user.updated_at),
            Key::EmailAddress => SortValue::text(user.email_address()),
            Key::Web3Wallet => SortValue::text(user.web3_wallet()),
            Key::FirstName => SortValue::text(user.first_name.as_deref()),
            Key::LastName => SortValue::text(user.last_name.as_deref()),
            Key::PhoneNumber => SortValue::text(user.phone_number()),
            Key::Username => SortValue::text(user.username.as_deref()),
            Key::LastActiveAt => SortValue::time(user.last_active_at),
            Key::LastSignInAt => SortValue::time(user.last_sign_in_at),
        }
    }
}

impl<'a> SortValue<'a> {
    fn text(value: Option<&'a str>) -> Self {
        value.map_or(SortValue::Nothing, SortValue::Text)
    }

    fn time(value: Option<i64>) -> Self {
        value.map_or(SortValue::Nothing, SortValue::Time)
    }
}
