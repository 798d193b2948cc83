//! From the names of the wire to those of JavaScript.

/// Appends a snake_case name in camelCase.
pub fn push(out: &mut String, name: &str) {
    let mut from = 0;
    let mut upper = false;
    for (at, byte) in name.bytes().enumerate() {
        let is_gap = byte == b'_' && at > 0;
        if is_gap || upper {
            out.push_str(name.get(from..at).unwrap_or_default());
            from = at;
        }
        if is_gap {
            upper = true;
            from = at + 1;
        } else if upper {
            upper = false;
            if byte.is_ascii() {
                out.push(char::from(byte.to_ascii_uppercase()));
                from = at + 1;
            }
        }
    }
    out.push_str(name.get(from..).unwrap_or_default());
}
