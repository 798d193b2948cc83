//! A JSON value whose keys and scalars are slices of its text, so that every number and string keeps its spelling.

use clerk_metadata::core::json::{self, NotJson};
use clerk_metadata::core::limits::MAX_DEPTH;

use crate::decimal;

/// A value inside a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value<'a> {
    /// An object. A repeated key is listed once, with its last value.
    Object(Vec<Member<'a>>),
    /// An array.
    Array(Vec<Value<'a>>),
    /// A string, a number or a literal, as written.
    Scalar(&'a str),
}

/// A member of an object.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member<'a> {
    /// The key as written, without quotes.
    pub key: &'a str,
    /// The value.
    pub value: Value<'a>,
}

/// Why a text cannot be parsed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ParseError {
    /// The text is not JSON.
    NotJson(NotJson),
    /// It is nested deeper than [`MAX_DEPTH`].
    TooDeep,
}

impl From<NotJson> for ParseError {
    fn from(error: NotJson) -> Self {
        ParseError::NotJson(error)
    }
}

/// The value that is removed by a patch, and the literal.
pub const NULL: Value<'static> = Value::Scalar("null");

/// Parses a text that is nested at most [`MAX_DEPTH`] levels deep.
///
/// # Errors
/// [`ParseError`].
pub fn parse(text: &str) -> Result<Value<'_>, ParseError> {
    let (text, depth) = json::value_and_depth(text)?;
    if depth > MAX_DEPTH {
        return Err(ParseError::TooDeep);
    }
    Ok(value(text)?)
}

/// Recurses as deep as the text, whose depth is checked.
fn value(text: &str) -> Result<Value<'_>, NotJson> {
    match text.as_bytes().first() {
        Some(b'{') => {
            let mut members: Vec<Member<'_>> = Vec::new();
            let mut result = Ok(());
            json::members(text, &mut |key, text| match value(text) {
                Ok(value) => insert(&mut members, Member { key, value }),
                Err(error) => result = Err(error),
            })?;
            result.map(|()| Value::Object(members))
        }
        Some(b'[') => {
            let mut elements = Vec::new();
            let mut result = Ok(());
            json::elements(text, &mut |text| match value(text) {
                Ok(value) => elements.push(value),
                Err(error) => result = Err(error),
            })?;
            result.map(|()| Value::Array(elements))
        }
        _ => Ok(Value::Scalar(text)),
    }
}

fn insert<'a>(members: &mut Vec<Member<'a>>, member: Member<'a>) {
    match members
        .iter_mut()
        .find(|other| same_key(other.key, member.key))
    {
        Some(other) => *other = member,
        None => members.push(member),
    }
}

impl<'a> Value<'a> {
    /// The members, if this is an object.
    #[must_use]
    pub fn members(&self) -> Option<&[Member<'a>]> {
        match self {
            Value::Object(members) => Some(members),
            _ => None,
        }
    }

    /// The value of a key (as written), if this is an object that has it.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Value<'a>> {
        let member = self
            .members()?
            .iter()
            .find(|member| same_key(member.key, key));
        member.map(|member| &member.value)
    }

    /// Whether this is the literal `null`.
    #[must_use]
    pub fn is_null(&self) -> bool {
        *self == NULL
    }

    /// Appends the compact text.
    pub fn push_to(&self, out: &mut String) {
        match self {
            Value::Object(members) => {
                out.push('{');
                for (index, Member { key, value }) in members.iter().enumerate() {
                    out.push_str(if index > 0 { ",\"" } else { "\"" });
                    out.push_str(key);
                    out.push_str("\":");
                    value.push_to(out);
                }
                out.push('}');
            }
            Value::Array(elements) => {
                out.push('[');
                for (index, value) in elements.iter().enumerate() {
                    if index > 0 {
                        out.push(',');
                    }
                    value.push_to(out);
                }
                out.push(']');
            }
            Value::Scalar(text) => out.push_str(text),
        }
    }

    /// The compact text.
    #[must_use]
    pub fn text(&self) -> String {
        let mut out = String::new();
        self.push_to(&mut out);
        out
    }
}

/// The bytes of the compact text after strings are written without needless escapes, as a server stores them. Numbers
/// keep their spelling.
#[must_use]
pub fn size(value: &Value<'_>) -> usize {
    match value {
        Value::Object(members) => members
            .iter()
            .map(|member| string_size(member.key) + ":,".len() + size(&member.value))
            .sum::<usize>()
            .max(1)
            .saturating_add(1),
        Value::Array(elements) => elements
            .iter()
            .map(|element| size(element) + ",".len())
            .sum::<usize>()
            .max(1)
            .saturating_add(1),
        Value::Scalar(text) => unquoted(text).map_or(text.len(), string_size),
    }
}

/// The bytes of a string with its quotes.
fn string_size(raw: &str) -> usize {
    if !has_escape(raw) {
        return raw.len() + "\"\"".len();
    }
    let size = |char: char| match char {
        '"' | '\\' | '\n' | '\t' | '\r' | '\u{8}' | '\u{c}' => 2,
        '\0'..='\u{1f}' => 6,
        char => char.len_utf8(),
    };
    json::unescape(raw).chars().map(size).sum::<usize>() + "\"\"".len()
}

/// Whether two values are equal as JSON: the order of keys, the spelling of strings and the notation of numbers do not
/// matter. Numbers are compared exactly, with all digits.
#[must_use]
pub fn equal(left: &Value<'_>, right: &Value<'_>) -> bool {
    match (left, right) {
        (Value::Object(members), Value::Object(others)) => {
            members.len() == others.len()
                && members.iter().all(|member| {
                    right
                        .get(member.key)
                        .is_some_and(|other| equal(&member.value, other))
                })
        }
        (Value::Array(elements), Value::Array(others)) => {
            elements.len() == others.len()
                && elements
                    .iter()
                    .zip(others)
                    .all(|(left, right)| equal(left, right))
        }
        (Value::Scalar(left), Value::Scalar(right)) => left == right || equal_scalars(left, right),
        _ => false,
    }
}

fn equal_scalars(left: &str, right: &str) -> bool {
    match (unquoted(left), unquoted(right)) {
        (Some(left), Some(right)) => same_key(left, right),
        (None, None) => decimal::equal(left, right),
        _ => false,
    }
}

fn unquoted(text: &str) -> Option<&str> {
    text.strip_prefix('"')?.strip_suffix('"')
}

/// Whether two strings, as written between their quotes, are the same.
#[must_use]
pub fn same_key(left: &str, right: &str) -> bool {
    left == right
        || ((has_escape(left) || has_escape(right)) && code_units(left).eq(code_units(right)))
}

fn has_escape(raw: &str) -> bool {
    raw.contains('\\')
}

/// The UTF-16 code units of a string. Rust strings cannot hold lone surrogates, which JSON can (`"\ud83d"`).
fn code_units(raw: &str) -> impl Iterator<Item = u16> {
    let mut chars = raw.chars();
    let mut second: Option<u16> = None;
    std::iter::from_fn(move || {
        if let Some(unit) = second.take() {
            return Some(unit);
        }
        let char = match chars.next()? {
            '\\' => match chars.next()? {
                'u' => {
                    let digits = chars.by_ref().take(4);
                    return Some(digits.fold(0, |unit, digit| {
                        unit << 4
                            | digit
                                .to_digit(16)
                                .and_then(|digit| u16::try_from(digit).ok())
                                .unwrap_or(0)
                    }));
                }
                'n' => '\n',
                't' => '\t',
                'r' => '\r',
                'b' => '\u{8}',
                'f' => '\u{c}',
                same => same,
            },
            plain => plain,
        };
        let mut buffer = [0; 2];
        let mut units = char.encode_utf16(&mut buffer).iter().copied();
        let first = units.next();
        second = units.next();
        first
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail")]

    use super::*;

    #[test]
    fn keeps_the_spelling() {
        let text = r#" { "a" : [ 1E2 , -0.0, 12345678901234567890 ] , "\u0062" : "\ud83d" , "a" : 1.50 } "#;
        assert_eq!(
            parse(text).unwrap().text(),
            r#"{"a":1.50,"\u0062":"\ud83d"}"#
        );
    }

    #[test]
    fn compares_by_value() {
        let same = [
            (r#"{"a":1,"b":[1e2]}"#, r#"{"\u0062":[100.0],"a":1.0}"#),
            (r#""\ud83d\ude00""#, r#""😀""#),
            (r#""a\/b\n""#, r#""a/b\u000a""#),
            ("-0", "0"),
        ];
        for (left, right) in same {
            assert!(
                equal(&parse(left).unwrap(), &parse(right).unwrap()),
                "{left} {right}"
            );
        }
        let different = [
            (r#"{"a":1}"#, r#"{"a":1,"b":1}"#),
            ("[1,2]", "[2,1]"),
            (r#""\ud83d""#, r#""\ud83e""#),
            ("9007199254740993", "9007199254740992"),
            ("1", r#""1""#),
            ("null", "0"),
            ("true", "false"),
            ("{}", "[]"),
        ];
        for (left, right) in different {
            assert!(
                !equal(&parse(left).unwrap(), &parse(right).unwrap()),
                "{left} {right}"
            );
        }
    }

    #[test]
    fn size_is_that_of_the_shortest_text() {
        for (text, bytes) in [
            (r#" { "a" : [ 1.0 , "x" ] , "b" : {} } "#, 22),
            ("[]", 2),
            ("{}", 2),
            ("[[],{}]", 7),
            (r#""\u00e9\n\u0001\/""#, 2 + 2 + 6 + 1 + 2),
        ] {
            assert_eq!(size(&parse(text).unwrap()), bytes, "{text}");
        }
    }

    #[test]
    fn rejects_what_is_not_json_and_what_is_too_deep() {
        assert_eq!(parse("{a:1}"), Err(ParseError::NotJson(NotJson { at: 1 })));
        let deep = |levels| format!("{}{}", "[".repeat(levels), "]".repeat(levels));
        assert_eq!(parse(&deep(MAX_DEPTH + 1)), Err(ParseError::TooDeep));
        assert!(parse(&deep(MAX_DEPTH)).is_ok());
    }
}
