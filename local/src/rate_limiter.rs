//! How many requests an instance and the metadata of a user accept in a window of time.
//!
//! A window starts with its first request and lasts ten seconds. Requests over the limit are rejected until
//! the window ends. Clerk's documents do not say where a window starts, so that is inferred.

use std::collections::{HashMap, VecDeque};

use crate::auth::Instance;
use crate::errors::Refusal;

const WINDOW_MS: i64 = 10_000;
const PRODUCTION: u32 = 1000;
const DEVELOPMENT: u32 = 100;
const USER: u32 = 10;

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
    /// dropped from the front, so memory holds those of the last ten seconds only.
    opened: VecDeque<(i64, String)>,
}

impl Window {
    fn is_over(self, now: i64) -> bool {
        // A clock that was set back ends a window too, or it could last for years.
        now < self.start || now - self.start >= WINDOW_MS
    }

    fn count(&mut self, limit: u32, now: i64) -> Result<(), Refusal> {
        if self.count == 0 || self.is_over(now) {
            *self = Window {
                start: now,
                count: 0,
            };
        }
        if self.count >= limit {
            let left = self.start + WINDOW_MS - now;
            return Err(Refusal::too_many_requests((left + 999) / 1000));
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
    pub fn instance(&mut self, instance: Instance, now: i64) -> Result<(), Refusal> {
        match instance {
            Instance::Production => self.production.count(PRODUCTION, now),
            Instance::Development => self.development.count(DEVELOPMENT, now),
        }
    }

    /// Counts a change of the metadata of one user.
    ///
    /// # Errors
    /// `too_many_requests`, 429, with the seconds until the window ends.
    pub fn user(&mut self, id: &str, now: i64) -> Result<(), Refusal> {
        self.drop_old(now);
        if let Some(window) = self.users.get_mut(id) {
            return window.count(USER, now);
        }
        let mut window = Window::default();
        window.count(USER, now)?;
        self.users.insert(id.to_owned(), window);
        self.opened.push_back((now, id.to_owned()));
        Ok(())
    }

    /// How many users have an open window.
    #[must_use]
    pub fn open_windows(&self) -> usize {
        self.users.len()
    }

    fn drop_old(&mut self, now: i64) {
        while let Some((start, id)) = self.opened.front() {
            let window = Window {
                start: *start,
                count: 1,
            };
            if !window.is_over(now) {
                break;
            }
            self.users.remove(id);
            self.opened.pop_front();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Instance, RateLimiter};

    fn refused<T>(result: Result<T, crate::errors::Refusal>) -> Option<i64> {
        result.err().and_then(|refusal| refusal.retry_after)
    }

    #[test]
    fn an_instance_has_one_window() {
        for (instance, limit) in [(Instance::Production, 1000), (Instance::Development, 100)] {
            let mut limiter = RateLimiter::default();
            for request in 0..limit {
                assert_eq!(refused(limiter.instance(instance, 5_000 + request)), None);
            }
            for (now, seconds) in [(6_000, 9), (6_001, 9), (14_000, 1), (14_999, 1)] {
                assert_eq!(
                    refused(limiter.instance(instance, now)),
                    Some(seconds),
                    "{now}"
                );
            }
            assert_eq!(refused(limiter.instance(instance, 15_000)), None);
        }
    }

    #[test]
    fn a_user_has_a_window_of_their_own() {
        let mut limiter = RateLimiter::default();
        for _ in 0..10 {
            assert_eq!(refused(limiter.user("user_1", 0)), None);
        }
        assert_eq!(refused(limiter.user("user_1", 1)), Some(10));
        assert_eq!(refused(limiter.user("user_2", 1)), None);
        assert_eq!(refused(limiter.user("user_1", 9_999)), Some(1));
        assert_eq!(refused(limiter.user("user_1", 10_000)), None);
    }

    #[test]
    fn old_windows_are_dropped() {
        let mut limiter = RateLimiter::default();
        for second in 0..1000 {
            for user in 0..5 {
                let now = second * 1000;
                assert_eq!(
                    refused(limiter.user(&format!("user_{second}_{user}"), now)),
                    None
                );
            }
            assert!(limiter.open_windows() <= 50);
            assert_eq!(limiter.open_windows(), limiter.opened.len());
        }
    }

    #[test]
    fn a_clock_set_back_opens_a_new_window() {
        let mut limiter = RateLimiter::default();
        for _ in 0..10 {
            assert_eq!(refused(limiter.user("user_1", 1_000_000)), None);
        }
        assert_eq!(refused(limiter.user("user_1", 1_000_001)), Some(10));
        assert_eq!(refused(limiter.user("user_1", 5)), None);
        assert_eq!(limiter.open_windows(), 1);
    }
}
