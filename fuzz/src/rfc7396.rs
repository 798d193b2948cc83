//! JSON Merge Patch as RFC 7396 defines it, to compare the merge under test with. The tests in `tests/rust` use this
//! file too.

use serde_json::{Map, Value};

/// The pseudocode of RFC 7396, section 2, word for word.
pub fn merged(target: Option<Value>, patch: &Value) -> Value {
    let Value::Object(patch) = patch else {
        return patch.clone();
    };
    let mut target = match target {
        Some(Value::Object(target)) => target,
        _ => Map::new(),
    };
    for (name, value) in patch {
        if value.is_null() {
            target.shift_remove(name);
        } else {
            let merged = merged(target.get(name).cloned(), value);
            target.insert(name.clone(), merged);
        }
    }
    Value::Object(target)
}
