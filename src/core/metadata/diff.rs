//! The JSON Merge Patch (RFC 7396) between two values.

use serde_json::{Map, Value};

use crate::core::errors::error::Error;
use crate::core::metadata::depth;
use crate::core::text::path;

/// The smallest patch with which [`merge`](crate::core::metadata::merge::merge) turns `current` into `desired`.
///
/// - A removed key is `null` in the patch. An unchanged key is not in the patch, so the patch for no change is `{}`.
/// - Objects are compared member by member. The order of keys is ignored.
/// - Arrays are compared and sent as a whole.
/// - Numbers are compared as written, so that the result is exactly `desired`: `1` and `1.0` differ, as do two numbers
///   that JavaScript would round to the same value.
/// - A `desired` that is not an object is the patch itself, even if nothing changes: a patch that is an object always
///   results in an object.
///
/// # Errors
/// [`Error::InvalidParams`] if `desired` has a new `null` as a member of an object, with its path, such as
/// `plan.seats`: a merge patch cannot set `null`, because `null` removes the key. A `null` that `current` has at the
/// same path, or a `null` inside an array, is not an error.
///
/// [`Error::TooDeep`] if one of the values is nested deeper than [`MAX_DEPTH`](crate::core::limits::MAX_DEPTH). The
/// caller should drop such a value with [`depth::dismantle`].
///
/// # Examples
/// ```
/// use clerk_metadata::core::{diff, merge};
/// use serde_json::json;
///
/// let mut current = json!({ "plan": { "name": "pro", "seats": 2 }, "beta": true, "tags": ["a"] });
/// let desired = json!({ "plan": { "name": "pro", "seats": 5 }, "tags": ["a"] });
///
/// let patch = diff(&current, &desired)?;
/// assert_eq!(patch, json!({ "beta": null, "plan": { "seats": 5 } }));
///
/// merge(&mut current, &patch)?;
/// assert_eq!(current, desired);
/// # Ok::<(), clerk_metadata::core::Error>(())
/// ```
pub fn diff(current: &Value, desired: &Value) -> Result<Value, Error> {
    depth::check(current)?;
    depth::check(desired)?;
    match desired {
        Value::Object(members) => {
            changes(current.as_object(), members, &mut Vec::new()).map(Value::Object)
        }
        _ => Ok(desired.clone()),
    }
}

/// The patch from an object, or from a value that is not one, to an object. Recurses as deep as `desired`, whose depth
/// is checked. `keys` is its path.
fn changes<'a>(
    current: Option<&Map<String, Value>>,
    desired: &'a Map<String, Value>,
    keys: &mut Vec<&'a str>,
) -> Result<Map<String, Value>, Error> {
    let mut patch = Map::new();
    for key in current.into_iter().flat_map(Map::keys) {
        if !desired.contains_key(key) {
            patch.insert(key.clone(), Value::Null);
        }
    }
    for (key, value) in desired {
        let now = current.and_then(|current| current.get(key));
        keys.push(key);
        let change = match value {
            Value::Object(members) => {
                let now = now.and_then(Value::as_object);
                let inner = changes(now, members, keys)?;
                // An empty patch turns a value that is not an object into one.
                (now.is_none() || !inner.is_empty()).then_some(Value::Object(inner))
            }
            _ if now == Some(value) => None,
            Value::Null => return Err(cannot_set_null(keys)),
            _ => Some(value.clone()),
        };
        keys.pop();
        if let Some(change) = change {
            patch.insert(key.clone(), change);
        }
    }
    Ok(patch)
}

fn cannot_set_null(keys: &[&str]) -> Error {
    Error::params(
        &path::of(keys),
        "a patch cannot set null, because null removes the key. Omit the key to remove it, or store another value.",
    )
}
