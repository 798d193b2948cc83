//! JSON Merge Patch (RFC 7396), as the endpoint merges each metadata field.

use serde_json::{Map, Value};

use crate::core::errors::error::Error;
use crate::core::metadata::depth;

/// Applies `patch` to `target`.
///
/// | in the patch | what it does |
/// |---|---|
/// | an object | merged into the object there, member by member; what is no object becomes one first |
/// | `null` as a member of an object | removes that key; nothing where there is none |
/// | an array, a string, a number, a boolean | replaces what is there, whole; `null` inside an array stays |
///
/// Keys keep their places and new ones go to the end. Numbers keep all their digits, `1.0` and
/// `12345678901234567890` alike; only their exponents are read into one form, `1E2` into `1e+2`.
/// A patch that is no object itself becomes the target.
///
/// # Errors
/// [`Error::TooDeep`] where `target` or `patch` nests deeper than
/// [`MAX_DEPTH`](crate::core::limits::MAX_DEPTH); `target` is then as it was.
///
/// # Examples
/// ```
/// use clerk_metadata::core::merge;
/// use serde_json::json;
///
/// let mut metadata = json!({ "plan": { "name": "pro", "seats": 2, "trial": true }, "tags": ["a"] });
/// merge(&mut metadata, &json!({ "plan": { "seats": 5, "trial": null }, "tags": ["b", null] }))?;
/// assert_eq!(metadata, json!({ "plan": { "name": "pro", "seats": 5 }, "tags": ["b", null] }));
/// # Ok::<(), clerk_metadata::core::Error>(())
/// ```
pub fn merge(target: &mut Value, patch: &Value) -> Result<(), Error> {
    // Both are looked at before anything changes. The target too: replacing a part of it drops it.
    depth::check(patch)?;
    depth::check(target)?;
    apply(target, patch);
    Ok(())
}

/// Recurses as deep as the patch, whose depth is checked.
fn apply(target: &mut Value, patch: &Value) {
    let Value::Object(patch) = patch else {
        replace(target, patch);
        return;
    };
    if let Value::Object(members) = target {
        apply_members(members, patch);
    } else {
        *target = Value::Object(without_nulls(patch));
    }
}

fn replace(target: &mut Value, with: &Value) {
    match (target, with) {
        // In the memory that is there.
        (Value::String(text), Value::String(with)) => text.clone_from(with),
        (target, with) => *target = with.clone(),
    }
}

fn apply_members(members: &mut Map<String, Value>, patch: &Map<String, Value>) {
    let mut gone = 0;
    for (key, value) in patch {
        if value.is_null() {
            gone += 1;
        } else if let Some(member) = members.get_mut(key) {
            apply(member, value);
        } else {
            members.insert(key.clone(), added(value));
        }
    }
    remove_nulls(members, patch, gone);
}

/// Removes the keys that are `null` in the patch, so many.
fn remove_nulls(members: &mut Map<String, Value>, patch: &Map<String, Value>, gone: usize) {
    // Each removal moves all keys that follow, so many of them are made in one pass over all keys.
    if gone > FEW {
        members.retain(|key, _| !patch.get(key).is_some_and(Value::is_null));
    } else if gone > 0 {
        let nulls = patch.iter().filter(|(_, value)| value.is_null());
        for (key, _) in nulls {
            members.shift_remove(key);
        }
    }
}

/// Up to so many keys are removed one by one.
const FEW: usize = 8;

/// A part of the patch where the target has nothing.
fn added(value: &Value) -> Value {
    match value {
        Value::Object(members) => Value::Object(without_nulls(members)),
        other => other.clone(),
    }
}

fn without_nulls(members: &Map<String, Value>) -> Map<String, Value> {
    let stay = members.iter().filter(|(_, value)| !value.is_null());
    stay.map(|(key, value)| (key.clone(), added(value)))
        .collect()
}
