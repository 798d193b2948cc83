//! JSON Merge Patch (RFC 7396) on values that keep their spelling, as the endpoint merges each metadata field.

use crate::value::{Member, Value, equal, same_key};

/// The value that is stored if `current` is stored and `patch` is sent.
#[must_use]
pub fn merge<'a>(current: &Value<'a>, patch: &Value<'a>) -> Value<'a> {
    let Value::Object(changes) = patch else {
        return patch.clone();
    };
    let mut members = current.members().unwrap_or_default().to_vec();
    for Member { key, value } in changes {
        let position = members.iter().position(|member| same_key(member.key, key));
        match position.and_then(|position| members.get_mut(position)) {
            None if value.is_null() => {}
            None => members.push(Member {
                key,
                value: merge(&Value::Object(Vec::new()), value),
            }),
            Some(_) if value.is_null() => {
                members.remove(position.unwrap_or_default());
            }
            Some(member) => member.value = merge(&member.value, value),
        }
    }
    Value::Object(members)
}

/// Whether sending `patch` would change nothing. Numbers are compared by value.
#[must_use]
pub fn changes_nothing(current: &Value<'_>, patch: &Value<'_>) -> bool {
    match patch {
        Value::Object(changes) => {
            current.members().is_some()
                && changes
                    .iter()
                    .all(|Member { key, value }| match current.get(key) {
                        None => value.is_null(),
                        Some(_) if value.is_null() => false,
                        Some(now) => changes_nothing(now, value),
                    })
        }
        _ => equal(current, patch),
    }
}
