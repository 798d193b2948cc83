//! The depth of a value: checks it, and drops deep values without deep recursion.

use serde_json::Value;

use crate::core::errors::error::Error;
use crate::core::limits::MAX_DEPTH;

/// Checks that a value is nested at most [`MAX_DEPTH`] levels deep.
///
/// # Errors
/// [`Error::TooDeep`] if it is nested deeper.
pub fn check(value: &Value) -> Result<(), Error> {
    if fits(value, MAX_DEPTH) {
        Ok(())
    } else {
        Err(Error::too_deep())
    }
}

/// Recurses at most `levels` deep.
fn fits(value: &Value, levels: usize) -> bool {
    let inner = |value| {
        levels
            .checked_sub(1)
            .is_some_and(|levels| fits(value, levels))
    };
    match value {
        Value::Array(elements) => levels > 0 && elements.iter().all(inner),
        Value::Object(members) => levels > 0 && members.values().all(inner),
        _ => true,
    }
}

/// Drops a value of any depth.
///
/// The normal drop of a [`Value`] is recursive: a value with 100,000 levels, built by a program, overflows the stack.
/// (`serde_json` itself parses at most 127 levels.)
///
/// ```
/// use clerk_metadata::core::metadata::depth;
/// use serde_json::Value;
///
/// let mut value = Value::Null;
/// for _ in 0..100_000 {
///     value = Value::Array(vec![value]);
/// }
/// assert!(depth::check(&value).is_err());
/// depth::dismantle(value);
/// ```
pub fn dismantle(value: Value) {
    let mut rest = vec![value];
    while let Some(value) = rest.pop() {
        match value {
            Value::Array(elements) => rest.extend(elements),
            Value::Object(members) => rest.extend(members.into_iter().map(|(_, value)| value)),
            _ => {}
        }
    }
}
