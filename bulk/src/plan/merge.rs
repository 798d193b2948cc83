//! JSON Merge Patch (RFC 7396) on values that keep their spelling, as the endpoint merges each metadata field.

use crate::plan::diff::path_of;
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

/// Whether the values of a before-image are stored: a `null` stands for a key that does not exist, or for a stored
/// `null` if `nulls` has its path. `path`: the keys of `current`.
#[must_use]
pub fn holds_image<'a>(
    current: Option<&Value<'a>>,
    image: &Value<'a>,
    nulls: &[String],
    path: &mut Vec<&'a str>,
) -> bool {
    match (current, image) {
        (Some(now), Value::Object(members)) => {
            now.members().is_some()
                && members.iter().all(|Member { key, value }| {
                    path.push(key);
                    let holds = holds_image(now.get(key), value, nulls, path);
                    path.pop();
                    holds
                })
        }
        (now, image) if image.is_null() => {
            let is_stored = !nulls.is_empty() && nulls.contains(&path_of(path));
            now.map_or(!is_stored, |now| is_stored && now.is_null())
        }
        (Some(now), image) => equal(now, image),
        (None, _) => false,
    }
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
