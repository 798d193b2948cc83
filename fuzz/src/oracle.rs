//! Simple reference implementations, based on `serde_json`, to compare the code under test with.
//!
//! `serde_json` does not accept all of JSON in every mode:
//!
//! - Text is validated with [`IgnoredAny`], which accepts exactly JSON. Parsing a [`Value`] fails for lone
//!   surrogates (`"\ud83e"`, which UTF-8 cannot represent) and for nesting deeper than 127.
//! - Parts are read as [`RawValue`], one level at a time, which has no depth limit and keeps numbers as
//!   written. With `arbitrary_precision` and `raw_value`, parsing a [`Value`] would read an object with a
//!   certain private key as a number or a text.
//! - A string with a lone surrogate is unreadable. There is then nothing to compare with, and these
//!   functions return `None`.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, Visitor};
use serde_json::value::RawValue;
use serde_json::{Map, Value};

/// The white space that may surround a value.
pub const SPACE: [char; 4] = [' ', '\t', '\n', '\r'];

/// Whether a text is JSON.
pub fn is_json(text: &str) -> bool {
    serde_json::from_str::<IgnoredAny>(text).is_ok()
}

/// The members of an object, each value as written. The last value of a repeated key wins. `None` if the
/// text is not an object, or if a key is unreadable.
pub fn object(text: &str) -> Option<BTreeMap<String, &RawValue>> {
    serde_json::from_str(text).ok()
}

/// The members of an object in order, including repeated keys.
struct Members<'a>(Vec<(String, &'a RawValue)>);

impl<'de: 'a, 'a> Deserialize<'de> for Members<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct MembersVisitor;
        impl<'de> Visitor<'de> for MembersVisitor {
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
        deserializer.deserialize_map(MembersVisitor).map(Members)
    }
}

/// The elements of an array, as written; `None` if the text is not an array.
pub fn array(text: &str) -> Option<Vec<&RawValue>> {
    serde_json::from_str(text).ok()
}

/// The text of a string. `None` if it is not a string, or is unreadable.
pub fn string(text: &str) -> Option<String> {
    serde_json::from_str(text).ok()
}

/// The nesting depth of a JSON text, counted from its brackets outside of strings.
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

/// The value of a JSON text. `None` if a string is unreadable.
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
