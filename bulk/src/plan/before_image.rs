//! The before-image: the values that a patch is about to change.

use crate::value::{Member, NULL, Value, equal};

/// The before-image of a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BeforeImage<'a> {
    /// A patch that restores the values: `null` for a key that does not exist yet. It contains only what changes.
    pub patch: Value<'a>,
    /// Whether the patch restores everything. It cannot restore a `null` that is stored as the value of a key, because
    /// `null` in a patch removes the key.
    pub complete: bool,
}

/// The before-image of `current` for a patch that is about to be sent.
#[must_use]
pub fn before_image<'a>(current: &Value<'a>, patch: &Value<'a>) -> BeforeImage<'a> {
    let mut complete = true;
    let patch = match (current, patch) {
        (Value::Object(_), Value::Object(changes)) => {
            Value::Object(image(current, changes, &mut complete))
        }
        _ => current.clone(),
    };
    BeforeImage { patch, complete }
}

/// Recurses as deep as the patch.
fn image<'a>(current: &Value<'a>, changes: &[Member<'a>], complete: &mut bool) -> Vec<Member<'a>> {
    let mut members = Vec::new();
    for Member { key, value } in changes {
        let before = match current.get(key) {
            None if value.is_null() => continue,
            None => NULL,
            Some(now) => match (now, value) {
                (Value::Object(_), Value::Object(inner)) => {
                    let inner = image(now, inner, complete);
                    if inner.is_empty() {
                        continue;
                    }
                    Value::Object(inner)
                }
                _ if !value.is_null() && equal(now, value) => continue,
                _ => {
                    *complete &= !has_null_member(now) && !now.is_null();
                    now.clone()
                }
            },
        };
        members.push(Member { key, value: before });
    }
    members
}

/// Whether an object inside the value, except in arrays, has a `null`.
fn has_null_member(value: &Value<'_>) -> bool {
    let members = value.members().unwrap_or_default();
    members
        .iter()
        .any(|member| member.value.is_null() || has_null_member(&member.value))
}
