//! Validates the metadata of a request, and merges it into a user, an organization or a membership, or replaces its
//! metadata.

use clerk_metadata::core::limits::{MAX_DEPTH, MAX_FIELD_BYTES};
use clerk_metadata::core::{Field, json, merge};
use rustc_hash::FxHashMap;
use serde_json::Value;

use crate::errors::{self, ErrorItem, RequestError};
use crate::json::{ParseError, metadata_text, parse_metadata};
use crate::user::JsonObject;

/// How a metadata field of a request changes the stored field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// `PATCH`: merged, key by key; `null` removes a key.
    Merge,
    /// `PUT`: replaced as a whole. A `null` is stored as a value (inferred).
    Replace,
}

/// A resource with metadata.
pub trait HasMetadata: Clone {
    /// A metadata field, or `None` if the resource does not have it.
    fn metadata_field(&self, field: Field) -> Option<&JsonObject>;
    /// As [`HasMetadata::metadata_field`], to change it.
    fn metadata_field_mut(&mut self, field: Field) -> Option<&mut JsonObject>;
    /// The time of its last change.
    fn updated_at(&self) -> i64;
    /// Sets the time of its last change.
    fn set_updated_at(&mut self, time: i64);
}

/// `HasMetadata` for a struct with these metadata fields and `updated_at`.
macro_rules! has_metadata {
    ($name:ident { $($field:ident: $member:ident),* $(,)? }) => {
        impl $crate::metadata::HasMetadata for $name {
            #[allow(unreachable_patterns, reason = "not every resource has every field")]
            fn metadata_field(&self, field: Field) -> Option<&JsonObject> {
                match field {
                    $(Field::$field => Some(&self.$member),)*
                    _ => None,
                }
            }

            #[allow(unreachable_patterns, reason = "not every resource has every field")]
            fn metadata_field_mut(&mut self, field: Field) -> Option<&mut JsonObject> {
                match field {
                    $(Field::$field => Some(&mut self.$member),)*
                    _ => None,
                }
            }

            fn updated_at(&self) -> i64 {
                self.updated_at
            }

            fn set_updated_at(&mut self, time: i64) {
                self.updated_at = time;
            }
        }
    };
}
pub(crate) use has_metadata;

/// The resource with the metadata changes of the members of a request body. If any field is invalid, nothing is
/// changed.
///
/// # Errors
/// 422 with an error for each parameter that is unknown, is not an object, is nested too deep, or is too large after
/// the merge.
pub fn with_changes<T: HasMetadata>(
    resource: &T,
    members: Vec<(String, &str)>,
    mode: Mode,
    now_ms: i64,
) -> Result<T, RequestError> {
    let mut changed = resource.clone();
    let mut errors = Vec::new();
    for (name, value) in members {
        let field = Field::ALL.into_iter().find(|field| field.wire() == name);
        // Each name is listed once, so the field still has its stored value.
        let Some(object) = field.and_then(|field| changed.metadata_field_mut(field)) else {
            errors.push(errors::unknown_parameter(&name));
            continue;
        };
        match changed_field(object, &name, value, mode) {
            Ok(new_object) => {
                *object = new_object;
                // The time never decreases, even if the clock is set back.
                changed.set_updated_at(now_ms.max(changed.updated_at()));
            }
            Err(error) => errors.push(error),
        }
    }
    if errors.is_empty() {
        Ok(changed)
    } else {
        Err(RequestError::invalid(errors))
    }
}

fn changed_field(
    stored: &JsonObject,
    name: &str,
    value: &str,
    mode: Mode,
) -> Result<JsonObject, ErrorItem> {
    let input = parse_object(name, value)?;
    let result = match mode {
        Mode::Replace => input,
        Mode::Merge => {
            let mut target = parse_object(name, stored.text())?;
            merge(&mut target, &input).map_err(|_| errors::too_deep(name))?;
            target
        }
    };
    within_size_limit(name, &result)
}

/// The metadata field of a new user.
///
/// # Errors
/// The error of the parameter.
pub fn new_field(name: &str, value: &str) -> Result<JsonObject, ErrorItem> {
    within_size_limit(name, &parse_object(name, value)?)
}

fn parse_object(name: &str, value: &str) -> Result<Value, ErrorItem> {
    if !value.starts_with('{') {
        return Err(errors::not_an_object(name));
    }
    parse_metadata(value, MAX_DEPTH).map_err(|reason| match reason {
        ParseError::TooDeep => errors::too_deep(name),
        ParseError::NotJson => errors::not_an_object(name),
    })
}

/// Enforces the size limit, which applies to the compact JSON of the result.
fn within_size_limit(name: &str, object: &Value) -> Result<JsonObject, ErrorItem> {
    // Serializing cannot fail: numbers are kept as text, and all keys are strings.
    let text = metadata_text(serde_json::to_string(object).unwrap_or_default());
    if text.len() > MAX_FIELD_BYTES {
        return Err(errors::field_too_large(name));
    }
    Ok(JsonObject::from_text(text))
}

/// The members of a body. A repeated key is listed once, with the text of its last value.
///
/// # Errors
/// `request_body_invalid`, 400, if the body is not a JSON object.
pub fn parse_members(body: &str) -> Result<Vec<(String, &str)>, RequestError> {
    let object = json::value(body).map_err(|_| RequestError::body_invalid())?;
    let mut members: Vec<(String, &str)> = Vec::new();
    let mut indexes: FxHashMap<String, usize> = FxHashMap::default();
    json::members(object, &mut |key, value| {
        let key = json::unescape(key);
        let existing = indexes.get(&key).and_then(|index| members.get_mut(*index));
        match existing {
            Some((_, last)) => *last = value,
            None => {
                indexes.insert(key.clone(), members.len());
                members.push((key, value));
            }
        }
    })
    .map_err(|_| RequestError::body_invalid())?;
    Ok(members)
}
