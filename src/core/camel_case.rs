//! From the names of the wire to those of JavaScript.

/// Appends a snake_case name in camelCase.
pub fn push(out: &mut String, name: &str) {
    let mut upper = false;
    for (at, char) in name.char_indices() {
        if char == '_' && at > 0 {
            upper = true;
        } else if upper {
            out.push(char.to_ascii_uppercase());
            upper = false;
        } else {
            out.push(char);
        }
    }
}
