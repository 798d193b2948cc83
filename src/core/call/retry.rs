//! Which failures are retried, and how long to wait before each retry.
//!
//! Every call can be retried: reading changes nothing, and merging or replacing twice has the same effect as once.

use crate::core::errors::error::Error;

/// Whether a response with this status is retried, whatever its body says. `docs/retries.md` and the types
/// list the same statuses, which `tests/rust/retry.rs` checks.
///
/// 520 to 524 and 530 come from the CDN in front of the API, and mean that it got no response. 525 to
/// 527 are about certificates, which a retry does not change.
#[must_use]
pub const fn is_retried_status(status: u16) -> bool {
    matches!(status, 408 | 429 | 500 | 502..=504 | 520..=524 | 530)
}

/// A status that is retried if one of its errors has this code.
pub const RETRIED_ERROR: (u16, &str) = (409, "resource_locked");

/// Upper bound of the wait before the first retry, in milliseconds. It doubles with each retry.
const FIRST_BACKOFF_MS: f64 = 500.0;

/// Upper bound of the backoff, in milliseconds.
const MAX_BACKOFF_MS: f64 = 8_000.0;

/// Upper bound of `Retry-After`, in seconds. With a longer one the call rejects without waiting.
const MAX_RETRY_AFTER: f64 = 60.0;

/// Whether the same call may succeed when it is retried.
#[must_use]
pub fn is_retryable(error: &Error) -> bool {
    let (locked_status, locked_code) = RETRIED_ERROR;
    match error {
        Error::Connection { .. } | Error::Timeout { .. } => true,
        Error::Api(error) => {
            is_retried_status(error.status)
                || (error.status == locked_status
                    && error.errors.iter().any(|item| item.code == locked_code))
        }
        _ => false,
    }
}

/// The wait before the next attempt, in milliseconds; `None` if there is no other attempt.
///
/// `attempts` is the number of attempts that have ended, the last one with `error`. The wait is the longer one of
/// `Retry-After` and the backoff. Half of the backoff is fixed, so that there always is a wait; the
/// other half is multiplied by `random`, 0 to 1.
#[must_use]
pub fn delay(error: &Error, attempts: u32, max_retries: u32, random: f64) -> Option<f64> {
    if attempts > max_retries || !is_retryable(error) {
        return None;
    }
    let retry_after = error.retry_after().unwrap_or_default();
    if retry_after > MAX_RETRY_AFTER {
        return None;
    }
    let mut longest = FIRST_BACKOFF_MS;
    for _ in 1..attempts.min(9) {
        longest = (longest * 2.0).min(MAX_BACKOFF_MS);
    }
    // A test may have replaced the host's source of random numbers. Anything else, such as NaN, counts as 0.
    let random = if random > 0.0 { random.min(1.0) } else { 0.0 };
    let backoff = longest * (0.5 + 0.5 * random);
    Some(backoff.max(retry_after * 1000.0))
}

#[cfg(test)]
mod tests {
    use super::delay;
    use crate::core::errors::api_error::{ApiError, ApiErrorItem};
    use crate::core::errors::error::Error;

    fn api(status: u16, code: &str, retry_after: Option<f64>) -> Error {
        Error::Api(ApiError {
            status,
            retry_after,
            errors: vec![ApiErrorItem {
                code: code.to_owned(),
                ..ApiErrorItem::default()
            }],
            clerk_trace_id: None,
        })
    }

    #[test]
    fn doubles_up_to_eight_seconds_and_half_of_it_is_random() {
        let error = api(503, "service_unavailable", None);
        let longest = |attempts| delay(&error, attempts, 99, 1.0);
        let waits: Vec<_> = (1..=7).filter_map(longest).collect();
        assert_eq!(
            waits,
            [500.0, 1000.0, 2000.0, 4000.0, 8000.0, 8000.0, 8000.0]
        );
        assert_eq!(delay(&error, 3, 99, 0.25), Some(1250.0));
        for random in [0.0, -1.0, f64::NAN] {
            assert_eq!(delay(&error, 3, 99, random), Some(1000.0), "{random}");
        }
        assert_eq!(delay(&error, 3, 99, 7.0), Some(2000.0));
    }

    #[test]
    fn ends_with_the_retries() {
        let error = api(500, "internal_clerk_error", None);
        assert_eq!(delay(&error, 1, 0, 1.0), None);
        assert_eq!(delay(&error, 2, 2, 1.0), Some(1000.0));
        assert_eq!(delay(&error, 3, 2, 1.0), None);
        assert_eq!(delay(&error, u32::MAX, u32::MAX, 1.0), Some(8000.0));
    }

    #[test]
    fn the_longer_one_of_retry_after_and_the_backoff_up_to_a_minute() {
        let after = |seconds| delay(&api(429, "too_many_requests", Some(seconds)), 1, 2, 0.5);
        assert_eq!(after(0.0), Some(375.0));
        let late = api(429, "too_many_requests", Some(1.0));
        assert_eq!(delay(&late, 1, 9, 1.0), Some(1000.0));
        assert_eq!(delay(&late, 5, 9, 1.0), Some(8000.0));
        assert_eq!(delay(&late, 5, 9, 0.0), Some(4000.0));
        assert_eq!(after(7.0), Some(7000.0));
        assert_eq!(after(60.0), Some(60_000.0));
        assert_eq!(after(61.0), None);
    }
}
