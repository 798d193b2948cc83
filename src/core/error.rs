//! One error for everything that can go wrong in the core.

use std::fmt;

use super::limits::MAX_DEPTH;
use super::{decimal, json};

/// What went wrong. [`Error::code`] is stable; the texts may be made better at any time.
///
/// No text ever holds the secret key or a metadata value.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Error {
    /// No secret key was given.
    MissingSecretKey,
    /// An option of the client cannot be used.
    InvalidOption {
        /// The option's name.
        path: String,
        /// What is wrong with it and what would be right.
        reason: String,
    },
    /// The user id cannot be one.
    InvalidUserId {
        /// What is wrong with it.
        reason: &'static str,
    },
    /// The parameters of the call cannot be sent.
    InvalidParams {
        /// The place of the culprit, such as `publicMetadata.plan.seats`.
        path: String,
        /// What is wrong there and what would be right.
        reason: String,
    },
    /// A value nests deeper than [`MAX_DEPTH`].
    TooDeep {
        /// The deepest nesting there may be.
        limit: usize,
    },
    /// No answer came: no connection, or it broke.
    Connection {
        /// What the host's `fetch` said.
        reason: String,
        /// The status, where the answer had begun.
        status: Option<u16>,
    },
    /// No answer came in time, or not all of it.
    Timeout {
        /// How long the attempt could take, in milliseconds.
        limit: f64,
        /// The status, where the answer had begun.
        status: Option<u16>,
    },
    /// An answer came that is no answer of the Backend API to this call.
    UnexpectedResponse {
        /// Its status.
        status: u16,
        /// What is wrong with it.
        reason: &'static str,
        /// Clerk's id of the request, where the answer has one.
        clerk_trace_id: Option<String>,
    },
    /// The Backend API refused the call.
    Api(ApiError),
}

/// A refusal of the Backend API.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ApiError {
    /// The HTTP status.
    pub status: u16,
    /// What it says, in its order. Empty where the body has no list of errors.
    pub errors: Vec<ApiErrorItem>,
    /// The body's `clerk_trace_id`, else the header `cf-ray`.
    pub clerk_trace_id: Option<String>,
    /// Seconds after which the call may be tried again.
    pub retry_after: Option<f64>,
}

/// One entry of the `errors` of an answer.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ApiErrorItem {
    /// A stable code, such as `resource_not_found`.
    pub code: String,
    /// A short text.
    pub message: String,
    /// A text for the end user.
    pub long_message: Option<String>,
    /// More about it: a JSON object with the names of its members in camelCase; empty where the
    /// answer has none.
    pub meta: String,
}

impl Error {
    /// A stable name of the kind of error.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Error::MissingSecretKey => "missing_secret_key",
            Error::InvalidOption { .. } => "invalid_option",
            Error::InvalidUserId { .. } => "invalid_user_id",
            Error::InvalidParams { .. } => "invalid_params",
            Error::TooDeep { .. } => "too_deep",
            Error::Connection { .. } => "connection_failed",
            Error::Timeout { .. } => "timeout",
            Error::UnexpectedResponse { .. } => "unexpected_response",
            Error::Api(_) => "api_response_error",
        }
    }

    /// Where the culprit is, for an error of one's own input.
    #[must_use]
    pub fn path(&self) -> Option<&str> {
        match self {
            Error::MissingSecretKey => Some("secretKey"),
            Error::InvalidUserId { .. } => Some("userId"),
            Error::InvalidOption { path, .. } | Error::InvalidParams { path, .. } => Some(path),
            _ => None,
        }
    }

    /// The status of the answer, where there was one.
    #[must_use]
    pub fn status(&self) -> Option<u16> {
        match self {
            Error::UnexpectedResponse { status, .. } => Some(*status),
            Error::Connection { status, .. } | Error::Timeout { status, .. } => *status,
            Error::Api(error) => Some(error.status),
            _ => None,
        }
    }

    /// After how many seconds the answer says that the call may be made again.
    #[must_use]
    pub fn retry_after(&self) -> Option<f64> {
        match self {
            Error::Api(error) => error.retry_after,
            _ => None,
        }
    }

    /// The sentence that says what, where and what to do.
    ///
    /// Not `format!`: its way of writing numbers and the like would cost the wasm several KB.
    #[must_use]
    pub fn message(&self) -> String {
        let mut text = String::from(match self {
            Error::MissingSecretKey => {
                "Missing Clerk Secret Key. Go to https://dashboard.clerk.com and get your key for your instance."
            }
            Error::InvalidOption { path, .. } | Error::InvalidParams { path, .. } => path,
            Error::InvalidUserId { .. } => "A valid resource ID is required. userId",
            Error::TooDeep { .. } => "The value nests deeper than ",
            Error::Connection { status: None, .. } | Error::Timeout { status: None, .. } => {
                "No answer from the Backend API"
            }
            Error::Connection { .. } => "The answer of the Backend API broke off, status ",
            Error::Timeout { .. } => "The answer of the Backend API did not end, status ",
            Error::UnexpectedResponse { .. } => "The Backend API answered ",
            Error::Api(error) => match error.errors.iter().find_map(ApiErrorItem::text) {
                Some(said) => return said.to_owned(),
                None => "The Backend API answered ",
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
            Error::InvalidUserId { reason } | Error::UnexpectedResponse { reason, .. } => {
                text.push_str(": ");
                text.push_str(reason);
            }
            Error::Timeout { limit, .. } => {
                text.push_str(": the attempt took longer than ");
                decimal::push(&mut text, *limit as u32);
                text.push_str(" ms. Set timeout to allow more.");
            }
            Error::TooDeep { limit } => {
                decimal::push(&mut text, u32::try_from(*limit).unwrap_or(u32::MAX));
                text.push_str(" levels. Flatten it, or store part of it as a string.");
            }
            Error::Api(_) => text.push_str(" and gave no reason."),
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
    pub(super) fn too_deep() -> Error {
        Error::TooDeep { limit: MAX_DEPTH }
    }

    /// An option that cannot be used.
    #[must_use]
    #[inline(never)]
    pub fn option(path: &str, reason: &str) -> Error {
        Error::InvalidOption {
            path: path.to_owned(),
            reason: reason.to_owned(),
        }
    }
}

impl ApiError {
    /// The entries as a JSON array, with the names of JavaScript.
    #[must_use]
    pub fn errors_json(&self) -> String {
        let mut out = String::from("[");
        for item in &self.errors {
            if out.len() > 1 {
                out.push(',');
            }
            out.push_str("{\"code\":");
            json::push_string(&mut out, &item.code);
            out.push_str(",\"message\":");
            json::push_string(&mut out, &item.message);
            if let Some(text) = &item.long_message {
                out.push_str(",\"longMessage\":");
                json::push_string(&mut out, text);
            }
            out.push_str(",\"meta\":");
            out.push_str(&item.meta);
            out.push('}');
        }
        out.push(']');
        out
    }
}

impl ApiErrorItem {
    /// The first of its texts that says something.
    fn text(&self) -> Option<&str> {
        let long = self.long_message.as_deref().unwrap_or_default();
        [&self.message, long, &self.code]
            .into_iter()
            .find(|text| !text.is_empty())
    }
}
