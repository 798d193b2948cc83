//! Rate limits: for an instance, and for changes of one user's metadata.
//!
//! Clerk documents the number of requests, and not when a window starts: [`WindowKind`] has three possibilities.
//! Rejected requests do not count (inferred).

use std::collections::{HashMap, VecDeque};

use crate::errors::RequestError;
use crate::instance::EnvironmentType;

const WINDOW_MS: i64 = 10_000;
const PRODUCTION_LIMIT: u32 = 1000;
const DEVELOPMENT_LIMIT: u32 = 100;
const USER_LIMIT: u32 = 10;

/// When the windows of an instance start.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum WindowKind {
    /// With the first request after the end of the previous window.
    #[default]
    FirstRequest,
    /// At multiples of their length since 1970.
    Fixed,
    /// At any time: the requests of the time before a request count.
    Sliding,
}

/// The limits. The default values are those of Clerk.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RateLimits {
    /// When the windows of an instance start. Those of users start with their first request.
    pub window: WindowKind,
    /// The length of each window.
    pub window_ms: i64,
    /// The requests in a window of an instance. Default: 1000, or 100 for a development instance.
    pub requests: Option<u32>,
    /// The share of these requests that other clients send, at an even rate.
    pub used_by_others: f64,
}

impl Default for RateLimits {
    fn default() -> Self {
        RateLimits {
            window: WindowKind::default(),
            window_ms: WINDOW_MS,
            requests: None,
            used_by_others: 0.0,
        }
    }
}

/// The requests of one window.
#[derive(Debug, Clone, Copy, Default)]
struct Window {
    start: i64,
    count: u32,
}

impl Window {
    fn has_ended(self, now: i64, length: i64) -> bool {
        // A clock that is set back also ends a window. Otherwise the window could last for years.
        now < self.start || now - self.start >= length
    }

    /// Counts a request. The error is the time until the window ends.
    fn count(&mut self, limit: u32, now: i64, length: i64) -> Result<(), i64> {
        if self.count == 0 || self.has_ended(now, length) {
            *self = Window {
                start: now,
                count: 0,
            };
        }
        if self.count >= limit {
            return Err(self.start + length - now);
        }
        self.count += 1;
        Ok(())
    }
}

/// The requests of an instance.
#[derive(Debug, Default)]
struct InstanceWindow {
    window: Window,
    /// The times of the requests that count, for [`WindowKind::Sliding`].
    log: VecDeque<i64>,
    /// When the next request of another client arrives.
    next_other: Option<f64>,
}

impl InstanceWindow {
    fn count(&mut self, limits: &RateLimits, limit: u32, now: i64) -> Result<(), i64> {
        if limits.used_by_others > 0.0 {
            self.count_others(limits, limit, now);
        }
        // At an even rate, a request between two of others would still find a free slot.
        let limit = limit * u32::from(limits.used_by_others < 1.0);
        self.count_one(limits, limit, now)
    }

    /// Counts the requests of other clients since the last call.
    fn count_others(&mut self, limits: &RateLimits, limit: u32, now: i64) {
        let (now_ms, length) = (now as f64, limits.window_ms as f64);
        let interval = length / (f64::from(limit) * limits.used_by_others);
        // What happened two windows ago does not matter. The clock may have been set back.
        let mut next = self.next_other.unwrap_or(now_ms).max(now_ms - 2.0 * length);
        next = next.min(now_ms + interval);
        while next <= now_ms {
            let _rejected = self.count_one(limits, limit, next as i64);
            next += interval;
        }
        self.next_other = Some(next);
    }

    fn count_one(&mut self, limits: &RateLimits, limit: u32, now: i64) -> Result<(), i64> {
        let length = limits.window_ms;
        match limits.window {
            WindowKind::FirstRequest => self.window.count(limit, now, length),
            WindowKind::Fixed => {
                let start = now.div_euclid(length) * length;
                if self.window.start != start {
                    self.window = Window { start, count: 0 };
                }
                if self.window.count >= limit {
                    return Err(start + length - now);
                }
                self.window.count += 1;
                Ok(())
            }
            WindowKind::Sliding => {
                while self
                    .log
                    .front()
                    .is_some_and(|at| now - at >= length || *at > now)
                {
                    self.log.pop_front();
                }
                if self.log.len() >= limit as usize {
                    return Err(self.log.front().unwrap_or(&now) + length - now);
                }
                self.log.push_back(now);
                Ok(())
            }
        }
    }
}

/// The windows that have not ended.
#[derive(Debug, Default)]
pub struct RateLimiter {
    limits: RateLimits,
    production: InstanceWindow,
    development: InstanceWindow,
    users: HashMap<String, Window>,
    /// The users with a window, in the order in which the windows opened: the old ones are
    /// dropped from the front, so memory only holds the windows that have not ended.
    opening_order: VecDeque<(i64, String)>,
}

/// The error of a request that has to wait.
fn too_many_requests(wait_ms: i64) -> RequestError {
    RequestError::too_many_requests(Some((wait_ms + 999) / 1000))
}

impl RateLimiter {
    /// A rate limiter that has counted no request.
    #[must_use]
    pub fn new(limits: RateLimits) -> RateLimiter {
        RateLimiter {
            limits,
            ..RateLimiter::default()
        }
    }

    /// Counts a request to the instance.
    ///
    /// # Errors
    /// `too_many_requests`, 429, with the seconds until the window ends.
    pub fn count_instance_request(
        &mut self,
        instance: EnvironmentType,
        now: i64,
    ) -> Result<(), RequestError> {
        let (window, limit) = match instance {
            EnvironmentType::Production => (&mut self.production, PRODUCTION_LIMIT),
            EnvironmentType::Development => (&mut self.development, DEVELOPMENT_LIMIT),
        };
        let limit = self.limits.requests.unwrap_or(limit);
        window
            .count(&self.limits, limit, now)
            .map_err(too_many_requests)
    }

    /// Counts a change of one user's metadata.
    ///
    /// # Errors
    /// `too_many_requests`, 429, with the seconds until the window ends.
    pub fn count_user_request(&mut self, id: &str, now: i64) -> Result<(), RequestError> {
        self.drop_ended_windows(now);
        let length = self.limits.window_ms;
        if let Some(window) = self.users.get_mut(id) {
            return window
                .count(USER_LIMIT, now, length)
                .map_err(too_many_requests);
        }
        let mut window = Window::default();
        window
            .count(USER_LIMIT, now, length)
            .map_err(too_many_requests)?;
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
            if !window.has_ended(now, self.limits.window_ms) {
                break;
            }
            self.users.remove(id);
            self.opening_order.pop_front();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{EnvironmentType, RateLimiter, RateLimits, WindowKind};

    fn retry_after<T>(result: Result<T, crate::errors::RequestError>) -> Option<i64> {
        result.err().and_then(|error| error.retry_after)
    }

    #[test]
    fn an_instance_has_one_window() {
        for (instance, limit) in [
            (EnvironmentType::Production, 1000),
            (EnvironmentType::Development, 100),
        ] {
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

    /// The times of 30 requests, one per millisecond, that are accepted with a limit of 10 in 20 ms.
    fn accepted(window: WindowKind, used_by_others: f64) -> Vec<i64> {
        let mut limiter = RateLimiter::new(RateLimits {
            window,
            window_ms: 20,
            requests: Some(10),
            used_by_others,
        });
        let times = 105..135;
        times
            .filter(|now| {
                let result = limiter.count_instance_request(EnvironmentType::Development, *now);
                result.is_ok()
            })
            .collect()
    }

    #[test]
    fn each_kind_of_window_starts_at_its_time() {
        let first: Vec<i64> = (105..115).chain(125..135).collect();
        assert_eq!(accepted(WindowKind::FirstRequest, 0.0), first);
        let fixed: Vec<i64> = (105..115).chain(120..130).collect();
        assert_eq!(accepted(WindowKind::Fixed, 0.0), fixed);
        assert_eq!(accepted(WindowKind::Sliding, 0.0), first);
    }

    #[test]
    fn other_clients_use_a_share() {
        // A request every 4 ms, from the first one on.
        let expected: Vec<i64> = (105..113).chain(125..133).collect();
        assert_eq!(accepted(WindowKind::FirstRequest, 0.5), expected);
        // Windows start at 100 and 120.
        let expected: Vec<i64> = (105..113).chain(120..128).collect();
        assert_eq!(accepted(WindowKind::Fixed, 0.5), expected);
    }

    #[test]
    fn no_request_is_accepted_if_other_clients_use_the_whole_limit() {
        use WindowKind::{FirstRequest, Fixed, Sliding};
        for window in [FirstRequest, Fixed, Sliding] {
            assert!(accepted(window, 1.0).is_empty());
            let mut limiter = RateLimiter::new(RateLimits {
                window,
                used_by_others: 1.0,
                ..RateLimits::default()
            });
            let mut count =
                |now| retry_after(limiter.count_instance_request(EnvironmentType::Production, now));
            // The clock is set back after the second one.
            assert_eq!(
                [20_000, 25_000, 10_000].map(&mut count),
                [Some(10), Some(5), Some(10)]
            );
        }
    }

    #[test]
    fn a_sliding_window_tells_when_its_oldest_request_ends() {
        let mut limiter = RateLimiter::new(RateLimits {
            window: WindowKind::Sliding,
            requests: Some(2),
            ..RateLimits::default()
        });
        let mut count =
            |now| retry_after(limiter.count_instance_request(EnvironmentType::Production, now));
        assert_eq!(
            [0, 4_000, 5_000, 10_000, 10_001].map(&mut count),
            [None, None, Some(5), None, Some(4)]
        );
        // The clock is set back.
        assert_eq!(count(1), None);
    }
}
