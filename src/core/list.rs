//! The parameters of a list of users, and the query string they become.

use super::nearest::Nearest;
use super::{Error, patch, path, percent};

/// What a parameter takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A number.
    Number,
    /// A string.
    Text,
    /// A list of strings; one alone stands for a list of it.
    Texts,
}

/// A parameter of a list of users.
#[derive(Debug)]
pub struct Parameter {
    /// Its name in JavaScript; on the wire it is the same in snake_case.
    pub name: &'static str,
    /// What it takes.
    pub kind: Kind,
    /// Whether it says who is in the list, and so matters to how many there are.
    filters: bool,
}

const fn filter(name: &'static str, kind: Kind) -> Parameter {
    Parameter {
        name,
        kind,
        filters: true,
    }
}

const fn page(name: &'static str, kind: Kind) -> Parameter {
    Parameter {
        name,
        kind,
        filters: false,
    }
}

/// All of them.
pub static PARAMETERS: &[Parameter] = &[
    page("limit", Kind::Number),
    page("offset", Kind::Number),
    page("orderBy", Kind::Text),
    filter("query", Kind::Text),
    filter("userId", Kind::Texts),
    filter("externalId", Kind::Texts),
    filter("emailAddress", Kind::Texts),
    filter("phoneNumber", Kind::Texts),
    filter("username", Kind::Texts),
    filter("web3Wallet", Kind::Texts),
    filter("organizationId", Kind::Texts),
    filter("lastActiveAtBefore", Kind::Number),
    filter("lastActiveAtAfter", Kind::Number),
    filter("last_active_at_since", Kind::Number),
    filter("lastSignInAtBefore", Kind::Number),
    filter("lastSignInAtAfter", Kind::Number),
    filter("createdAtBefore", Kind::Number),
    filter("createdAtAfter", Kind::Number),
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
    let mut reason = String::from("there is no such parameter of a list of users.");
    nearest.suggest(&mut reason);
    Err(patch::invalid(&path::of(&[name]), &reason))
}

/// The parameters of a call, in their order.
#[derive(Debug, Default, Clone)]
pub struct ListParams {
    list: String,
    count: String,
}

impl ListParams {
    /// Adds a value of a parameter; of a list, one after the other.
    pub fn add(&mut self, parameter: &Parameter, value: &str) {
        push_pair(&mut self.list, parameter.name, value);
        if parameter.filters {
            push_pair(&mut self.count, parameter.name, value);
        }
    }

    /// The query string of the list; empty, or with its question mark.
    #[must_use]
    pub fn list(&self) -> &str {
        &self.list
    }

    /// That of the count, which has no pages.
    #[must_use]
    pub fn count(&self) -> &str {
        &self.count
    }
}

/// As the host's `URLSearchParams` writes it.
fn push_pair(query: &mut String, name: &str, value: &str) {
    query.push(if query.is_empty() { '?' } else { '&' });
    for char in name.chars() {
        if char.is_ascii_uppercase() {
            query.push('_');
        }
        query.push(char.to_ascii_lowercase());
    }
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
            params.list(),
            format!("?limit=5&{filters}&order_by=-created_at&{rest}")
        );
        assert_eq!(params.count(), format!("?{filters}&{rest}"));
        assert_eq!(ListParams::default().list(), "");
    }

    #[test]
    fn a_misspelt_one_is_named() {
        let error = parameter("emailAdress").expect_err("unknown");
        assert_eq!(
            error.to_string(),
            "emailAdress: there is no such parameter of a list of users. Did you mean emailAddress?"
        );
    }
}
