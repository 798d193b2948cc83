//! The ID of a user.

use clerk_metadata::core::{Error as ErrorKind, IdParameter};
use js_sys::JsString;
use wasm_bindgen::{JsCast, JsValue};

use super::rejection::Rejection;

/// The ID as a string. The core validates the rest. An unpaired surrogate would be sent as another character, and could
/// become the ID of another user.
pub(super) fn from_js(user_id: &JsValue) -> Result<String, Rejection> {
    let reason = match user_id.dyn_ref::<JsString>() {
        Some(text) if text.is_valid_utf16() => return Ok(text.into()),
        Some(_) => "must not contain an unpaired surrogate or U+FFFD.",
        None => "must be a string.",
    };
    Err(ErrorKind::InvalidId {
        parameter: IdParameter::UserId,
        reason,
    }
    .into())
}
