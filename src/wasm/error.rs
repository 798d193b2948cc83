//! Converts errors to arrays of their parts, from which `pkg` creates `Error` objects.

use wasm_bindgen::prelude::*;

use super::array::Array;
use crate::core::errors::error::Error;

/// The parts of an error in the order of pkg/src/errors.js: code, message, path, status, the errors of the response
/// as JSON, Clerk's trace ID, and the seconds of `Retry-After`. A part that does not apply is `undefined`.
///
/// An array, not an object: names would cost the wasm 2 KB.
pub fn parts(error: &Error) -> JsValue {
    let (mut errors, mut trace_id) = (None, None);
    match error {
        Error::Api(api) => {
            errors = Some(api.errors_json());
            trace_id = api.clerk_trace_id.as_deref();
        }
        Error::UnexpectedResponse { clerk_trace_id, .. } => trace_id = clerk_trace_id.as_deref(),
        _ => {}
    }
    Array::of(&[
        error.code().into(),
        error.message().into(),
        error.path().into(),
        error.status().into(),
        errors.into(),
        trace_id.into(),
        error.retry_after().into(),
    ])
}
