//! A JSON value as a serde type, and its text.

use std::fmt;

use js_sys::Number;
use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};

use crate::serialize::push_string;

/// A JSON value that keeps the order of keys.
pub(super) enum Json {
    Null,
    Bool(bool),
    Integer(i64),
    Number(f64),
    Text(String),
    /// A text that is JSON already: a number that keeps its digits, or a string with an unpaired surrogate.
    Raw(Vec<u8>),
    Array(Vec<Json>),
    Object(Vec<(Json, Json)>),
}

impl Json {
    /// The text as `JSON.stringify` writes it.
    pub(super) fn text(&self) -> String {
        let mut out = String::new();
        self.push(&mut out);
        out
    }

    fn push(&self, out: &mut String) {
        match self {
            Json::Null => out.push_str("null"),
            Json::Bool(true) => out.push_str("true"),
            Json::Bool(false) => out.push_str("false"),
            Json::Integer(number) => out.push_str(&number_text(*number as f64)),
            Json::Number(number) => out.push_str(&number_text(*number)),
            Json::Text(text) => push_string(out, text),
            Json::Raw(text) => out.push_str(std::str::from_utf8(text).unwrap_or("null")),
            Json::Array(elements) => {
                out.push('[');
                for (index, element) in elements.iter().enumerate() {
                    if index > 0 {
                        out.push(',');
                    }
                    element.push(out);
                }
                out.push(']');
            }
            Json::Object(members) => {
                out.push('{');
                for (index, (key, value)) in members.iter().enumerate() {
                    if index > 0 {
                        out.push(',');
                    }
                    key.push(out);
                    out.push(':');
                    value.push(out);
                }
                out.push('}');
            }
        }
    }
}

/// The text of a finite number, which is the host's: Rust writes `1e21` where JavaScript writes `1e+21`.
fn number_text(number: f64) -> String {
    match Number::from(number).to_string_with_radix(10) {
        Ok(text) => text.into(),
        // Radix 10 is valid.
        Err(_) => String::from("null"),
    }
}

impl<'de> Deserialize<'de> for Json {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Json, D::Error> {
        deserializer.deserialize_any(JsonVisitor)
    }
}

struct JsonVisitor;

impl<'de> Visitor<'de> for JsonVisitor {
    type Value = Json;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<Json, E> {
        Ok(Json::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Json, E> {
        Ok(Json::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Json, E> {
        Ok(Json::Integer(value))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Json, E> {
        Ok(Json::Number(value))
    }

    fn visit_str<E>(self, value: &str) -> Result<Json, E> {
        Ok(Json::Text(value.to_owned()))
    }

    fn visit_string<E>(self, value: String) -> Result<Json, E> {
        Ok(Json::Text(value))
    }

    fn visit_byte_buf<E>(self, value: Vec<u8>) -> Result<Json, E> {
        Ok(Json::Raw(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<Json, A::Error> {
        let mut array = Vec::new();
        while let Some(element) = elements.next_element()? {
            array.push(element);
        }
        Ok(Json::Array(array))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Json, A::Error> {
        let mut object = Vec::new();
        while let Some(member) = members.next_entry()? {
            object.push(member);
        }
        Ok(Json::Object(object))
    }
}
