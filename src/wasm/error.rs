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
            let fields = Array::new();
            for item in &api.errors {
                fields.add(JsValue::from(&*item.code));
                fields.add(JsValue::from(&*item.message));
                fields.add(item.long_message.as_deref().into());
                fields.add(JsValue::from(&*item.meta));
            }
            errors = fields.into();
            trace_id = api.clerk_trace_id.as_deref();
        }
        Error::UnexpectedResponse { clerk_trace_id, .. } => trace_id = clerk_trace_id.as_deref(),
        _ => {}
    }
    let parts = Array::new();
    parts.add(error.code().into());
    parts.add(error.message().into());
    parts.add(error.path().into());
    parts.add(error.status().into());
    parts.add(errors);
    parts.add(trace_id.into());
    parts.add(error.retry_after().into());
    parts.into()
}
