//! From JSON text to a [`Value`], nested to a bounded depth.
//!
//! The scanner of the core finds the values. `serde_json`'s own reader would take an object with
//! the key `$serde_json::private::Number` for a number, and refuses half a surrogate pair.

use clerk_metadata::core::json;
use serde_json::{Map, Number, Value};

/// Why there is no value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unreadable {
    /// The text is not JSON.
    NotJson,
    /// Objects and arrays nest deeper than allowed.
    TooDeep,
}

impl From<json::NotJson> for Unreadable {
    fn from(_: json::NotJson) -> Self {
        Unreadable::NotJson
    }
}

/// The value of a text, whose objects and arrays nest at most `max_depth` deep. Numbers keep their
/// digits (`1e9` becomes `1e+9`), keys their order; of a repeated key the last value counts.
///
/// # Errors
/// [`Unreadable`].
pub fn parse(text: &str, max_depth: usize) -> Result<Value, Unreadable> {
    let text = json::value(text)?;
    // The scan of a level reads all levels below it, so the depth is judged before them.
    if depth(text) > max_depth {
        return Err(Unreadable::TooDeep);
    }
    value(text)
}

/// How deep the objects and arrays of a JSON text nest.
fn depth(text: &str) -> usize {
    let (mut depth, mut deepest) = (0_usize, 0);
    let (mut in_string, mut escaped) = (false, false);
    for byte in text.bytes() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = in_string,
            b'"' => in_string = !in_string,
            _ if in_string => {}
            b'{' | b'[' => {
                depth += 1;
                deepest = deepest.max(depth);
            }
            b'}' | b']' => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    deepest
}

fn value(text: &str) -> Result<Value, Unreadable> {
    Ok(match text.as_bytes().first() {
        Some(b'{') => {
            let mut object = Map::new();
            let mut failed = None;
            json::members(text, &mut |key, member| match value(member) {
                Ok(member) => {
                    object.insert(json::unescape(key), member);
                }
                Err(error) => failed = Some(error),
            })?;
            match failed {
                Some(error) => return Err(error),
                None => Value::Object(object),
            }
        }
        Some(b'[') => {
            let mut array = Vec::new();
            let mut failed = None;
            json::elements(text, &mut |element| match value(element) {
                Ok(element) => array.push(element),
                Err(error) => failed = Some(error),
            })?;
            match failed {
                Some(error) => return Err(error),
                None => Value::Array(array),
            }
        }
        Some(b'"') => Value::String(json::string(text).ok_or(Unreadable::NotJson)?),
        Some(b't') => Value::Bool(true),
        Some(b'f') => Value::Bool(false),
        Some(b'n') => Value::Null,
        _ => Value::Number(text.parse::<Number>().map_err(|_| Unreadable::NotJson)?),
    })
}
