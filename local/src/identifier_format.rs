//! The formats of email addresses, phone numbers and wallets.

use crate::store::Identifier;

/// What a valid value is, for an error message.
pub(crate) fn expected_format(kind: Identifier) -> &'static str {
    match kind {
        Identifier::EmailAddress => "a valid email address",
        Identifier::PhoneNumber => "a valid phone number according to E.164 international standard",
        _ => {
            "a valid web3 wallet address that starts with 0x and contains 40 hexadecimal characters"
        }
    }
}

/// The value in the form in which it is stored, or `None` if it is not valid.
pub(crate) fn normalize_identifier(kind: Identifier, value: &str) -> Option<String> {
    let is_valid = match kind {
        Identifier::EmailAddress => value.split_once('@').is_some_and(|(local, domain)| {
            let is_allowed = |char: char| !char.is_whitespace() && !char.is_control();
            !local.is_empty()
                && !domain.is_empty()
                && !domain.contains('@')
                && value.chars().all(is_allowed)
        }),
        Identifier::PhoneNumber => {
            let digits: String = value
                .chars()
                .filter(|char| !matches!(char, ' ' | '-' | '.' | '(' | ')'))
                .collect();
            let number = digits.strip_prefix('+').unwrap_or_default();
            let is_valid = (7..=15).contains(&number.len())
                && number.bytes().all(|byte| byte.is_ascii_digit());
            return is_valid.then_some(digits);
        }
        _ => value
            .strip_prefix("0x")
            .is_some_and(|hex| hex.len() == 40 && hex.bytes().all(|byte| byte.is_ascii_hexdigit())),
    };
    is_valid.then(|| value.to_owned())
}
