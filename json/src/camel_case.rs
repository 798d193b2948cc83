//! Converts snake_case names to camelCase, at compile time and at run time.

use crate::json;

/// Converts one name, character by character.
#[derive(Debug, Clone, Copy)]
pub struct CamelCase {
    is_first: bool,
    is_after_underscore: bool,
}

impl CamelCase {
    /// Starts the conversion of a name.
    #[must_use]
    #[allow(clippy::new_without_default, reason = "`Default` cannot be const")]
    pub const fn new() -> CamelCase {
        CamelCase {
            is_first: true,
            is_after_underscore: false,
        }
    }

    /// Converts the next character. Underscores are removed, except one at the start of the name.
    pub const fn next(&mut self, char: char) -> Option<char> {
        let is_kept = char != '_' || self.is_first;
        let is_upper = self.is_after_underscore;
        self.is_first = false;
        self.is_after_underscore = !is_kept;
        if !is_kept {
            None
        } else if is_upper {
            Some(char.to_ascii_uppercase())
        } else {
            Some(char)
        }
    }
}

/// Appends a snake_case name in camelCase.
pub fn push(out: &mut String, name: &str) {
    let mut camel_case = CamelCase::new();
    for char in name.chars() {
        if let Some(char) = camel_case.next(char) {
            json::push(out, char);
        }
    }
}

/// A literal snake_case name in camelCase, as a constant, with optional texts before and after it.
#[macro_export]
macro_rules! camel_case {
    ($name:literal) => {
        $crate::camel_case!($name, "", "")
    };
    ($name:literal, $before:literal, $after:literal) => {{
        const LENGTH: usize = $crate::camel_case::length($name) + $before.len() + $after.len();
        const BYTES: [u8; LENGTH] = $crate::camel_case::bytes($name, $before, $after);
        match std::str::from_utf8(&BYTES) {
            Ok(text) => text,
            Err(_) => "",
        }
    }};
}

/// The length of an ASCII name in camelCase.
#[doc(hidden)]
#[must_use]
pub const fn length(name: &str) -> usize {
    let mut camel_case = CamelCase::new();
    let mut length = 0;
    let mut rest = name.as_bytes();
    while let [byte, after @ ..] = rest {
        if camel_case.next(*byte as char).is_some() {
            length += 1;
        }
        rest = after;
    }
    length
}

/// An ASCII name in camelCase, between two texts.
#[allow(
    clippy::indexing_slicing,
    reason = "it runs at compile time, not in the wasm"
)]
#[doc(hidden)]
#[must_use]
pub const fn bytes<const LENGTH: usize>(name: &str, before: &str, after: &str) -> [u8; LENGTH] {
    let mut out = [0; LENGTH];
    let mut at = 0;
    let (before, after) = (before.as_bytes(), after.as_bytes());
    while at < before.len() {
        out[at] = before[at];
        at += 1;
    }
    let mut camel_case = CamelCase::new();
    let mut rest = name.as_bytes();
    while let [byte, following @ ..] = rest {
        assert!(byte.is_ascii(), "field names are ASCII");
        if let Some(char) = camel_case.next(*byte as char) {
            out[at] = char as u8;
            at += 1;
        }
        rest = following;
    }
    let mut index = 0;
    while index < after.len() {
        out[at + index] = after[index];
        index += 1;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::push;

    #[test]
    fn the_macro_and_push_agree() {
        macro_rules! assert_both {
            ($($name:literal),*) => {
                $(
                    let mut pushed = String::new();
                    push(&mut pushed, $name);
                    assert_eq!(camel_case!($name), pushed);
                    assert_eq!(camel_case!($name, ",\"", "\":"), format!(",\"{pushed}\":"));
                )*
            };
        }
        assert_both!(
            "",
            "_",
            "a",
            "_a",
            "a_",
            "a_b",
            "a__b",
            "_a_b",
            "web3_wallet",
            "A_B",
            "a_1b",
            "image_url"
        );
        assert_eq!(camel_case!("last_sign_in_at"), "lastSignInAt");
    }
}
