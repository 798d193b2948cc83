//! The path of a value inside another, in JavaScript notation.

use clerk_metadata_json::json;

/// The path of these keys: `plan.seats`, or `plan["max seats"]` for a key that is not an identifier.
#[must_use]
pub fn of(keys: &[&str]) -> String {
    let mut out = String::new();
    for key in keys {
        if is_identifier(key) {
            if !out.is_empty() {
                out.push('.');
            }
            out.push_str(key);
        } else {
            out.push('[');
            json::push_string(&mut out, key);
            out.push(']');
        }
    }
    out
}

fn is_identifier(key: &str) -> bool {
    let word = |char: char| char.is_ascii_alphanumeric() || char == '_' || char == '$';
    !key.is_empty() && key.chars().all(word) && !key.starts_with(|char: char| char.is_ascii_digit())
}
