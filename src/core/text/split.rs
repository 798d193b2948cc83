//! Splitting text at a byte, without the pattern search of the standard library, which is large in wasm.

/// What comes before the first such ASCII byte, and the rest, which begins with it.
#[must_use]
pub fn split_at_first(text: &str, byte: u8) -> Option<(&str, &str)> {
    let at = text.bytes().position(|other| other == byte)?;
    text.split_at_checked(at)
}
