//! Checks of a request before its body is parsed.

use crate::errors::RequestError;
use crate::request::{MAX_BODY_BYTES, Request};

/// Checks that the version is a date. Any date is accepted.
pub(crate) fn check_version(version: Option<&str>) -> Result<(), RequestError> {
    let Some(version) = version else {
        return Ok(());
    };
    let in_range = |part: &str, width: usize, most: u32| {
        part.len() == width
            && part.bytes().all(|byte| byte.is_ascii_digit())
            && part
                .parse::<u32>()
                .is_ok_and(|number| (1..=most).contains(&number))
    };
    match version.trim().split('-').collect::<Vec<_>>().as_slice() {
        [year, month, day]
            if in_range(year, 4, 9999) && in_range(month, 2, 12) && in_range(day, 2, 31) =>
        {
            Ok(())
        }
        _ => Err(RequestError::api_version_invalid()),
    }
}

/// Checks the content type and the size.
pub(crate) fn check_body(request: &Request) -> Result<(), RequestError> {
    let content_type = request.content_type.as_deref().unwrap_or_default();
    let media_type = content_type.split(';').next().unwrap_or_default().trim();
    if !media_type.eq_ignore_ascii_case("application/json") {
        return Err(RequestError::unsupported_content_type(content_type));
    }
    if request.body.len() > MAX_BODY_BYTES {
        return Err(RequestError::body_too_large(MAX_BODY_BYTES));
    }
    Ok(())
}
