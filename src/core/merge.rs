//! JSON Merge Patch (RFC 7396), as the endpoint merges each metadata field.

use serde_json::{Map, Value};

use super::{Error, depth};

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
/// [`MAX_DEPTH`](super::limits::MAX_DEPTH); `target` is then as it was.
///
/// # Examples
/// ```
/// use clerk_metadata::core::merge;
/// use serde_json::json;
///
/// let mut metadata = json!({ "plan": { "name": "pro", "seats": 2, "trial": true }, "tags": ["a"] });
/// merge(&mut metadata, json!({ "plan": { "seats": 5, "trial": null }, "tags": ["b", null] }))?;
/// assert_eq!(metadata, json!({ "plan": { "name": "pro", "seats": 5 }, "tags": ["b", null] }));
/// # Ok::<(), clerk_metadata::core::Error>(())
/// ```
pub fn merge(target: &mut Value, patch: Value) -> Result<(), Error> {
    // Both are looked at before anything changes. The target too: replacing a part of it drops it.
    match depth::check(&patch).and_then(|()| depth::check(target)) {
        Ok(()) => {
            apply(target, patch);
            Ok(())
        }
        Err(error) => {
            depth::dismantle(patch);
            Err(error)
        }
    }
}

/// Recurses as deep as the patch, whose depth is checked.
fn apply(target: &mut Value, patch: Value) {
    let Value::Object(patch) = patch else {
        *target = patch;
        return;
    };
    if let Value::Object(members) = target {
        apply_members(members, patch);
    } else {
        let mut members = Map::new();
        apply_members(&mut members, patch);
        *target = Value::Object(members);
    }
}

fn apply_members(members: &mut Map<String, Value>, patch: Map<String, Value>) {
    // One pass removes every key that goes: one by one, each removal would move all that follow.
    if patch.values().any(Value::is_null) {
        members.retain(|key, _| !patch.get(key).is_some_and(Value::is_null));
    }
    for (key, value) in patch {
        if !value.is_null() {
            apply(members.entry(key).or_insert(Value::Null), value);
        }
    }
}
