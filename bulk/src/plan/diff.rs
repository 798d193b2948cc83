//! The smallest patch from one value to another.

use clerk_metadata::core::json;
use clerk_metadata::core::text::path;

use crate::value::{Member, NULL, Value, equal};

/// The smallest patch with which [`merge`](super::merge::merge) turns `current` into `desired`. Keys that `desired`
/// does not have are removed. Numbers are compared by value, so a stored `1.0` is not replaced by `1`.
///
/// # Errors
/// The path of a `null` that is not stored yet: a patch cannot set `null`, because `null` removes the key.
pub fn diff<'a>(current: &Value<'a>, desired: &Value<'a>) -> Result<Value<'a>, Vec<&'a str>> {
    let mut path = Vec::new();
    match desired {
        Value::Object(members) => changes(Some(current), members, &mut path)
            .map(Value::Object)
            .map_err(|()| path),
        _ => Ok(desired.clone()),
    }
}

/// Recurses as deep as `desired`. If it fails, `path` is the path of the `null`.
fn changes<'a>(
    current: Option<&Value<'a>>,
    desired: &[Member<'a>],
    path: &mut Vec<&'a str>,
) -> Result<Vec<Member<'a>>, ()> {
    let mut patch = Vec::new();
    let desired_object = Value::Object(desired.to_vec());
    for Member { key, .. } in current.and_then(Value::members).unwrap_or_default() {
        if desired_object.get(key).is_none() {
            patch.push(Member { key, value: NULL });
        }
    }
    for Member { key, value } in desired {
        let now = current.and_then(|current| current.get(key));
        path.push(key);
        let change = match value {
            Value::Object(members) => {
                let now = now.filter(|now| now.members().is_some());
                let inner = changes(now, members, path)?;
                // An empty patch turns a value that is not an object into one.
                (now.is_none() || !inner.is_empty()).then_some(Value::Object(inner))
            }
            _ if now.is_some_and(|now| equal(now, value)) => None,
            _ if value.is_null() => return Err(()),
            _ => Some(value.clone()),
        };
        path.pop();
        if let Some(value) = change {
            patch.push(Member { key, value });
        }
    }
    Ok(patch)
}

/// Adds the paths of the keys that a patch removes, at any depth.
pub fn removals<'a>(patch: &Value<'a>, keys: &mut Vec<&'a str>, paths: &mut Vec<String>) {
    for Member { key, value } in patch.members().unwrap_or_default() {
        keys.push(key);
        if value.is_null() {
            let names: Vec<String> = keys.iter().map(|key| json::unescape(key)).collect();
            paths.push(path::of(
                &names.iter().map(String::as_str).collect::<Vec<_>>(),
            ));
        } else {
            removals(value, keys, paths);
        }
        keys.pop();
    }
}
