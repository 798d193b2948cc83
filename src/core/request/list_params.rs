//! The parameters of a list of users or of an organization, and the query strings that they become.

use crate::core::errors::error::{Error, IdParameter};
use crate::core::text::nearest::Nearest;
use crate::core::text::{path, percent};

/// The type of a parameter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A number.
    Number,
    /// A string.
    Text,
    /// A list of strings. A single string is a list of one.
    Texts,
    /// True or false.
    Flag,
    /// An ID or a slug, which becomes a part of the path.
    Id,
}

impl Kind {
    /// Why a value of another type is rejected.
    #[must_use]
    pub fn requirement(self) -> &'static str {
        match self {
            Kind::Number => "must be a whole number of 0 or more.",
            Kind::Flag => "must be true or false.",
            Kind::Text | Kind::Id => "must be a string.",
            Kind::Texts => "must be a string or an array of strings.",
        }
    }
}

/// The effect of a parameter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    /// Selects users. Also a parameter of the count.
    Filter,
    /// Selects users together with [`Role::ProviderUserId`].
    Provider,
    /// Selects users together with [`Role::Provider`].
    ProviderUserId,
    /// The number of users on a page.
    Limit,
    /// The start of a page.
    Offset,
    /// The order of the users.
    Order,
    /// The user before the first one of a page.
    Cursor,
    /// The ID of an organization, which becomes a part of the path.
    OrganizationId,
    /// The slug of an organization, which becomes a part of the path.
    Slug,
}

/// A parameter.
#[derive(Debug)]
pub struct Parameter {
    /// Its name in JavaScript.
    pub name: &'static str,
    /// Its type.
    pub kind: Kind,
    role: Role,
}

impl Parameter {
    /// Its name in the query string: that in JavaScript, in snake_case.
    #[must_use]
    pub fn wire(&self) -> String {
        let mut wire = String::new();
        for byte in self.name.bytes() {
            if byte.is_ascii_uppercase() {
                wire.push('_');
            }
            wire.push(char::from(byte.to_ascii_lowercase()));
        }
        wire
    }

    /// Whether it selects users. Only such a parameter is also one of the count.
    #[must_use]
    pub const fn filters(&self) -> bool {
        matches!(
            self.role,
            Role::Filter | Role::Provider | Role::ProviderUserId
        )
    }
}

/// A parameter.
macro_rules! parameter {
    ($name:literal, $kind:ident, $role:ident) => {
        Parameter {
            name: $name,
            kind: Kind::$kind,
            role: Role::$role,
        }
    };
}

/// All parameters of `GET /users` in Clerk's OpenAPI document. `GET /users/count` has those that
/// [select users](Parameter::filters).
pub static PARAMETERS: &[Parameter] = &[
    parameter!("limit", Number, Limit),
    parameter!("offset", Number, Offset),
    parameter!("orderBy", Text, Order),
    parameter!("startingAfter", Text, Cursor),
    parameter!("query", Text, Filter),
    parameter!("userId", Texts, Filter),
    parameter!("externalId", Texts, Filter),
    parameter!("emailAddress", Texts, Filter),
    parameter!("emailAddressQuery", Text, Filter),
    parameter!("phoneNumber", Texts, Filter),
    parameter!("phoneNumberQuery", Text, Filter),
    parameter!("username", Texts, Filter),
    parameter!("usernameQuery", Text, Filter),
    parameter!("nameQuery", Text, Filter),
    parameter!("web3Wallet", Texts, Filter),
    parameter!("organizationId", Texts, Filter),
    parameter!("provider", Text, Provider),
    parameter!("providerUserId", Texts, ProviderUserId),
    parameter!("banned", Flag, Filter),
    parameter!("lastActiveAtBefore", Number, Filter),
    parameter!("lastActiveAtAfter", Number, Filter),
    // Without camelCase in the official client too.
    parameter!("last_active_at_since", Number, Filter),
    parameter!("lastSignInAtBefore", Number, Filter),
    parameter!("lastSignInAtAfter", Number, Filter),
    parameter!("createdAtBefore", Number, Filter),
    parameter!("createdAtAfter", Number, Filter),
];

/// All parameters of `GET /organizations/{organization_id}` in Clerk's OpenAPI document, and the slug, which may take
/// the place of the ID.
pub static ORGANIZATION_PARAMETERS: &[Parameter] = &[
    parameter!("organizationId", Id, OrganizationId),
    parameter!("slug", Id, Slug),
    parameter!("includeMembersCount", Flag, Filter),
    parameter!("includeMissingMemberWithElevatedPermissions", Flag, Filter),
];

/// The parameters that require or exclude each other: the first role, the second role, whether the first requires
/// (rather than excludes) the second, the name of the first parameter, and the reason of the error.
static RULES: [(Role, Role, bool, &str, &str); 5] = [
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
    (
        Role::Slug,
        Role::OrganizationId,
        false,
        "slug",
        "cannot be combined with organizationId. Remove one of them.",
    ),
];

/// The parameter of a name in one of the tables.
///
/// # Errors
/// [`Error::InvalidParams`] if there is no such parameter.
pub fn parameter(
    parameters: &'static [Parameter],
    name: &str,
) -> Result<&'static Parameter, Error> {
    let mut nearest = Nearest::to(name);
    for parameter in parameters {
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
    organization: Option<String>,
    /// A bit for each [`Role`] that has a value. An offset of 0 and the order that a cursor requires are not set.
    roles: u16,
}

impl ListParams {
    /// Adds a value of a parameter. The values of a list are added one by one.
    pub fn add(&mut self, parameter: &Parameter, value: &str) {
        if parameter.kind == Kind::Id {
            self.set_id(parameter, Some(value));
            return;
        }
        let wire = parameter.wire();
        push_pair(&mut self.list, &wire, value);
        if parameter.filters() {
            push_pair(&mut self.count, &wire, value);
        }
        let counts = match (parameter.role, value.as_bytes()) {
            (Role::Offset, digits) => digits.iter().any(|digit| *digit != b'0'),
            (Role::Order, [b'+' | b'-', order @ ..] | order) => order != b"created_at",
            _ => true,
        };
        self.roles |= u16::from(counts) << parameter.role as u8;
    }

    /// Sets the value of a parameter that is an [`Id`](Kind::Id). `None` is a value that is not text.
    pub fn set_id(&mut self, parameter: &Parameter, id: Option<&str>) {
        self.organization = id.map(str::to_owned);
        self.roles |= 1 << parameter.role as u8;
    }

    /// The ID or the slug of an organization, and the parameter that holds it.
    ///
    /// # Errors
    /// [`Error::InvalidId`] if there is neither.
    pub fn organization(&self) -> Result<(IdParameter, Option<&str>), Error> {
        let parameter = if self.has(Role::Slug) {
            IdParameter::Slug
        } else if self.has(Role::OrganizationId) {
            IdParameter::OrganizationId
        } else {
            return Err(Error::InvalidId {
                parameter: IdParameter::OrganizationId,
                reason: "must be a string, unless slug is set.",
            });
        };
        Ok((parameter, self.organization.as_deref()))
    }

    /// The query string of the list, with its question mark; empty without parameters.
    ///
    /// # Errors
    /// [`Error::InvalidParams`] if the Backend API does not accept the combination of parameters.
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

    fn has(&self, role: Role) -> bool {
        self.roles & (1 << role as u8) != 0
    }

    fn check(&self) -> Result<(), Error> {
        for (role, other, is_needed, path, reason) in &RULES {
            if self.has(*role) && self.has(*other) != *is_needed {
                return Err(Error::params(path, reason));
            }
        }
        Ok(())
    }
}

/// Appends a pair in the encoding of `URLSearchParams`.
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
    use super::{ListParams, PARAMETERS, parameter};

    #[test]
    fn creates_the_query_strings() {
        let mut params = ListParams::default();
        for (name, value) in [
            ("limit", "5"),
            ("emailAddress", "a+b@example.com"),
            ("emailAddress", "é *-._~"),
            ("orderBy", "-created_at"),
            ("web3Wallet", "0x1"),
            ("last_active_at_since", "1"),
        ] {
            params.add(parameter(PARAMETERS, name).expect("known"), value);
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
                params.add(parameter(PARAMETERS, name).expect("known"), value);
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
        let error = parameter(PARAMETERS, "emailAdress").expect_err("unknown");
        assert_eq!(
            error.to_string(),
            "emailAdress: unknown parameter. Did you mean emailAddress?"
        );
    }
}
