//! Errors: codes and texts.

use crate::support::{cases, fixture, text};
use clerk_metadata::core::metadata::json_object::not_an_object;
use clerk_metadata::core::text::path;
use clerk_metadata::core::{ApiError, ApiErrorItem, Error, IdParameter};
use serde_json::{Value, json};

pub fn api(status: u16, codes: &[&str]) -> Error {
    let item = |code: &&str| ApiErrorItem {
        code: String::from(*code),
        ..ApiErrorItem::default()
    };
    Error::Api(ApiError {
        status,
        errors: codes.iter().map(item).collect(),
        ..ApiError::default()
    })
}

pub fn unexpected(status: u16) -> Error {
    Error::UnexpectedResponse {
        status,
        reason: "no JSON.",
        clerk_trace_id: None,
    }
}

fn at(path: &str) -> (String, String) {
    (String::from(path), String::from("it is wrong."))
}

/// An error with its expected code, path, status and text.
pub struct Case {
    pub error: Error,
    pub code: &'static str,
    path: Option<&'static str>,
    status: Option<u16>,
    text: &'static str,
}

/// One error of each variant.
pub fn all() -> [Case; 8] {
    let (path, reason) = at("apiUrl");
    let option = Error::InvalidOption { path, reason };
    let (path, reason) = at("publicMetadata.a");
    let params = Error::InvalidParams { path, reason };
    [
        Case {
            error: Error::MissingSecretKey,
            code: "missing_secret_key",
            path: Some("secretKey"),
            status: None,
            text: "Missing Clerk Secret Key. Go to https://dashboard.clerk.com and get your key for your instance.",
        },
        Case {
            error: option,
            code: "invalid_option",
            path: Some("apiUrl"),
            status: None,
            text: "apiUrl: it is wrong.",
        },
        Case {
            error: Error::InvalidId {
                parameter: IdParameter::UserId,
                reason: "it is wrong.",
            },
            code: "invalid_user_id",
            path: Some("userId"),
            status: None,
            text: "A valid resource ID is required. userId: it is wrong. Pass a user ID such as user_2abc.",
        },
        Case {
            error: params,
            code: "invalid_params",
            path: Some("publicMetadata.a"),
            status: None,
            text: "publicMetadata.a: it is wrong.",
        },
        Case {
            error: Error::TooDeep { limit: 100 },
            code: "too_deep",
            path: None,
            status: None,
            text: "Nesting is limited to 100 levels. Flatten the value, or store part of it as a string.",
        },
        Case {
            error: Error::Connection {
                reason: String::from("reset"),
                status: None,
            },
            code: "connection_failed",
            path: None,
            status: None,
            text: "No response from the Backend API: reset",
        },
        Case {
            error: unexpected(200),
            code: "unexpected_response",
            path: None,
            status: Some(200),
            text: "The Backend API responded with status 200: no JSON.",
        },
        Case {
            error: api(404, &["resource_not_found"]),
            code: "api_response_error",
            path: None,
            status: Some(404),
            text: "resource_not_found",
        },
    ]
}

#[test]
fn codes_are_stable() {
    // Programs compare codes: codes may be added, but must not change.
    assert_eq!(
        all().map(|case| case.error.code()),
        [
            "missing_secret_key",
            "invalid_option",
            "invalid_user_id",
            "invalid_params",
            "too_deep",
            "connection_failed",
            "unexpected_response",
            "api_response_error",
        ]
    );
}

#[test]
fn every_error_has_its_code_path_status_and_text() {
    for case in all() {
        let error = &case.error;
        assert_eq!(error.code(), case.code);
        assert_eq!(error.path(), case.path, "{}", case.code);
        assert_eq!(error.status(), case.status, "{}", case.code);
        assert_eq!(error.to_string(), case.text);
        let _: &dyn std::error::Error = error;
    }
}

#[test]
fn the_status_is_written_with_all_digits() {
    for status in [0, 7, 10, 99, 100, 418, 599, u16::MAX] {
        let expected = format!("The Backend API responded with status {status}: no JSON.");
        assert_eq!(unexpected(status).to_string(), expected);
    }
}

#[test]
fn input_errors_equal_those_of_javascript() {
    let reason = "it is wrong.";
    for case in cases(&fixture("input_errors.json")) {
        let error = match text(case, "name") {
            "not an object" => not_an_object("publicMetadata"),
            "too deep" => Error::too_deep(),
            "option" => Error::option("options", reason),
            "parameter" => Error::params("params", reason),
            other => panic!("{other}"),
        };
        assert_eq!(error.code(), text(case, "code"), "{case}");
        assert_eq!(json!(error.path()), case["path"], "{case}");
        let message = text(case, "message").replace("{reason}", reason);
        assert_eq!(error.to_string(), message);
    }
}

#[test]
fn paths_equal_those_of_javascript() {
    for case in cases(&fixture("paths.json")) {
        let keys: Vec<_> = cases(&case["keys"])
            .iter()
            .filter_map(Value::as_str)
            .collect();
        assert_eq!(path::of(&keys), text(case, "path"));
    }
}
