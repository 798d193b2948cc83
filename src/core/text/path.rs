//! The place of a value inside another, as one would write it in JavaScript.

use clerk_metadata_json::json;

/// The place that a way of keys leads to: `plan.seats`, or `plan["max seats"]` where a key is no
/// identifier.
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
