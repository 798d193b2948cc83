//! JSON Merge Patch (RFC 7396), as the endpoint merges each metadata field.

use serde_json::map::Entry;
use serde_json::{Map, Value};

use crate::core::errors::error::Error;
use crate::core::metadata::depth;

/// Applies `patch` to `target`.
///
/// | in the patch | effect |
/// |---|---|
/// | an object | is merged into the target's object, member by member; a target that is not an object becomes one |
/// | `null` as a member of an object | removes the key, if it exists |
/// | an array, a string, a number, a boolean | replaces the value; `null` inside an array is kept |
///
/// Keys keep their order, and new keys are appended. Numbers keep all their digits, such as `1.0` and
/// `12345678901234567890`; only exponents are normalized, `1E2` to `1e+2`. A patch that is not an object replaces the
/// target.
///
/// # Errors
/// [`Error::TooDeep`] if `target` or `patch` is nested deeper than [`MAX_DEPTH`](crate::core::limits::MAX_DEPTH).
/// `target` is then unchanged.
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
    // Both are checked before anything changes. The target too, because replacing a part of it drops that part.
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
        *target = added_object(patch);
    }
}

/// Replaces a value, and reuses its memory.
fn replace(target: &mut Value, with: &Value) {
    match (target, with) {
        (Value::String(text), Value::String(with)) => text.clone_from(with),
        (Value::Array(elements), Value::Array(with)) => {
            elements.truncate(with.len());
            let (common, added) = with.split_at(elements.len());
            for (element, with) in elements.iter_mut().zip(common) {
                replace(element, with);
            }
            elements.extend_from_slice(added);
        }
        (target, with) => *target = with.clone(),
    }
}

fn apply_members(members: &mut Map<String, Value>, patch: &Map<String, Value>) {
    let mut rest = patch.iter().peekable();
    let mut removed = 0;
    // The keys are often in the same order, and to compare two keys is faster than to look one up.
    let mut others = 0;
    for (key, member) in members.iter_mut() {
        if let Some((_, value)) = rest.next_if(|(other, _)| *other == key) {
            if value.is_null() {
                removed += 1;
            } else {
                apply(member, value);
            }
            continue;
        }
        others += 1;
        if others > patch.len() {
            break;
        }
    }
    for (key, value) in rest {
        if value.is_null() {
            removed += 1;
        } else {
            match members.entry(key.as_str()) {
                Entry::Occupied(mut member) => apply(member.get_mut(), value),
                Entry::Vacant(place) => {
                    place.insert(added(value));
                }
            }
        }
    }
    remove_nulls(members, patch, removed);
}

/// Removes the keys that are `null` in the patch. `count` is their number.
fn remove_nulls(members: &mut Map<String, Value>, patch: &Map<String, Value>, count: usize) {
    // A removal moves all keys that follow it, so several keys are removed in one pass.
    if count > MAX_SINGLE_REMOVALS {
        members.retain(|key, _| !patch.get(key).is_some_and(Value::is_null));
    } else if count > 0 {
        let nulls = patch.iter().filter(|(_, value)| value.is_null());
        for (key, _) in nulls {
            members.shift_remove(key);
        }
    }
}

/// Up to this number, keys are removed one by one.
const MAX_SINGLE_REMOVALS: usize = 8;

/// The value that a part of the patch adds if the target has none.
fn added(value: &Value) -> Value {
    match value {
        Value::Object(members) => added_object(members),
        other => other.clone(),
    }
}

fn added_object(members: &Map<String, Value>) -> Value {
    // A copy of an object does not compute the hashes of its keys again.
    Value::Object(if has_nulls(members) {
        without_nulls(members)
    } else {
        members.clone()
    })
}

fn has_nulls(members: &Map<String, Value>) -> bool {
    members.values().any(|value| match value {
        Value::Object(members) => has_nulls(members),
        value => value.is_null(),
    })
}

fn without_nulls(members: &Map<String, Value>) -> Map<String, Value> {
    let stay = members.iter().filter(|(_, value)| !value.is_null());
    stay.map(|(key, value)| (key.clone(), added(value)))
        .collect()
}
