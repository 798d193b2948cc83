//! Converts errors to arrays of their parts, from which `pkg` creates `Error` objects.

use wasm_bindgen::prelude::*;

use super::array::Array;
use crate::core::errors::error::Error;

/// The parts of an error in the order of pkg/src/errors.js: code, message, path, status, the errors of the response
/// (code, message, long message, and `meta` as JSON, of each), Clerk's trace ID, and the seconds of `Retry-After`. A part that does not apply is `undefined`.
///
/// An array, not an object: names would cost the wasm 2 KB.
pub fn parts(error: &Error) -> JsValue {
    let (mut errors, mut trace_id) = (JsValue::UNDEFINED, None);
    match error {
        Error::Api(api) => {
            let mut fields = Vec::new();
            for item in &api.errors {
                fields.push(JsValue::from(&*item.code));
                fields.push(JsValue::from(&*item.message));
                fields.push(item.long_message.as_deref().into());
                fields.push(JsValue::from(&*item.meta));
            }
            errors = Array::of(&fields);
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
        errors,
        trace_id.into(),
        error.retry_after().into(),
    ])
}
