//! The operations, with a [`Row`] of facts for each.

use super::response::Expected;
use super::{Error, ListParams, MetadataParams, patch};

/// What to do, with its input.
#[derive(Debug, Clone, Copy)]
pub enum Operation<'a> {
    /// Merge metadata into a user: `PATCH /v1/users/{id}/metadata`.
    UpdateUserMetadata(&'a str, MetadataParams<'a>),
    /// Replace metadata fields of a user: `PUT /v1/users/{id}/metadata`.
    ReplaceUserMetadata(&'a str, MetadataParams<'a>),
    /// Read a user: `GET /v1/users/{id}`.
    GetUser(&'a str),
    /// List users: `GET /v1/users`.
    GetUserList(&'a ListParams),
    /// Count users: `GET /v1/users/count`.
    GetCount(&'a ListParams),
}

/// The input of an operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Takes {
    /// A user ID.
    User,
    /// A user ID and metadata.
    Metadata,
    /// The parameters of a list.
    List,
    /// Those of them that say who is in it.
    Filters,
}

/// The same with its value.
#[derive(Debug, Clone, Copy)]
pub enum Input<'a> {
    /// A user ID.
    User(&'a str),
    /// A user ID and metadata.
    Metadata(&'a str, MetadataParams<'a>),
    /// The parameters of a list.
    List(&'a ListParams),
}

/// What is the same for every call of an operation.
#[derive(Debug)]
pub struct Row {
    /// Its input.
    pub takes: Takes,
    /// Its name: that of the method of `clerk.users`.
    pub name: &'static str,
    /// The HTTP method.
    pub method: &'static str,
    /// What follows `/users`, or `/users/{id}` for an operation on one user.
    pub path_end: &'static str,
    /// What its response holds.
    pub expected: Expected,
}

const fn row(
    takes: Takes,
    name: &'static str,
    method: &'static str,
    path_end: &'static str,
    expected: Expected,
) -> Row {
    Row {
        takes,
        name,
        method,
        path_end,
        expected,
    }
}

#[rustfmt::skip]
mod rows {
    use super::{Expected, Row, Takes, row};

    pub static UPDATE_USER_METADATA: Row = row(Takes::Metadata, "updateUserMetadata", "PATCH", "/metadata", Expected::User);
    pub static REPLACE_USER_METADATA: Row = row(Takes::Metadata, "replaceUserMetadata", "PUT", "/metadata", Expected::User);
    pub static GET_USER: Row = row(Takes::User, "getUser", "GET", "", Expected::User);
    pub static GET_USER_LIST: Row = row(Takes::List, "getUserList", "GET", "", Expected::Users);
    pub static GET_COUNT: Row = row(Takes::Filters, "getCount", "GET", "/count", Expected::Count);
}

/// Every operation.
pub static OPERATIONS: [&Row; 5] = [
    &rows::UPDATE_USER_METADATA,
    &rows::REPLACE_USER_METADATA,
    &rows::GET_USER,
    &rows::GET_USER_LIST,
    &rows::GET_COUNT,
];

/// The operation with a name.
///
/// # Errors
/// [`Error::InvalidParams`] if there is none: no operation stands in for an unknown name.
pub fn named(name: &str) -> Result<&'static Row, Error> {
    (OPERATIONS.into_iter())
        .find(|row| row.name == name)
        .ok_or_else(|| unknown("operation"))
}

/// The error for a name that the host's side of the package cannot pass.
#[must_use]
pub fn unknown(what: &str) -> Error {
    patch::invalid(what, "it has no such name.")
}

impl Operation<'_> {
    /// Its row.
    #[must_use]
    pub fn row(&self) -> &'static Row {
        match self {
            Operation::UpdateUserMetadata(..) => &rows::UPDATE_USER_METADATA,
            Operation::ReplaceUserMetadata(..) => &rows::REPLACE_USER_METADATA,
            Operation::GetUser(_) => &rows::GET_USER,
            Operation::GetUserList(_) => &rows::GET_USER_LIST,
            Operation::GetCount(_) => &rows::GET_COUNT,
        }
    }

    /// Its input.
    #[must_use]
    pub fn input(&self) -> Input<'_> {
        match self {
            Operation::UpdateUserMetadata(id, params)
            | Operation::ReplaceUserMetadata(id, params) => Input::Metadata(id, *params),
            Operation::GetUser(id) => Input::User(id),
            Operation::GetUserList(params) | Operation::GetCount(params) => Input::List(params),
        }
    }
}
