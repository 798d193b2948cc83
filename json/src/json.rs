//! A JSON scanner that copies nothing: it finds where values start and end.
//!
//! The fields of a `User` are renamed in the text (see [`resource`](mod@crate::resource)), so values are not
//! parsed: numbers stay as written, and the host's `JSON.parse` does the rest. A general parser would triple
//! the size of the wasm. The scanner accepts exactly JSON (RFC 8259), with any nesting depth.

use std::str::Chars;

pub use crate::scanner::{CONTAINER_COST, MEMBER_COST, NotJson, Scanner};

/// Checks that `text` is one JSON value, and returns it without surrounding white space.
///
/// # Errors
/// [`NotJson`] with the offset of the first byte that is not valid.
pub fn value(text: &str) -> Result<&str, NotJson> {
    Scanner::new(text).only_value()
}

/// Checks that `text` is one JSON value, and returns its nesting depth: 0 for `1`, 1 for `{}`.
///
/// # Errors
/// [`NotJson`] with the offset of the first byte that is not valid.
pub fn depth(text: &str) -> Result<usize, NotJson> {
    value_and_depth(text).map(|(_, depth)| depth)
}

/// The results of [`value`] and [`depth`], in one pass.
///
/// # Errors
/// [`NotJson`] with the offset of the first byte that is not valid.
pub fn value_and_depth(text: &str) -> Result<(&str, usize), NotJson> {
    let mut scanner = Scanner::new(text);
    let value = scanner.only_value()?;
    Ok((value, scanner.deepest))
}

/// Calls `visit` with the key (as written, without quotes) and the value of each member of an
/// object, in order, including repeated keys.
///
/// # Errors
/// [`NotJson`] if `object` is not the text of an object. The members before the error have then been
/// visited. Text after the object is ignored.
///
/// `visit` is `dyn` so that the wasm contains this function once, not once for each closure.
pub fn members<'a>(
    object: &'a str,
    visit: &mut dyn FnMut(&'a str, &'a str),
) -> Result<(), NotJson> {
    let mut scanner = Scanner::new(object);
    let mut more = scanner.open(b'{', b'}')?;
    while more {
        let key = scanner.key()?;
        let value = scanner.value()?;
        visit(key, value);
        more = scanner.has_next(b'}')?;
    }
    Ok(())
}

/// Calls `visit` with each element of an array, in order.
///
/// # Errors
/// [`NotJson`] if `array` is not the text of an array. The elements before the error have then been
/// visited. Text after the array is ignored.
pub fn elements<'a>(array: &'a str, visit: &mut dyn FnMut(&'a str)) -> Result<(), NotJson> {
    let mut scanner = Scanner::new(array);
    let mut more = scanner.open(b'[', b']')?;
    while more {
        visit(scanner.value()?);
        more = scanner.has_next(b']')?;
    }
    Ok(())
}

/// The value of a member of an object. The last value of a repeated key wins, as in `JSON.parse`.
#[must_use]
pub fn member<'a>(object: &'a str, name: &str) -> Option<&'a str> {
    let mut found = None;
    members(object, &mut |key, value| {
        if is(key, name) {
            found = Some(value);
        }
    })
    .ok()?;
    found
}

/// Whether a key, as written, equals `name`.
#[must_use]
pub fn is(key: &str, name: &str) -> bool {
    // A key with an escape is longer than the name.
    if key.len() < name.len() || (key.len() == name.len() && key != name) {
        return false;
    }
    if key.bytes().any(|byte| byte == b'\\') {
        unescape(key) == name
    } else {
        key == name
    }
}

/// The text of a JSON string, or `None` for any other value.
#[must_use]
pub fn string(value: &str) -> Option<String> {
    value.strip_prefix('"')?.strip_suffix('"').map(unescape)
}

/// Resolves the escapes of a string, as written between its quotes. A lone surrogate, which JSON allows and
/// UTF-8 cannot represent, becomes U+FFFD.
#[must_use]
pub fn unescape(raw: &str) -> String {
    if raw.bytes().all(|byte| byte != b'\\') {
        return String::from(raw);
    }
    resolve_escapes(raw)
}

// A separate function, because a host compiles functions when they are called, and most strings have no escape.
#[inline(never)]
fn resolve_escapes(raw: &str) -> String {
    let mut out = String::with_capacity(raw.len());
    let mut chars = raw.chars();
    let mut high = 0;
    while let Some(char) = next(&mut chars) {
        let unit = match char {
            '\\' => escaped_unit(&mut chars),
            plain => Some(u32::from(plain)),
        };
        let Some(unit) = unit else { break };
        let is_pair = high != 0 && (0xDC00..=0xDFFF).contains(&unit);
        if high != 0 && !is_pair {
            push(&mut out, char::REPLACEMENT_CHARACTER);
        }
        let scalar = if is_pair {
            0x10000 + ((high - 0xD800) << 10) + (unit - 0xDC00)
        } else {
            unit
        };
        high = 0;
        if (0xD800..=0xDBFF).contains(&scalar) {
            high = scalar;
        } else {
            push(
                &mut out,
                char::from_u32(scalar).unwrap_or(char::REPLACEMENT_CHARACTER),
            );
        }
    }
    if high != 0 {
        push(&mut out, char::REPLACEMENT_CHARACTER);
    }
    out
}

/// Reads an escape after its backslash: a Unicode code point, or half of a surrogate pair.
fn escaped_unit(chars: &mut Chars<'_>) -> Option<u32> {
    Some(match next(chars)? {
        'u' => {
            let mut unit = 0;
            for _ in 0..4 {
                let Some(digit) = next(chars) else { break };
                unit = unit * 16 + digit.to_digit(16).unwrap_or(0);
            }
            unit
        }
        'n' => u32::from('\n'),
        't' => u32::from('\t'),
        'r' => u32::from('\r'),
        'b' => 8,
        'f' => 12,
        same => u32::from(same),
    })
}

// These are not inlined, because each of their copies would take 0.2 KB.
#[inline(never)]
fn next(chars: &mut Chars<'_>) -> Option<char> {
    chars.next()
}

#[inline(never)]
pub(crate) fn push(out: &mut String, char: char) {
    out.push(char);
}

/// Appends `text` as a JSON string.
pub fn push_string(out: &mut String, text: &str) {
    push(out, '"');
    let mut chars = text.chars();
    while let Some(char) = next(&mut chars) {
        let code = u32::from(char);
        if code < 0x20 {
            out.push_str("\\u00");
            push(out, char::from_digit(code >> 4, 16).unwrap_or('0'));
            push(out, char::from_digit(code & 15, 16).unwrap_or('0'));
            continue;
        }
        if matches!(char, '"' | '\\') {
            push(out, '\\');
        }
        push(out, char);
    }
    push(out, '"');
}
