//! Splitting text at a byte, without the pattern search of the standard library, which is large in wasm.

/// The text before the first occurrence of an ASCII byte, and the rest, which begins with the byte.
#[must_use]
pub fn split_at_first(text: &str, byte: u8) -> Option<(&str, &str)> {
    let at = text.bytes().position(|other| other == byte)?;
    text.split_at_checked(at)
}
