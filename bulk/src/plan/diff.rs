//! The smallest patch from one value to another.

use clerk_metadata::core::json;
use clerk_metadata::core::text::path;

use crate::plan::keys::Keys;
use crate::value::{Member, NULL, Value, equal};

/// Why no patch results in the desired value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DiffError<'a> {
    /// The path of a `null` that is not stored yet: a patch cannot set `null`, because `null` removes the key.
    CannotSetNull(Vec<&'a str>),
    /// The path of a desired value that is not one of the managed keys.
    NotManaged(Vec<&'a str>),
}

/// The smallest patch with which [`merge`](super::merge::merge) turns `current` into `desired`. Keys that `desired`
/// does not have are removed; with `managed`, only those among them. Numbers are compared by value, so a stored `1.0` is
/// not replaced by `1`.
///
/// # Errors
/// [`DiffError`].
pub fn diff<'a>(
    current: &Value<'a>,
    desired: &Value<'a>,
    managed: Option<&'a Keys>,
) -> Result<Value<'a>, DiffError<'a>> {
    let Value::Object(members) = desired else {
        return Ok(desired.clone());
    };
    let mut path = Vec::new();
    let patch = match managed {
        None => changes(Some(current), members, &mut path, &mut None),
        Some(keys) => managed_changes(Some(current), Some(desired), keys, &mut path),
    };
    patch.map(Value::Object)
}

/// What a replacement of a field changes: the smallest patch, and the paths of the `null`s that it stores. Sent as a
/// patch, these would remove the keys.
#[must_use]
pub fn replacement<'a>(
    current: &Value<'a>,
    desired: &Value<'a>,
    field: &'a str,
) -> (Value<'a>, Vec<String>) {
    let members = desired.members().unwrap_or_default();
    let mut nulls = Some(Vec::new());
    let patch = changes(Some(current), members, &mut vec![field], &mut nulls);
    (
        Value::Object(patch.unwrap_or_default()),
        nulls.unwrap_or_default(),
    )
}

/// Recurses as deep as `desired`. `nulls`: the paths of the `null`s that are stored, if they can be.
fn changes<'a>(
    current: Option<&Value<'a>>,
    desired: &[Member<'a>],
    path: &mut Vec<&'a str>,
    nulls: &mut Option<Vec<String>>,
) -> Result<Vec<Member<'a>>, DiffError<'a>> {
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
        let change = change(now, value, path, nulls)?;
        path.pop();
        patch.extend(change.map(|value| Member { key, value }));
    }
    Ok(patch)
}

/// The change of one value.
fn change<'a>(
    now: Option<&Value<'a>>,
    desired: &Value<'a>,
    path: &mut Vec<&'a str>,
    nulls: &mut Option<Vec<String>>,
) -> Result<Option<Value<'a>>, DiffError<'a>> {
    Ok(match desired {
        Value::Object(members) => {
            let now = now.filter(|now| now.members().is_some());
            let inner = changes(now, members, path, nulls)?;
            // An empty patch turns a value that is not an object into one.
            (now.is_none() || !inner.is_empty()).then_some(Value::Object(inner))
        }
        _ if now.is_some_and(|now| equal(now, desired)) => None,
        _ if desired.is_null() => match nulls {
            None => return Err(DiffError::CannotSetNull(std::mem::take(path))),
            Some(nulls) => {
                nulls.push(path_of(path));
                Some(NULL)
            }
        },
        _ => Some(desired.clone()),
    })
}

/// Recurses as deep as the managed keys, and then as `desired`.
fn managed_changes<'a>(
    current: Option<&Value<'a>>,
    desired: Option<&Value<'a>>,
    keys: &'a Keys,
    path: &mut Vec<&'a str>,
) -> Result<Vec<Member<'a>>, DiffError<'a>> {
    for Member { key, value } in desired.and_then(Value::members).unwrap_or_default() {
        let is_managed = match keys.get(key) {
            None => false,
            Some(inner) => inner.is_all() || value.members().is_some(),
        };
        if !is_managed {
            path.push(key);
            return Err(DiffError::NotManaged(std::mem::take(path)));
        }
    }
    let mut patch = Vec::new();
    for (key, inner) in keys.iter() {
        let now = current.and_then(|current| current.get(key));
        let wanted = desired.and_then(|desired| desired.get(key));
        path.push(key);
        let change = match wanted {
            _ if !inner.is_all() => {
                let now = now.filter(|now| now.members().is_some());
                let inner = managed_changes(now, wanted, inner, path)?;
                (!inner.is_empty()).then_some(Value::Object(inner))
            }
            Some(wanted) => change(now, wanted, path, &mut None)?,
            None => now.map(|_| NULL),
        };
        path.pop();
        patch.extend(change.map(|value| Member { key, value }));
    }
    Ok(patch)
}

/// The path of keys that are written as in JSON.
#[must_use]
pub fn path_of(keys: &[&str]) -> String {
    let names: Vec<String> = keys.iter().map(|key| json::unescape(key)).collect();
    path::of(&names.iter().map(String::as_str).collect::<Vec<_>>())
}

/// Adds the paths of the keys that a patch removes, at any depth.
pub fn removals<'a>(patch: &Value<'a>, keys: &mut Vec<&'a str>, paths: &mut Vec<String>) {
    for Member { key, value } in patch.members().unwrap_or_default() {
        keys.push(key);
        if value.is_null() {
            paths.push(path_of(keys));
        } else {
            removals(value, keys, paths);
        }
        keys.pop();
    }
}
