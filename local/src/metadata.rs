//! The metadata of a user: read, judged, merged or replaced.

use std::collections::HashMap;

use clerk_metadata::core::limits::{MAX_DEPTH, MAX_FIELD_BYTES};
use clerk_metadata::core::{Field, json, merge};
use serde_json::Value;

use crate::errors::{self, ErrorItem, Refusal};
use crate::json::{Unreadable, metadata_text, parse_metadata};
use crate::user::{JsonObject, User};

/// What becomes of the stored field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// `PATCH`: merged, key by key; `null` removes a key.
    Merge,
    /// `PUT`: replaced whole. A `null` in it is kept, as JSON has it (inferred).
    Replace,
}

/// The user with the changes of a body. All fields are right, or nothing is changed.
///
/// # Errors
/// 400 where the body is not a JSON object; 422 with an error for each parameter that is unknown,
/// no object, too deep, or too large when it is merged.
pub fn change(user: &User, body: &str, mode: Mode, now_ms: i64) -> Result<User, Refusal> {
    let mut changed = user.clone();
    let mut errors = Vec::new();
    for (name, value) in members(body)? {
        let Some(field) = Field::ALL.into_iter().find(|field| field.wire() == name) else {
            errors.push(errors::unknown(&name));
            continue;
        };
        match changed_field(user.metadata(field), &name, value, mode) {
            Ok(object) => {
                *changed.metadata_mut(field) = object;
                // It never goes back, whatever the clock does.
                changed.updated_at = now_ms.max(user.updated_at);
            }
            Err(error) => errors.push(error),
        }
    }
    if errors.is_empty() {
        Ok(changed)
    } else {
        Err(Refusal::invalid(errors))
    }
}

fn changed_field(
    stored: &JsonObject,
    name: &str,
    value: &str,
    mode: Mode,
) -> Result<JsonObject, ErrorItem> {
    let given = object(name, value)?;
    let result = match mode {
        Mode::Replace => given,
        Mode::Merge => {
            let mut target = object(name, stored.text())?;
            merge(&mut target, &given).map_err(|_| errors::too_deep(name))?;
            target
        }
    };
    sized(name, &result)
}

/// A metadata field of a new user.
///
/// # Errors
/// The error of the parameter.
pub fn new_field(name: &str, value: &str) -> Result<JsonObject, ErrorItem> {
    sized(name, &object(name, value)?)
}

fn object(name: &str, value: &str) -> Result<Value, ErrorItem> {
    if !value.starts_with('{') {
        return Err(errors::not_an_object(name));
    }
    parse_metadata(value, MAX_DEPTH).map_err(|reason| match reason {
        Unreadable::TooDeep => errors::too_deep(name),
        Unreadable::NotJson => errors::not_an_object(name),
    })
}

/// The limit counts the bytes of the compact JSON of the result.
fn sized(name: &str, object: &Value) -> Result<JsonObject, ErrorItem> {
    // A value without floats of its own and with string keys always has JSON.
    let text = metadata_text(serde_json::to_string(object).unwrap_or_default());
    if text.len() > MAX_FIELD_BYTES {
        return Err(errors::field_too_large(name));
    }
    Ok(JsonObject::from_text(text))
}

/// The members of a body, each key once, with the text of its last value.
///
/// # Errors
/// `request_body_invalid`, 400, where it is not a JSON object.
pub fn members(body: &str) -> Result<Vec<(String, &str)>, Refusal> {
    let object = json::value(body).map_err(|_| Refusal::body_invalid())?;
    let mut members: Vec<(String, &str)> = Vec::new();
    let mut places: HashMap<String, usize> = HashMap::new();
    json::members(object, &mut |key, value| {
        let key = json::unescape(key);
        let known = places.get(&key).and_then(|place| members.get_mut(*place));
        match known {
            Some((_, last)) => *last = value,
            None => {
                places.insert(key.clone(), members.len());
                members.push((key, value));
            }
        }
    })
    .map_err(|_| Refusal::body_invalid())?;
    Ok(members)
}
