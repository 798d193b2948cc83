//! From JSON text to a [`Value`], nested to a bounded depth.
//!
//! The scanner of the core finds the values. `serde_json`'s own reader would take an object with
//! the key `$serde_json::private::Number` for a number, and rejects half a surrogate pair.
//!
//! JSON can hold half a surrogate pair (`"\ud83d"`), and JavaScript's strings can; Rust's cannot.
//! [`parse_metadata`] replaces each half by two characters, which [`metadata_text`] writes back.

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
    parse_with(text, max_depth, json::unescape)
}

/// The same for metadata, whose strings and keys keep halves of surrogate pairs: they are for
/// [`metadata_text`] alone.
///
/// # Errors
/// [`Unreadable`].
pub fn parse_metadata(text: &str, max_depth: usize) -> Result<Value, Unreadable> {
    parse_with(text, max_depth, marked)
}

/// The JSON text of what [`parse_metadata`] has read, or of text that quotes a part of it as JSON.
#[must_use]
pub fn metadata_text(text: String) -> String {
    if !text.contains(MARK) {
        return text;
    }
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars();
    while let Some(char) = chars.next() {
        let next = if char == MARK { chars.next() } else { None };
        match next.map(|next| u32::from(next).wrapping_sub(FIRST_HALF)) {
            Some(half) if half < HALVES => {
                out.push_str("\\u");
                for shift in [12, 8, 4, 0] {
                    let digit = ((0xD800 + half) >> shift) & 15;
                    out.push(char::from_digit(digit, 16).unwrap_or('0'));
                }
            }
            _ => out.push(char),
        }
    }
    out
}

/// What stands before the character for a half, and before itself.
const MARK: char = '\u{10ffff}';
/// The character for the first of the halves, `U+D800`.
const FIRST_HALF: u32 = 0xE000;
/// How many halves there are.
const HALVES: u32 = 0x800;

/// A string as written between its quotes, with its escapes resolved and its halves marked.
fn marked(raw: &str) -> String {
    if !raw.contains(['\\', MARK]) {
        return raw.to_owned();
    }
    let mut out = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some(char) = rest.chars().next() {
        let length = match (unit(rest), rest.get(6..).and_then(unit)) {
            (Some(0xD800..=0xDBFF), Some(0xDC00..=0xDFFF)) => 12,
            (Some(half @ 0xD800..=0xDFFF), _) => {
                out.push(MARK);
                out.extend(char::from_u32(half - 0xD800 + FIRST_HALF));
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
        if written.starts_with(MARK) {
            out.push(MARK);
        }
        out.push_str(&written);
    }
    out
}

/// The UTF-16 code unit that an escape at the start of `text` stands for: `\ud83d`.
fn unit(text: &str) -> Option<u32> {
    u32::from_str_radix(text.strip_prefix("\\u")?.get(..4)?, 16).ok()
}

fn parse_with(text: &str, max_depth: usize, unescape: Unescape) -> Result<Value, Unreadable> {
    let (text, depth) = json::value_and_depth(text)?;
    // Reading a level scans all levels below it, so the depth is checked first.
    if depth > max_depth {
        return Err(Unreadable::TooDeep);
    }
    value(text, unescape)
}

/// What resolves the escapes of a string.
type Unescape = fn(&str) -> String;

fn value(text: &str, unescape: Unescape) -> Result<Value, Unreadable> {
    Ok(match text.as_bytes().first() {
        Some(b'{') => {
            let mut object = Map::new();
            let mut failed = None;
            json::members(text, &mut |key, member| match value(member, unescape) {
                Ok(member) => {
                    object.insert(unescape(key), member);
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
            json::elements(text, &mut |element| match value(element, unescape) {
                Ok(element) => array.push(element),
                Err(error) => failed = Some(error),
            })?;
            match failed {
                Some(error) => return Err(error),
                None => Value::Array(array),
            }
        }
        Some(b'"') => {
            let raw = text.strip_prefix('"').and_then(|raw| raw.strip_suffix('"'));
            Value::String(unescape(raw.ok_or(Unreadable::NotJson)?))
        }
        Some(b't') => Value::Bool(true),
        Some(b'f') => Value::Bool(false),
        Some(b'n') => Value::Null,
        _ => Value::Number(text.parse::<Number>().map_err(|_| Unreadable::NotJson)?),
    })
}
