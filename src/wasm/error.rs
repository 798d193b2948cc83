//! Errors, to JavaScript: plain objects, of which `pkg` makes real `Error`s.

use serde::Serialize;
use wasm_bindgen::prelude::*;

use crate::core::{ApiErrorItem, Error};

/// What an error tells. A field that does not apply is `undefined`.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ErrorParts<'a> {
    code: &'static str,
    message: String,
    path: Option<&'a str>,
    status: Option<f64>,
    errors: Option<Vec<ErrorItem<'a>>>,
    clerk_trace_id: Option<&'a str>,
    retry_after: Option<f64>,
    #[serde(with = "serde_wasm_bindgen::preserve")]
    cause: JsValue,
}

/// One entry of `errors`.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ErrorItem<'a> {
    code: &'a str,
    message: &'a str,
    long_message: Option<&'a str>,
    #[serde(with = "serde_wasm_bindgen::preserve")]
    meta: JsValue,
}

/// An error without a cause.
pub fn plain(error: &Error) -> JsValue {
    to_js(error, None, JsValue::UNDEFINED)
}

/// An error; the place of it, where the error itself does not say it; and what the host threw.
pub fn to_js(error: &Error, path: Option<&str>, cause: JsValue) -> JsValue {
    let api = match error {
        Error::Api(api) => Some(api),
        _ => None,
    };
    let clerk_trace_id = match error {
        Error::UnexpectedResponse { clerk_trace_id, .. } => clerk_trace_id.as_deref(),
        _ => api.and_then(|api| api.clerk_trace_id.as_deref()),
    };
    let parts = ErrorParts {
        code: error.code(),
        message: match path {
            Some(path) => [path, ": ", &error.message()].concat(),
            None => error.message(),
        },
        path: path.or(error.path()),
        status: error.status().map(f64::from),
        errors: api.map(|api| api.errors.iter().map(item).collect()),
        clerk_trace_id,
        retry_after: api.and_then(|api| api.retry_after),
        cause,
    };
    serde_wasm_bindgen::to_value(&parts).unwrap_or_else(JsValue::from)
}

fn item(item: &ApiErrorItem) -> ErrorItem<'_> {
    ErrorItem {
        code: &item.code,
        message: &item.message,
        long_message: item.long_message.as_deref(),
        meta: js_sys::JSON::parse(&item.meta).unwrap_or_default(),
    }
}
