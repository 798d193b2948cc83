//! The table of operations. A new method of `clerk.users` is a row here.

use crate::core::errors::error::Error;
use crate::core::response::http_response::Expected;

/// The constant parts of a method of `clerk.users`.
#[derive(Debug)]
pub struct Operation {
    /// The name of the method.
    pub name: &'static str,
    /// The HTTP method.
    pub method: &'static str,
    /// The path after the base URL. `{id}` is replaced with the user ID.
    pub path: &'static str,
    /// Its parameters besides the user ID.
    pub parameters: Parameters,
    /// The content of its response.
    pub expected: Expected,
}

/// The parameters of an operation besides the user ID.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Parameters {
    /// None.
    None,
    /// Metadata, which becomes the body.
    Metadata,
    /// The parameters of a list, which become the query string.
    List,
    /// The parameters of a list that select users.
    Filters,
}

/// Every operation.
#[rustfmt::skip]
pub static OPERATIONS: [Operation; 5] = [
    row("updateUserMetadata",  "PATCH", "/users/{id}/metadata", Parameters::Metadata, Expected::User),
    row("replaceUserMetadata", "PUT",   "/users/{id}/metadata", Parameters::Metadata, Expected::User),
    row("getUser",             "GET",   "/users/{id}",          Parameters::None,     Expected::User),
    row("getUserList",         "GET",   "/users",               Parameters::List,     Expected::Users),
    row("getCount",            "GET",   "/users/count",         Parameters::Filters,  Expected::Count),
];

const fn row(
    name: &'static str,
    method: &'static str,
    path: &'static str,
    parameters: Parameters,
    expected: Expected,
) -> Operation {
    Operation {
        name,
        method,
        path,
        parameters,
        expected,
    }
}

impl Operation {
    /// The operation with a name.
    ///
    /// # Errors
    /// [`Error::InvalidParams`] if the name is unknown.
    pub fn named(name: &str) -> Result<&'static Operation, Error> {
        (OPERATIONS.iter())
            .find(|operation| operation.name == name)
            .ok_or_else(|| Error::params("operation", "unknown operation."))
    }
}
