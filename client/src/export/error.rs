//! The errors of the module: an `Error` with the name and the fields of the npm package's errors.

use clerk_metadata::core::ApiErrorItem;
use js_sys::{JSON, Object, Reflect};
use serde::{Serialize, Serializer};
use std::error::Error as _;
use wasm_bindgen::{JsCast, JsValue};

use super::host;
use super::rejection::Rejection;
use crate::error::Error;
use crate::redact::redact;

/// The error for rejected input.
pub(super) fn of_rejection(rejection: Rejection, secret_key: &str) -> JsValue {
    let error = create(
        "ClerkInputError",
        &redact(&rejection.message, secret_key),
        rejection.code,
    );
    let path = rejection.path.map(|path| redact(&path, secret_key));
    set(&error, "path", &path.into());
    if let Some(cause) = rejection.cause {
        set_hidden(&error, "cause", &without_key(cause, secret_key));
    }
    error.into()
}

/// The error of a call. No text of it contains the secret key.
pub(super) fn of_call(error: &Error) -> JsValue {
    let message = error.to_string();
    if error.request().is_none() {
        let rejection = Rejection {
            code: error.code(),
            message,
            path: error.path().map(str::to_owned),
            cause: None,
        };
        return of_rejection(rejection, "");
    }
    let is_api_error = error.code() == "api_response_error";
    let name = if is_api_error {
        "ClerkAPIResponseError"
    } else {
        "ClerkConnectionError"
    };
    let created = create(name, &message, error.code());
    if is_api_error {
        set(&created, "clerkError", &JsValue::TRUE);
        let errors: Vec<ApiErrorFields<'_>> =
            error.api_errors().iter().map(ApiErrorFields::of).collect();
        set(&created, "errors", &to_js(&errors));
        let retry_after = error.retry_after().map(|wait| wait.as_secs_f64());
        set(&created, "retryAfter", &retry_after.into());
    }
    set(&created, "status", &error.status().into());
    set(&created, "clerkTraceId", &error.clerk_trace_id().into());
    set(&created, "attempts", &error.attempts().into());
    if let Some(request) = error.request() {
        let (method, path) = (request.method, request.path.as_str());
        set(&created, "request", &to_js(&RequestFields { method, path }));
    }
    if let Some(source) = error.source()
        && error.unusable_response().is_none()
    {
        let cause = js_sys::Error::new(&source.to_string());
        set_hidden(&created, "cause", &cause);
    }
    created.into()
}

#[derive(Serialize)]
struct RequestFields<'a> {
    method: &'a str,
    path: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ApiErrorFields<'a> {
    code: &'a str,
    message: &'a str,
    long_message: Option<&'a str>,
    #[serde(serialize_with = "parsed")]
    meta: &'a str,
}

impl ApiErrorFields<'_> {
    fn of(item: &ApiErrorItem) -> ApiErrorFields<'_> {
        ApiErrorFields {
            code: &item.code,
            message: &item.message,
            long_message: item.long_message.as_deref(),
            meta: &item.meta,
        }
    }
}

/// The value of a JSON text.
pub(super) fn parsed<S: Serializer>(text: &str, serializer: S) -> Result<S::Ok, S::Error> {
    let value = JSON::parse(text).unwrap_or_default();
    serde_wasm_bindgen::preserve::serialize(&value, serializer)
}

fn to_js(value: &(impl Serialize + ?Sized)) -> JsValue {
    // These types have no value that cannot be converted.
    serde_wasm_bindgen::to_value(value).unwrap_or_default()
}

fn create(name: &str, message: &str, code: &str) -> js_sys::Error {
    let error = js_sys::Error::new(message);
    // Enumerable, so that JSON.stringify includes both.
    set(&error, "name", &name.into());
    set(&error, "message", &message.into());
    set(&error, "code", &code.into());
    error
}

fn set(error: &js_sys::Error, name: &str, value: &JsValue) {
    define(error, name, value, true);
}

/// Sets a property that logs show, and that `JSON.stringify` omits, as the engine does for `cause`.
fn set_hidden(error: &js_sys::Error, name: &str, value: &JsValue) {
    define(error, name, value, false);
}

/// Defines a property. An assignment would fail if `Error.prototype` is frozen.
fn define(error: &js_sys::Error, name: &str, value: &JsValue, is_enumerable: bool) {
    let descriptor = Object::new();
    for (key, value) in [
        ("value", value),
        ("enumerable", &is_enumerable.into()),
        ("configurable", &JsValue::TRUE),
        ("writable", &JsValue::TRUE),
    ] {
        // A new object accepts every property.
        let _ = Reflect::set(&descriptor, &key.into(), value);
    }
    let error: &Object = error.unchecked_ref();
    let _ = Reflect::define_property(error, &name.into(), &descriptor);
}

/// What code of the user threw, or an `Error` with its redacted text if it shows the secret key.
fn without_key(thrown: JsValue, secret_key: &str) -> JsValue {
    let member = |name| host::get(&thrown, name).ok()?.as_string();
    let texts = [thrown.as_string(), member("message"), member("stack")];
    let leaks = |text: &String| !secret_key.is_empty() && text.contains(secret_key);
    if !texts.iter().flatten().any(leaks) {
        return thrown;
    }
    let [text, message, _] = texts;
    let text = message.or(text).unwrap_or_default();
    js_sys::Error::new(&redact(&text, secret_key)).into()
}
