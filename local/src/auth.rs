//! Who asks: the secret key in the `Authorization` header.

use crate::errors::Refusal;

/// What kind of instance a key belongs to; its limits differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Instance {
    /// `sk_live_`.
    Production,
    /// `sk_test_`, and any other key.
    Development,
}

/// Judges the header against the configured key; without one, any key that begins with `sk_` is
/// right. No refusal repeats what was given.
///
/// # Errors
/// `authorization_header_format_invalid` or `clerk_key_invalid`, both 401.
pub fn check(authorization: Option<&str>, configured: Option<&str>) -> Result<Instance, Refusal> {
    let key = authorization
        .and_then(bearer)
        .ok_or_else(Refusal::authorization_header_format)?;
    let right = match configured {
        Some(configured) => key == configured,
        None => key.starts_with("sk_"),
    };
    if !right {
        return Err(Refusal::key_invalid());
    }
    Ok(if key.starts_with("sk_live_") {
        Instance::Production
    } else {
        Instance::Development
    })
}

/// The key of `Bearer <key>`; the scheme in any case.
fn bearer(header: &str) -> Option<&str> {
    let (scheme, key) = header.trim().split_once(' ')?;
    let key = key.trim_start();
    let whole = !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_graphic());
    (scheme.eq_ignore_ascii_case("bearer") && whole).then_some(key)
}

#[cfg(test)]
mod tests {
    use super::{Instance, check};

    #[test]
    fn keys() {
        let format = Err("authorization_header_format_invalid");
        let wrong = Err("clerk_key_invalid");
        let mine = Some("sk_test_mine");
        let table = [
            (None, mine, format),
            (Some(""), mine, format),
            (Some("Bearer"), mine, format),
            (Some("Bearer "), mine, format),
            (Some("Basic c2s="), mine, format),
            (Some("sk_test_mine"), mine, format),
            (Some("Bearer sk_test_mine extra"), mine, format),
            (Some("Bearer sk_test_\u{e9}"), mine, format),
            (Some("Bearer sk_test_other"), mine, wrong),
            (Some("Bearer sk_test_min"), mine, wrong),
            (Some("Bearer sk_test_mine"), mine, Ok(Instance::Development)),
            (
                Some("bearer  sk_test_mine "),
                mine,
                Ok(Instance::Development),
            ),
            (
                Some("Bearer sk_live_1"),
                Some("sk_live_1"),
                Ok(Instance::Production),
            ),
            (Some("Bearer sk_live_1"), None, Ok(Instance::Production)),
            (Some("Bearer sk_anything"), None, Ok(Instance::Development)),
            (Some("Bearer pk_test_1"), None, wrong),
        ];
        for (header, configured, expected) in table {
            let found = check(header, configured).map_err(|refusal| {
                assert_eq!(refusal.status, 401);
                refusal.errors.first().map_or("", |error| error.code)
            });
            assert_eq!(found, expected, "{header:?} for {configured:?}");
        }
    }
}
