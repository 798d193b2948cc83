//! What pkg/src/strict.js makes of a value that the user gives: an array of what it holds, or why
//! that cannot be sent.

use js_sys::{Array, Reflect};
use wasm_bindgen::prelude::*;

use super::error;
use crate::core::errors::error::Error;
use crate::core::metadata::{json_object, params};

/// The array, or the error for what else it is; one of a place and a reason is made by `invalid`.
pub fn array(given: JsValue, invalid: fn(&str, &str) -> Error) -> Result<Array, JsValue> {
    given.dyn_into().map_err(|given| refusal(&given, invalid))
}

// Apart: a host compiles what is called, and most calls do not come here.
#[inline(never)]
fn refusal(given: &JsValue, invalid: fn(&str, &str) -> Error) -> JsValue {
    let part = |name| member(given, name);
    let path = part("path").as_string().unwrap_or_default();
    let error = if let Some(reason) = part("reason").as_string() {
        invalid(&path, &reason)
    } else if let Some(name) = part("unknown").as_string() {
        params::unknown_field(&name)
    } else if part("deep").is_truthy() {
        return error::at(&path, &Error::too_deep());
    } else {
        json_object::not_an_object(&path)
    };
    error::plain(&error)
}

/// A member, where there can be one: asking anything but an object would throw.
pub fn member(object: &JsValue, name: &str) -> JsValue {
    if !object.is_object() {
        return JsValue::UNDEFINED;
    }
    Reflect::get(object, &JsValue::from_str(name)).unwrap_or_default()
}
