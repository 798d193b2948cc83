//! The errors of rejected requests, in the format of Clerk's error bodies.
//!
//! Codes and texts are taken from Clerk's documentation. A text that it does not specify is marked as
//! inferred.

use clerk_metadata::core::limits::{MAX_DEPTH, MAX_FIELD_BYTES};
use serde::Serialize;

use crate::response::Response;

/// The reason why a request is rejected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestError {
    /// The HTTP status.
    pub status: u16,
    /// The errors, in the order in which they were found.
    pub errors: Vec<ErrorItem>,
    /// The value of `Retry-After`, in seconds.
    pub retry_after: Option<i64>,
    /// The value of `Allow`: the methods that the path supports, if it does not support this one.
    pub allow: Option<&'static str>,
}

/// One entry of the `errors` of a response.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ErrorItem {
    /// A stable code.
    pub code: &'static str,
    /// A short text.
    pub message: String,
    /// The full text.
    pub long_message: String,
    /// The parameter that caused the error.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub meta: Option<Meta>,
}

/// Additional details of an error.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Meta {
    /// The name of the parameter.
    pub param_name: String,
}

#[derive(Serialize)]
struct Body<'a> {
    errors: &'a [ErrorItem],
    clerk_trace_id: &'a str,
}

impl RequestError {
    pub(crate) fn new(
        status: u16,
        code: &'static str,
        message: &str,
        long_message: &str,
    ) -> RequestError {
        RequestError {
            status,
            errors: vec![item(code, message, long_message)],
            retry_after: None,
            allow: None,
        }
    }

    /// Invalid parameters: 422.
    #[must_use]
    pub fn invalid(errors: Vec<ErrorItem>) -> RequestError {
        RequestError {
            status: 422,
            errors,
            retry_after: None,
            allow: None,
        }
    }

    /// The error response.
    #[must_use]
    pub fn response(&self, trace_id: &str) -> Response {
        let body = Body {
            errors: &self.errors,
            clerk_trace_id: trace_id,
        };
        // Serializing strings and lists cannot fail.
        let body = serde_json::to_string(&body).unwrap_or_default();
        let mut response = Response::json(self.status, trace_id, body);
        if let Some(seconds) = self.retry_after {
            response.headers.push(("retry-after", seconds.to_string()));
        }
        if let Some(methods) = self.allow {
            response.headers.push(("allow", methods.to_owned()));
        }
        response
    }

    /// The `Authorization` header is missing or does not have the form `Bearer <key>`.
    #[must_use]
    pub fn authorization_header_format() -> RequestError {
        RequestError::new(
            401,
            "authorization_header_format_invalid",
            "Invalid Authorization header format",
            "Invalid Authorization header format. Must be 'Bearer <YOUR_API_KEY>'",
        )
    }

    /// The key is not the key of this instance.
    #[must_use]
    pub fn key_invalid() -> RequestError {
        let text = "The provided Clerk Secret Key is invalid. Make sure that your Clerk Secret Key is correct.";
        RequestError::new(401, "clerk_key_invalid", text, text)
    }

    /// The key may not make this request (inferred).
    #[must_use]
    pub fn forbidden() -> RequestError {
        let text = "You are not authorized to perform this request";
        RequestError::new(403, "authorization_invalid", "Unauthorized request", text)
    }

    /// Too many requests. `retry_after` is the number of seconds until requests are accepted again.
    #[must_use]
    pub fn too_many_requests(retry_after: Option<i64>) -> RequestError {
        let text = "Too many requests, retry later";
        RequestError {
            retry_after,
            ..RequestError::new(429, "too_many_requests", "Too many requests", text)
        }
    }

    /// No user has this ID.
    #[must_use]
    pub fn user_not_found(id: &str) -> RequestError {
        let text = format!("No user was found with id {id}");
        RequestError::new(404, "resource_not_found", "not found", &text)
    }

    /// The route does not exist (inferred).
    #[must_use]
    pub fn route_not_found() -> RequestError {
        RequestError::new(
            404,
            "resource_not_found",
            "not found",
            "Resource not found. The local Backend API has /v1/users, /v1/users/count, /v1/users/{id}, /v1/users/{id}/metadata and /v1/users/{id}/organization_memberships, and /v1/organizations, /v1/organizations/{id}, /v1/organizations/{id}/metadata, /v1/organizations/{id}/memberships, /v1/organizations/{id}/memberships/{user_id} and /v1/organizations/{id}/memberships/{user_id}/metadata, /v1/organization_memberships and /v1/instance.",
        )
    }

    /// The route does not support this method (inferred).
    #[must_use]
    pub fn method_not_allowed(allow: &'static str) -> RequestError {
        let text = format!("This path of the local Backend API supports {allow}.");
        RequestError {
            allow: Some(allow),
            ..RequestError::new(405, "method_not_allowed", "method not allowed", &text)
        }
    }

    /// The value of `Clerk-API-Version` is not a version (text inferred).
    #[must_use]
    pub fn api_version_invalid() -> RequestError {
        RequestError::new(
            400,
            "api_version_invalid",
            "API version is invalid",
            "The Clerk-API-Version header must be a date such as 2026-05-12.",
        )
    }

    /// The content type of the body is not JSON.
    #[must_use]
    pub fn unsupported_content_type(actual: &str) -> RequestError {
        let text = format!(
            "Content-Type {actual} is unsupported. You should use application/json instead."
        );
        let message = "Content-Type is unsupported";
        RequestError::new(415, "unsupported_content_type", message, &text)
    }

    /// The body exceeds the size limit (text inferred).
    #[must_use]
    pub fn body_too_large(limit: usize) -> RequestError {
        let text = format!("The request body exceeds the maximum allowed size of {limit} bytes.");
        let message = "Request body too large";
        RequestError::new(413, "request_body_too_large", message, &text)
    }

    /// The body is not a JSON object.
    #[must_use]
    pub fn body_invalid() -> RequestError {
        RequestError::new(
            400,
            "request_body_invalid",
            "Request body invalid",
            "The request body is invalid. Please consult the API documentation for more information.",
        )
    }

    /// Another request is changing the same user (message inferred).
    #[must_use]
    pub fn resource_locked() -> RequestError {
        RequestError::new(
            409,
            "resource_locked",
            "resource locked",
            "Please try again.",
        )
    }

    /// An error of the server (long text inferred).
    #[must_use]
    pub fn internal() -> RequestError {
        let text = "There was an internal error on our servers. Please try again later.";
        RequestError::new(500, "internal_clerk_error", UNEXPECTED_ERROR, text)
    }

    /// The service is not available (texts inferred).
    #[must_use]
    pub fn service_unavailable() -> RequestError {
        let text = "The service is temporarily unavailable. Please try again later.";
        RequestError::new(503, "service_unavailable", "service unavailable", text)
    }

    /// The service did not respond in time (texts inferred).
    #[must_use]
    pub fn gateway_timeout() -> RequestError {
        let text = "The service did not respond in time. Please try again later.";
        RequestError::new(504, "gateway_timeout", "gateway timeout", text)
    }

    /// A line of a change could not be written to the data file. `applied` is the number of its lines that were written
    /// before, and have been applied.
    #[must_use]
    pub fn data_file(reason: &str, applied: usize) -> RequestError {
        let effect = match applied {
            0 => "nothing was changed",
            _ => "the change is incomplete. Repeat it once the file can be written",
        };
        let text = format!("The data file could not be written, so {effect}: {reason}");
        RequestError::new(500, "internal_clerk_error", UNEXPECTED_ERROR, &text)
    }

    /// The user has no identifier (text partly inferred).
    #[must_use]
    pub fn data_missing() -> RequestError {
        RequestError::new(
            422,
            "form_data_missing",
            "missing data",
            "[\"email_address\" \"phone_number\" \"username\" \"web3_wallet\"] data doesn't match user requirements set for this instance. Provide one of them, or set skip_user_requirement.",
        )
    }
}

const UNEXPECTED_ERROR: &str = "Oops, an unexpected error occurred";

impl From<ErrorItem> for RequestError {
    fn from(error: ErrorItem) -> Self {
        RequestError::invalid(vec![error])
    }
}

fn item(code: &'static str, message: &str, long_message: &str) -> ErrorItem {
    ErrorItem {
        code,
        message: message.to_owned(),
        long_message: long_message.to_owned(),
        meta: None,
    }
}

/// An error of one parameter.
fn param(code: &'static str, message: &str, long_message: &str, name: &str) -> ErrorItem {
    ErrorItem {
        meta: Some(Meta {
            param_name: name.to_owned(),
        }),
        ..item(code, message, long_message)
    }
}

/// An unknown parameter.
#[must_use]
pub fn unknown_parameter(name: &str) -> ErrorItem {
    let text = format!("{name} is not a valid parameter for this request.");
    param("form_param_unknown", "is unknown", &text, name)
}

/// A parameter of the wrong JSON type.
#[must_use]
pub fn wrong_type(name: &str, expected: &str) -> ErrorItem {
    let text = format!("`{name}` must be a `{expected}`.");
    param("form_param_type_invalid", "is invalid", &text, name)
}

/// A value that the parameter does not accept. `reason` says what it accepts.
#[must_use]
pub fn invalid_value(name: &str, reason: &str) -> ErrorItem {
    param("form_param_value_invalid", "is invalid", reason, name)
}

/// A value in the wrong format. `expected` describes the right one.
#[must_use]
pub fn invalid_format(name: &str, expected: &str) -> ErrorItem {
    let text = format!("{name} must be {expected}.");
    param("form_param_format_invalid", "is invalid", &text, name)
}

/// An invalid date.
#[must_use]
pub fn invalid_time(name: &str) -> ErrorItem {
    let text = format!(
        "{name} must contain a datetime specified in RFC3339 format (e.g. `2022-10-20T10:00:27.645Z`)."
    );
    param("form_param_invalid_time", "invalid format", &text, name)
}

/// A metadata field that is not an object (text inferred).
#[must_use]
pub fn not_an_object(name: &str) -> ErrorItem {
    let text = format!("{name} must be a JSON object with key-value pairs.");
    param("form_param_value_invalid", &text, &text, name)
}

/// A metadata field that is nested too deep. The limit is this project's, so the whole error is inferred.
#[must_use]
pub fn too_deep(name: &str) -> ErrorItem {
    let text = format!("{name} is nested more than {MAX_DEPTH} levels deep.");
    param("form_param_value_invalid", "is invalid", &text, name)
}

/// A metadata field that is too large.
#[must_use]
pub fn field_too_large(name: &str) -> ErrorItem {
    let kilobytes = MAX_FIELD_BYTES / 1024;
    let text = format!(
        "The given {name} exceeds the maximum allowed size of {MAX_FIELD_BYTES} bytes ({kilobytes} KB)."
    );
    param("form_param_exceeds_allowed_size", &text, &text, name)
}

/// A list with too many items.
#[must_use]
pub fn too_many_items(name: &str, limit: usize) -> ErrorItem {
    let text = format!("{name} should not exceed {limit} items.");
    let message = "exceeds maximum size";
    param("form_param_array_size_exceeded", message, &text, name)
}

/// A parameter that is required.
#[must_use]
pub fn missing(name: &str) -> ErrorItem {
    let text = format!("{name} must be included.");
    param("form_param_missing", "is missing", &text, name)
}

/// A text that is too long.
#[must_use]
pub fn too_long(name: &str, limit: usize) -> ErrorItem {
    let text = format!("{name} should not exceed {limit} characters.");
    let message = "exceeds maximum length";
    param("form_param_max_length_exceeded", message, &text, name)
}

/// An identifier that another user has, or that a list contains twice.
#[must_use]
pub fn identifier_exists(name: &str) -> ErrorItem {
    let text = format!(
        "That {} is taken. Please try another.",
        name.replace('_', " ")
    );
    param("form_identifier_exists", &text, &text, name)
}

/// A password that is too short.
#[must_use]
pub fn password_too_short(limit: usize) -> ErrorItem {
    let text = format!("Passwords must be {limit} characters or more.");
    param("form_password_length_too_short", &text, &text, "password")
}

/// A missing parameter that is required by another one.
#[must_use]
pub fn missing_companion(name: &str, other: &str) -> ErrorItem {
    let text = format!("`{name}` is required when `{other}` is present.");
    param("form_conditional_param_missing", "is missing", &text, name)
}
