//! Rate limits: for an instance, and for changes of one user's metadata.
//!
//! A window starts with its first request and lasts ten seconds. Requests over the limit are rejected until
//! the window ends. Clerk does not document when a window starts, so this is inferred.

use std::collections::{HashMap, VecDeque};

use crate::auth::Instance;
use crate::errors::RequestError;

const WINDOW_MS: i64 = 10_000;
const PRODUCTION_LIMIT: u32 = 1000;
const DEVELOPMENT_LIMIT: u32 = 100;
const USER_LIMIT: u32 = 10;

/// The requests of one window.
#[derive(Debug, Clone, Copy, Default)]
struct Window {
    start: i64,
    count: u32,
}

/// The windows that have not ended.
#[derive(Debug, Default)]
pub struct RateLimiter {
    production: Window,
    development: Window,
    users: HashMap<String, Window>,
    /// The users with a window, in the order in which the windows opened: the old ones are
    /// dropped from the front, so memory only holds the windows of the last ten seconds.
    opening_order: VecDeque<(i64, String)>,
}

impl Window {
    fn has_ended(self, now: i64) -> bool {
        // A clock that is set back also ends a window. Otherwise the window could last for years.
        now < self.start || now - self.start >= WINDOW_MS
    }

    fn count(&mut self, limit: u32, now: i64) -> Result<(), RequestError> {
        if self.count == 0 || self.has_ended(now) {
            *self = Window {
                start: now,
                count: 0,
            };
        }
        if self.count >= limit {
            let remaining_ms = self.start + WINDOW_MS - now;
            return Err(RequestError::too_many_requests(Some(
                (remaining_ms + 999) / 1000,
            )));
        }
        self.count += 1;
        Ok(())
    }
}

impl RateLimiter {
    /// Counts a request to the instance.
    ///
    /// # Errors
    /// `too_many_requests`, 429, with the seconds until the window ends.
    pub fn count_instance_request(
        &mut self,
        instance: Instance,
        now: i64,
    ) -> Result<(), RequestError> {
        match instance {
            Instance::Production => self.production.count(PRODUCTION_LIMIT, now),
            Instance::Development => self.development.count(DEVELOPMENT_LIMIT, now),
        }
    }

    /// Counts a change of one user's metadata.
    ///
    /// # Errors
    /// `too_many_requests`, 429, with the seconds until the window ends.
    pub fn count_user_request(&mut self, id: &str, now: i64) -> Result<(), RequestError> {
        self.drop_ended_windows(now);
        if let Some(window) = self.users.get_mut(id) {
            return window.count(USER_LIMIT, now);
        }
        let mut window = Window::default();
        window.count(USER_LIMIT, now)?;
        self.users.insert(id.to_owned(), window);
        self.opening_order.push_back((now, id.to_owned()));
        Ok(())
    }

    /// How many users have an open window.
    #[must_use]
    pub fn open_windows(&self) -> usize {
        self.users.len()
    }

    fn drop_ended_windows(&mut self, now: i64) {
        while let Some((start, id)) = self.opening_order.front() {
            let window = Window {
                start: *start,
                count: 1,
            };
            if !window.has_ended(now) {
                break;
            }
            self.users.remove(id);
            self.opening_order.pop_front();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Instance, RateLimiter};

    fn retry_after<T>(result: Result<T, crate::errors::RequestError>) -> Option<i64> {
        result.err().and_then(|error| error.retry_after)
    }

    #[test]
    fn an_instance_has_one_window() {
        for (instance, limit) in [(Instance::Production, 1000), (Instance::Development, 100)] {
            let mut limiter = RateLimiter::default();
            for request in 0..limit {
                assert_eq!(
                    retry_after(limiter.count_instance_request(instance, 5_000 + request)),
                    None
                );
            }
            for (now, seconds) in [(6_000, 9), (6_001, 9), (14_000, 1), (14_999, 1)] {
                assert_eq!(
                    retry_after(limiter.count_instance_request(instance, now)),
                    Some(seconds),
                    "{now}"
                );
            }
            assert_eq!(
                retry_after(limiter.count_instance_request(instance, 15_000)),
                None
            );
        }
    }

    #[test]
    fn each_user_has_a_separate_window() {
        let mut limiter = RateLimiter::default();
        for _ in 0..10 {
            assert_eq!(retry_after(limiter.count_user_request("user_1", 0)), None);
        }
        assert_eq!(
            retry_after(limiter.count_user_request("user_1", 1)),
            Some(10)
        );
        assert_eq!(retry_after(limiter.count_user_request("user_2", 1)), None);
        assert_eq!(
            retry_after(limiter.count_user_request("user_1", 9_999)),
            Some(1)
        );
        assert_eq!(
            retry_after(limiter.count_user_request("user_1", 10_000)),
            None
        );
    }

    #[test]
    fn ended_windows_are_dropped() {
        let mut limiter = RateLimiter::default();
        for second in 0..1000 {
            for user in 0..5 {
                let now = second * 1000;
                assert_eq!(
                    retry_after(limiter.count_user_request(&format!("user_{second}_{user}"), now)),
                    None
                );
            }
            assert!(limiter.open_windows() <= 50);
            assert_eq!(limiter.open_windows(), limiter.opening_order.len());
        }
    }

    #[test]
    fn setting_the_clock_back_opens_a_new_window() {
        let mut limiter = RateLimiter::default();
        for _ in 0..10 {
            assert_eq!(
                retry_after(limiter.count_user_request("user_1", 1_000_000)),
                None
            );
        }
        assert_eq!(
            retry_after(limiter.count_user_request("user_1", 1_000_001)),
            Some(10)
        );
        assert_eq!(retry_after(limiter.count_user_request("user_1", 5)), None);
        assert_eq!(limiter.open_windows(), 1);
    }
}
