//! Errors, to JavaScript: arrays of their parts, of which `pkg` makes real `Error`s.

use js_sys::JSON;
use serde::Serialize;
use wasm_bindgen::prelude::*;

use crate::core::Error;

/// What an error tells, in the order in which pkg/src/errors.js takes it. What does not apply is
/// `undefined`.
///
/// An array, not an object: names would cost the wasm 2 KB.
#[derive(Default, Serialize)]
struct Parts<'a>(
    /// The code.
    &'a str,
    /// The message.
    &'a str,
    /// The path.
    Option<&'a str>,
    /// The status.
    Option<f64>,
    /// The list of errors.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    JsValue,
    /// Clerk's id of the request.
    Option<&'a str>,
    /// The seconds of `Retry-After`.
    Option<f64>,
    /// How many attempts were made.
    Option<f64>,
    /// The cause.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    JsValue,
);

/// An error without a cause.
pub fn plain(error: &Error) -> JsValue {
    to_js(error, None, JsValue::UNDEFINED, 0)
}

/// An error; the place of it, where the error itself does not say it; what the host threw; and how
/// many attempts it took.
pub fn to_js(error: &Error, path: Option<&str>, cause: JsValue, attempts: u32) -> JsValue {
    let api = match error {
        Error::Api(api) => Some(api),
        _ => None,
    };
    let trace_id = match error {
        Error::UnexpectedResponse { clerk_trace_id, .. } => clerk_trace_id.as_deref(),
        _ => api.and_then(|api| api.clerk_trace_id.as_deref()),
    };
    let mut message = error.message();
    if let Some(path) = path {
        message.insert_str(0, ": ");
        message.insert_str(0, path);
    }
    array(&Parts(
        error.code(),
        &message,
        path.or(error.path()),
        error.status().map(f64::from),
        api.and_then(|api| JSON::parse(&api.errors_json()).ok())
            .unwrap_or_default(),
        trace_id,
        error.retry_after(),
        Some(attempts.into()),
        cause,
    ))
}

/// The end that the caller's signal has put to a call.
pub fn aborted(reason: JsValue) -> JsValue {
    array(&Parts {
        0: "aborted",
        8: reason,
        ..Parts::default()
    })
}

fn array(parts: &Parts<'_>) -> JsValue {
    serde_wasm_bindgen::to_value(parts).unwrap_or_default()
}
