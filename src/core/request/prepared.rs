//! From the input of a call to its request.

use crate::core::errors::error::Error;
use crate::core::metadata::params::MetadataParams;
use crate::core::request::list_params::ListParams;
use crate::core::request::operation::{Operation, Parameters};
use crate::core::request::user_id::UserId;
use crate::core::text::split::split_at_first;

/// The input of a call. An operation ignores the parts that it does not use.
#[derive(Debug, Default, Clone, Copy)]
pub struct Input<'a> {
    /// The user ID.
    pub user_id: &'a str,
    /// The metadata.
    pub metadata: MetadataParams<'a>,
    /// The parameters of a list, if there are any.
    pub list: Option<&'a ListParams>,
}

/// The part of a request that depends on the call. The base URL and the headers are those of the
/// [`Config`](crate::core::options::config::Config).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PreparedRequest {
    /// The HTTP method.
    pub method: &'static str,
    /// The path after the base URL.
    pub path: String,
    /// The body as JSON, if there is one.
    pub body: Option<String>,
}

impl PreparedRequest {
    /// Validates the input of a call and creates its request.
    ///
    /// # Errors
    /// [`Error::InvalidUserId`], [`Error::InvalidParams`] or [`Error::TooDeep`].
    pub fn new(operation: &Operation, input: &Input<'_>) -> Result<PreparedRequest, Error> {
        let mut path = String::new();
        match split_at_first(operation.path, b'{') {
            Some((start, end)) => {
                path.push_str(start);
                UserId::new(input.user_id)?.push_encoded(&mut path);
                path.push_str(end.strip_prefix("{id}").unwrap_or(end));
            }
            None => path.push_str(operation.path),
        }
        let mut body = None;
        match (operation.parameters, input.list) {
            (Parameters::Metadata, _) => body = Some(input.metadata.body()?),
            (Parameters::List, Some(list)) => path.push_str(list.list()?),
            (Parameters::Filters, Some(list)) => path.push_str(list.count()?),
            (Parameters::None | Parameters::List | Parameters::Filters, _) => {}
        }
        Ok(PreparedRequest {
            method: operation.method,
            path,
            body,
        })
    }
}
