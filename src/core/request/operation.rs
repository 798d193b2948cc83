//! The table of operations. A new method of the client is a row here.

use crate::core::errors::error::Error;
use crate::core::metadata::field::Owner;
use crate::core::response::http_response::Expected;

/// The constant parts of a method of `clerk.users` or `clerk.organizations`.
#[derive(Debug)]
pub struct Operation {
    /// The name of the method.
    pub name: &'static str,
    /// The HTTP method.
    pub method: &'static str,
    /// The path after the base URL. `{user_id}` and `{organization_id}` are replaced with the IDs.
    pub path: &'static str,
    /// Its parameters besides the IDs in the path.
    pub parameters: Parameters,
    /// The content of its response.
    pub expected: Expected,
}

/// The parameters of an operation besides the IDs in the path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Parameters {
    /// None.
    None,
    /// The metadata of a resource, which becomes the body.
    Metadata(Owner),
    /// The parameters of a list, which become the query string.
    List,
    /// The parameters of a list that select users.
    Filters,
    /// The ID or the slug of an organization, and parameters that become the query string.
    Organization,
}

/// Every operation.
#[rustfmt::skip]
pub static OPERATIONS: [Operation; 9] = [
    row("updateUserMetadata",  "PATCH", "/users/{user_id}/metadata", Parameters::Metadata(Owner::User), Expected::User),
    row("replaceUserMetadata", "PUT",   "/users/{user_id}/metadata", Parameters::Metadata(Owner::User), Expected::User),
    row("getUser",             "GET",   "/users/{user_id}",          Parameters::None,                  Expected::User),
    row("getUserList",         "GET",   "/users",                    Parameters::List,                  Expected::Users),
    row("getCount",            "GET",   "/users/count",              Parameters::Filters,               Expected::Count),
    row("getOrganization", "GET", "/organizations/{organization_id}", Parameters::Organization, Expected::Organization),
    row(
        "updateOrganizationMetadata", "PATCH", "/organizations/{organization_id}/metadata",
        Parameters::Metadata(Owner::Organization), Expected::Organization,
    ),
    row(
        "replaceOrganizationMetadata", "PUT", "/organizations/{organization_id}/metadata",
        Parameters::Metadata(Owner::Organization), Expected::Organization,
    ),
    row(
        "updateOrganizationMembershipMetadata", "PATCH",
        "/organizations/{organization_id}/memberships/{user_id}/metadata",
        Parameters::Metadata(Owner::Membership), Expected::Membership,
    ),
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
