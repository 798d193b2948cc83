//! Whether a call that failed is made again, and when.
//!
//! Every call here may be: reading is safe, and to merge or replace twice gives what once gives.

use super::Error;

/// The wait before the first retry is at most this long, in milliseconds; before each later one
/// twice as long as before the last.
const FIRST_MS: f64 = 500.0;

/// And never longer than this.
const LONGEST_MS: f64 = 8_000.0;

/// A `Retry-After` beyond this is not waited for, in seconds: the caller should know at once.
const LONGEST_RETRY_AFTER: f64 = 60.0;

/// How long to wait before the next attempt, in milliseconds; `None` if there is none.
///
/// `attempts` have been made, the last of which ended with `error`. The wait is the longer one of
/// `Retry-After` and the backoff, which doubles with each attempt. Half of the backoff is fixed, so
/// that there always is a wait; the other half is multiplied by `random`, 0 to 1.
#[must_use]
pub fn delay(error: &Error, attempts: u32, max_retries: u32, random: f64) -> Option<f64> {
    if attempts > max_retries || !error.is_retryable() {
        return None;
    }
    let retry_after = error.retry_after().unwrap_or_default();
    if retry_after > LONGEST_RETRY_AFTER {
        return None;
    }
    let mut longest = FIRST_MS;
    for _ in 1..attempts.min(9) {
        longest = (longest * 2.0).min(LONGEST_MS);
    }
    // A test may have replaced the host's source of random numbers: anything else, NaN too, is 0.
    let random = if random > 0.0 { random.min(1.0) } else { 0.0 };
    let backoff = longest * (0.5 + 0.5 * random);
    Some(backoff.max(retry_after * 1000.0))
}

#[cfg(test)]
mod tests {
    use super::delay;
    use crate::core::{ApiError, ApiErrorItem, Error};

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

    #[test]
    fn only_what_may_pass_is_tried_again() {
        let again = |error: &Error| delay(error, 1, 2, 1.0).is_some();
        for status in [408, 429, 500, 502, 503, 504, 520, 521, 522, 523, 524, 530] {
            assert!(again(&api(status, "any", None)), "{status}");
        }
        for status in [
            400, 401, 403, 404, 409, 413, 415, 422, 425, 501, 505, 519, 525, 526, 527, 529, 531,
        ] {
            assert!(!again(&api(status, "any", None)), "{status}");
        }
        assert!(again(&api(409, "resource_locked", None)));
        for status in [None, Some(200)] {
            assert!(again(&Error::Timeout { limit: 1.0, status }));
            assert!(again(&Error::Connection {
                reason: String::new(),
                status
            }));
        }
        assert!(!again(&Error::UnexpectedResponse {
            status: 200,
            reason: "",
            clerk_trace_id: None
        }));
        assert!(!again(&Error::MissingSecretKey));
    }
}
