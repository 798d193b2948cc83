//! Parses JSON text into a [`Value`] of bounded depth.
//!
//! It uses the scanner of the core. `serde_json`'s parser would read an object with the key
//! `$serde_json::private::Number` as a number, and rejects lone surrogates.
//!
//! JSON and JavaScript strings can contain lone surrogates (`"\ud83d"`). Rust strings cannot.
//! [`parse_metadata`] replaces each one with two characters, which [`metadata_text`] converts back.

use clerk_metadata::core::json;
use serde_json::{Map, Number, Value};

/// Why a text cannot be parsed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ParseError {
    /// The text is not JSON.
    NotJson,
    /// Objects and arrays are nested deeper than allowed.
    TooDeep,
}

impl From<json::NotJson> for ParseError {
    fn from(_: json::NotJson) -> Self {
        ParseError::NotJson
    }
}

/// The value of a text whose objects and arrays are nested at most `max_depth` levels deep. Numbers keep
/// their digits (`1e9` becomes `1e+9`), and keys keep their order. The last value of a repeated key wins.
///
/// # Errors
/// [`ParseError`].
pub fn parse(text: &str, max_depth: usize) -> Result<Value, ParseError> {
    parse_with(text, max_depth, json::unescape)
}

/// Parses metadata. Its strings and keys keep lone surrogates in an encoded form, which only
/// [`metadata_text`] can convert back.
///
/// # Errors
/// [`ParseError`].
pub fn parse_metadata(text: &str, max_depth: usize) -> Result<Value, ParseError> {
    parse_with(text, max_depth, unescape_with_placeholders)
}

/// Restores the lone surrogates in the JSON text of a value from [`parse_metadata`], or in a text that quotes
/// a part of it as JSON.
#[must_use]
pub fn metadata_text(text: String) -> String {
    if !text.contains(MARKER) {
        return text;
    }
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars();
    while let Some(char) = chars.next() {
        let next = if char == MARKER { chars.next() } else { None };
        match next.map(|next| u32::from(next).wrapping_sub(FIRST_PLACEHOLDER)) {
            Some(surrogate) if surrogate < SURROGATE_COUNT => {
                out.push_str("\\u");
                for shift in [12, 8, 4, 0] {
                    let digit = ((0xD800 + surrogate) >> shift) & 15;
                    out.push(char::from_digit(digit, 16).unwrap_or('0'));
                }
            }
            _ => out.push(char),
        }
    }
    out
}

/// Precedes the placeholder of a lone surrogate. A literal marker is doubled.
const MARKER: char = '\u{10ffff}';
/// The placeholder of the first surrogate, `U+D800`.
const FIRST_PLACEHOLDER: u32 = 0xE000;
/// The number of surrogates.
const SURROGATE_COUNT: u32 = 0x800;

/// Resolves the escapes of a string literal without quotes, and encodes its lone surrogates.
fn unescape_with_placeholders(raw: &str) -> String {
    if !raw.contains(['\\', MARKER]) {
        return raw.to_owned();
    }
    let mut out = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some(char) = rest.chars().next() {
        let length = match (
            escaped_code_unit(rest),
            rest.get(6..).and_then(escaped_code_unit),
        ) {
            (Some(0xD800..=0xDBFF), Some(0xDC00..=0xDFFF)) => 12,
            (Some(surrogate @ 0xD800..=0xDFFF), _) => {
                out.push(MARKER);
                out.extend(char::from_u32(surrogate - 0xD800 + FIRST_PLACEHOLDER));
                rest = rest.get(6..).unwrap_or_default();
                continue;
            }
            (Some(_), _) => 6,
            (None, _) if char == '\\' => 2,
            (None, _) => char.len_utf8(),
        };
        let (written, after) = rest.split_at_checked(length).unwrap_or((rest, ""));
        rest = after;
        let written = json::unescape(written);
        if written.starts_with(MARKER) {
            out.push(MARKER);
        }
        out.push_str(&written);
    }
    out
}

/// The UTF-16 code unit of an escape such as `\ud83d` at the start of `text`.
fn escaped_code_unit(text: &str) -> Option<u32> {
    u32::from_str_radix(text.strip_prefix("\\u")?.get(..4)?, 16).ok()
}

fn parse_with(text: &str, max_depth: usize, unescape: Unescape) -> Result<Value, ParseError> {
    let (text, depth) = json::value_and_depth(text)?;
    // Parsing a level scans all levels below it, so the depth is checked first.
    if depth > max_depth {
        return Err(ParseError::TooDeep);
    }
    value(text, unescape)
}

/// A function that resolves the escapes of a string.
type Unescape = fn(&str) -> String;

fn value(text: &str, unescape: Unescape) -> Result<Value, ParseError> {
    Ok(match text.as_bytes().first() {
        Some(b'{') => {
            let mut object = Map::new();
            let mut first_error = None;
            json::members(text, &mut |key, member| match value(member, unescape) {
                Ok(member) => {
                    object.insert(unescape(key), member);
                }
                Err(error) => first_error = Some(error),
            })?;
            match first_error {
                Some(error) => return Err(error),
                None => Value::Object(object),
            }
        }
        Some(b'[') => {
            let mut array = Vec::new();
            let mut first_error = None;
            json::elements(text, &mut |element| match value(element, unescape) {
                Ok(element) => array.push(element),
                Err(error) => first_error = Some(error),
            })?;
            match first_error {
                Some(error) => return Err(error),
                None => Value::Array(array),
            }
        }
        Some(b'"') => {
            let raw = text.strip_prefix('"').and_then(|raw| raw.strip_suffix('"'));
            Value::String(unescape(raw.ok_or(ParseError::NotJson)?))
        }
        Some(b't') => Value::Bool(true),
        Some(b'f') => Value::Bool(false),
        Some(b'n') => Value::Null,
        _ => Value::Number(text.parse::<Number>().map_err(|_| ParseError::NotJson)?),
    })
}
