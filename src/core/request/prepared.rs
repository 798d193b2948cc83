//! From the input of a call to its request.

use crate::core::errors::error::{Error, IdParameter};
use crate::core::metadata::params::MetadataParams;
use crate::core::request::list_params::ListParams;
use crate::core::request::operation::{Operation, Parameters};
use crate::core::request::resource_id::ResourceId;
use crate::core::text::split::split_at_first;

/// The input of a call. An operation ignores the parts that it does not use.
#[derive(Debug, Default, Clone, Copy)]
pub struct Input<'a> {
    /// The user ID. `None` if it is not text.
    pub user_id: Option<&'a str>,
    /// The organization ID. `None` if it is not text.
    pub organization_id: Option<&'a str>,
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
    /// [`Error::InvalidId`], [`Error::InvalidParams`] or [`Error::TooDeep`].
    pub fn new(operation: &Operation, input: &Input<'_>) -> Result<PreparedRequest, Error> {
        let path = PreparedRequest::path(operation, input)?;
        let has_body = matches!(operation.parameters, Parameters::Metadata(_));
        Ok(PreparedRequest {
            method: operation.method,
            path,
            body: has_body.then(|| input.metadata.body()),
        })
    }

    /// Validates the input of a call and creates the path of its request.
    ///
    /// # Errors
    /// As for [`PreparedRequest::new`].
    pub fn path(operation: &Operation, input: &Input<'_>) -> Result<String, Error> {
        let mut path = String::new();
        let mut rest = operation.path;
        while let Some((start, placeholder)) = split_at_first(rest, b'{') {
            path.push_str(start);
            let (parameter, id) = if let Some(end) = placeholder.strip_prefix("{user_id}") {
                rest = end;
                (IdParameter::UserId, input.user_id)
            } else {
                rest = placeholder
                    .strip_prefix("{organization_id}")
                    .unwrap_or_default();
                match input.list {
                    Some(list) => list.organization()?,
                    None => (IdParameter::OrganizationId, input.organization_id),
                }
            };
            ResourceId::new(parameter, id)?.push_encoded(&mut path);
        }
        path.push_str(rest);
        match (operation.parameters, input.list) {
            (Parameters::Metadata(owner), _) => input.metadata.validate(owner)?,
            (Parameters::List | Parameters::Organization, Some(list)) => {
                path.push_str(list.list()?)
            }
            (Parameters::Filters, Some(list)) => path.push_str(list.count()?),
            (_, None) | (Parameters::None, _) => {}
        }
        Ok(path)
    }
}
