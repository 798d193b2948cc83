//! The simple way to do what our code does, on top of `serde_json`.
//!
//! `serde_json` does not take all of JSON for every purpose:
//!
//! - Text is judged with [`IgnoredAny`], which takes exactly JSON. Read into a value, half a
//!   surrogate pair (`"\ud83e"`, which UTF-8 cannot hold) is an error, and so is nesting deeper
//!   than 127.
//! - Parts are read as [`RawValue`], one level at a time, which bounds no depth and keeps numbers
//!   as written. With `arbitrary_precision` and `raw_value` its own reader of values would take an
//!   object with a certain private key for a number or a text.
//! - A string with half a surrogate pair stays unreadable: where one is looked at, there is nothing
//!   to compare with, and these functions give `None`.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, Visitor};
use serde_json::value::RawValue;
use serde_json::{Map, Value};

/// What may stand around a value.
pub const SPACE: [char; 4] = [' ', '\t', '\n', '\r'];

/// Whether a text is JSON.
pub fn is_json(text: &str) -> bool {
    serde_json::from_str::<IgnoredAny>(text).is_ok()
}

/// The members of an object, each value as written; of a repeated key the last. `None` where the
/// text is no object, or a key is unreadable.
pub fn object(text: &str) -> Option<BTreeMap<String, &RawValue>> {
    serde_json::from_str(text).ok()
}

/// The members of an object in their order, repeated keys included.
struct Members<'a>(Vec<(String, &'a RawValue)>);

impl<'de: 'a, 'a> Deserialize<'de> for Members<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Each;
        impl<'de> Visitor<'de> for Each {
            type Value = Vec<(String, &'de RawValue)>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut members = Vec::new();
                while let Some(member) = map.next_entry()? {
                    members.push(member);
                }
                Ok(members)
            }
        }
        deserializer.deserialize_map(Each).map(Members)
    }
}

/// The elements of an array, as written; `None` where the text is no array.
pub fn array(text: &str) -> Option<Vec<&RawValue>> {
    serde_json::from_str(text).ok()
}

/// The text of a string; `None` where it is no string, or unreadable.
pub fn string(text: &str) -> Option<String> {
    serde_json::from_str(text).ok()
}

/// How deep the objects and arrays of a JSON text nest: by its brackets, outside of strings.
pub fn depth(text: &str) -> usize {
    let (mut depth, mut deepest, mut string, mut escaped) = (0_usize, 0, false, false);
    for byte in text.bytes() {
        if string {
            (string, escaped) = (byte != b'"' || escaped, byte == b'\\' && !escaped);
        } else {
            match byte {
                b'"' => string = true,
                b'{' | b'[' => depth += 1,
                b'}' | b']' => depth -= 1,
                _ => {}
            }
        }
        deepest = deepest.max(depth);
    }
    deepest
}

/// The value of a JSON text. `None` where a string is unreadable.
pub fn value(text: &str) -> Option<Value> {
    let text = text.trim_matches(SPACE);
    Some(match text.as_bytes().first()? {
        b'{' => {
            let members: Members<'_> = serde_json::from_str(text).ok()?;
            let members = members.0.into_iter();
            let members = members.map(|(key, member)| Some((key, value(member.get())?)));
            Value::Object(members.collect::<Option<Map<_, _>>>()?)
        }
        b'[' => {
            let elements = array(text)?.into_iter();
            Value::Array(
                elements
                    .map(|element| value(element.get()))
                    .collect::<Option<_>>()?,
            )
        }
        b'"' => Value::String(string(text)?),
        b't' => Value::Bool(true),
        b'f' => Value::Bool(false),
        b'n' => Value::Null,
        _ => Value::Number(text.parse().ok()?),
    })
}

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

/// One pass of percent-decoding, as one server does it: from left to right, what is no escape
/// stays.
pub fn percent_decoded(bytes: &[u8]) -> Vec<u8> {
    let digit = |at: usize| char::from(*bytes.get(at)?).to_digit(16);
    let mut out = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        if bytes[at] == b'%'
            && let (Some(high), Some(low)) = (digit(at + 1), digit(at + 2))
        {
            out.push(u8::try_from(high * 16 + low).unwrap());
            at += 3;
        } else {
            out.push(bytes[at]);
            at += 1;
        }
    }
    out
}
