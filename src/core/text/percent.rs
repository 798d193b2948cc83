//! Percent-encoding of a byte in a URL.

/// Appends `%` and the byte's two hexadecimal digits.
pub fn push(out: &mut String, byte: u8) {
    out.push('%');
    for digit in [byte >> 4, byte & 15] {
        let digit = char::from_digit(u32::from(digit), 16).unwrap_or('0');
        out.push(digit.to_ascii_uppercase());
    }
}
