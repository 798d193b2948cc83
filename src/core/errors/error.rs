//! The error of every function of the core, with its codes and texts.

use std::fmt;

use crate::core::errors::api_error::{ApiError, ApiErrorItem};
use crate::core::limits::MAX_DEPTH;
use crate::core::text::decimal;

/// An error. [`Error::code`] is stable; the texts may change.
///
/// No text contains the secret key or a metadata value.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Error {
    /// The secret key is missing.
    MissingSecretKey,
    /// An option is invalid.
    InvalidOption {
        /// The option's name.
        path: String,
        /// The reason and the fix.
        reason: String,
    },
    /// The ID of a user or an organization is invalid.
    InvalidId {
        /// The parameter that holds it.
        parameter: IdParameter,
        /// The reason.
        reason: &'static str,
    },
    /// The parameters of the call are invalid.
    InvalidParams {
        /// The path of the invalid value, such as `publicMetadata.plan.seats`.
        path: String,
        /// The reason and the fix.
        reason: String,
    },
    /// A value is nested deeper than [`MAX_DEPTH`].
    TooDeep {
        /// The maximum depth.
        limit: usize,
    },
    /// The connection failed, before or during the response.
    Connection {
        /// The message of the host's `fetch`.
        reason: String,
        /// The status, if the response had started.
        status: Option<u16>,
    },
    /// The attempt timed out, before or during the response.
    Timeout {
        /// The timeout, in milliseconds.
        limit: f64,
        /// The status, if the response had started.
        status: Option<u16>,
    },
    /// The response is not a response of the Backend API to this call.
    UnexpectedResponse {
        /// Its status.
        status: u16,
        /// The reason and the fix.
        reason: &'static str,
        /// Clerk's trace ID, if the response has one.
        clerk_trace_id: Option<String>,
    },
    /// The Backend API rejected the call.
    Api(ApiError),
}

/// A parameter that holds the ID of a user or an organization.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IdParameter {
    /// The ID of a user.
    UserId,
    /// The ID of an organization.
    OrganizationId,
    /// The slug of an organization, in place of its ID.
    Slug,
}

impl IdParameter {
    /// Its name in JavaScript.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            IdParameter::UserId => "userId",
            IdParameter::OrganizationId => "organizationId",
            IdParameter::Slug => "slug",
        }
    }
}

impl Error {
    /// The stable code of the error.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Error::MissingSecretKey => "missing_secret_key",
            Error::InvalidOption { .. } => "invalid_option",
            Error::InvalidId { parameter, .. } => match parameter {
                IdParameter::UserId => "invalid_user_id",
                IdParameter::OrganizationId | IdParameter::Slug => "invalid_organization_id",
            },
            Error::InvalidParams { .. } => "invalid_params",
            Error::TooDeep { .. } => "too_deep",
            Error::Connection { .. } => "connection_failed",
            Error::Timeout { .. } => "timeout",
            Error::UnexpectedResponse { .. } => "unexpected_response",
            Error::Api(_) => "api_response_error",
        }
    }

    /// The path of the invalid value, for an error of the caller's input.
    #[must_use]
    pub fn path(&self) -> Option<&str> {
        match self {
            Error::MissingSecretKey => Some("secretKey"),
            Error::InvalidId { parameter, .. } => Some(parameter.name()),
            Error::InvalidOption { path, .. } | Error::InvalidParams { path, .. } => Some(path),
            _ => None,
        }
    }

    /// The status of the response, if there was one.
    #[must_use]
    pub fn status(&self) -> Option<u16> {
        match self {
            Error::UnexpectedResponse { status, .. } => Some(*status),
            Error::Connection { status, .. } | Error::Timeout { status, .. } => *status,
            Error::Api(error) => Some(error.status),
            _ => None,
        }
    }

    /// The seconds of the response's `Retry-After`.
    #[must_use]
    pub fn retry_after(&self) -> Option<f64> {
        match self {
            Error::Api(error) => error.retry_after,
            _ => None,
        }
    }

    /// The path, the reason and the fix.
    ///
    /// Does not use `format!`, which would add several KB to the wasm.
    #[must_use]
    pub fn message(&self) -> String {
        let mut text = String::from(match self {
            Error::MissingSecretKey => {
                "Missing Clerk Secret Key. Go to https://dashboard.clerk.com and get your key for your instance."
            }
            Error::InvalidOption { path, .. } | Error::InvalidParams { path, .. } => path,
            Error::InvalidId { .. } => "A valid resource ID is required. ",
            Error::TooDeep { .. } => "Nesting is limited to ",
            Error::Connection { status: None, .. } | Error::Timeout { status: None, .. } => {
                "No response from the Backend API"
            }
            Error::Connection { .. } => "The response of the Backend API was interrupted, status ",
            Error::Timeout { .. } => "The response of the Backend API is incomplete, status ",
            Error::UnexpectedResponse { .. } => "The Backend API responded with status ",
            Error::Api(error) => match error.errors.iter().find_map(ApiErrorItem::text) {
                Some(text) => return text.to_owned(),
                None => "The Backend API responded with status ",
            },
        });
        if let Some(status) = self.status() {
            decimal::push(&mut text, status.into());
        }
        match self {
            Error::InvalidOption { reason, .. }
            | Error::InvalidParams { reason, .. }
            | Error::Connection { reason, .. } => {
                text.push_str(": ");
                text.push_str(reason);
            }
            Error::UnexpectedResponse { reason, .. } => {
                text.push_str(": ");
                text.push_str(reason);
            }
            Error::InvalidId { parameter, reason } => {
                text.push_str(parameter.name());
                text.push_str(": ");
                text.push_str(reason);
                text.push_str(match parameter {
                    IdParameter::UserId => " Pass a user ID such as user_2abc.",
                    IdParameter::OrganizationId => " Pass an organization ID such as org_2abc.",
                    IdParameter::Slug => " Pass the slug of an organization such as acme.",
                });
            }
            Error::Timeout { limit, .. } => {
                text.push_str(": the attempt took longer than ");
                decimal::push(&mut text, *limit);
                text.push_str(" ms. Increase timeout to allow more time.");
            }
            Error::TooDeep { limit } => {
                decimal::push(&mut text, *limit as f64);
                text.push_str(" levels. Flatten the value, or store part of it as a string.");
            }
            Error::Api(_) => text.push_str(" and no error details."),
            Error::MissingSecretKey => {}
        }
        text
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message())
    }
}

impl std::error::Error for Error {}

impl Error {
    /// The error for a value that is nested deeper than [`MAX_DEPTH`].
    #[must_use]
    pub fn too_deep() -> Error {
        Error::TooDeep { limit: MAX_DEPTH }
    }

    /// The error for an option.
    #[must_use]
    #[inline(never)]
    pub fn option(path: &str, reason: &str) -> Error {
        Error::InvalidOption {
            path: path.to_owned(),
            reason: reason.to_owned(),
        }
    }

    /// The error for a parameter, or for a value in a parameter, at `path`.
    #[must_use]
    #[inline(never)]
    pub fn params(path: &str, reason: &str) -> Error {
        Error::InvalidParams {
            path: path.to_owned(),
            reason: reason.to_owned(),
        }
    }
}
