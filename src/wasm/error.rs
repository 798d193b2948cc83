//! Errors, to JavaScript: arrays of their parts, of which `pkg` makes real `Error`s.

use serde::Serialize;
use wasm_bindgen::prelude::*;

use crate::core::Error;

/// What an error tells, in the order in which pkg/src/errors.js takes it. What does not apply is
/// `undefined`.
///
/// An array, not an object: names would cost the wasm 2 KB.
#[derive(Serialize)]
struct Parts<'a>(
    /// The code.
    &'a str,
    /// The message.
    &'a str,
    /// The path.
    Option<&'a str>,
    /// The status.
    Option<f64>,
    /// The list of errors, as JSON.
    Option<&'a str>,
    /// Clerk's id of the request.
    Option<&'a str>,
    /// The seconds of `Retry-After`.
    Option<f64>,
);

/// An error.
pub fn plain(error: &Error) -> JsValue {
    parts(error, error.path(), &error.message())
}

/// An error that does not say its place itself.
pub fn at(path: &str, error: &Error) -> JsValue {
    let mut message = String::from(path);
    message.push_str(": ");
    message.push_str(&error.message());
    parts(error, Some(path), &message)
}

fn parts(error: &Error, path: Option<&str>, message: &str) -> JsValue {
    let (mut errors, mut trace_id) = (None, None);
    match error {
        Error::Api(api) => {
            errors = Some(api.errors_json());
            trace_id = api.clerk_trace_id.as_deref();
        }
        Error::UnexpectedResponse { clerk_trace_id, .. } => trace_id = clerk_trace_id.as_deref(),
        _ => {}
    }
    let parts = Parts(
        error.code(),
        message,
        path,
        error.status().map(f64::from),
        errors.as_deref(),
        trace_id,
        error.retry_after(),
    );
    serde_wasm_bindgen::to_value(&parts).unwrap_or_default()
}
