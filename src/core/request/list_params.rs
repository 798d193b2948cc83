//! The parameters of a list of users, and the query strings that they become.

use clerk_metadata_json::camel_case;

use crate::core::errors::error::Error;
use crate::core::text::nearest::Nearest;
use crate::core::text::{path, percent};

/// What a parameter takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A number.
    Number,
    /// A string.
    Text,
    /// A list of strings; one alone stands for a list of it.
    Texts,
    /// True or false.
    Flag,
}

/// What a parameter does in a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    /// Selects users, and so is a parameter of the count too.
    Filter,
    /// Selects users together with [`Role::ProviderUserId`].
    Provider,
    /// Selects users together with [`Role::Provider`].
    ProviderUserId,
    /// How many users a page has.
    Limit,
    /// Where a page begins.
    Offset,
    /// The order of the users.
    Order,
    /// The user after whom a page begins.
    Cursor,
}

/// A parameter of a list of users.
#[derive(Debug)]
pub struct Parameter {
    /// Its name in JavaScript.
    pub name: &'static str,
    /// Its name in the query string.
    pub wire: &'static str,
    /// What it takes.
    pub kind: Kind,
    role: Role,
}

impl Parameter {
    /// Whether it selects users; only such a parameter is one of the count too.
    #[must_use]
    pub const fn filters(&self) -> bool {
        matches!(
            self.role,
            Role::Filter | Role::Provider | Role::ProviderUserId
        )
    }
}

/// A parameter whose name in JavaScript is its wire name in camelCase, or the one given.
macro_rules! parameter {
    ($wire:literal, $kind:ident, $role:ident) => {
        parameter!($wire, $kind, $role, camel_case!($wire))
    };
    ($wire:literal, $kind:ident, $role:ident, $name:expr) => {
        Parameter {
            name: $name,
            wire: $wire,
            kind: Kind::$kind,
            role: Role::$role,
        }
    };
}

/// All parameters of `GET /users` in Clerk's OpenAPI document. Those of `GET /users/count` are the
/// ones that [select users](Parameter::filters).
pub static PARAMETERS: &[Parameter] = &[
    parameter!("limit", Number, Limit),
    parameter!("offset", Number, Offset),
    parameter!("order_by", Text, Order),
    parameter!("starting_after", Text, Cursor),
    parameter!("query", Text, Filter),
    parameter!("user_id", Texts, Filter),
    parameter!("external_id", Texts, Filter),
    parameter!("email_address", Texts, Filter),
    parameter!("email_address_query", Text, Filter),
    parameter!("phone_number", Texts, Filter),
    parameter!("phone_number_query", Text, Filter),
    parameter!("username", Texts, Filter),
    parameter!("username_query", Text, Filter),
    parameter!("name_query", Text, Filter),
    parameter!("web3_wallet", Texts, Filter),
    parameter!("organization_id", Texts, Filter),
    parameter!("provider", Text, Provider),
    parameter!("provider_user_id", Texts, ProviderUserId),
    parameter!("banned", Flag, Filter),
    parameter!("last_active_at_before", Number, Filter),
    parameter!("last_active_at_after", Number, Filter),
    // Without camelCase in the official client too.
    parameter!(
        "last_active_at_since",
        Number,
        Filter,
        "last_active_at_since"
    ),
    parameter!("last_sign_in_at_before", Number, Filter),
    parameter!("last_sign_in_at_after", Number, Filter),
    parameter!("created_at_before", Number, Filter),
    parameter!("created_at_after", Number, Filter),
];

/// Which parameters need or exclude each other: where there is one of the first role, whether there
/// must be one of the second; the name of the first, and what is wrong.
static RULES: [(Role, Role, bool, &str, &str); 4] = [
    (
        Role::Cursor,
        Role::Offset,
        false,
        "startingAfter",
        "cannot be combined with offset. Remove offset.",
    ),
    (
        Role::Cursor,
        Role::Order,
        false,
        "startingAfter",
        "can be combined only with the orderBy values created_at and -created_at. Remove orderBy.",
    ),
    (
        Role::Provider,
        Role::ProviderUserId,
        true,
        "provider",
        "must be combined with providerUserId.",
    ),
    (
        Role::ProviderUserId,
        Role::Provider,
        true,
        "providerUserId",
        "must be combined with provider.",
    ),
];

/// The parameter of a name.
///
/// # Errors
/// [`Error::InvalidParams`] where there is none.
pub fn parameter(name: &str) -> Result<&'static Parameter, Error> {
    let mut nearest = Nearest::to(name);
    for parameter in PARAMETERS {
        if parameter.name == name {
            return Ok(parameter);
        }
        nearest.consider(parameter.name);
    }
    let mut reason = String::from("unknown parameter.");
    nearest.suggest(&mut reason);
    Err(Error::params(&path::of(&[name]), &reason))
}

/// The parameters of a call, in their order.
#[derive(Debug, Default, Clone)]
pub struct ListParams {
    list: String,
    count: String,
    /// A bit for each [`Role`] that has a value. An offset of 0 and the order that a cursor needs
    /// do not count.
    roles: u8,
}

impl ListParams {
    /// Adds a value of a parameter; of a list, one after the other.
    pub fn add(&mut self, parameter: &Parameter, value: &str) {
        push_pair(&mut self.list, parameter.wire, value);
        if parameter.filters() {
            push_pair(&mut self.count, parameter.wire, value);
        }
        let counts = match (parameter.role, value.as_bytes()) {
            (Role::Offset, digits) => digits.iter().any(|digit| *digit != b'0'),
            (Role::Order, [b'+' | b'-', order @ ..] | order) => order != b"created_at",
            _ => true,
        };
        self.roles |= u8::from(counts) << parameter.role as u8;
    }

    /// The query string of the list, with its question mark; empty without parameters.
    ///
    /// # Errors
    /// [`Error::InvalidParams`] if the Backend API does not take the parameters together.
    pub fn list(&self) -> Result<&str, Error> {
        self.check()?;
        Ok(&self.list)
    }

    /// The query string of the count, which has no pages.
    ///
    /// # Errors
    /// Those of [`list`](Self::list).
    pub fn count(&self) -> Result<&str, Error> {
        self.check()?;
        Ok(&self.count)
    }

    fn check(&self) -> Result<(), Error> {
        for (role, other, is_needed, path, reason) in &RULES {
            let has = |role: &Role| self.roles & (1 << *role as u8) != 0;
            if has(role) && has(other) != *is_needed {
                return Err(Error::params(path, reason));
            }
        }
        Ok(())
    }
}

/// As the host's `URLSearchParams` writes it.
fn push_pair(query: &mut String, name: &str, value: &str) {
    query.push(if query.is_empty() { '?' } else { '&' });
    query.push_str(name);
    query.push('=');
    for byte in value.bytes() {
        match byte {
            b' ' => query.push('+'),
            b'*' | b'-' | b'.' | b'_' => query.push(char::from(byte)),
            _ if byte.is_ascii_alphanumeric() => query.push(char::from(byte)),
            _ => percent::push(query, byte),
        }
    }
}

#[cfg(test)]
#[allow(clippy::expect_used, reason = "a test may fail")]
mod tests {
    use super::{ListParams, parameter};

    #[test]
    fn make_the_query_strings() {
        let mut params = ListParams::default();
        for (name, value) in [
            ("limit", "5"),
            ("emailAddress", "a+b@example.com"),
            ("emailAddress", "é *-._~"),
            ("orderBy", "-created_at"),
            ("web3Wallet", "0x1"),
            ("last_active_at_since", "1"),
        ] {
            params.add(parameter(name).expect("known"), value);
        }
        let filters = "email_address=a%2Bb%40example.com&email_address=%C3%A9+*-._%7E";
        let rest = "web3_wallet=0x1&last_active_at_since=1";
        assert_eq!(
            params.list().expect("valid"),
            format!("?limit=5&{filters}&order_by=-created_at&{rest}")
        );
        assert_eq!(params.count().expect("valid"), format!("?{filters}&{rest}"));
        assert_eq!(ListParams::default().list(), Ok(""));
    }

    #[test]
    fn parameters_that_exclude_or_need_each_other() {
        let cases = [
            ("startingAfter=user_1 offset=0", None),
            ("offset=10 orderBy=username", None),
            ("offset=10 startingAfter=user_1", Some("startingAfter")),
            ("startingAfter=user_1 orderBy=created_at", None),
            ("orderBy=-created_at startingAfter=user_1", None),
            ("orderBy=+created_at startingAfter=user_1", None),
            (
                "orderBy=--created_at startingAfter=user_1",
                Some("startingAfter"),
            ),
            (
                "startingAfter=user_1 orderBy=-username",
                Some("startingAfter"),
            ),
            ("provider=oauth_google providerUserId=1", None),
            ("provider=oauth_google userId=user_1", Some("provider")),
            ("providerUserId=1 providerUserId=2", Some("providerUserId")),
        ];
        for (given, path) in cases {
            let mut params = ListParams::default();
            let pairs = given.split(' ').filter_map(|pair| pair.split_once('='));
            for (name, value) in pairs {
                params.add(parameter(name).expect("known"), value);
            }
            assert_eq!(params.count().err(), params.list().err());
            let error = params.list().err();
            assert_eq!(
                error.as_ref().and_then(|error| error.path()),
                path,
                "{given}"
            );
        }
    }

    #[test]
    fn a_misspelled_parameter_is_named() {
        let error = parameter("emailAdress").expect_err("unknown");
        assert_eq!(
            error.to_string(),
            "emailAdress: unknown parameter. Did you mean emailAddress?"
        );
    }
}
