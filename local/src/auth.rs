//! Authentication: the secret key in the `Authorization` header.

use crate::errors::RequestError;
use crate::instance::EnvironmentType;

/// The kind of instance that the key of a header belongs to. It determines the rate limit.
///
/// Checks the header against the configured key. Without a configured key, every key that starts with
/// `sk_` is accepted. The error never repeats the header's value.
///
/// # Errors
/// `authorization_header_format_invalid` or `clerk_key_invalid`, both 401.
pub fn authenticate(
    authorization: Option<&str>,
    configured: Option<&str>,
) -> Result<EnvironmentType, RequestError> {
    let key = authorization
        .and_then(bearer)
        .ok_or_else(RequestError::authorization_header_format)?;
    let is_valid = match configured {
        Some(configured) => key == configured,
        None => key.starts_with("sk_"),
    };
    if !is_valid {
        return Err(RequestError::key_invalid());
    }
    Ok(if key.starts_with("sk_live_") {
        EnvironmentType::Production
    } else {
        EnvironmentType::Development
    })
}

/// The key of `Bearer <key>`. The scheme is case-insensitive.
fn bearer(header: &str) -> Option<&str> {
    let (scheme, key) = header.trim().split_once(' ')?;
    let key = key.trim_start();
    let is_valid_key = !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_graphic());
    (scheme.eq_ignore_ascii_case("bearer") && is_valid_key).then_some(key)
}

#[cfg(test)]
mod tests {
    use super::authenticate;
    use crate::instance::EnvironmentType;

    #[test]
    fn headers_are_accepted_or_rejected() {
        let format = Err("authorization_header_format_invalid");
        let invalid = Err("clerk_key_invalid");
        let configured_key = Some("sk_test_mine");
        let table = [
            (None, configured_key, format),
            (Some(""), configured_key, format),
            (Some("Bearer"), configured_key, format),
            (Some("Bearer "), configured_key, format),
            (Some("Basic c2s="), configured_key, format),
            (Some("sk_test_mine"), configured_key, format),
            (Some("Bearer sk_test_mine extra"), configured_key, format),
            (Some("Bearer sk_test_\u{e9}"), configured_key, format),
            (Some("Bearer sk_test_other"), configured_key, invalid),
            (Some("Bearer sk_test_min"), configured_key, invalid),
            (
                Some("Bearer sk_test_mine"),
                configured_key,
                Ok(EnvironmentType::Development),
            ),
            (
                Some("bearer  sk_test_mine "),
                configured_key,
                Ok(EnvironmentType::Development),
            ),
            (
                Some("Bearer sk_live_1"),
                Some("sk_live_1"),
                Ok(EnvironmentType::Production),
            ),
            (
                Some("Bearer sk_live_1"),
                None,
                Ok(EnvironmentType::Production),
            ),
            (
                Some("Bearer sk_anything"),
                None,
                Ok(EnvironmentType::Development),
            ),
            (Some("Bearer pk_test_1"), None, invalid),
        ];
        for (header, configured, expected) in table {
            let found = authenticate(header, configured).map_err(|error| {
                assert_eq!(error.status, 401);
                error.errors.first().map_or("", |error| error.code)
            });
            assert_eq!(found, expected, "{header:?} for {configured:?}");
        }
    }
}
