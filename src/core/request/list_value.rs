//! What the value of a parameter is sent as. Both bindings read values with these rules.

use crate::core::text::decimal;

/// A value of the host, such as JavaScript's.
pub trait HostValue {
    /// The text, if it is a string.
    fn text(&self) -> Option<String>;
    /// The value, if it is a boolean.
    fn flag(&self) -> Option<bool>;
    /// The value, if it is a number.
    fn number(&self) -> Option<f64>;
}

/// A whole number that a double represents exactly, or a string of digits unchanged, as from a URL; empty for 0, which counts as
/// missing. `None` if the value is neither.
pub fn number(value: &impl HostValue) -> Option<String> {
    if let Some(digits) = value.text() {
        return (digits.bytes().all(|byte| byte.is_ascii_digit())).then_some(digits);
    }
    let is_whole = |number: &f64| {
        (0.0..=decimal::MAX_SAFE_INTEGER).contains(number) && number.floor() == *number
    };
    let number = value.number().filter(is_whole)?;
    let mut text = String::new();
    if number > 0.0 {
        decimal::push(&mut text, number);
    }
    Some(text)
}

/// A boolean as text; also the text of one, as from a URL. `None` if the value is neither.
pub fn flag(value: &impl HostValue) -> Option<String> {
    let text = match value.flag() {
        Some(is_set) => String::from(if is_set { "true" } else { "false" }),
        None => value.text()?,
    };
    matches!(text.as_str(), "true" | "false" | "").then_some(text)
}
